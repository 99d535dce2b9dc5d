import { entryOf, keyText, type MapNode, type TreeEntry } from '../../model/tree.ts';
import { closest } from '../../schema/closest.ts';
import { type CheckContext, finding } from './context.ts';
import { inside, intrinsicOf } from './intrinsic.ts';
import { PARAMETER_KEYS, PARAMETER_TYPES } from './keywords.ts';
import { numberAt, refusal } from './parameter-values.ts';
import { isPlaceholder } from './place.ts';
import { type Named, resolved, writtenScalar } from './template.ts';

/** Declarations of inputs and outputs: their keys, their types, their constraints, defaults against them. */
export function checkDeclarations(context: CheckContext): void {
  for (const parameter of context.template.parameters) checkParameter(context, parameter);
  for (const output of context.template.outputs) if (!output.again) checkOutput(context, output);
}

function checkParameter(context: CheckContext, parameter: Named): void {
  const node = `Parameters.${parameter.name.value}`;
  const what = `The parameter ${parameter.name.value}`;
  const keys = PARAMETER_KEYS.map(([key]) => key);
  const map = declaration(context, parameter, { node, what, needs: 'a Type', keys });
  if (map === undefined) return;
  checkName(context, parameter, node);
  const type = entryOf(map, 'Type');
  if (type === undefined) {
    if (context.complete)
      context.add(finding('missing-type', 'error', `${what} needs a Type.`, { span: parameter.name.span, node }));
    return;
  }
  const written = writtenScalar(type.value);
  if (written === undefined) return;
  checkType(context, type, written.value, node);
  checkConstraints(context, map, written.value, node);
  checkDefault(context, map, written.value, node);
}

interface Declared {
  readonly node: string;
  readonly what: string;
  readonly needs: string;
  readonly keys: readonly string[];
}

/** The map of a parameter or output, with its keys checked; undefined where it is none. */
function declaration(
  context: CheckContext,
  { name, body }: Named,
  { node, what, needs, keys }: Declared,
): MapNode | undefined {
  const map = resolved(body);
  if (name.value.startsWith('Fn::') || name.value === '<<') return undefined;
  if (map?.kind === 'map') {
    checkKeys(context, map, keys, what, node);
    return map;
  }
  if (context.complete && map?.kind !== 'alias')
    context.add(finding('wrong-shape', 'error', `${what} must be a map with ${needs}.`, { span: name.span, node }));
  return undefined;
}

/** Letters and digits, as every logical id; and no name can stand for two things. */
function checkName(context: CheckContext, { name }: Named, node: string): void {
  const at = { span: name.span, node };
  const { value } = name;
  if (context.template.unknownMacro) return;
  if (!/^[A-Za-z0-9]{1,255}$/.test(value))
    context.add(
      finding('logical-id', 'error', `The parameter name ${value} may hold up to 255 letters and digits only.`, at),
    );
  const resource = context.names.resources.get(value);
  if (resource === undefined) return;
  const related = [{ message: 'the resource', span: resource.name.span }];
  const message = `${value} is a parameter and a resource: no reference could tell which is meant. Rename one.`;
  context.add(finding('logical-id', 'error', message, at, { kind: 'semantic', related }));
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
  // Modules of rain have parameters of other types.
  if (
    context.template.unknownMacro ||
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
  const value = resolved(entry?.value);
  if (entry === undefined || value === undefined || intrinsicOf(value) !== undefined) return;
  const at = { span: entry.value.span, node: `${node}.Default` };
  if (value.kind === 'list' || value.kind === 'map') {
    const message = 'A default is a single value: a list is written as one text with commas.';
    if (context.complete && !isPlaceholder(value))
      context.add(finding('wrong-shape', 'error', message, { ...at, span: entry.key.span }));
    return;
  }
  if (value.kind !== 'scalar' || value.style === 'empty') return;
  const why = refusal(map, type, value.text);
  if (why !== undefined) context.add(finding('parameter-default', 'error', `The default ${why}.`, at));
}

/** Constraints that the service refuses whatever the value is. */
function checkConstraints(context: CheckContext, map: MapNode, type: string, node: string): void {
  for (const [key, wanted] of Object.entries(CONSTRAINTS)) {
    const entry = entryOf(map, key);
    const value = resolved(entry?.value);
    if (entry === undefined || value === undefined || intrinsicOf(value) !== undefined) continue;
    const why =
      wanted.of !== undefined && !wanted.of.includes(type) && PLAIN.includes(type)
        ? `${key} is for ${wanted.of.join(' and ')} only`
        : value.kind === wanted.kind && (value.kind !== 'scalar' || (wanted.form?.test(value.text) ?? true))
          ? undefined
          : `${key} takes ${wanted.says}`;
    const isEmpty = value.kind === 'scalar' && value.style === 'empty';
    if (why === undefined || value.kind === 'alias' || (isEmpty && !context.complete)) continue;
    const span = isEmpty || value.kind !== 'scalar' ? entry.key.span : value.span;
    context.add(finding('parameter-constraint', 'error', `${why}.`, { span, node: `${node}.${key}` }));
  }
  for (const [low, high] of [
    ['MinLength', 'MaxLength'],
    ['MinValue', 'MaxValue'],
  ] as const) {
    const [least, most] = [numberAt(map, low), numberAt(map, high)];
    const entry = entryOf(map, high);
    if (entry === undefined || least === undefined || most === undefined || least <= most) continue;
    const message = `${high} is below ${low}: no value can be given.`;
    context.add(finding('parameter-constraint', 'error', message, { span: entry.value.span, node: `${node}.${high}` }));
  }
}

const PLAIN = ['String', 'Number', 'CommaDelimitedList', 'List<Number>'];

const WHOLE = { kind: 'scalar', form: /^\d+$/, says: 'a whole number' } as const;
const NUMBER = { kind: 'scalar', form: /^[-+]?(\d+(\.\d*)?|\.\d+)$/, says: 'a number' } as const;
const TEXT = { kind: 'scalar', says: 'a text' } as const;

interface Constraint {
  readonly kind: 'scalar' | 'list';
  readonly form?: RegExp;
  readonly says: string;
  /** Plain parameter types that have it; all of them when absent. */
  readonly of?: readonly string[];
}

const CONSTRAINTS: Readonly<Record<string, Constraint>> = {
  MinLength: { ...WHOLE, of: ['String'] },
  MaxLength: { ...WHOLE, of: ['String'] },
  MinValue: { ...NUMBER, of: ['Number'] },
  MaxValue: { ...NUMBER, of: ['Number'] },
  NoEcho: { kind: 'scalar', form: /^(true|false|yes|no|on|off)$/i, says: 'true or false' },
  AllowedValues: { kind: 'list', says: 'a list' },
  AllowedPattern: { ...TEXT, of: ['String', 'CommaDelimitedList'] },
  Description: TEXT,
  ConstraintDescription: TEXT,
};

function checkOutput(context: CheckContext, output: Named): void {
  const { name } = output;
  const node = `Outputs.${name.value}`;
  const what = `The output ${name.value}`;
  const keys = ['Value', 'Description', 'Export', 'Condition'];
  const map = declaration(context, output, { node, what, needs: 'a Value', keys });
  if (map === undefined || context.template.unknownMacro) return;
  const open = map.entries.some((entry) => (keyText(entry) ?? '').startsWith('Fn::'));
  if (context.complete && entryOf(map, 'Value') === undefined && !open)
    context.add(finding('missing-property', 'error', `${what} needs a Value.`, { span: name.span, node }));
  if (!/^[A-Za-z0-9]{1,255}$/.test(name.value) && !/[$&]\{/.test(name.value)) {
    const message = `The output name ${name.value} may hold up to 255 letters and digits only.`;
    context.add(finding('logical-id', 'error', message, { span: name.span, node }));
  }
  const exported = entryOf(map, 'Export');
  const body = resolved(exported?.value);
  if (exported === undefined || body === undefined || body.kind === 'alias') return;
  if (body.kind === 'map') checkKeys(context, body, ['Name'], `The export of ${name.value}`, node);
  if (
    context.complete &&
    (body.kind !== 'map' || entryOf(body, 'Name') === undefined) &&
    intrinsicOf(body) === undefined
  )
    context.add(finding('missing-property', 'error', 'An export needs a Name.', { span: exported.key.span, node }));
}
