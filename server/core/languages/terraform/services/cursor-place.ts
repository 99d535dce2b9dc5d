import type { Span } from '../../../model/span.ts';
import { type Bound, childrenOf } from '../../../syntax/hcl/walk.ts';
import type { HclAttribute, HclBlock, HclBody, HclExpression, HclUnfinished } from '../../../syntax/hcl.ts';
import type { TerraformReading } from '../read/reading.ts';

/** What the cursor stands on. `blocks` are those around it, outermost first. */
export type CursorPlace =
  /** At, or where there could be, the name of an argument or a block. `word` is what is written of it. */
  | { readonly kind: 'item'; readonly blocks: readonly HclBlock[]; readonly body: HclBody; readonly word: Span }
  /** In the header of a block. */
  | {
      readonly kind: 'label';
      readonly blocks: readonly HclBlock[];
      readonly header: HclBlock | HclUnfinished;
      readonly index: number;
      /** Between the quotes; `quoted` false where the quotes are not there yet. */
      readonly word: Span;
      readonly quoted: boolean;
    }
  | {
      readonly kind: 'value';
      readonly blocks: readonly HclBlock[];
      readonly attribute: HclAttribute;
      readonly offset: number;
    }
  | { readonly kind: 'nothing' };

const NOTHING: CursorPlace = { kind: 'nothing' };

export function cursorPlace(reading: TerraformReading, offset: number): CursorPlace {
  const inComment = reading.comments.some(({ span }) => span.start < offset && offset <= span.end);
  return inComment ? NOTHING : inBody(reading.hcl.text, reading.hcl.body, [], offset);
}

function inBody(text: string, body: HclBody, blocks: readonly HclBlock[], offset: number): CursorPlace {
  for (const item of body.items) {
    if (item.span.start > offset) break;
    if (item.kind === 'attribute' && (offset <= item.span.end || isSameLine(text, item.span.end, offset))) {
      if (offset <= item.name.span.end) return { kind: 'item', blocks, body, word: item.name.span };
      return offset >= item.equals.end ? { kind: 'value', blocks, attribute: item, offset } : NOTHING;
    }
    if (item.kind === 'unfinished' && (offset <= item.span.end || isSameLine(text, item.span.end, offset)))
      return inHeader(item, blocks, body, offset);
    if (item.kind !== 'block' || offset > item.span.end) continue;
    if (offset <= item.header.end || offset < item.open.end) return inHeader(item, blocks, body, offset);
    if (item.close === undefined || offset <= item.close.start)
      return inBody(text, item.body, [...blocks, item], offset);
    return NOTHING;
  }
  return { kind: 'item', blocks, body, word: wordAt(text, offset) };
}

/** Only blanks lie between. */
function isSameLine(text: string, end: number, offset: number): boolean {
  return /^[ \t]*$/.test(text.slice(end, offset));
}

function wordAt(text: string, offset: number): Span {
  let start = offset;
  while (start > 0 && /[\w-]/.test(text.charAt(start - 1))) start--;
  return { start, end: offset };
}

function inHeader(
  header: HclBlock | HclUnfinished,
  blocks: readonly HclBlock[],
  body: HclBody,
  offset: number,
): CursorPlace {
  if (offset <= header.type.span.end) return { kind: 'item', blocks, body, word: header.type.span };
  const index = header.labels.findIndex(({ span }) => span.start <= offset && offset <= span.end);
  const label = header.labels[index];
  if (label) return { kind: 'label', blocks, header, index, word: label.inner, quoted: label.quoted };
  const before = header.labels.filter(({ span }) => span.end < offset).length;
  return { kind: 'label', blocks, header, index: before, word: { start: offset, end: offset }, quoted: false };
}

/** An expression with everything around it, innermost first, and the loop names that hold there. */
export interface ExpressionPlace {
  readonly chain: readonly HclExpression[];
  readonly bound: Bound | undefined;
}

/** The innermost expression at an offset, ends included. */
export function expressionPlace(root: HclExpression, offset: number): ExpressionPlace {
  const chain: HclExpression[] = [root];
  let bound: Bound | undefined;
  for (let at: HclExpression | undefined = root; at; ) {
    const inner: readonly [HclExpression, Bound | undefined] | undefined = childrenOf(at, bound).findLast(
      ([child]) => child.span.start <= offset && offset <= child.span.end,
    );
    at = inner?.[0];
    if (!inner) break;
    chain.unshift(inner[0]);
    bound = inner[1];
  }
  return { chain, bound };
}
