/** Language status items: what the file is and why, and how the server is. Nothing pops up. */
import * as vscode from 'vscode';
import { type BaseLanguageClient, State } from 'vscode-languageclient';
import type { StatusParams } from '../server/protocol.ts';
import { type DocumentLanguages, languageNames } from './languages.ts';

const { t } = vscode.l10n;

export function registerStatus(
  context: vscode.ExtensionContext,
  client: BaseLanguageClient,
  languages: DocumentLanguages,
): void {
  const language = vscode.languages.createLanguageStatusItem('verdigris.language', nowhere);
  const server = vscode.languages.createLanguageStatusItem('verdigris.server', nowhere);
  language.name = t('Verdigris: language of the file');
  server.name = t('Verdigris: server');
  language.command = { command: 'verdigris.chooseLanguage', title: t('Choose…') };
  server.command = { command: 'verdigris.showLog', title: t('Show Log') };
  const show = (): void => {
    const document = vscode.window.activeTextEditor?.document;
    const status = document === undefined ? undefined : languages.statusOf(document.uri);
    setContext(status);
    // A file that somebody silenced keeps its item: it is the way back.
    const ours =
      document !== undefined &&
      status !== undefined &&
      (status.language !== null || languages.choiceFor(document.uri) !== undefined);
    language.selector = ours ? selectorOf(document) : nowhere;
    server.selector = language.selector;
    if (ours) {
      showLanguage(language, status);
      showServer(server, status);
    }
  };
  context.subscriptions.push(
    language,
    server,
    vscode.window.onDidChangeActiveTextEditor(show),
    languages.onDidChange(show),
    client.onDidChangeState(({ newState }) => showState(server, newState)),
  );
  show();
}

/** Matches no document: a language id that nobody contributes. */
const nowhere: vscode.DocumentSelector = { language: 'verdigris.nowhere' };

function selectorOf(document: vscode.TextDocument): vscode.DocumentSelector {
  return { language: document.languageId, scheme: document.uri.scheme };
}

/** `verdigris.language` in when-clauses: the language of the active editor's file, or not set. */
function setContext(status: StatusParams | undefined): void {
  void vscode.commands.executeCommand('setContext', 'verdigris.language', status?.language ?? undefined);
}

function showLanguage(item: vscode.LanguageStatusItem, status: StatusParams): void {
  item.text = status.language === null ? t('Silenced') : (languageNames[status.language] ?? status.language);
  item.detail = status.reason;
}

function showServer(item: vscode.LanguageStatusItem, status: StatusParams): void {
  const findings = status.findings === 1 ? t('1 finding') : t('{0} findings', status.findings);
  item.text = `Verdigris: ${findings}`;
  item.detail = [
    t('{0} rules', status.rules),
    t('schemas of {0}', status.schemaDate),
    t('checked in {0} ms', Math.round(status.milliseconds)),
  ].join(' · ');
}

function showState(item: vscode.LanguageStatusItem, state: State): void {
  item.busy = state === State.Starting || state === State.StartFailed;
  item.severity =
    state === State.Running ? vscode.LanguageStatusSeverity.Information : vscode.LanguageStatusSeverity.Warning;
  if (state === State.Stopped) {
    item.text = t('Verdigris: server stopped');
  }
}
