import { entryOf, keyText, type MapNode, type TreeEntry, type TreeNode } from '../../model/tree.ts';
import { closest } from '../../schema/closest.ts';
import { type CheckContext, finding } from './context.ts';
import { inside, intrinsicOf } from './intrinsic.ts';
import { PARAMETER_KEYS, PARAMETER_TYPES } from './keywords.ts';
import { type Named, resolved, writtenScalar } from './template.ts';
import { isListType } from './types.ts';

/** Declarations of inputs and outputs: their keys, their types, defaults against their own constraints. */
export function checkDeclarations(context: CheckContext): void {
  for (const parameter of context.template.parameters)
    if (!parameter.name.value.startsWith('Fn::')) checkParameter(context, parameter);
  for (const output of context.template.outputs)
    if (!output.name.value.startsWith('Fn::')) checkOutput(context, output);
}

function checkParameter(context: CheckContext, { name, body }: Named): void {
  const node = `Parameters.${name.value}`;
  const map = resolved(body);
  if (map?.kind !== 'map') {
    if (context.complete && map?.kind !== 'alias')
      context.add(
        finding('wrong-shape', 'error', `The parameter ${name.value} must be a map with a Type.`, {
          span: name.span,
          node,
        }),
      );
    return;
  }
  checkKeys(
    context,
    map,
    PARAMETER_KEYS.map(([key]) => key),
    `The parameter ${name.value}`,
    node,
  );
  const type = entryOf(map, 'Type');
  if (type === undefined) {
    if (context.complete)
      context.add(
        finding('missing-type', 'error', `The parameter ${name.value} needs a Type.`, { span: name.span, node }),
      );
    return;
  }
  const written = writtenScalar(type.value);
  if (written === undefined) return;
  checkType(context, type, written.value, node);
  checkDefault(context, map, written.value, node);
}

function checkKeys(context: CheckContext, map: MapNode, allowed: readonly string[], what: string, node: string): void {
  for (const entry of map.entries) {
    const key = keyText(entry);
    if (
      key === undefined ||
      key === '<<' ||
      key.startsWith('Fn::') ||
      allowed.includes(key) ||
      context.template.unknownMacro
    )
      continue;
    const near = closest(key, allowed);
    const fixes =
      near === undefined
        ? []
        : [{ title: `Change to ${near}`, safety: 'safe' as const, edits: [{ span: inside(entry.key), text: near }] }];
    context.add(
      finding(
        'unknown-property',
        'error',
        `${what} has no key ${key}.${near ? ` Did you mean ${near}?` : ''}`,
        { span: entry.key.span, node: `${node}.${key}` },
        { fixes },
      ),
    );
  }
}

function checkType(context: CheckContext, entry: TreeEntry, type: string, node: string): void {
  if (
    PARAMETER_TYPES.includes(type) ||
    /^AWS::SSM::Parameter::Value<.+>$/.test(type) ||
    /^(List<)?AWS::\w+::[\w:]+>?$/.test(type)
  )
    return;
  const near = closest(type, PARAMETER_TYPES);
  const fixes =
    near === undefined
      ? []
      : [{ title: `Change to ${near}`, safety: 'safe' as const, edits: [{ span: inside(entry.value), text: near }] }];
  const hint = near === undefined ? 'Use String, Number, a list, or an AWS type.' : `Did you mean ${near}?`;
  context.add(
    finding(
      'invalid-value',
      'error',
      `${type} is no parameter type. ${hint}`,
      { span: entry.value.span, node: `${node}.Type` },
      { fixes },
    ),
  );
}

/** A default that the parameter itself refuses: the stack cannot be made without giving another value. */
function checkDefault(context: CheckContext, map: MapNode, type: string, node: string): void {
  const entry = entryOf(map, 'Default');
  const written = writtenScalar(entry?.value);
  if (entry === undefined || entry.value.kind !== 'scalar' || type.startsWith('AWS::SSM::')) return;
  const values = isListType(type) ? entry.value.text.split(',').map((each) => each.trim()) : [entry.value.text];
  const why = values.map((value) => refusal(map, type, value)).find((each) => each !== undefined);
  if (written === undefined && entry.value.style === 'empty') return;
  if (why !== undefined)
    context.add(
      finding('parameter-default', 'error', `The default ${why}.`, { span: entry.value.span, node: `${node}.Default` }),
    );
}

function refusal(map: MapNode, type: string, value: string): string | undefined {
  const allowed = resolved(entryOf(map, 'AllowedValues')?.value);
  if (allowed?.kind === 'list') {
    const values = allowed.items.map((item) =>
      item.kind === 'scalar' && intrinsicOf(item) === undefined ? item.text : undefined,
    );
    if (values.every((each) => each !== undefined) && !values.some((each) => same(each, value, type)))
      return `"${value}" is not among the allowed values`;
  }
  const number = Number(value);
  if (type === 'Number' && (value.trim() === '' || !Number.isFinite(number))) return `"${value}" is not a number`;
  const limit = (key: string) => numberIn(entryOf(map, key)?.value);
  if (type === 'Number' && number < (limit('MinValue') ?? Number.NEGATIVE_INFINITY))
    return `${value} is below the MinValue`;
  if (type === 'Number' && number > (limit('MaxValue') ?? Number.POSITIVE_INFINITY))
    return `${value} is above the MaxValue`;
  if (type === 'String' && value.length < (limit('MinLength') ?? 0))
    return `is shorter than the MinLength of ${limit('MinLength')}`;
  return type === 'String' && value.length > (limit('MaxLength') ?? Number.POSITIVE_INFINITY)
    ? `is longer than the MaxLength of ${limit('MaxLength')}`
    : undefined;
}

function same(allowed: string, value: string, type: string): boolean {
  return (
    allowed === value ||
    (type === 'Number' && Number(allowed) === Number(value)) ||
    (/^(true|false|yes|no|on|off)$/i.test(value) && allowed.toLowerCase() === value.toLowerCase())
  );
}

function numberIn(node: TreeNode | undefined): number | undefined {
  return node?.kind === 'scalar' && /^\d+(\.\d+)?$/.test(node.text) ? Number(node.text) : undefined;
}

function checkOutput(context: CheckContext, { name, body }: Named): void {
  const node = `Outputs.${name.value}`;
  const map = resolved(body);
  if (map?.kind !== 'map') {
    if (context.complete && map?.kind !== 'alias')
      context.add(
        finding('wrong-shape', 'error', `The output ${name.value} must be a map with a Value.`, {
          span: name.span,
          node,
        }),
      );
    return;
  }
  checkKeys(context, map, ['Value', 'Description', 'Export', 'Condition'], `The output ${name.value}`, node);
  if (
    context.complete &&
    entryOf(map, 'Value') === undefined &&
    !map.entries.some((entry) => (keyText(entry) ?? '').startsWith('Fn::'))
  ) {
    context.add(
      finding('missing-property', 'error', `The output ${name.value} needs a Value.`, { span: name.span, node }),
    );
  }
}
