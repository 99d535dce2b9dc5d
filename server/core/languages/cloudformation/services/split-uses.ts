import type { Intent } from '../../../model/intent.ts';
import { nameOf } from '../../../model/paths.ts';
import type { Edit, Span } from '../../../model/span.ts';
import { entryOf, type ScalarNode } from '../../../model/tree.ts';
import { yamlString } from '../../../syntax/rewrite/scalar.ts';
import { rewriteTree } from '../../../syntax/rewrite.ts';
import { type Intrinsic, subParts, subVariables } from '../intrinsic.ts';
import type { CfnReading } from '../reading.ts';
import type { NameUse } from '../references.ts';
import { resolved, type TemplateResource } from '../template.ts';

/** What the new template hands out: a resource, or one attribute of it. */
export interface Exported {
  /** Logical id of the output, and end of the name of the export. */
  readonly id: string;
  readonly resource: string;
  readonly attribute?: string;
}

interface Rest {
  readonly edits: readonly Edit[];
  readonly exported: readonly Exported[];
}

/** Edits that take the moved resources out and import what the rest reads of them; undefined where one use cannot be rewritten. */
export function cutOut(reading: CfnReading, moved: readonly TemplateResource[]): Rest | undefined {
  const ids = new Set(moved.map(({ name }) => name.value));
  const exported = new Map<string, Exported>();
  const intents: Intent[] = moved.map(({ entry }) => ({ kind: 'removeEntry', at: entry.span }));
  const subs = new Map<number, Intrinsic>();
  for (const use of reading.uses) {
    const { name, owner, how, call } = use;
    if (!ids.has(name.value) || ids.has(owner.replace(/^Resources\./, '')) || !pointsAtResource(use)) continue;
    if (how === 'DependsOn') continue;
    if (call === undefined) return undefined;
    if (how === 'Sub') {
      subs.set(call.span.start, call);
      continue;
    }
    const value = exportOf(name.value, use.attribute?.value);
    exported.set(value.id, value);
    intents.push({ kind: 'replaceText', at: call.span, text: importOf(reading, value) });
  }
  for (const call of subs.values()) {
    const made = importedInSub(reading, call, ids);
    if (made === undefined) return undefined;
    for (const value of made.exported) exported.set(value.id, value);
    intents.push(...made.intents);
  }
  intents.push(...waitsDropped(reading, ids));
  const edits = rewriteTree(reading.tree, intents);
  return edits.length === 0 ? undefined : { edits, exported: [...exported.values()] };
}

function pointsAtResource({ namespace }: NameUse): boolean {
  return namespace === 'value' || namespace === 'resource';
}

function exportOf(resource: string, attribute: string | undefined): Exported {
  const id = `${resource}${attribute ?? ''}`.replace(/[^A-Za-z0-9]/g, '');
  return { id, resource, ...(attribute === undefined ? {} : { attribute }) };
}

/** A name without the name of the stack in it: a refactor into a new stack refuses `AWS::StackName`. */
export function exportName(path: string, id: string): string {
  const title = nameOf(path).replace(/\.[^.]*$/, '');
  return `${title.replace(/[^A-Za-z0-9]+/g, '-').replace(/^-/, '') || 'stack'}-state-${id}`;
}

function importOf({ tree, source }: CfnReading, { id }: Exported): string {
  const name = exportName(source.path, id);
  return tree.notation === 'json' ? `{ "Fn::ImportValue": "${name}" }` : `!ImportValue ${name}`;
}

/** `!Sub` takes imported values through its map of variables. */
function importedInSub(
  reading: CfnReading,
  call: Intrinsic,
  ids: ReadonlySet<string>,
): { readonly intents: readonly Intent[]; readonly exported: readonly Exported[] } | undefined {
  const { text, variables } = subParts(call);
  if (text?.kind !== 'scalar') return undefined;
  const source = reading.tree.text;
  const used = subVariables(source, text).filter(({ name }) => ids.has(name));
  const values = used.map(({ name, attribute }) => exportOf(name, attribute));
  const own = [...new Map(values.map((value) => [value.id, value])).values()];
  const names = used.map(({ span }, at): Edit => ({ span, text: `\${${values[at]?.id}}` }));
  const entries = own.map((value): readonly [string, string] => [value.id, importOf(reading, value)]);
  if (own.some(({ id }) => entryOf(variables, id) !== undefined)) return undefined;
  if (variables?.kind === 'map') {
    const texts = names.map(({ span, text }): Intent => ({ kind: 'replaceText', at: span, text }));
    const added = entries.map(
      ([key, raw]): Intent => ({ kind: 'insertKey', map: variables.span, key, value: { raw } }),
    );
    return { intents: [...texts, ...added], exported: own };
  }
  if (call.args.kind === 'list') return undefined;
  const json = reading.tree.notation === 'json';
  const map = `{ ${entries.map(([key, value]) => `${json ? `"${key}"` : key}: ${value}`).join(', ')} }`;
  const put = asList(source, text, names, map, json);
  return put && { intents: [{ kind: 'replaceText', ...put }], exported: own };
}

/** The text of a Sub becomes the first item of a list, the map of its variables the second. */
function asList(
  source: string,
  node: ScalarNode,
  names: readonly Edit[],
  map: string,
  json: boolean,
): { readonly at: Span; readonly text: string } | undefined {
  if (node.style === 'literal' || node.style === 'folded') return blockAsList(source, node, names, map);
  const slice = replacedIn(source, node.span, names);
  if (node.style === 'plain') {
    if (slice.includes('\n')) return undefined;
    return { at: node.span, text: `[${yamlString(slice, { flow: true })}, ${map}]` };
  }
  return slice.includes('\n') && json ? undefined : { at: node.span, text: `[${slice}, ${map}]` };
}

function blockAsList(
  source: string,
  node: ScalarNode,
  names: readonly Edit[],
  map: string,
): { readonly at: Span; readonly text: string } | undefined {
  const slice = replacedIn(source, node.span, names);
  const body = slice.trimEnd();
  const [, header = '', eol = '\n', lines = ''] = /^([|>]-?)[ \t]*(\r?\n)([\s\S]*)$/.exec(body) ?? [];
  const indent = /^[ \t]*(?=\S)/m.exec(lines)?.[0] ?? '';
  if (header === '' || indent === '') return undefined;
  const before = /[ \t]*$/.exec(source.slice(0, node.span.start))?.[0].length ?? 0;
  const moved = lines.replace(/^(?=[ \t]*[^\s])/gm, '  ');
  const text = `${eol}${indent}- ${header}${eol}${moved}${eol}${indent}- ${map}${slice.slice(body.length)}`;
  return { at: { start: node.span.start - before, end: node.span.end }, text };
}

function replacedIn(source: string, { start, end }: Span, edits: readonly Edit[]): string {
  let made = '';
  let at = start;
  for (const { span, text } of edits) {
    made += source.slice(at, span.start) + text;
    at = span.end;
  }
  return made + source.slice(at, end);
}

/** Nothing waits for what is in another stack: importing its values is what makes it come first. */
function waitsDropped({ template }: CfnReading, ids: ReadonlySet<string>): readonly Intent[] {
  return template.resources.flatMap(({ name, body, dependsOn }): Intent[] => {
    const gone = dependsOn.filter(({ value }) => ids.has(value));
    const entry = entryOf(resolved(body), 'DependsOn');
    if (ids.has(name.value) || entry === undefined || gone.length === 0) return [];
    const whole = gone.length === dependsOn.length;
    return (whole ? [entry] : gone).map(({ span }) => ({ kind: 'removeEntry', at: span }));
  });
}
