import type { Reference } from '../../../model/editor.ts';
import type { Span } from '../../../model/span.ts';
import { entryOf, keyText, type TreeEntry, type TreeNode } from '../../../model/tree.ts';
import { inside, intrinsicOf, subParts, subVariables } from '../intrinsic.ts';
import type { CfnReading } from '../reading.ts';
import type { NameUse } from '../references.ts';
import { isLoop, resolved, writtenScalar } from '../template.ts';
import { functionsAt } from './function-forms.ts';

/** A name that the template does not declare in a section of its own: the variable of a loop or of a Sub, a key of a mapping. */
export interface LocalName {
  readonly name: string;
  /** The name under the cursor. */
  readonly span: Span;
  readonly places: readonly Reference[];
  /** Why another name cannot take its place; undefined where it can. */
  readonly refusal: (newName: string) => string | undefined;
}

export function localNameAt(reading: CfnReading, offset: number): LocalName | undefined {
  return loopVariableAt(reading, offset) ?? subVariableAt(reading, offset) ?? mappingKeyAt(reading, offset);
}

/** `${X}` in the text of a Sub that brings X in its own map. */
function subVariableAt({ source, template, tree }: CfnReading, offset: number): LocalName | undefined {
  for (const { node } of template.root === undefined ? [] : functionsAt(template.root, offset).toReversed()) {
    const call = intrinsicOf(node);
    const { text, variables } = call?.name === 'Sub' ? subParts(call) : { text: undefined, variables: undefined };
    if (text === undefined || variables?.kind !== 'map') continue;
    const own = variables.entries.flatMap((entry) => keyText(entry) ?? []);
    const uses = subVariables(tree.text, text).map(({ span }) => insideBraces(tree.text, span));
    const here = [...variables.entries.map(({ key }) => inside(key)), ...uses].find((span) => contains(span, offset));
    const name = here && tree.text.slice(here.start, here.end);
    if (here === undefined || name === undefined || !own.includes(name)) continue;
    const named = (span: Span) => tree.text.slice(span.start, span.end) === name;
    const place = (role: Reference['role']) => (span: Span) => ({ path: source.path, span, role });
    const places = [
      ...variables.entries
        .map(({ key }) => inside(key))
        .filter(named)
        .map(place('definition')),
      ...uses.filter(named).map(place('read')),
    ];
    return { name, span: here, places, refusal: (newName) => subRefusal(newName, own) };
  }
  return undefined;
}

function insideBraces(text: string, { start, end }: Span): Span {
  const inner = text.slice(start + 2, end - 1);
  const from = start + 2 + inner.length - inner.trimStart().length;
  return { start: from, end: from + inner.trim().length };
}

function subRefusal(newName: string, own: readonly string[]): string | undefined {
  if (!/^[A-Za-z0-9_.:]+$/.test(newName)) return 'A variable of Fn::Sub holds letters, digits, dots and colons.';
  return own.includes(newName) ? `This Fn::Sub already has the variable ${newName}.` : undefined;
}

function loopVariableAt(reading: CfnReading, offset: number): LocalName | undefined {
  const { root } = reading.template;
  if (root === undefined || !reading.tree.text.includes('Fn::ForEach::')) return undefined;
  const around = loopsAround(root, offset);
  for (const { value } of around.toReversed()) {
    const [variable, , body] = value.kind === 'list' ? value.items : [];
    const name = writtenScalar(variable)?.value;
    if (variable === undefined || name === undefined || body === undefined) continue;
    const places = [
      { path: reading.source.path, span: inside(variable), role: 'definition' as const },
      ...usesOfVariable(reading, body, name),
    ];
    const here = places.find(({ span }) => contains(span, offset));
    if (here === undefined) continue;
    const taken = around.some(
      (loop) => loop.value.kind === 'list' && writtenScalar(loop.value.items[0])?.value !== name,
    );
    return { name, span: here.span, places, refusal: (newName) => variableRefusal(reading, newName, taken, around) };
  }
  return undefined;
}

/** Variables of the loops whose bodies a path goes through, the outermost first. */
export function loopVariablesOn({ template }: CfnReading, path: readonly string[]): readonly string[] {
  const found: string[] = [];
  let at: TreeNode | undefined = template.root;
  for (const [index, step] of path.entries()) {
    const map = resolved(at);
    at = map?.kind === 'list' ? map.items[Number(step)] : resolved(entryOf(map, step)?.value);
    const variable =
      isLoop(step) && path[index + 1] === '2' && at?.kind === 'list' ? writtenScalar(at.items[0]) : undefined;
    if (variable) found.push(variable.value);
  }
  return found;
}

function variableRefusal(
  { names }: CfnReading,
  newName: string,
  nested: boolean,
  loops: readonly TreeEntry[],
): string | undefined {
  if (!/^[A-Za-z0-9]+$/.test(newName)) return 'The variable of a loop may hold letters and digits only.';
  if (names.parameters.has(newName) || names.resources.has(newName)) return `The template already declares ${newName}.`;
  const other = ({ value }: TreeEntry) => value.kind === 'list' && writtenScalar(value.items[0])?.value === newName;
  return nested && loops.some(other) ? `A loop around it already has the variable ${newName}.` : undefined;
}

function loopsAround(root: TreeNode, offset: number): readonly TreeEntry[] {
  const found: TreeEntry[] = [];
  let at: TreeNode | undefined = root;
  while (at !== undefined) {
    if (at.kind === 'list') {
      at = at.items.find(({ span }) => contains(span, offset));
      continue;
    }
    const entry: TreeEntry | undefined =
      at.kind === 'map' ? at.entries.find(({ span }) => contains(span, offset)) : undefined;
    if (entry && isLoop(keyText(entry) ?? '')) found.push(entry);
    at = entry?.value;
  }
  return found;
}

/** `${X}` and `&{X}` in every text and key of the body, and `Ref` of it. */
function usesOfVariable({ source, tree }: CfnReading, body: TreeNode, name: string): Reference[] {
  const { start, end } = body.span;
  const found: Reference[] = [];
  for (const match of tree.text.slice(start, end).matchAll(/[$&]\{[ \t]*([A-Za-z0-9]+)[ \t]*\}/g)) {
    if (match[1] !== name) continue;
    const from = start + match.index + match[0].indexOf(name, 2);
    found.push({ path: source.path, span: { start: from, end: from + name.length }, role: 'read' });
  }
  const visit = (node: TreeNode, depth: number): void => {
    const call = depth < 110 ? intrinsicOf(node) : undefined;
    if (call?.name === 'Ref' && call.args.kind === 'scalar' && call.args.text === name)
      found.push({ path: source.path, span: inside(call.args), role: 'read' });
    if (depth >= 110) return;
    if (node.kind === 'list') for (const item of node.items) visit(item, depth + 1);
    if (node.kind === 'map') for (const entry of node.entries) visit(entry.value, depth + 1);
  };
  visit(body, 0);
  return found.toSorted((a, b) => a.span.start - b.span.start);
}

/** First or second key of a mapping: where it stands, or where FindInMap asks for it. */
function mappingKeyAt(reading: CfnReading, offset: number): LocalName | undefined {
  const uses = reading.uses.filter(({ how }) => how === 'FindInMap');
  for (const [mapping, { body }] of reading.names.mappings)
    for (const level of [1, 2] as const) {
      const keys = keysOf(body, level);
      const asked = uses.filter(({ name }) => name.value === mapping).map((use) => argumentOf(use, level));
      const written = asked.flatMap((node) => (node && writtenScalar(node) ? [inside(node)] : []));
      const here = [...keys.map(({ key }) => inside(key)), ...written].find((span) => contains(span, offset));
      if (here === undefined) continue;
      const name = reading.tree.text.slice(here.start, here.end);
      const named = (span: Span) => reading.tree.text.slice(span.start, span.end) === name;
      const place = (role: Reference['role']) => (span: Span) => ({ path: reading.source.path, span, role });
      return {
        name,
        span: here,
        places: [
          ...keys
            .map(({ key }) => inside(key))
            .filter(named)
            .map(place('definition')),
          ...written.filter(named).map(place('read')),
        ],
        refusal: (newName) => keyRefusal(newName, asked, keys),
      };
    }
  return undefined;
}

function keyRefusal(
  newName: string,
  asked: readonly (TreeNode | undefined)[],
  keys: readonly TreeEntry[],
): string | undefined {
  if (!/^[A-Za-z0-9.-]{1,255}$/.test(newName)) return 'A key of a mapping holds letters, digits, dots and hyphens.';
  if (keys.some((entry) => keyText(entry) === newName)) return `The mapping already has the key ${newName}.`;
  return asked.some((node) => node === undefined || writtenScalar(node) === undefined)
    ? 'A FindInMap picks the key at deployment: under another name it would not be found.'
    : undefined;
}

function keysOf(body: TreeNode, level: 1 | 2): readonly TreeEntry[] {
  const map = resolved(body);
  const rows = map?.kind === 'map' ? map.entries : [];
  if (level === 1) return rows;
  return rows.flatMap(({ value }) => {
    const row = resolved(value);
    return row?.kind === 'map' ? row.entries : [];
  });
}

function argumentOf({ call }: NameUse, at: 1 | 2): TreeNode | undefined {
  return call?.args.kind === 'list' ? call.args.items[at] : undefined;
}

function contains({ start, end }: Span, offset: number): boolean {
  return start <= offset && offset <= end;
}
