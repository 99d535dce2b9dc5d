/** The plan panels that are open: one per document, restored after a reload. */
import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { PLAN_CHANGED_NOTIFICATION, type PlanChangedParams } from '../../server/protocol.ts';
import type { Base } from '../blueSide.ts';
import { repositoryOf } from '../git.ts';
import { PlanPanel, viewOptions } from './panel.ts';
import { PlanSession } from './session.ts';
import { isPlanMode, type PlanMode } from './view/messages.ts';

const viewType = 'verdigris.plan';

export class PlanPanels {
  readonly #client: BaseLanguageClient;
  readonly #extension: vscode.Uri;
  readonly #open = new Map<string, PlanPanel>();

  constructor(client: BaseLanguageClient, extension: vscode.Uri) {
    this.#client = client;
    this.#extension = extension;
  }

  /** Shows the plan of a document beside its editor. `base` absent: as set, or as the open panel has it. */
  async show(document: vscode.Uri, base?: Base): Promise<void> {
    const open = this.#open.get(document.toString());
    if (open !== undefined) {
      open.reveal();
      if (base !== undefined) {
        open.session.base = base;
        await open.ask();
      }
      return;
    }
    const session = await this.sessionFor(document, base);
    const column = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true };
    const panel = vscode.window.createWebviewPanel(viewType, '', column, viewOptions);
    this.#add(panel, session);
  }

  /** The question of the open panel, else a fresh one as set. */
  async sessionFor(document: vscode.Uri, base?: Base): Promise<PlanSession> {
    const open = this.#open.get(document.toString());
    return base === undefined && open !== undefined
      ? open.session
      : new PlanSession(this.#client, document, base ?? (await usualBase(document)), usualMode(document));
  }

  get documents(): readonly vscode.Uri[] {
    return [...this.#open.values()].map((it) => it.document);
  }

  changed(uri: string): void {
    this.#open.get(vscode.Uri.parse(uri).toString())?.askSoon();
  }

  async restore(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    const saved = readState(state);
    if (saved === undefined) {
      panel.dispose();
      return;
    }
    const base = saved.base ?? (await usualBase(saved.uri));
    this.#add(panel, new PlanSession(this.#client, saved.uri, base, saved.mode ?? usualMode(saved.uri)));
  }

  #add(webviewPanel: vscode.WebviewPanel, session: PlanSession): void {
    const key = session.document.toString();
    const panel = new PlanPanel(webviewPanel, session.document, session, this.#extension);
    this.#open.set(key, panel);
    panel.onDidDispose(() => this.#open.delete(key));
  }
}

export function registerPanels(context: vscode.ExtensionContext, client: BaseLanguageClient): PlanPanels {
  const panels = new PlanPanels(client, context.extensionUri);
  context.subscriptions.push(
    client.onNotification(PLAN_CHANGED_NOTIFICATION, ({ uri }: PlanChangedParams) => panels.changed(uri)),
    vscode.window.registerWebviewPanelSerializer(viewType, {
      deserializeWebviewPanel: (panel, state: unknown) => panels.restore(panel, state),
    }),
  );
  return panels;
}

/** The setting, where the file is in a git repository; else nothing to compare with is known. */
async function usualBase(document: vscode.Uri): Promise<Base> {
  const set = vscode.workspace.getConfiguration('verdigris.plan', document).get<string>('base', 'HEAD');
  const kind = set === 'merge-base' || set === 'none' ? set : 'HEAD';
  return (await repositoryOf(document)) === undefined ? { kind: 'none' } : { kind };
}

function usualMode(document: vscode.Uri): PlanMode | undefined {
  const set = vscode.workspace.getConfiguration('verdigris.plan', document).get<string>('mode', 'auto');
  return isPlanMode(set) ? set : undefined;
}

/** What the view had saved. Picked files and revisions are not restored: they would have to be trusted again. */
function readState(
  state: unknown,
): { readonly uri: vscode.Uri; readonly base?: Base; readonly mode?: PlanMode } | undefined {
  const { uri, base, mode } = (state ?? {}) as Readonly<Record<string, unknown>>;
  if (typeof uri !== 'string' || uri.length > 4096) {
    return undefined;
  }
  return {
    uri: vscode.Uri.parse(uri),
    ...(base === 'HEAD' || base === 'merge-base' || base === 'none' ? { base: { kind: base } } : {}),
    ...(isPlanMode(mode) ? { mode } : {}),
  };
}
