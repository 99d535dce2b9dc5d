import type { Span } from '../../model/span.ts';
import type { ScalarNode } from '../../model/tree.ts';
import { type ScalarMap, scalarMap } from '../../syntax/scalar-map.ts';
import type { MacfileReading } from './reading.ts';

/** Maps are made once per scalar; a scalar belongs to one text. */
const maps = new WeakMap<ScalarNode, ScalarMap>();

export function mapOf(reading: MacfileReading, node: ScalarNode): ScalarMap {
  const known = maps.get(node) ?? scalarMap(reading.source.text, node);
  maps.set(node, known);
  return known;
}

/** Place in the document of a part of a scalar's decoded text. */
export function spanIn(reading: MacfileReading, node: ScalarNode, start: number, end: number): Span {
  return mapOf(reading, node).span(start, end);
}
