import { attributeOf } from '../../../syntax/hcl/walk.ts';
import type { HclBlock, HclExpression, HclStep } from '../../../syntax/hcl.ts';
import { ANY, STRING, type Type } from '../schema/body.ts';
import { elementOf, selected, Types } from '../schema/infer.ts';
import type { Setting } from '../schema/place.ts';

/** Where a bound name is asked for: the expressions around, innermost first, and the blocks, outermost first. */
export interface BoundPlace {
  readonly chain: readonly HclExpression[];
  readonly blocks: readonly HclBlock[];
}

/** Name by which the content of a `dynamic` block knows its element. */
export function iteratorOf(block: HclBlock): string | undefined {
  if (block.type.value !== 'dynamic') return undefined;
  const iterator = attributeOf(block.body, 'iterator')?.value;
  return iterator?.kind === 'reference' ? iterator.root.value : block.labels[0]?.value;
}

/** Iterators that hold in a block, innermost first: those of the `dynamic` blocks in whose content it lies. */
export function iteratorsAround(blocks: readonly HclBlock[]): string[] {
  return blocks
    .flatMap((block, i) => (blocks[i + 1]?.type.value === 'content' ? (iteratorOf(block) ?? []) : []))
    .toReversed();
}

/** Type of what is selected from a name that a loop or a `dynamic` block binds; undefined where nothing binds it. */
export function boundType(
  name: string,
  steps: readonly HclStep[],
  place: BoundPlace,
  setting: Setting,
): Type | undefined {
  const types = new Types(setting);
  const found = typeOfLoop(name, place, types) ?? typeOfIterator(name, place, types);
  return found && selected(found, steps);
}

function typeOfLoop(name: string, { chain, blocks }: BoundPlace, types: Types): Type | undefined {
  for (const [i, expression] of chain.entries()) {
    if (expression.kind !== 'for' || chain[i - 1] === expression.collection) continue;
    const at = expression.names.findIndex(({ value }) => value === name);
    if (at < 0) continue;
    const of = typeOf(expression.collection, { chain: chain.slice(i + 1), blocks }, types);
    const isKey = at === 0 && expression.names.length === 2;
    return isKey ? (of.kind === 'map' || of.kind === 'object' ? STRING : ANY) : partOf(of);
  }
  return undefined;
}

function typeOfIterator(name: string, { blocks }: BoundPlace, types: Types): Type | undefined {
  const at = blocks.findLastIndex((block, i) => blocks[i + 1]?.type.value === 'content' && iteratorOf(block) === name);
  const block = blocks[at];
  if (!block) return undefined;
  const forEach = attributeOf(block.body, 'for_each')?.value;
  const value = forEach ? partOf(typeOf(forEach, { chain: [], blocks: blocks.slice(0, at) }, types)) : ANY;
  const fields = new Map([
    ['key', { type: ANY, optional: false }],
    ['value', { type: value, optional: false }],
  ]);
  return { kind: 'object', fields: () => fields };
}

/** Any part of a collection; of several objects whatever one of them has. */
function partOf(type: Type): Type {
  const parts =
    type.kind === 'tuple'
      ? type.items
      : type.kind === 'object'
        ? [...type.fields().values()].map((each) => each.type)
        : undefined;
  if (!parts) return elementOf(type);
  const [first = ANY] = parts;
  if (!parts.every(({ kind }) => kind === first.kind)) return ANY;
  if (first.kind !== 'object') return first;
  const fields = new Map(parts.flatMap((each) => (each.kind === 'object' ? [...each.fields()] : [])));
  return { kind: 'object', fields: () => fields };
}

/** A collection may itself be named by a loop further out. */
function typeOf(expression: HclExpression, place: BoundPlace, types: Types): Type {
  if (expression.kind !== 'reference') return types.of(expression);
  const name = expression.root.value;
  const bound = typeOfLoop(name, place, types) ?? typeOfIterator(name, place, types);
  return bound ? selected(bound, expression.steps) : types.of(expression);
}
