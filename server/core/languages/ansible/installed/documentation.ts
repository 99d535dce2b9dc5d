import { entryOf, keyText, type MapNode, type TreeNode } from '../../../model/tree.ts';
import { readYaml } from '../../../syntax/yaml.ts';
import type { ModuleRow, OptionRow, OptionType } from '../data.ts';
import { texts, writtenText } from '../model.ts';
import { literalOf } from './python.ts';

/** Documentation of a module as the collection's own file gives it. */
export interface Documented {
  readonly row: ModuleRow;
  /** Some options come from elsewhere, so that others than those in `row` may be right. */
  readonly open: boolean;
}

/** Names of `extends_documentation_fragment`, and what their files say. */
export type Fragments = (name: string) => string | undefined;

const DEEPEST = 8;

/** The documentation's mapping, of a `.py` source or of a `.yml` beside it. */
function documentationOf(path: string, text: string, key: 'DOCUMENTATION' | 'RETURN'): MapNode | undefined {
  const isYaml = /\.ya?ml$/.test(path);
  const source = isYaml ? text : literalOf(text, key);
  if (source === undefined) return undefined;
  const root = readYaml(source).roots.find((each) => each !== undefined);
  const node = isYaml ? entryOf(root, key)?.value : root;
  return node?.kind === 'map' ? node : undefined;
}

/** Options and return values; a module without documentation may take anything. */
export function documented(path: string, text: string, fragments: Fragments): Documented {
  const root = documentationOf(path, text, 'DOCUMENTATION');
  if (root === undefined) return { row: {}, open: true };
  const rows: Record<string, OptionRow> = {};
  let open = false;
  for (const name of texts(entryOf(root, 'extends_documentation_fragment')?.value)) {
    // Fragments of attributes hold no options.
    if (/action_common_attributes|\.attributes\b|^attributes\b/.test(name)) continue;
    const fragment = fragmentOf(name, fragments);
    if (fragment === undefined) open = true;
    else Object.assign(rows, rowsOf(entryOf(fragment, 'options')?.value, 0));
  }
  Object.assign(rows, rowsOf(entryOf(root, 'options')?.value, 0));
  const returned = documentationOf(path, text, 'RETURN');
  return { row: { o: rows, ...(returned && { r: returnsOf(returned, 0) }) }, open };
}

/** `ns.coll.name` is the literal DOCUMENTATION of that file, `ns.coll.name.part` its literal PART. */
function fragmentOf(name: string, fragments: Fragments): MapNode | undefined {
  const steps = name.split('.');
  const part = steps.length > 3 || steps.length === 2 ? (steps.at(-1) ?? '').toUpperCase() : 'DOCUMENTATION';
  const text = fragments(part === 'DOCUMENTATION' ? name : steps.slice(0, -1).join('.'));
  const source = text === undefined ? undefined : literalOf(text, part);
  const root = source === undefined ? undefined : readYaml(source).roots.find((each) => each !== undefined);
  return root?.kind === 'map' ? root : undefined;
}

const TYPES: Readonly<Record<string, OptionType>> = {
  str: 's',
  bool: 'b',
  int: 'i',
  float: 'f',
  list: 'l',
  dict: 'd',
  path: 'p',
  raw: 'r',
  json: 'j',
  jsonarg: 'j',
  bytes: 'y',
  bits: 'y',
};

/** Options by name, as documentation and argument specifications write them. */
export function rowsOf(node: TreeNode | undefined, depth: number): Record<string, OptionRow> {
  if (node?.kind !== 'map' || depth > DEEPEST) return {};
  return Object.fromEntries(node.entries.map((entry) => [keyText(entry) ?? '', rowOf(entry.value, depth)]));
}

function rowOf(node: TreeNode, depth: number): OptionRow {
  const text = (key: string): string | undefined => writtenText(entryOf(node, key)?.value)?.value;
  const inner = rowsOf(entryOf(node, 'suboptions')?.value ?? entryOf(node, 'options')?.value, depth + 1);
  const choices = choicesOf(entryOf(node, 'choices')?.value);
  const aliases = texts(entryOf(node, 'aliases')?.value);
  const elements = TYPES[text('elements') ?? ''];
  const fallback = text('default');
  return {
    // Without a type anything is a text; local modules often leave it out and mean something else.
    t: TYPES[text('type') ?? ''] ?? 'r',
    ...(/^(true|yes)$/i.test(text('required') ?? '') && { q: 1 as const }),
    ...(fallback !== undefined && { d: fallback }),
    ...(choices.length > 0 && { c: choices }),
    ...(aliases.length > 0 && { a: aliases }),
    ...(elements && { e: elements }),
    ...(Object.keys(inner).length > 0 && { o: inner }),
    ...(/^(true|yes)$/i.test(text('no_log') ?? '') && { l: 1 as const }),
    ...(entryOf(node, 'deprecated') && { x: {} }),
  };
}

/** A list of values, or a mapping from a value to what it means. */
function choicesOf(node: TreeNode | undefined): string[] {
  return node?.kind === 'map' ? node.entries.flatMap((entry) => keyText(entry) ?? []) : node ? texts(node) : [];
}

function returnsOf(node: TreeNode | undefined, depth: number): Record<string, unknown> {
  if (node?.kind !== 'map' || depth > DEEPEST) return {};
  return Object.fromEntries(
    node.entries.map((entry) => {
      const type = writtenText(entryOf(entry.value, 'type')?.value)?.value ?? 'str';
      const inner = returnsOf(entryOf(entry.value, 'contains')?.value, depth + 1);
      return [keyText(entry) ?? '', Object.keys(inner).length > 0 ? [type, inner] : type];
    }),
  );
}

/** What the documentation says of the module, or of one option by its path, as Markdown. */
export function proseOf(path: string, text: string, option: readonly string[]): string | undefined {
  const root = documentationOf(path, text, 'DOCUMENTATION');
  if (option.length === 0) {
    const short = writtenText(entryOf(root, 'short_description')?.value)?.value;
    const long = texts(entryOf(root, 'description')?.value).slice(0, 3);
    const lines = [short && `**${markdown(short)}**`, ...long.map(markdown)].filter(Boolean);
    return lines.length > 0 ? lines.join('\n\n') : undefined;
  }
  let node: TreeNode | undefined = root;
  for (const step of option) {
    const below: TreeNode | undefined = entryOf(node, 'suboptions')?.value ?? entryOf(node, 'options')?.value;
    node = entryOf(below, step)?.value;
  }
  const lines = texts(entryOf(node, 'description')?.value);
  return lines.length > 0 ? lines.map(markdown).join('\n\n') : undefined;
}

/** Longest text that is shown. */
const LONGEST = 2000;

/** `C(x)`, `O(x)` and their like become Markdown; everything else is text and stays so. */
function markdown(text: string): string {
  let out = '';
  let at = 0;
  const short = text.slice(0, LONGEST);
  for (const { 0: whole, 1: kind = '', 2: inner = '', index } of short.matchAll(/\b(RV|[CIBMOVLUEPR])\(([^()]*)\)/g)) {
    out += escaped(short.slice(at, index)) + marked(kind, inner);
    at = index + whole.length;
  }
  return out + escaped(short.slice(at));
}

function marked(kind: string, inner: string): string {
  const [label = '', address = ''] = inner.split(/,\s*/, 2);
  if (kind === 'L' || kind === 'R')
    return kind === 'L' && /^https:\/\/[^\s)<>]+$/.test(address) ? `[${escaped(label)}](${address})` : escaped(label);
  if (kind === 'U') return /^https:\/\/[^\s)<>]+$/.test(inner) ? `<${inner}>` : escaped(inner);
  if (kind === 'I') return `*${escaped(inner)}*`;
  if (kind === 'B') return `**${escaped(inner)}**`;
  return `\`${inner.replaceAll('`', "'")}\``;
}

function escaped(text: string): string {
  return text.replace(/[\\`*_[\]<>]/g, '\\$&').replaceAll('\n', ' ');
}
