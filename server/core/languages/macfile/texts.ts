import type { Span } from '../../model/span.ts';
import type { ScalarNode } from '../../model/tree.ts';
import type { MacfileReading } from './reading.ts';

/** Place in the document of a part of a scalar's decoded text. */
export function spanIn(reading: MacfileReading, node: ScalarNode, start: number, end: number): Span {
  const source = reading.source.text;
  let at = node.span.start;
  if (node.style === 'literal' || node.style === 'folded') at = source.indexOf('\n', at) + 1;
  let from = at;
  for (let i = 0; i < end; i++) {
    const c = node.text.charAt(i);
    if (/\s/.test(c)) {
      while (at < node.span.end && /\s/.test(source.charAt(at))) at++;
    } else {
      while (at < node.span.end && source.charAt(at) !== c) at++;
      if (i === start) from = at;
      at++;
    }
  }
  return { start: from, end: Math.min(at, node.span.end) };
}
