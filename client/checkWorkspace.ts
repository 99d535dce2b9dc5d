/** Checks every file of the workspace now, with progress that can be cancelled, and shows what was found. */
import * as vscode from 'vscode';
import {
  type BaseLanguageClient,
  WorkDoneProgress,
  type WorkspaceDiagnosticReport,
  type WorkspaceDiagnosticReportPartialResult,
  WorkspaceDiagnosticRequest,
} from 'vscode-languageclient';

const { t } = vscode.l10n;

let runs = 0;

export async function checkWorkspace(client: BaseLanguageClient): Promise<void> {
  const location = vscode.ProgressLocation.Notification;
  const title = t('Checking the workspace');
  const found = await vscode.window.withProgress({ location, title, cancellable: true }, (progress, token) =>
    findingsOf(client, (message) => progress.report({ message }), token),
  );
  if (found === undefined) {
    return;
  }
  const { findings, files } = found;
  const said = findings === 1 ? t('1 finding') : t('{0} findings', findings);
  vscode.window.setStatusBarMessage(`Verdigris: ${said} (${t('files: {0}', files)})`, SHOWN);
  await vscode.commands.executeCommand('workbench.panel.markers.view.focus');
}

/** Milliseconds that the result stays in the status bar. */
const SHOWN = 15_000;

/** What the server reports, part by part; undefined when it was cancelled. The findings themselves come to the editor by its own request. */
async function findingsOf(
  client: BaseLanguageClient,
  say: (message: string) => void,
  token: vscode.CancellationToken,
): Promise<{ readonly findings: number; readonly files: number } | undefined> {
  const counts = new Map<string, number>();
  const take = ({ items }: WorkspaceDiagnosticReport | WorkspaceDiagnosticReportPartialResult): void => {
    for (const item of items) {
      if (item.kind === 'full') {
        counts.set(item.uri, item.items.length);
      }
    }
  };
  const partialResultToken = `verdigris-check-${++runs}`;
  const workDoneToken = `${partialResultToken}-progress`;
  const listeners = [
    client.onProgress(WorkspaceDiagnosticRequest.partialResult, partialResultToken, take),
    client.onProgress(WorkDoneProgress.type, workDoneToken, (work) => say(work.message ?? '')),
  ];
  try {
    const params = { previousResultIds: [], partialResultToken, workDoneToken };
    take(await client.sendRequest(WorkspaceDiagnosticRequest.type, params, token));
  } catch (error) {
    if (token.isCancellationRequested) {
      return undefined;
    }
    throw error;
  } finally {
    for (const listener of listeners) {
      listener.dispose();
    }
  }
  const numbers = [...counts.values()].filter((count) => count > 0);
  return { findings: numbers.reduce((sum, count) => sum + count, 0), files: numbers.length };
}
