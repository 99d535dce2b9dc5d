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

export function* leavesOf(value: Value, keys: readonly Written[] = []): Iterable<Leaf> {
  if (keys.length > DEEPEST) return;
  if (value.kind === 'scalar') yield { value, keys, name: keys.at(-1)?.value ?? '' };
  if (value.kind === 'list') for (const item of value.items) yield* leavesOf(item, keys);
  if (value.kind !== 'map') return;
  const pair = pairOf(value);
  for (const entry of value.entries) {
    if (pair !== undefined && entry.value === pair.value) {
      if (pair.value.kind === 'scalar') yield { value: pair.value, keys: [...keys, entry.key], name: pair.name };
      else yield* leavesOf(pair.value, [...keys, entry.key]);
    } else yield* leavesOf(entry.value, [...keys, entry.key]);
  }
}

/** `{ Name: X, Value: y }`, as containers and parameters write their environment. */
export function pairOf(value: Value): { readonly name: string; readonly value: Value } | undefined {
  for (const [key, content] of [
    ['Name', 'Value'],
    ['name', 'value'],
    ['key', 'value'],
    ['Key', 'Value'],
    ['ParameterKey', 'ParameterValue'],
  ] as const) {
    const name = literalText(entryAt(value, key)?.value);
    const held = entryAt(value, content)?.value;
    if (name !== undefined && held !== undefined) return { name, value: held };
  }
  return undefined;
}

/** Every map in a value under one of these keys, with the value there. */
export function* under(
  value: Value,
  wanted: ReadonlySet<string>,
  depth = 0,
): Iterable<{ readonly key: Written; readonly value: Value }> {
  if (depth > DEEPEST) return;
  if (value.kind === 'list') for (const item of value.items) yield* under(item, wanted, depth + 1);
  if (value.kind !== 'map') return;
  for (const { key, value: inner } of value.entries) {
    if (wanted.has(key.value)) yield { key, value: inner };
    yield* under(inner, wanted, depth + 1);
  }
}

/** The items of a list, or the value itself when it is none: a block may be repeated. */
export function itemsOf(value: Value | undefined): readonly Value[] {
  if (value === undefined) return [];
  return value.kind === 'list' ? value.items : [value];
}
