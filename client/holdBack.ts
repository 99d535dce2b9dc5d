/** Keeps documents that end the server away from it, and says so in the document. */
import * as vscode from 'vscode';
import { type BaseLanguageClient, type Middleware, State } from 'vscode-languageclient';
import { JUDGE_REQUEST, JUDGED_NOTIFICATION, type JudgeParams } from '../server/protocol.ts';
import { log } from './log.ts';
import { Quarantine } from './quarantine.ts';

export class HeldDocuments {
  readonly middleware: Middleware;
  readonly #quarantine: Quarantine;
  readonly #findings = vscode.languages.createDiagnosticCollection('verdigris.held');
  #client: BaseLanguageClient | undefined;

  constructor() {
    this.#quarantine = new Quarantine((uri) =>
      this.#startAnew(uri).catch((error: unknown) => log().error(`The server did not start again: ${String(error)}`)),
    );
    const isHeld = (document: { readonly uri: vscode.Uri }): boolean =>
      this.#quarantine.isHeld(document.uri.toString());
    this.middleware = {
      didOpen: async (document, next) => (isHeld(document) ? undefined : next(document)),
      didChange: async (event, next) => (isHeld(event.document) ? undefined : next(event)),
      didSave: async (document, next) => (isHeld(document) ? undefined : next(document)),
      didClose: async (document, next) => (isHeld(document) ? undefined : next(document)),
    };
  }

  watch(context: vscode.ExtensionContext, client: BaseLanguageClient): void {
    this.#client = client;
    context.subscriptions.push(
      this.#findings,
      client.onRequest(JUDGE_REQUEST, ({ uri }: JudgeParams) => this.#quarantine.mayJudge(uri)),
      client.onNotification(JUDGED_NOTIFICATION, () => this.#quarantine.judged()),
      client.onDidChangeState(({ oldState }) => {
        const uri = oldState === State.Running ? this.#quarantine.ended() : undefined;
        if (uri !== undefined) this.#tell(uri);
      }),
      { dispose: () => this.#quarantine.release() },
    );
  }

  /** A person asked for a new start: everything is tried again. */
  release(): void {
    this.#quarantine.release();
    this.#findings.clear();
  }

  async #startAnew(uri: string): Promise<void> {
    this.#tell(uri);
    try {
      await this.#client?.stop();
    } catch (error) {
      log().warn(`The server did not stop by itself: ${String(error)}`);
    }
    await this.#client?.start();
  }

  #tell(uri: string): void {
    log().error(
      `The language server ended or stayed away while it read ${uri}. The file is left alone until it is restarted.`,
    );
    const message = vscode.l10n.t(
      'The language server of Verdigris ended or stopped answering while it read this file, so the file is left alone. Run "Verdigris: Restart Server" to try again.',
    );
    const range = new vscode.Range(0, 0, 0, 1000);
    const finding = new vscode.Diagnostic(range, message, vscode.DiagnosticSeverity.Warning);
    finding.source = 'verdigris';
    finding.code = 'held-back';
    this.#findings.set(vscode.Uri.parse(uri), [finding]);
  }
}
