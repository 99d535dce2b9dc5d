/** Asks what green is to be compared with. */
import * as vscode from 'vscode';
import type { Base } from './blueSide.ts';
import { repositoryOf } from './git.ts';
import type { BaseKind } from './preview/view/messages.ts';

const { t } = vscode.l10n;

/** Undefined: the person thought better of it. */
export async function pickBase(document: vscode.Uri): Promise<Base | undefined> {
  const git = (await repositoryOf(document)) !== undefined;
  const items: (vscode.QuickPickItem & { readonly base: BaseKind })[] = [
    ...(git
      ? [
          { base: 'HEAD', label: 'HEAD', detail: t('The last commit') } as const,
          { base: 'merge-base', label: t('Merge base'), detail: t('Where this branch left the main one') } as const,
          { base: 'revision', label: t('Revision…'), detail: t('A branch, tag or commit') } as const,
        ]
      : []),
    { base: 'file', label: t('File…'), detail: t('Another file that describes what runs today') },
    { base: 'tool-plan', label: t('Tool plan…'), detail: t('A Terraform plan or CloudFormation change set as JSON') },
    { base: 'none', label: t('Nothing'), detail: t('A first deployment: nothing runs yet') },
  ];
  const picked = await vscode.window.showQuickPick(items, { title: t('Preview against…') });
  return picked && baseOfKind(document, picked.base);
}

/** Asks for the rest where the kind alone does not say it. */
export async function baseOfKind(document: vscode.Uri, kind: BaseKind): Promise<Base | undefined> {
  switch (kind) {
    case 'revision':
      return pickRevision(document);
    case 'file':
    case 'tool-plan':
      return pickFile(kind);
    default:
      return { kind };
  }
}

async function pickRevision(document: vscode.Uri): Promise<Base | undefined> {
  const repository = await repositoryOf(document);
  if (repository === undefined) {
    return undefined;
  }
  const items = async (): Promise<(vscode.QuickPickItem & { readonly ref?: string })[]> => {
    const refs = await repository.getRefs({ sort: 'committerdate', count: 100 }).catch(() => []);
    const commits = await repository.log({ maxEntries: 50, path: document.fsPath }).catch(() => []);
    return [
      { label: t('Branches and tags'), kind: vscode.QuickPickItemKind.Separator },
      ...refs.flatMap(({ name, commit }) =>
        name === undefined
          ? []
          : [{ label: `$(git-branch) ${name}`, description: commit?.slice(0, 8) ?? '', ref: name }],
      ),
      { label: t('Commits of this file'), kind: vscode.QuickPickItemKind.Separator },
      ...commits.map(({ hash, message, authorName }) => ({
        label: `$(git-commit) ${message.split('\n')[0]}`,
        description: [hash.slice(0, 8), authorName].filter(Boolean).join(' · '),
        ref: hash,
      })),
    ];
  };
  const picked = await vscode.window.showQuickPick(items(), {
    title: t('Compare with revision'),
    matchOnDescription: true,
  });
  return picked?.ref === undefined
    ? undefined
    : {
        kind: 'revision',
        ref: picked.ref,
        label: /^[0-9a-f]{40}$/.test(picked.ref) ? picked.ref.slice(0, 8) : picked.ref,
      };
}

async function pickFile(kind: 'file' | 'tool-plan'): Promise<Base | undefined> {
  const [uri] =
    (await vscode.window.showOpenDialog({
      title: kind === 'file' ? t('Compare with file') : t('Read a tool’s own plan'),
      openLabel: t('Compare'),
      ...(kind === 'tool-plan' ? { filters: { JSON: ['json'], [t('All files')]: ['*'] } } : {}),
    })) ?? [];
  return uri && { kind, uri };
}
