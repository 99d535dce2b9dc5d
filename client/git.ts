/** Earlier revisions of a file, through VS Code's own git extension. No process is started here. */
import * as vscode from 'vscode';

/** The part of the git extension's API (version 1) that is used. */
interface GitApi {
  readonly state: 'uninitialized' | 'initialized';
  readonly onDidChangeState: vscode.Event<'uninitialized' | 'initialized'>;
  getRepository(uri: vscode.Uri): Repository | null;
}

interface Repository {
  readonly rootUri: vscode.Uri;
  readonly state: {
    readonly HEAD?: {
      readonly name?: string;
      readonly commit?: string;
      readonly upstream?: { readonly remote: string; readonly name: string };
    };
    readonly workingTreeChanges: readonly Change[];
    /** Where the user wants them listed apart. */
    readonly untrackedChanges?: readonly Change[];
  };
  show(ref: string, path: string): Promise<string>;
  getMergeBase(a: string, b: string): Promise<string | undefined>;
  getBranchBase(
    name: string,
  ): Promise<{ readonly name?: string; readonly remote?: string; readonly commit?: string } | undefined>;
  getRefs(query: { readonly count?: number; readonly sort?: 'alphabetically' | 'committerdate' }): Promise<Ref[]>;
  log(options: { readonly maxEntries: number; readonly path?: string }): Promise<Commit[]>;
  diffWith(ref: string): Promise<Change[]>;
}

interface Change {
  readonly originalUri: vscode.Uri;
  readonly status: number;
}

/** `Status.UNTRACKED` of the git extension. */
const untracked = 7;

export interface Ref {
  readonly name?: string;
  readonly commit?: string;
}

export interface Commit {
  readonly hash: string;
  readonly message: string;
  readonly authorName?: string;
  readonly authorDate?: Date;
}

/** The repository that holds a file. Undefined: none, or no git extension (browser, restricted mode). */
export async function repositoryOf(uri: vscode.Uri): Promise<Repository | undefined> {
  const extension = vscode.extensions.getExtension<{ readonly enabled: boolean; getAPI(version: 1): GitApi }>(
    'vscode.git',
  );
  if (extension === undefined) {
    return undefined;
  }
  try {
    const git = await extension.activate();
    if (!git.enabled) {
      return undefined;
    }
    const api = git.getAPI(1);
    await initialized(api);
    return api.getRepository(uri) ?? undefined;
  } catch {
    return undefined;
  }
}

/** Longest wait for the git extension to have looked for repositories, milliseconds. */
const longestWait = 15_000;

/** Until it has looked once, it knows no repository, which is not the same as that there is none. */
async function initialized(api: GitApi): Promise<void> {
  if (api.state === 'initialized') {
    return;
  }
  await new Promise<void>((resolve) => {
    const finish = () => {
      clearTimeout(timer);
      listener.dispose();
      resolve();
    };
    const timer = setTimeout(finish, longestWait);
    const listener = api.onDidChangeState((state) => {
      if (state === 'initialized') {
        finish();
      }
    });
  });
}

export type { Repository };

/** Commit where the current branch left the one it will go back to. */
export async function mergeBase(repository: Repository): Promise<string | undefined> {
  const head = repository.state.HEAD;
  for (const other of await targets(repository)) {
    try {
      const commit = await repository.getMergeBase('HEAD', other);
      // On the target branch itself the merge base is HEAD: then the next candidate may say more.
      if (commit !== undefined && commit !== head?.commit) {
        return commit;
      }
    } catch {
      // No such branch: the next candidate.
    }
  }
  return head?.commit;
}

/** Branches that this one may be merged into, best first. */
async function targets(repository: Repository): Promise<string[]> {
  const { name, upstream } = repository.state.HEAD ?? {};
  const base = name === undefined ? undefined : await repository.getBranchBase(name).catch(() => undefined);
  const known = base?.name === undefined ? [] : [base.remote === undefined ? base.name : `${base.remote}/${base.name}`];
  const own = upstream === undefined ? [] : [`${upstream.remote}/${upstream.name}`];
  return [...known, 'origin/HEAD', 'main', 'master', 'origin/main', 'origin/master', ...own];
}

/** The file's text at a revision. Undefined: it was not there. */
export async function textAt(repository: Repository, ref: string, uri: vscode.Uri): Promise<string | undefined> {
  try {
    return await repository.show(ref, uri.fsPath);
  } catch {
    return undefined;
  }
}

/** Files that differ from a revision, by their names at that revision. */
export async function changedSince(repository: Repository, ref: string): Promise<readonly vscode.Uri[]> {
  return (await repository.diffWith(ref).catch(() => [])).map((it) => it.originalUri);
}

/** Files that no commit holds yet. */
export function untrackedIn({ state }: Repository): readonly vscode.Uri[] {
  return [...state.workingTreeChanges, ...(state.untrackedChanges ?? [])]
    .filter((it) => it.status === untracked)
    .map((it) => it.originalUri);
}
