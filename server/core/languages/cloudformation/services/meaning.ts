import { keyText, type TreeNode } from '../../../model/tree.ts';
import { resolvePlain } from '../../../syntax/yaml11.ts';
import { FUNCTIONS, intrinsicOf, untagged } from '../intrinsic.ts';

/**
 * What a piece of a template says, whatever its notation: functions in their long form, aliases and merge keys expanded.
 * `bare` is a number, a boolean or null as JSON writes it.
 */
export type Meaning = string | { readonly bare: string } | readonly Meaning[] | ReadonlyMap<string, Meaning>;

/** Nodes that are looked at before giving up: aliases may multiply them. */
const MOST_NODES = 300_000;

/** Undefined where two notations could not agree: tags of other tools, keys that are no text, keys that stand twice. */
export function meaningOf(node: TreeNode, foreignTags: 'refuse' | 'keep' = 'refuse'): Meaning | undefined {
  return new Reader(foreignTags === 'keep').read(node);
}

/** Key of the long form of a function. */
export function longName(name: string): string {
  return name === 'Ref' || name === 'Condition' ? name : `Fn::${name}`;
}

export function sameMeaning(a: Meaning | undefined, b: Meaning | undefined): boolean {
  return a !== undefined && b !== undefined && jsonOf(a, '', '') === jsonOf(b, '', '');
}

/** JSON over several lines; on one line where `step` is empty. `indent` is that of the line it starts on. */
export function jsonOf(meaning: Meaning, step: string, indent = ''): string {
  if (typeof meaning === 'string') return JSON.stringify(meaning);
  if ('bare' in meaning) return meaning.bare;
  const inner = indent + step;
  const list = meaning instanceof Map ? undefined : (meaning as readonly Meaning[]);
  const parts = list
    ? list.map((item) => jsonOf(item, step, inner))
    : [...(meaning as ReadonlyMap<string, Meaning>)].map(
        ([key, value]) => `${JSON.stringify(key)}: ${jsonOf(value, step, inner)}`,
      );
  const [open, close] = list ? '[]' : '{}';
  if (parts.length === 0) return `${open}${close}`;
  if (step === '') return `${open}${parts.join(',')}${close}`;
  return `${open}\n${inner}${parts.join(`,\n${inner}`)}\n${indent}${close}`;
}

class Reader {
  readonly #keepsTags: boolean;
  #left = MOST_NODES;

  constructor(keepsTags: boolean) {
    this.#keepsTags = keepsTags;
  }

  read(node: TreeNode): Meaning | undefined {
    if (this.#left-- <= 0) return undefined;
    if (node.tag !== undefined) return this.#tagged(node);
    const call = intrinsicOf(node);
    if (call?.name === 'GetAtt') return this.#call('GetAtt', call.args);
    if (node.kind === 'scalar') return scalarMeaning(node.text, node.style);
    if (node.kind === 'alias') return node.target && this.read(node.target);
    return node.kind === 'list' ? this.#list(node.items) : this.#map(node);
  }

  #tagged(node: TreeNode): Meaning | undefined {
    const name = node.tag?.value.slice(1) ?? '';
    if (FUNCTIONS.has(name)) return this.#call(name, untagged(node));
    const text = name === '!str' || node.tag?.value === 'tag:yaml.org,2002:str';
    if (text && node.kind === 'scalar') return node.text;
    const read = this.#keepsTags ? this.read(untagged(node)) : undefined;
    return read === undefined ? undefined : new Map([[node.tag?.value ?? '', read]]);
  }

  #call(name: string, args: TreeNode): Meaning | undefined {
    const read = name === 'GetAtt' ? this.#attribute(args) : this.read(args);
    return read === undefined ? undefined : new Map([[longName(name), read]]);
  }

  /** `A.B.C` and `[A, B, C]` are `[A, B.C]`. */
  #attribute(args: TreeNode): Meaning | undefined {
    const read = this.read(args);
    const parts = typeof read === 'string' ? read.split('.') : Array.isArray(read) ? (read as Meaning[]) : undefined;
    const [first, ...rest] = parts ?? [];
    if (first === undefined || rest.length === 0 || parts?.some((part) => typeof part !== 'string')) return read;
    return [first, rest.join('.')];
  }

  #list(items: readonly TreeNode[]): Meaning | undefined {
    const read = items.map((item) => this.read(item));
    return read.every((item) => item !== undefined) ? read : undefined;
  }

  #map(map: Extract<TreeNode, { kind: 'map' }>): Meaning | undefined {
    const own = new Map<string, Meaning>();
    const merged: Meaning[] = [];
    for (const entry of map.entries) {
      const key = keyText(entry);
      const value = this.read(entry.value);
      if (key === undefined || value === undefined || own.has(key)) return undefined;
      if (key === '<<' && entry.key.kind === 'scalar' && entry.key.style === 'plain') merged.push(value);
      else own.set(key, value);
    }
    for (const source of merged.flat() as Meaning[]) {
      if (!(source instanceof Map)) return undefined;
      for (const [key, value] of source) if (!own.has(key)) own.set(key, value as Meaning);
    }
    return own;
  }
}

/** Bare where both notations mean the same number or truth value; everything else is text, as the service reads it. */
function scalarMeaning(text: string, style: string): Meaning {
  if (style === 'empty') return { bare: 'null' };
  if (style !== 'plain') return text;
  const { kind, value } = resolvePlain(text);
  if (kind === 'bool' || kind === 'null') return { bare: String(value) };
  const number = /^-?(?:0|[1-9]\d{0,14})(?:\.\d{1,15})?(?:[eE][-+]?\d{1,3})?$/.test(text);
  return number && kind !== 'timestamp' ? { bare: text } : text;
}
