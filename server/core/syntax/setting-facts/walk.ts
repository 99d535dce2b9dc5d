import type { Written } from '../../model/span.ts';
import { entryAt, literalText, type ScalarValue, type Value } from '../../model/value.ts';

/** One scalar of a value tree, with the keys that lead to it. */
export interface Leaf {
  readonly value: ScalarValue;
  /** Keys from the outside in; list positions are left out. */
  readonly keys: readonly Written[];
  /** Name of the pair it is the value of: `{ Name: DB_HOST, Value: x }`, else the last key. */
  readonly name: string;
}

const DEEPEST = 24;

export function leavesOf(value: Value): readonly Leaf[] {
  const leaves: Leaf[] = [];
  addLeaves(value, [], leaves);
  return leaves;
}

function addLeaves(value: Value, keys: readonly Written[], leaves: Leaf[]): void {
  if (keys.length > DEEPEST) return;
  if (value.kind === 'scalar') leaves.push({ value, keys, name: keys.at(-1)?.value ?? '' });
  if (value.kind === 'list') for (const item of value.items) addLeaves(item, keys, leaves);
  if (value.kind !== 'map') return;
  const pair = pairOf(value);
  for (const { key, value: held } of value.entries) {
    const inner = [...keys, key];
    if (held === pair?.value && held.kind === 'scalar') leaves.push({ value: held, keys: inner, name: pair.name });
    else addLeaves(held, inner, leaves);
  }
}

const PAIRS = [
  ['Name', 'Value'],
  ['name', 'value'],
  ['key', 'value'],
  ['Key', 'Value'],
  ['ParameterKey', 'ParameterValue'],
] as const;

/** `{ Name: X, Value: y }`, as containers and parameters write their environment. */
export function pairOf(value: Value): { readonly name: string; readonly value: Value } | undefined {
  for (const [key, content] of PAIRS) {
    const name = literalText(entryAt(value, key)?.value);
    if (name === undefined) continue;
    const held = entryAt(value, content)?.value;
    if (held !== undefined) return { name, value: held };
  }
  return undefined;
}

/** Every map in a value under one of these keys, with the value there. */
export function under(value: Value, wanted: ReadonlySet<string>): readonly Held[] {
  const found: Held[] = [];
  addUnder(value, wanted, 0, found);
  return found;
}

interface Held {
  readonly key: Written;
  readonly value: Value;
}

function addUnder(value: Value, wanted: ReadonlySet<string>, depth: number, found: Held[]): void {
  if (depth > DEEPEST) return;
  if (value.kind === 'list') for (const item of value.items) addUnder(item, wanted, depth + 1, found);
  if (value.kind !== 'map') return;
  for (const entry of value.entries) {
    if (wanted.has(entry.key.value)) found.push({ key: entry.key, value: entry.value });
    addUnder(entry.value, wanted, depth + 1, found);
  }
}

/** The items of a list, or the value itself when it is none: a block may be repeated. */
export function itemsOf(value: Value | undefined): readonly Value[] {
  if (value === undefined) return [];
  return value.kind === 'list' ? value.items : [value];
}
