import type { Tree } from '../model/tree.ts';
import { readEvents, type Stream } from './yaml/events.ts';
import { readTolerantly } from './yaml/tolerant.ts';

/**
 * Reads YAML into the neutral tree. Never throws; a broken text keeps its sound parts.
 * `tag` values keep their `!`, `anchor` values have no `&`; empty values are zero-width behind their colon or dash.
 */
export function readYaml(text: string): Tree {
  try {
    return treeOf(text, readEvents(text), 'fast');
  } catch {
    return treeOf(text, readTolerantly(text), 'tolerant');
  }
}

function treeOf(text: string, { roots, comments, problems }: Stream, tier: Tree['tier']): Tree {
  return { text, notation: 'yaml', roots, comments, problems, tier };
}
