import type { Resource } from '../model/fact.ts';
import { say, told } from '../planner/index.ts';
import type { Workspace } from './api.ts';
import { ask } from './ask.ts';
import type { FileEdits } from './fixes.ts';

/**
 * A published version of a function is a snapshot: CloudFormation publishes another one only for a resource of another logical id.
 * The id gets the next free number, wherever the template uses it. Undefined where it cannot be renamed.
 */
export function publishedAnew(
  workspace: Workspace,
  path: string,
  { type, name }: Resource,
): { readonly title: string; readonly files: readonly FileEdits[] } | undefined {
  if (type.value !== 'AWS::Lambda::Version') return undefined;
  const [, stem = '', number = '1'] = /^(.*?)(\d*)$/.exec(name.value) ?? [];
  for (let next = Number(number || '1') + 1, tries = 0; tries < MOST_TAKEN; next++, tries++) {
    const renamed = ask(workspace, path, 'rename', ({ language, reading, around }) =>
      language.rename?.(reading, name.span.start + 1, `${stem}${next}`, around),
    );
    if (renamed === undefined || 'refused' in renamed || renamed.moves?.length) continue;
    const title = say('Publish a new version: {0} becomes {1}', name.value, `${stem}${next}`);
    return { title: told(title, workspace.words), files: renamed.edits };
  }
  return undefined;
}

/** Numbers that are tried before the offer is given up. */
const MOST_TAKEN = 20;
