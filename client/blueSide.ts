/** The blue side of a plan: what runs today, as texts. */
import * as vscode from 'vscode';
import type { BlueSide, PlanParams } from '../server/protocol.ts';
import { changedSince, mergeBase, type Repository, repositoryOf, textAt, untrackedIn } from './git.ts';
import { log } from './log.ts';

/** What a person chose to compare with. */
export type Base =
  | { readonly kind: 'HEAD' | 'merge-base' | 'none' }
  | { readonly kind: 'revision'; readonly ref: string; readonly label: string }
  | { readonly kind: 'file' | 'tool-plan'; readonly uri: vscode.Uri };

export interface Blue {
  readonly params: Pick<PlanParams, 'blue' | 'toolPlan'>;
  /** Why there is less than was asked for. */
  readonly note?: string;
}

const { t } = vscode.l10n;

/** Text files that one unit may be made of, and how many of them go to the server, nearest first. */
const ofUnits = '**/{*.macfile,*.tf,*.tofu,*.tfvars,*.yaml,*.yml,*.json,*.template,Macfile,macfile}';
const notOurs = '**/{node_modules,.git,.terraform,.venv,dist,vendor}/**';
const mostFiles = 300;

export async function blueSideOf(document: vscode.Uri, base: Base): Promise<Blue> {
  switch (base.kind) {
    case 'none':
      return { params: {} };
    case 'file':
      return {
        params: { blue: { kind: 'file', files: [{ uri: base.uri.toString(), text: await textOf(base.uri) }] } },
      };
    case 'tool-plan':
      return { params: { toolPlan: { name: nameOf(base.uri), text: await textOf(base.uri) } } };
    default:
      return fromGit(document, base);
  }
}

async function fromGit(document: vscode.Uri, base: Exclude<Base, { uri: vscode.Uri }>): Promise<Blue> {
  const repository = await repositoryOf(document);
  if (repository === undefined) {
    return { params: {}, note: t('No git repository holds this file: everything counts as new.') };
  }
  const head = repository.state.HEAD?.commit;
  const ref = base.kind === 'merge-base' ? await mergeBase(repository) : base.kind === 'revision' ? base.ref : head;
  const own = ref === undefined ? undefined : await textAt(repository, ref, document);
  if (ref === undefined || own === undefined) {
    return { params: {}, note: t('The file is not in that revision yet: everything counts as new.') };
  }
  const kind: BlueSide['kind'] = base.kind === 'revision' ? `git:${base.label}` : `git:${base.kind}`;
  const { files, absent } = await otherFiles(repository, ref, document);
  const blue: BlueSide = { kind, files: [{ uri: document.toString(), text: own }, ...files], absent };
  return { params: { blue } };
}

/**
 * The rest of the unit at that revision: parents, modules, neighbours. What has not changed since is read from the disk,
 * so that git is asked for few files only; what git does not follow yet was not there.
 */
async function otherFiles(repository: Repository, ref: string, document: vscode.Uri): Promise<Others> {
  const changed = new Set((await changedSince(repository, ref)).map((it) => it.toString()));
  const untracked = new Set(untrackedIn(repository).map((it) => it.toString()));
  const uris = [...new Set([...changed, ...(await candidates(document))])].filter(
    (it) => it !== document.toString() && !untracked.has(it),
  );
  const texts = await Promise.all(
    uris.slice(0, mostFiles).map(async (it) => {
      const uri = vscode.Uri.parse(it);
      return changed.has(it) ? textAt(repository, ref, uri) : textOnDisk(uri);
    }),
  );
  const files = texts.flatMap((text, index) => (text === undefined ? [] : [{ uri: uris[index] as string, text }]));
  const added = uris.filter((it, index) => changed.has(it) && index < mostFiles && texts[index] === undefined);
  return { files, absent: [...untracked, ...added].sort() };
}

interface Others {
  readonly files: BlueSide['files'];
  /** Files of today that the revision does not have. */
  readonly absent: readonly string[];
}

/** Files of the workspace folder that may belong to the document's unit, nearest first. */
async function candidates(document: vscode.Uri): Promise<string[]> {
  const folder = vscode.workspace.getWorkspaceFolder(document);
  if (folder === undefined) {
    return [];
  }
  const found = await filesIn(folder);
  const steps = document.path.split('/');
  const shared = (uri: vscode.Uri): number => uri.path.split('/').findIndex((it, index) => it !== steps[index]);
  return found
    .sort((a, b) => shared(b) - shared(a) || a.path.length - b.path.length || (a.path < b.path ? -1 : 1))
    .map((it) => it.toString());
}

/** A remote server without ripgrep cannot search: then the plan is made of what is known by name. */
async function filesIn(folder: vscode.WorkspaceFolder): Promise<vscode.Uri[]> {
  try {
    return await vscode.workspace.findFiles(new vscode.RelativePattern(folder, ofUnits), notOurs, 2 * mostFiles);
  } catch (error) {
    log().warn(`The folder could not be searched for the rest of the unit: ${String(error)}`);
    return [];
  }
}

async function textOnDisk(uri: vscode.Uri): Promise<string | undefined> {
  try {
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  } catch {
    return undefined;
  }
}

/** An open document's unsaved text counts, as everywhere else. */
async function textOf(uri: vscode.Uri): Promise<string> {
  const open = vscode.workspace.textDocuments.find((it) => it.uri.toString() === uri.toString());
  return open?.getText() ?? new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
}

export function nameOf(uri: vscode.Uri): string {
  return uri.path.slice(uri.path.lastIndexOf('/') + 1);
}
