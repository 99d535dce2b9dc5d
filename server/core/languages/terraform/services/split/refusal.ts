import type { Refactoring } from '../../../../model/editor.ts';

export const TITLE = 'persistent resources';

/** Greyed, with the reason. */
export function refusal(of: string, refused: string, nodes: readonly string[]): Refactoring {
  const title = `Split ${TITLE} ${of}`;
  return { title, kind: 'refactor.extract', edits: [], refused, nodes };
}
