import { DidChangeWatchedFilesNotification, FileChangeType } from 'vscode-languageserver';
import type { Session } from './session.ts';

/** Files that can change a judgement: what may be ours by name, configuration, and the marks of projects. */
const WATCHED = '**/{*.{yml,yaml,json,jsonnet,template,tf,tofu,tfvars,hcl,macfile,j2,cfg,ini},Macfile,macfile,hosts}';

/** Ansible's modules and plugins, whose documentation and names are read. */
const PLUGINS = '**/{library,modules,doc_fragments,filter_plugins,test_plugins,lookup_plugins}/*.py';

export interface FileEvents {
  /** Files that are read by somebody else and never as documents. */
  isOwn(path: string): boolean;
  /** These files were made, edited or deleted; they are not read again yet. */
  noticed(paths: readonly string[]): void;
  /** Everything that was noticed has been read again. */
  reread(): void;
}

/** Files that change outside the editor are read again. */
export function listenToFiles(session: Session, events: FileEvents): void {
  const { connection, client, open, uris, workspace } = session;
  session.onStart.push(() => {
    if (!client.registersWatchers) return;
    const watchers = [{ globPattern: WATCHED }, { globPattern: PLUGINS }];
    void connection.client.register(DidChangeWatchedFilesNotification.type, { watchers });
  });
  connection.onNotification(DidChangeWatchedFilesNotification.type, async ({ changes }) => {
    const paths = [...new Set(changes.map(({ uri }) => uris.pathOf(uri)))].filter((path) => !open.has(path));
    const created = changes.filter(({ type }) => type === FileChangeType.Created).map(({ uri }) => uris.pathOf(uri));
    const known = paths.filter(
      (path) =>
        !events.isOwn(path) &&
        (workspace.text(path) !== undefined || workspace.missing(path) || created.includes(path)),
    );
    events.noticed(paths);
    if (known.length > 0) await session.reread(known);
    events.reread();
  });
}
