import type { Opened, Workspace } from './api.ts';

/** What the document's language says; undefined when it is not one of ours, has nothing to say, or is at fault. */
export function ask<T>(
  workspace: Workspace,
  path: string,
  service: string,
  work: (opened: Opened) => T | undefined,
): T | undefined {
  const opened = workspace.opened(path);
  if (!opened) return undefined;
  return workspace.guard(`${opened.language.id} ${service}`, path, () => work(opened), undefined);
}
