import type { Tree, TreeProblem } from '../model/tree.ts';
import { JsonParser } from './json/parser.ts';
import { keepingLast } from './last.ts';
import { LIMITS } from './yaml/limits.ts';
import { refusal } from './yaml/refuse.ts';

/**
 * Reads JSON into the neutral tree. Never throws; comments and trailing commas are problems, not failures.
 * Where a bracket is missing, the indentation decides what belongs together.
 */
export const readJson: (text: string) => Tree = keepingLast(readAnew);

function readAnew(text: string): Tree {
  const refused = refusal(text, 'json') ?? tooDeep(text);
  if (refused) return { text, notation: 'json', roots: [], comments: [], problems: [refused], tier: 'refused' };
  const strict = new JsonParser(text, false).parse();
  return strict.unbalanced ? new JsonParser(text, true).parse().tree : strict.tree;
}

function tooDeep(text: string): TreeProblem | undefined {
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 34) i = stringEnd(text, i);
    else if (code === 93 || code === 125) depth = Math.max(0, depth - 1);
    else if ((code === 91 || code === 123) && ++depth > LIMITS.depth) {
      const message = `Nested deeper than ${LIMITS.depth} levels; nothing was read. Flatten the structure.`;
      return { code: 'too-deep', message, span: { start: i, end: i + 1 } };
    }
  }
  return undefined;
}

function stringEnd(text: string, start: number): number {
  for (let i = start + 1; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 92) i++;
    else if (code === 34 || code === 10) return i;
  }
  return text.length;
}
