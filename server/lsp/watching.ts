import { DidChangeWatchedFilesNotification, FileChangeType } from 'vscode-languageserver';
import type { Session } from './session.ts';

/** Files that can change a judgement: what may be ours by name, configuration, and the marks of projects. */
const WATCHED = '**/{*.{yml,yaml,json,template,tf,tofu,tfvars,hcl,macfile,j2,cfg,ini},Macfile,macfile,hosts}';

/** Files that change outside the editor are read again. `changed` is told which. */
export function listenToFiles(session: Session, changed: (paths: readonly string[]) => void): void {
  const { connection, client, open, uris, workspace } = session;
  session.onStart.push(() => {
    if (!client.registersWatchers) return;
    const watchers = [{ globPattern: WATCHED }];
    void connection.client.register(DidChangeWatchedFilesNotification.type, { watchers });
  });
  connection.onNotification(DidChangeWatchedFilesNotification.type, async ({ changes }) => {
    const paths = [...new Set(changes.map(({ uri }) => uris.pathOf(uri)))].filter((path) => !open.has(path));
    const created = changes.filter(({ type }) => type === FileChangeType.Created).map(({ uri }) => uris.pathOf(uri));
    const known = paths.filter(
      (path) => workspace.text(path) !== undefined || workspace.missing(path) || created.includes(path),
    );
    if (known.length > 0) await session.reread(known);
    changed(paths);
  });
}
