/** The blue side of a plan: what runs today, as texts. */
import * as vscode from 'vscode';
import type { BlueSide, PlanParams } from '../server/protocol.ts';
import { mergeBase, type Repository, repositoryOf, textAt } from './git.ts';
import { filesOfUnits } from './readFiles.ts';

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

/** Text files that one unit may be made of, and how many of them are fetched at a revision. */
const ofUnits = /\.(macfile|tf|tofu|tfvars|ya?ml|json|template)$|(^|\/)[Mm]acfile$/;
const mostFiles = 200;

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
  const ref = base.kind === 'merge-base' ? await mergeBase(repository) : base.kind === 'revision' ? base.ref : 'HEAD';
  const own = ref === undefined ? undefined : await textAt(repository, ref, document);
  if (ref === undefined || own === undefined) {
    return { params: {}, note: t('The file is not in that revision yet: everything counts as new.') };
  }
  const kind: BlueSide['kind'] = base.kind === 'merge-base' ? 'git:merge-base' : `git:${ref}`;
  const others = await otherFiles(repository, ref, document);
  return { params: { blue: { kind, files: [{ uri: document.toString(), text: own }, ...others] } } };
}

/** What the server reads with the document, its neighbours in the folder, and what has changed or gone since, wherever it is. */
async function otherFiles(repository: Repository, ref: string, document: vscode.Uri): Promise<BlueSide['files']> {
  const changed = await repository.diffWith(ref).catch(() => []);
  const uris = [...filesOfUnits(document), ...(await neighbours(document)), ...changed.map((it) => it.originalUri)]
    .map((uri) => uri.toString())
    .filter((uri, index, all) => all.indexOf(uri) === index && uri !== document.toString() && ofUnits.test(uri))
    .slice(0, mostFiles);
  const texts = await Promise.all(uris.map((uri) => textAt(repository, ref, vscode.Uri.parse(uri))));
  return uris.flatMap((uri, index) => {
    const text = texts[index];
    return text === undefined ? [] : [{ uri, text }];
  });
}

async function neighbours(document: vscode.Uri): Promise<vscode.Uri[]> {
  const folder = vscode.Uri.joinPath(document, '..');
  try {
    const entries = await vscode.workspace.fs.readDirectory(folder);
    return entries
      .filter(([, type]) => type === vscode.FileType.File)
      .map(([name]) => vscode.Uri.joinPath(folder, name));
  } catch {
    return [];
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
