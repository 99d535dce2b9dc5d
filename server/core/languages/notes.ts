import type { Note } from '../model/fact.ts';
import type { NodeSpan, Reading } from './language.ts';

/**
 * The comments of a file, as facts; instructions to tools (`noqa`, `checkov:skip`, `yaml-language-server:`) are none. A comment on a line
 * of its own belongs to the node below it, any other to the node before it: there a suppression covers it.
 */
export function commentNotes({ comments, nodes }: Reading): readonly Note[] {
  const said = comments.filter(({ text }) => text !== '' && !TOOLS.test(text));
  if (said.length === 0) return [];
  const sorted = nodes.toSorted((a, b) => a.span.start - b.span.start);
  return said.map(({ text, span, own }): Note => {
    const below = firstFrom(sorted, span.end);
    const node = own ? sorted[below] : sorted[below - 1];
    return { fact: 'note', node: node?.path ?? '', span, text, where: 'comment' };
  });
}

const TOOLS = /^(?:verdigris:|noqa\b|checkov:|tfsec:|trivy:|tflint-|kics-|cfn-lint|yaml-language-server:|vim?:|!)/;

/** Index of the first node that starts at the offset or behind it. */
function firstFrom(sorted: readonly NodeSpan[], offset: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle]?.span.start ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
