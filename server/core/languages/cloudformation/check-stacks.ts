import type { Finding, Fix } from '../../model/finding.ts';
import { folderOf, joinPath } from '../../model/paths.ts';
import type { Span } from '../../model/span.ts';
import { entryIn } from '../../model/table.ts';
import { entryOf, keyText, type TreeEntry, type TreeNode } from '../../model/tree.ts';
import { closest } from '../../schema/closest.ts';
import type { Project, Reading } from '../language.ts';
import { finding } from './context.ts';
import { argumentList, inside, intrinsicOf } from './intrinsic.ts';
import { refusal } from './parameter-values.ts';
import type { CfnReading } from './reading.ts';
import { isOpen, type Named, resolved, TEMPLATE_KEYS, type TemplateResource, writtenScalar } from './template.ts';

/** Local nested templates: inputs they want and do not know, outputs they do not have. A template that is not there says nothing. */
export function checkNestedStacks(reading: CfnReading, project: Project): Finding[] {
  if (reading.template.unknownMacro) return [];
  return reading.template.resources.flatMap((resource) => {
    const nested = nestedReading(reading, resource, project);
    return nested === undefined ? [] : [...checkInputs(resource, nested), ...checkOutputs(reading, resource, nested)];
  });
}

export function nestedReading(
  { source }: CfnReading,
  { type, properties }: TemplateResource,
  project: Project,
): CfnReading | undefined {
  const key = entryIn(TEMPLATE_KEYS, type?.value ?? '');
  const url = key === undefined ? undefined : entryOf(properties, key)?.value;
  if (url?.kind !== 'scalar' || intrinsicOf(url) !== undefined || url.text === '' || /^[a-z]+:/i.test(url.text))
    return undefined;
  const nested = project.reading(joinPath(folderOf(source.path), url.text));
  return nested === undefined ? undefined : wholeTemplate(nested);
}

/** A template in which what is not there proves something. */
export function wholeTemplate(reading: Reading): CfnReading | undefined {
  if (!('template' in reading)) return undefined;
  const { tree, template } = reading as CfnReading;
  const whole = (tree.tier === 'fast' || tree.notation === 'json') && !template.unknownMacro;
  return whole && template.root !== undefined ? (reading as CfnReading) : undefined;
}

/** The parameters that are given, of every choice an `If` leaves: what one choice lacks is missing when it is taken. */
function checkInputs({ name, properties }: TemplateResource, nested: CfnReading): Finding[] {
  const node = `Resources.${name.value}.Properties.Parameters`;
  const given = choices(entryOf(properties, 'Parameters')?.value);
  const missing = given.flatMap((each) => missingInputs(each, nested, { span: name.span, node }));
  return [
    ...given.flatMap((each) => unknownInputs(each, nested, node)),
    // Several branches may lack the same parameter.
    ...new Map(missing.map((each) => [each.message, each])).values(),
  ];
}

function choices(node: TreeNode | undefined, depth = 0): (readonly TreeEntry[])[] {
  const at = resolved(node);
  if (at === undefined) return [[]];
  const call = intrinsicOf(at);
  if (call?.name === 'If' && depth < 20)
    return argumentList(call)
      .slice(1)
      .flatMap((branch) => choices(branch, depth + 1));
  if (call?.name === 'Ref' && call.args.kind === 'scalar' && call.args.text === 'AWS::NoValue') return [[]];
  if (call !== undefined || at.kind !== 'map') return [];
  return isOpen(at) ? [] : [at.entries];
}

function unknownInputs(given: readonly TreeEntry[], nested: CfnReading, node: string): Finding[] {
  const known = nested.names.parameters;
  return given.flatMap((entry): Finding[] => {
    const key = keyText(entry) ?? '';
    const parameter = known.get(key);
    if (parameter !== undefined) return refused(entry, parameter, node);
    const near = closest(key, known.keys());
    const fixes: Fix[] =
      near === undefined
        ? []
        : [{ title: `Change to ${near}`, safety: 'safe', edits: [{ span: inside(entry.key), text: near }] }];
    const message = `The nested template has no parameter ${key}.${near ? ` Did you mean ${near}?` : ''}`;
    return [finding('nested-parameter', 'error', message, { span: entry.key.span, node }, { kind: 'semantic', fixes })];
  });
}

/** A plain value that the nested template's own constraints refuse. */
function refused({ value }: TreeEntry, parameter: Named, node: string): Finding[] {
  const body = resolved(parameter.body);
  const type = writtenScalar(entryOf(body, 'Type')?.value)?.value;
  const text = writtenScalar(value);
  if (body?.kind !== 'map' || type === undefined || text === undefined) return [];
  const why = refusal(body, type, text.value);
  if (why === undefined) return [];
  const message = `The nested template refuses this: the value ${why}.`;
  return [finding('nested-parameter', 'error', message, { span: value.span, node }, { kind: 'semantic' })];
}

function missingInputs(
  given: readonly TreeEntry[],
  nested: CfnReading,
  at: { readonly span: Span; readonly node: string },
): Finding[] {
  const keys = new Set(given.map((entry) => keyText(entry)));
  return [...nested.names.parameters.values()].flatMap((parameter): Finding[] => {
    if (keys.has(parameter.name.value) || entryOf(resolved(parameter.body), 'Default') !== undefined) return [];
    const message = `The nested template wants a value for ${parameter.name.value}, which has no default.`;
    return [finding('nested-parameter', 'error', message, at, { kind: 'semantic' })];
  });
}

function checkOutputs(reading: CfnReading, { name }: TemplateResource, nested: CfnReading): Finding[] {
  const outputs = nested.template.outputs.map((output) => output.name.value);
  return reading.uses.flatMap((use): Finding[] => {
    if (use.name.value !== name.value || use.attribute === undefined || !use.attribute.value.startsWith('Outputs.'))
      return [];
    const wanted = use.attribute.value.slice('Outputs.'.length);
    if (outputs.includes(wanted) || wanted.includes('${')) return [];
    const near = closest(wanted, outputs);
    const span = { start: use.attribute.span.end - wanted.length, end: use.attribute.span.end };
    const fixes: Fix[] =
      near === undefined ? [] : [{ title: `Change to ${near}`, safety: 'safe', edits: [{ span, text: near }] }];
    return [
      finding(
        'nested-output',
        'error',
        `The nested template has no output ${wanted}.${near ? ` Did you mean ${near}?` : ''}`,
        { span, node: use.owner },
        { kind: 'semantic', fixes },
      ),
    ];
  });
}
