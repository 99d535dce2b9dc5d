/** The palette, one function each. */
import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { checkWorkspace } from './checkWorkspace.ts';
import { convertTemplate, show } from './convertTemplate.ts';
import { diagnosticsBundle } from './diagnosticsBundle.ts';
import { exportPlan } from './exportPlan.ts';
import type { HeldDocuments } from './holdBack.ts';
import { type Choice, type DocumentLanguages, languageNames } from './languages.ts';
import { log } from './log.ts';
import { pickBase } from './pickBase.ts';
import type { PlanPanels } from './preview/panels.ts';
import { openRule } from './rulePages.ts';
import { openSample } from './sample.ts';
import { showDeployed } from './showDeployed.ts';

export interface Parts {
  readonly client: BaseLanguageClient;
  readonly panels: PlanPanels;
  readonly languages: DocumentLanguages;
  readonly held: HeldDocuments;
}

const { t } = vscode.l10n;

export function registerCommands(context: vscode.ExtensionContext, parts: Parts): void {
  const { client, panels, languages } = parts;
  const commands: Readonly<Record<string, (argument?: unknown) => unknown>> = {
    previewPlan: (it) => withFile(it, panels, (uri) => panels.show(uri)),
    previewPlanAgainst: (it) => withFile(it, panels, (uri) => previewAgainst(panels, uri)),
    exportPlan: (it) => withFile(it, panels, (uri) => exportPlan(client, panels, uri)),
    convertTemplate: (it) => withFile(it, panels, convertTemplate),
    showDeployed: (it) => withFile(it, panels, (uri) => showDeployed(client, uri)),
    checkWorkspace: () => checkWorkspace(client),
    openSample: () => openSample(context),
    chooseLanguage: (it) => withFile(it, panels, (uri) => chooseLanguage(languages, uri)),
    restartServer: () => restart(parts),
    showLog: () => log().show(),
    copyDiagnostics: () => copyDiagnostics(context, parts),
    openRule: (it) => openRule(typeof it === 'string' ? it : undefined),
    openWalkthrough: () => openWalkthrough(context),
    _show: show,
  };
  for (const [name, run] of Object.entries(commands)) {
    context.subscriptions.push(vscode.commands.registerCommand(`verdigris.${name}`, run));
  }
}

async function restart({ client, held }: Parts): Promise<void> {
  held.release();
  if (client.isRunning()) {
    await client.stop();
  }
  await client.start();
}

/** Runs on the file a menu names, else the active editor's, else the one whose plan is open. */
async function withFile(argument: unknown, panels: PlanPanels, run: (uri: vscode.Uri) => Promise<void>): Promise<void> {
  const active = vscode.window.activeTextEditor?.document.uri;
  const uri =
    argument instanceof vscode.Uri
      ? argument
      : typeof argument === 'string'
        ? vscode.Uri.parse(argument)
        : (active ?? panels.documents[0]);
  if (uri !== undefined) {
    return run(uri);
  }
  const sample = t('Open Sample Workspace');
  const answer = await vscode.window.showInformationMessage(
    t('Open the file whose plan you want to see first.'),
    sample,
  );
  if (answer === sample) {
    await vscode.commands.executeCommand('verdigris.openSample');
  }
}

async function previewAgainst(panels: PlanPanels, uri: vscode.Uri): Promise<void> {
  const base = await pickBase(uri);
  if (base !== undefined) {
    await panels.show(uri, base);
  }
}

async function chooseLanguage(languages: DocumentLanguages, uri: vscode.Uri): Promise<void> {
  const reason = languages.statusOf(uri)?.reason;
  const choices: (vscode.QuickPickItem & { readonly choice: Choice | null })[] = [
    { choice: null, label: `$(search) ${t('Detect by content')}`, ...(reason === undefined ? {} : { detail: reason }) },
    ...Object.entries(languageNames).map(([id, label]) => ({ choice: id as Choice, label })),
    { choice: 'none', label: `$(circle-slash) ${t('None of these: leave this file alone')}` },
  ];
  const choice = await vscode.window.showQuickPick(choices, { title: t('Language of this file') });
  const folder = vscode.Uri.joinPath(uri, '..');
  const scopes = [
    { key: uri.toString(), label: t('This file only') },
    { key: `${folder.toString()}/`, label: t('Every file in {0}', vscode.workspace.asRelativePath(folder)) },
  ];
  const scope = choice && (await vscode.window.showQuickPick(scopes, { title: t('For which files?') }));
  if (choice !== undefined && scope !== undefined) {
    await languages.choose(scope.key, choice.choice);
  }
}

async function copyDiagnostics(context: vscode.ExtensionContext, { client, languages }: Parts): Promise<void> {
  await vscode.env.clipboard.writeText(diagnosticsBundle(context, client, languages));
  vscode.window.setStatusBarMessage(t('$(check) Diagnostics bundle copied'), 3000);
}

async function openWalkthrough(context: vscode.ExtensionContext): Promise<void> {
  const id = `${context.extension.id}#verdigris.start`;
  await vscode.commands.executeCommand('workbench.action.openWalkthrough', id, false);
}
