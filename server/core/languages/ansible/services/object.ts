import { BLOCK_LISTS, PLAY_LISTS } from '../keywords.ts';
import type { FileKind } from '../model.ts';

/** The play, block or task that a path of keys and indices runs into, and what is left of the path inside it. */
export interface ObjectAt {
  readonly object: 'play' | 'task';
  /** Path of the object itself. */
  readonly path: readonly string[];
  readonly rest: readonly string[];
}

export function objectAt(kind: FileKind, path: readonly string[]): ObjectAt | undefined {
  const [first, ...more] = path;
  if (first === undefined || !isIndex(first)) return undefined;
  if (kind === 'playbook') {
    const [list, index, ...rest] = more;
    const inList =
      list !== undefined && (PLAY_LISTS as readonly string[]).includes(list) && index !== undefined && isIndex(index);
    return inList ? intoBlocks([first, list, index], rest) : { object: 'play', path: [first], rest: more };
  }
  return kind === 'tasks' || kind === 'handlers' ? intoBlocks([first], more) : undefined;
}

function intoBlocks(path: readonly string[], rest: readonly string[]): ObjectAt {
  const [list, index, ...more] = rest;
  const nested =
    list !== undefined && (BLOCK_LISTS as readonly string[]).includes(list) && index !== undefined && isIndex(index);
  return nested ? intoBlocks([...path, list, index], more) : { object: 'task', path, rest };
}

function isIndex(step: string): boolean {
  return /^\d+$/.test(step);
}
