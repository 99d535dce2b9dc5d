import type { CompletionItem } from '../model/editor.ts';
import type { Workspace } from './api.ts';
import { LANGUAGES } from './languages.ts';

/** What a file can begin with of which nobody can tell yet whose it is. Nothing for one that is another tool's. */
export function startersOf(workspace: Workspace, path: string, offset: number): readonly CompletionItem[] {
  const text = workspace.text(path);
  if (text === undefined || !/\.ya?ml$/i.test(path) || workspace.languageOf(path).kind !== 'undecided') return [];
  return LANGUAGES.flatMap((language) => language.starters?.(text, offset) ?? []);
}
