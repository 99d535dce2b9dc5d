import type { Line } from './line.ts';
import type { Piece } from './piece.ts';

/** Equals signs, then trailing comments of consecutive lines stand under each other. */
export function alignCells(lines: readonly Line[]): void {
  for (const group of groups(lines, ({ assign }) => assign.length > 0)) {
    const widest = Math.max(...group.map(({ lead }) => columns(lead)));
    for (const { lead, assign } of group) if (assign[0]) assign[0].spaces = widest - columns(lead) + 1;
  }
  for (const group of groups(lines, ({ comment }) => comment !== undefined)) {
    const width = ({ lead, assign }: Line) => columns(lead) + columns(assign);
    const widest = Math.max(...group.map(width));
    for (const line of group) if (line.comment) line.comment.spaces = widest - width(line) + 1;
  }
}

function groups(lines: readonly Line[], belongs: (line: Line) => boolean): Line[][] {
  const found: Line[][] = [];
  let open: Line[] | undefined;
  for (const line of lines) {
    if (!belongs(line)) open = undefined;
    else if (open) open.push(line);
    else {
      open = [line];
      found.push(open);
    }
  }
  return found;
}

function columns(cell: readonly Piece[]): number {
  return cell.reduce((sum, { text, spaces }) => sum + spaces + widthOf(text), 0);
}

let segmenter: Intl.Segmenter | undefined;

/** Characters as people count them. */
function widthOf(text: string): number {
  if (/^[\x20-\x7e]*$/.test(text)) return text.length;
  segmenter ??= new Intl.Segmenter('en', { granularity: 'grapheme' });
  let width = 0;
  for (const _ of segmenter.segment(text)) width++;
  return width;
}
