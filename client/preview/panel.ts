/** One webview: asks for a plan, shows it, asks again when something changed. Everything it draws is drawn by the view. */
import * as vscode from 'vscode';
import { log } from '../log.ts';
import { baseOfKind } from '../pickBase.ts';
import { actOn } from './actions.ts';
import type { PlanSession } from './session.ts';
import { nodeAt } from './sources.ts';
import { type FromView, readFromView, type ToView } from './view/messages.ts';
import { pageOf } from './view/page.ts';

/** Milliseconds between the last change and the next question. */
const quiet = 300;

export class PlanPanel {
  readonly document: vscode.Uri;
  readonly session: PlanSession;
  readonly onDidDispose: vscode.Event<void>;
  readonly #panel: vscode.WebviewPanel;
  readonly #subscriptions: vscode.Disposable[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #last: ToView | undefined;

  constructor(panel: vscode.WebviewPanel, document: vscode.Uri, session: PlanSession, extension: vscode.Uri) {
    this.#panel = panel;
    this.document = document;
    this.session = session;
    this.onDidDispose = panel.onDidDispose;
    this.#subscriptions.push(
      panel.webview.onDidReceiveMessage((message: unknown) => this.#receive(message)),
      panel.onDidDispose(() => this.#dispose()),
      vscode.workspace.onDidChangeTextDocument((event) => this.#isShown(event.document) && this.askSoon()),
      vscode.window.onDidChangeTextEditorSelection(({ textEditor, selections }) => {
        if (selections[0] !== undefined) {
          this.#markNode(textEditor.document, selections[0].active);
        }
      }),
    );
    panel.title = vscode.l10n.t('Plan: {0}', document.path.slice(document.path.lastIndexOf('/') + 1));
    panel.webview.options = viewOptions;
    void this.#fill(extension);
  }

  async #fill(extension: vscode.Uri): Promise<void> {
    try {
      const page = await html(extension, this.#panel.title);
      this.#panel.webview.html = page;
    } catch (error) {
      // Also when the panel was closed meanwhile.
      log().warn(`The plan view was not opened: ${String(error)}`);
    }
  }

  reveal(): void {
    this.#panel.reveal(undefined, true);
  }

  askSoon(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.ask(), quiet);
  }

  async ask(): Promise<void> {
    this.#post({ type: 'busy' });
    const answer = await this.session.ask();
    if (answer !== undefined) {
      this.#last = answer;
      this.#post(answer);
    }
  }

  async #receive(raw: unknown): Promise<void> {
    const message = readFromView(raw);
    if (message === undefined) {
      log().warn('The plan view sent a message of an unknown shape; it is ignored.');
      return;
    }
    await this.#handle(message);
  }

  async #handle(message: FromView): Promise<void> {
    switch (message.type) {
      case 'ready':
        this.#post({ type: 'start', words: words(), language: vscode.env.language });
        await this.ask();
        return;
      case 'mode':
        this.session.mode = message.mode;
        return this.ask();
      case 'base': {
        const base = await baseOfKind(this.document, message.base);
        this.session.base = base ?? this.session.base;
        return this.ask();
      }
      default:
        return actOn(message, this.document, this.session);
    }
  }

  /** In another file of the unit, too; a file that is none of it marks nothing anew. */
  #markNode(document: vscode.TextDocument, position: vscode.Position): void {
    if (this.#last?.type !== 'plan') {
      return;
    }
    const node = nodeAt(this.#last.plan, this.document, document.uri, position);
    if (node !== undefined || this.#isShown(document)) {
      this.#post({ type: 'cursor', node: node ?? null });
    }
  }

  #isShown(document: vscode.TextDocument): boolean {
    return document.uri.toString() === this.document.toString();
  }

  #post(message: ToView): void {
    void this.#panel.webview.postMessage(message);
  }

  #dispose(): void {
    clearTimeout(this.#timer);
    this.session.cancel();
    for (const subscription of this.#subscriptions) {
      subscription.dispose();
    }
  }
}

/** The view may load nothing at all, and can start no command. */
export const viewOptions: vscode.WebviewOptions = {
  enableScripts: true,
  enableForms: false,
  enableCommandUris: false,
  localResourceRoots: [],
};

/** The view stands in the page itself: it is the same text that the HTML export is made of. */
async function html(extension: vscode.Uri, title: string): Promise<string> {
  const file = vscode.Uri.joinPath(extension, 'dist', 'schemas', 'plan-page.json');
  const { script, style } = JSON.parse(new TextDecoder().decode(await vscode.workspace.fs.readFile(file)));
  const nonce = crypto.randomUUID().replaceAll('-', '');
  return pageOf({ title, language: vscode.env.language, nonce, script, style });
}

/** The view's words in the editor's display language, by their English text; empty in English. */
function words(): Readonly<Record<string, string>> {
  return (vscode.l10n.bundle ?? {}) as Readonly<Record<string, string>>;
}
