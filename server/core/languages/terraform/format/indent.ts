import { TOKEN } from '../../../syntax/hcl/tokens.ts';
import type { Line } from './line.ts';
import { bracketChange, type Piece } from './piece.ts';

/**
 * Two blanks per bracket level. A line that opens several brackets at once counts as one level, which ends when as many
 * are closed.
 */
export function indentLines(lines: readonly Line[]): void {
  const levels: number[] = [];
  for (const { lead, assign, newline } of lines) {
    const [first] = lead;
    if (!first) {
      if (newline) newline.spaces = 0;
      continue;
    }
    const net = netOfLead(lead) + netOf(assign);
    if (net < 0) closeLevels(levels, -net);
    first.spaces = 2 * levels.length;
    if (net > 0) levels.push(net);
  }
}

function netOf(pieces: readonly Piece[]): number {
  return pieces.reduce((sum, piece) => sum + bracketChange(piece), 0);
}

/** What a heredoc holds does not count. */
function netOfLead(lead: readonly Piece[]): number {
  const heredoc = lead.findIndex(({ kind }) => kind === TOKEN.openHeredoc);
  return netOf(heredoc < 0 ? lead : lead.slice(0, heredoc + 1));
}

function closeLevels(levels: number[], count: number): void {
  let closed = count;
  while (closed > 0) {
    const last = levels.pop();
    if (last === undefined) return;
    if (closed < last) levels.push(last - closed);
    closed -= last;
  }
}
