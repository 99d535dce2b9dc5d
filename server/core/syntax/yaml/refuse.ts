import type { Tree, TreeProblem } from '../../model/tree.ts';
import { LIMITS } from './limits.ts';

/** The one problem of a text that is too large, or holds too many nodes, to be read at all. */
export function refusal(text: string, notation: Tree['notation']): TreeProblem | undefined {
  if (text.length <= LIMITS.fullText) return undefined;
  if (text.length > LIMITS.text) {
    const size = (text.length / (1024 * 1024)).toFixed(1);
    const message = `${size} million characters of ${notation.toUpperCase()} are too many to check while you type; nothing was read. Split the file.`;
    return { code: 'too-large', message, span: { start: 0, end: firstLineEnd(text) } };
  }
  return tooDense(text);
}

/** Counts what starts a node, so that memory stays bounded whatever the text looks like. */
function tooDense(text: string): TreeProblem | undefined {
  let nodes = 0;
  let lineStart = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 10) lineStart = i + 1;
    if (code === 10 || code === 44 || code === 91 || code === 123) nodes++;
    if (nodes <= LIMITS.nodes && i - lineStart <= LIMITS.line) continue;
    const why =
      nodes > LIMITS.nodes ? `More than ${LIMITS.nodes} values` : `A line of more than ${LIMITS.line} characters`;
    const message = `${why}: too much to check while you type; nothing was read. Split the file, or keep generated data in a file of its own.`;
    return { code: 'too-large', message, span: { start: lineStart, end: Math.min(lineStart + 80, i) } };
  }
  return undefined;
}

function firstLineEnd(text: string): number {
  const newline = text.indexOf('\n');
  return Math.min(newline < 0 ? text.length : newline, 80);
}
