/** What both hosts share: start the server, then hang everything the user can see on it. */
import * as vscode from 'vscode';
import {
  type BaseLanguageClient,
  ErrorCodes,
  type LanguageClientOptions,
  type Middleware,
  ResponseError,
} from 'vscode-languageclient';
import { coexistenceMiddleware, presentPeers } from './coexistence.ts';
import { registerCommands } from './commands.ts';
import { HeldDocuments } from './holdBack.ts';
import { DocumentLanguages } from './languages.ts';
import { log } from './log.ts';
import { registerPanels } from './preview/panels.ts';
import { answerReadFiles } from './readFiles.ts';
import { registerRulePages } from './rulePages.ts';
import { documentSelector } from './selector.ts';
import { registerStatus } from './status.ts';
import { whenWanted } from './wakeUp.ts';

let running: BaseLanguageClient | undefined;

/** VS Code waits for this: requests that are under way end before their log is closed. */
export async function deactivate(): Promise<void> {
  if (running?.isRunning() === true) {
    await running.stop();
  }
}

/** Returns when everything is registered; the server may still be starting. */
export function activateWith(
  context: vscode.ExtensionContext,
  createClient: (options: LanguageClientOptions) => BaseLanguageClient,
): void {
  let languages: DocumentLanguages | undefined;
  const held = new HeldDocuments();
  const middleware = { ...coexistenceMiddleware((uri) => languages?.languageOf(uri)), ...held.middleware };
  const client = createClient(clientOptions(middleware));
  running = client;
  held.watch(context, client);
  languages = new DocumentLanguages(context, client);
  registerStatus(context, client, languages);
  registerRulePages(context);
  registerCommands(context, { client, panels: registerPanels(context, client), languages, held });
  answerReadFiles(context, client);
  context.subscriptions.push(client);
  whenWanted(context, () => client.start().then(undefined, (error: unknown) => startFailed(error)));
}

function clientOptions(middleware: Middleware): LanguageClientOptions {
  return {
    documentSelector: documentSelector(),
    outputChannel: log(),
    diagnosticCollectionName: 'verdigris',
    synchronize: { configurationSection: 'verdigris' },
    initializationOptions: () => ({ peers: presentPeers() }),
    markdown: { isTrusted: false, supportHtml: false },
    middleware: {
      ...middleware,
      sendRequest: endQuietly,
      provideCodeActions: onlyWhileRunning,
      resolveCompletionItem: unlessCancelled,
    },
  };
}

/** The editor asks for actions at every move of the cursor, and once more while the window is being closed. */
const onlyWhileRunning: NonNullable<Middleware['provideCodeActions']> = async (
  document,
  range,
  context,
  token,
  next,
) => {
  try {
    return await next(document, range, context, token);
  } catch (error) {
    if (running?.isRunning() === true) {
      throw error;
    }
    return [];
  }
};

/** VS Code has forgotten a list that is closed by then, and logs an item with a command that is resolved behind it as our failure. */
const unlessCancelled: NonNullable<Middleware['resolveCompletionItem']> = async (item, token, next) => {
  const resolved = await next(item, token);
  return token.isCancellationRequested ? undefined : resolved;
};

/** What fails because the server is being stopped is no failure: the asker gets nothing, and the log stays clean. */
const endQuietly: NonNullable<Middleware['sendRequest']> = async (type, param, token, next) => {
  try {
    return await next(type, param, token);
  } catch (error) {
    throw running?.isRunning() === true ? error : new ResponseError(ErrorCodes.PendingResponseRejected, String(error));
  }
};

async function startFailed(error: unknown): Promise<void> {
  log().error(`The language server did not start: ${String(error)}`);
  const restart = vscode.l10n.t('Restart Server');
  const show = vscode.l10n.t('Show Log');
  const message = vscode.l10n.t('Verdigris could not start its language server.');
  const answer = await vscode.window.showErrorMessage(message, restart, show);
  if (answer === restart) {
    await vscode.commands.executeCommand('verdigris.restartServer');
  } else if (answer === show) {
    log().show();
  }
}
