import type { Tree, TreeNode } from '../../model/tree.ts';
import { lineEnd } from '../yaml/gaps.ts';

/** How a document is laid out; what is written looks the same. */
export interface Layout {
  readonly json: boolean;
  readonly eol: '\n' | '\r\n';
  /** Spaces (or a tab in JSON) of one level. */
  readonly step: string;
  /** Spaces that a list stands right of the key that holds it. */
  readonly listIndent: number;
  /** More than one line: what is added to a collection that spans lines gets lines of its own. */
  readonly pretty: boolean;
}

export function layoutOf(tree: Tree): Layout {
  const { text, notation } = tree;
  const json = notation === 'json';
  const steps = new Steps(text);
  for (const root of tree.roots) if (root) steps.look(root);
  return {
    json,
    eol: text.includes('\r\n') ? '\r\n' : '\n',
    step: json ? jsonStep(text) : ' '.repeat(steps.map ?? 2),
    listIndent: steps.list ?? steps.map ?? 2,
    pretty: text.trim().includes('\n'),
  };
}

/** Column of an offset in its line. */
export function columnOf(text: string, offset: number): number {
  return offset - startOfLine(text, offset);
}

export function startOfLine(text: string, offset: number): number {
  let start = offset;
  while (start > 0 && text[start - 1] !== '\n' && text[start - 1] !== '\r') start--;
  return start === 0 && text.startsWith('\ufeff') && offset > 0 ? 1 : start;
}

/** White space at the start of the line of an offset. */
export function indentOf(text: string, offset: number): string {
  const start = startOfLine(text, offset);
  let end = start;
  while (text[end] === ' ' || text[end] === '\t') end++;
  return text.slice(start, end);
}

/** True when nothing but white space stands before the offset on its line. */
export function startsLine(text: string, offset: number): boolean {
  return text.slice(startOfLine(text, offset), offset).trim() === '';
}

/** Start of the next line; the end of the text after the last one. */
export function afterLine(text: string, offset: number): number {
  const end = lineEnd(text, offset);
  if (end >= text.length) return end;
  return text[end] === '\r' && text[end + 1] === '\n' ? end + 2 : end + 1;
}

/** Nodes looked at to learn the style. */
const ENOUGH = 2_000;

/** Finds the first indentations of a block map in a map, and of a block list in a map. */
class Steps {
  map: number | undefined;
  list: number | undefined;
  readonly #text: string;
  #seen = 0;

  constructor(text: string) {
    this.#text = text;
  }

  look(root: TreeNode): void {
    const open: TreeNode[] = [root];
    for (let node = open.shift(); node && this.#seen++ < ENOUGH; node = open.shift()) {
      if (node.kind === 'list') for (const item of node.items) open.push(item);
      if (node.kind !== 'map' || node.flow) continue;
      for (const { key, value } of node.entries) {
        this.#compare(columnOf(this.#text, key.span.start), value);
        open.push(value);
      }
      if (this.map !== undefined && this.list !== undefined) return;
    }
  }

  #compare(column: number, value: TreeNode): void {
    if ((value.kind !== 'map' && value.kind !== 'list') || value.flow) return;
    const deeper = columnOf(this.#text, value.span.start) - column;
    if (value.kind === 'map' && deeper > 0) this.map ??= deeper;
    if (value.kind === 'list' && deeper >= 0) this.list ??= deeper;
  }
}

function jsonStep(text: string): string {
  const newline = text.indexOf('\n');
  if (newline < 0) return '  ';
  const indent = indentOf(text, newline + 1);
  return indent === '' ? '  ' : indent;
}
