import type { Refactoring } from '../model/editor.ts';
import { entryIn } from '../model/table.ts';
import type { Workspace } from './api.ts';
import { ask } from './ask.ts';

/** Which part of a unit a finding wants elsewhere, as the refactoring calls it. */
const APART: Readonly<Record<string, string>> = {
  'plan/state-in-versioned-unit': 'persistent resources',
  'split-state-from-stateless': 'persistent resources',
  'plan/cut-over-inside-unit': 'the switch',
};

/** Moves what keeps data, or what switches, into a file of its own: refactorings of the whole document that a finding at a node asks for. */
export function partsApart(workspace: Workspace, path: string, code: string, node?: string): readonly Refactoring[] {
  const part = entryIn(APART, code);
  if (part === undefined) return [];
  const whole = { start: 0, end: workspace.text(path)?.length ?? 0 };
  const found = ask(workspace, path, 'refactorings', ({ language, reading, around }) =>
    language.refactorings?.(reading, whole, around),
  );
  return (found ?? []).filter(
    ({ kind, title, refused, nodes }) =>
      kind === 'refactor.extract' && refused === undefined && title.includes(part) && isAbout(node, nodes),
  );
}

function isAbout(node: string | undefined, nodes: readonly string[] | undefined): boolean {
  return node === undefined || !nodes || nodes.some((each) => node === each || node.startsWith(`${each}.`));
}
