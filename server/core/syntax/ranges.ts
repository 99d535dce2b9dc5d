import type { FoldingRange } from '../model/editor.ts';
import type { Span } from '../model/span.ts';
import type { Tree, TreeEntry, TreeNode } from '../model/tree.ts';

/** Folding of every entry and item that spans lines, and of runs of comments. */
export function foldTree(tree: Tree): FoldingRange[] {
  const ranges: FoldingRange[] = [];
  const visit = (node: TreeNode): void => {
    if (node.kind === 'list') {
      for (const item of node.items) {
        if (item.kind === 'map') fold(tree.text, item.span, ranges);
        visit(item);
      }
    } else if (node.kind === 'map') {
      for (const entry of node.entries) {
        fold(tree.text, entry.span, ranges);
        visit(entry.value);
      }
    }
  };
  for (const root of tree.roots) if (root !== undefined) visit(root);
  return [...ranges, ...foldComments(tree)];
}

function fold(text: string, span: Span, ranges: FoldingRange[]): void {
  const end = span.start + text.slice(span.start, span.end).trimEnd().length;
  if (text.slice(span.start, end).includes('\n')) ranges.push({ span: { start: span.start, end } });
}

function foldComments({ text, comments }: Tree): FoldingRange[] {
  const ranges: FoldingRange[] = [];
  let run: Span | undefined;
  for (const { span, own } of comments) {
    const continues = run !== undefined && own && /^[ \t]*\r?\n[ \t]*$/.test(text.slice(run.end, span.start));
    if (run !== undefined && continues) {
      run = { start: run.start, end: span.end };
      ranges[ranges.length - 1] = { span: run, kind: 'comment' };
    } else if (own) {
      run = span;
      ranges.push({ span, kind: 'comment' });
    }
  }
  return ranges.filter(({ span }) => text.slice(span.start, span.end).includes('\n'));
}

/** Spans around the offset from the innermost to the outermost: word of a scalar, value, entry, collection. */
export function selectTree(tree: Tree, offset: number): Span[] {
  const spans: Span[] = [];
  for (let node = tree.roots.find((root) => root !== undefined && holds(root.span, offset)); node !== undefined; ) {
    spans.unshift(node.span);
    if (node.kind === 'list') node = node.items.find((item) => holds(item.span, offset));
    else if (node.kind === 'map') node = intoEntry(node.entries, offset, spans);
    else break;
  }
  return spans.filter(
    (span, index) => index === 0 || span.start !== spans[index - 1]?.start || span.end !== spans[index - 1]?.end,
  );
}

function intoEntry(entries: readonly TreeEntry[], offset: number, spans: Span[]): TreeNode | undefined {
  const entry = entries.find((each) => holds(each.span, offset));
  if (entry === undefined) return undefined;
  spans.unshift(entry.span);
  return holds(entry.key.span, offset) ? entry.key : entry.value;
}

function holds(span: Span, offset: number): boolean {
  return span.start <= offset && offset <= span.end;
}
