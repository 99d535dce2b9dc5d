import { entryIn } from '../../../model/table.ts';
import { TOKEN } from '../../../syntax/hcl/tokens.ts';
import { allBlocks, blocksOf } from '../../../syntax/hcl/walk.ts';
import type { HclAttribute, HclBlock, HclBody, HclFile } from '../../../syntax/hcl.ts';
import type { Piece } from './piece.ts';

/** Rewrites what is more than blanks: labels get quotes, `"${x}"` becomes `x`, old forms of types become new ones. */
export function normalise({ body }: HclFile, pieces: readonly Piece[]): Piece[] {
  const gone = new Set<Piece>();
  const find = finder(pieces);
  for (const block of allBlocks(body)) quoteLabels(block, find);
  for (const attribute of attributesOf(body)) unwrap(attribute, find, gone);
  for (const block of blocksOf(body, 'variable')) {
    for (const item of block.body.items)
      if (item.kind === 'attribute' && item.name.value === 'type') cleanType(item, find, gone);
  }
  return withoutGone(pieces, gone);
}

type Find = (start: number, end: number) => readonly Piece[];

/** Pieces inside a range, found by halving. */
function finder(pieces: readonly Piece[]): Find {
  const first = (offset: number) => {
    let low = 0;
    let high = pieces.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((pieces[middle]?.span.start ?? 0) < offset) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return (start, end) => pieces.slice(first(start), first(end));
}

function* attributesOf(body: HclBody): Iterable<HclAttribute> {
  for (const item of body.items) {
    if (item.kind === 'attribute') yield item;
    if (item.kind === 'block') yield* attributesOf(item.body);
  }
}

function quoteLabels({ labels }: HclBlock, find: Find): void {
  for (const { quoted, span } of labels) {
    const [piece] = quoted ? [] : find(span.start, span.end);
    if (piece) piece.text = `"${piece.original}"`;
  }
}

/** The removed text of a piece is taken out together with the blanks before it. */
function withoutGone(pieces: readonly Piece[], gone: ReadonlySet<Piece>): Piece[] {
  const kept: Piece[] = [];
  let from: Piece | undefined;
  for (const piece of pieces) {
    if (gone.has(piece)) {
      from ??= piece;
      continue;
    }
    if (from) {
      piece.gap = { start: from.gap.start, end: piece.span.start };
      piece.gapText = '\0';
      from = undefined;
    }
    kept.push(piece);
  }
  return kept;
}

/** `"${x}"` as the whole value of an argument is `x`; over several lines it is put in parentheses. */
function unwrap({ value }: HclAttribute, find: Find, gone: Set<Piece>): void {
  if (
    value.kind !== 'template' ||
    value.style !== 'quoted' ||
    value.parts.length !== 1 ||
    value.parts[0]?.kind !== 'interpolation'
  )
    return;
  const pieces = find(value.span.start, value.span.end);
  const inside = trimmed(pieces.slice(2, -2));
  const first = inside[0];
  const last = inside.at(-1);
  if (pieces.length < 5 || !first || !last || holdsSequence(pieces.slice(2, -2))) return;
  const kept = new Set(inside);
  for (const piece of pieces) if (!kept.has(piece)) gone.add(piece);
  const [open] = pieces;
  const close = pieces.at(-1);
  const oneLine = !inside.some(({ kind }) => kind === TOKEN.newline);
  if (oneLine || !open || !close || (first.kind === TOKEN.openParenthesis && last.kind === TOKEN.closeParenthesis))
    return;
  become(open, TOKEN.openParenthesis, '(', gone);
  become(close, TOKEN.closeParenthesis, ')', gone);
}

/** The quotes turn into the parentheses. */
function become(piece: Piece, kind: Piece['kind'], text: string, gone: Set<Piece>): void {
  piece.kind = kind;
  piece.text = text;
  gone.delete(piece);
}

function trimmed(pieces: readonly Piece[]): readonly Piece[] {
  const start = pieces.findIndex(({ kind }) => kind !== TOKEN.newline);
  const end = pieces.findLastIndex(({ kind }) => kind !== TOKEN.newline);
  return start < 0 ? [] : pieces.slice(start, end + 1);
}

/** Another sequence, or literal text, outside of inner quotes. */
function holdsSequence(pieces: readonly Piece[]): boolean {
  let quotes = 0;
  for (const { kind } of pieces) {
    if (kind === TOKEN.openQuote) quotes++;
    else if (kind === TOKEN.closeQuote) quotes--;
    else if (quotes === 0 && (kind === TOKEN.interpolation || kind === TOKEN.sequenceEnd)) return true;
  }
  return false;
}

const LEGACY: Readonly<Record<string, string>> = { string: 'string', list: 'list(string)', map: 'map(string)' };

/** `"string"` is `string`, `list` alone is `list(any)`. */
function cleanType({ value }: HclAttribute, find: Find, gone: Set<Piece>): void {
  const pieces = find(value.span.start, value.span.end);
  const [only, text] = pieces;
  if (pieces.length === 1 && only?.kind === TOKEN.identifier && ['list', 'map', 'set'].includes(only.original))
    only.text = `${only.original}(any)`;
  const legacy =
    pieces.length === 3 && only?.kind === TOKEN.openQuote && text?.kind === TOKEN.text
      ? entryIn(LEGACY, text.original)
      : undefined;
  if (legacy === undefined || !only || !text) return;
  text.text = legacy;
  text.kind = TOKEN.identifier;
  for (const piece of pieces) if (piece !== text) gone.add(piece);
}
