import type { ScalarNode } from '../../model/tree.ts';
import { lineEnd } from '../yaml/gaps.ts';
import { type Break, breakAt, type Decoder } from './decoder.ts';

/** Decodes a literal or folded block; its last line breaks may lie behind the node's span. */
export function decodeBlock(decoder: Decoder, node: ScalarNode): void {
  const { source } = decoder;
  const content = lineEnd(source, node.span.start);
  const first = breakAt(source, content)?.end ?? content;
  const indent = indentOf(source, first, node);
  const folder = new Folder(decoder, node.style === 'folded');
  let line = first;
  while (line < node.span.end) {
    const end = lineEnd(source, line);
    folder.line(line, end, indent);
    line = breakAt(source, end)?.end ?? source.length;
  }
  endLines(decoder, node, Math.min(node.span.end, source.length));
}

/** Spaces that belong to the block and not to its text: the difference of its first line with content. */
function indentOf(source: string, first: number, node: ScalarNode): number {
  for (let line = first; line < node.span.end; ) {
    const end = lineEnd(source, line);
    let column = 0;
    while (source[line + column] === ' ') column++;
    if (line + column < end) return Math.max(0, column - leadingSpaces(node.text));
    line = breakAt(source, end)?.end ?? source.length;
  }
  return 0;
}

function leadingSpaces(text: string): number {
  let start = 0;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '\n') start = at + 1;
    else if (text[at] !== ' ') return at - start;
  }
  return 0;
}

class Folder {
  readonly #decoder: Decoder;
  readonly #folded: boolean;
  #pending: Break[] = [];
  #started = false;
  #moreIndented = false;

  constructor(decoder: Decoder, folded: boolean) {
    this.#decoder = decoder;
    this.#folded = folded;
  }

  line(start: number, end: number, indent: number): void {
    let content = start;
    while (content < end && content - start < indent && this.#decoder.source[content] === ' ') content++;
    if (content < end) this.#content(content, end);
    const broken = breakAt(this.#decoder.source, end);
    if (broken) this.#pending.push(broken);
  }

  #content(start: number, end: number): void {
    const sign = this.#decoder.source[start];
    const indented = sign === ' ' || sign === '\t';
    this.#separate(this.#folded && !indented && !this.#moreIndented);
    this.#moreIndented = indented;
    for (let at = start; at < end; at++) this.#decoder.put(this.#decoder.source.charAt(at), at, at + 1);
    this.#started = true;
  }

  /** The breaks before a line: folded they become a space, or lose the first of them. */
  #separate(fold: boolean): void {
    const breaks = this.#pending;
    this.#pending = [];
    const [first] = breaks;
    if (fold && this.#started && breaks.length === 1 && first) this.#decoder.put(' ', first.start, first.end);
    else
      for (const { start, end } of fold && this.#started ? breaks.slice(1) : breaks)
        this.#decoder.put('\n', start, end);
  }
}

/** What chomping left of the breaks at the end. */
function endLines(decoder: Decoder, node: ScalarNode, from: number): void {
  let at = from;
  for (let missing = node.text.length - decoder.text.length; missing > 0; missing--) {
    let start = at;
    while (decoder.source[start] === ' ') start++;
    const found = breakAt(decoder.source, start);
    decoder.put('\n', found?.start ?? at, found?.end ?? at);
    at = found?.end ?? at;
  }
}
