/** One question (document, base, mode) and its latest answer. Knows nothing of webviews. */
import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import type { LifecycleClass } from '../../server/core/model/lifecycle.ts';
import type { Plan } from '../../server/core/model/plan.ts';
import {
  type ChangedFile,
  type ChangedFiles,
  CLASSIFY_REQUEST,
  type ClassifyParams,
  PLAN_FIX_REQUEST,
  PLAN_REQUEST,
  type PlanFix,
  type PlanFixParams,
  type PlanParams,
  type PlanResult,
} from '../../server/protocol.ts';
import { type Base, blueSideOf, nameOf } from '../blueSide.ts';
import { repositoryOf } from '../git.ts';
import { log } from '../log.ts';
import type { Asked, PlanMode, ToView } from './view/messages.ts';

export class PlanSession {
  base: Base;
  mode: PlanMode | undefined;
  plan: Plan | undefined;
  /** The view's fixes by index. */
  fixes: readonly PlanFix[] = [];
  readonly #client: BaseLanguageClient;
  readonly document: vscode.Uri;
  #running: vscode.CancellationTokenSource | undefined;

  constructor(client: BaseLanguageClient, document: vscode.Uri, base: Base, mode: PlanMode | undefined) {
    this.#client = client;
    this.document = document;
    this.base = base;
    this.mode = mode;
  }

  /** The parameters of the question, for exports of the same plan. */
  async params(): Promise<{ readonly params: PlanParams; readonly note?: string }> {
    const { params, note } = await blueSideOf(this.document, this.base);
    const mode = this.mode === undefined ? {} : { mode: this.mode };
    return { params: { uri: this.document.toString(), ...mode, ...params }, ...(note === undefined ? {} : { note }) };
  }

  /** Asks again. Undefined: a newer question has overtaken this one. */
  async ask(): Promise<ToView | undefined> {
    this.#running?.cancel();
    const running = new vscode.CancellationTokenSource();
    this.#running = running;
    try {
      // The server reads the document's unsaved text: it has to know the document, visible or not.
      await vscode.workspace.openTextDocument(this.document);
      const { params, note } = await this.params();
      const asked = await this.#asked(note);
      const result = await this.#client.sendRequest<PlanResult>(PLAN_REQUEST, params, running.token);
      return running.token.isCancellationRequested ? undefined : this.#answer(asked, result);
    } catch (error) {
      if (running.token.isCancellationRequested) {
        return undefined;
      }
      log().error(`No plan: ${String(error)}`);
      return this.#answer(await this.#asked(undefined), {
        refused: vscode.l10n.t(
          'The plan could not be computed: {0}',
          error instanceof Error ? error.message : String(error),
        ),
      });
    }
  }

  /** Edits of the fix at an index of the view; none when it cannot be made safely. */
  async fixed(index: number): Promise<readonly ChangedFile[]> {
    const fix = this.fixes[index];
    if (fix === undefined) {
      return [];
    }
    const params: PlanFixParams = { uri: this.document.toString(), fix };
    return (await this.#client.sendRequest<ChangedFiles>(PLAN_FIX_REQUEST, params)).files;
  }

  /** Edits that write down how a resource lives. */
  async classified(node: string, lifecycle: LifecycleClass, reason: string): Promise<readonly ChangedFile[]> {
    const params: ClassifyParams = { uri: this.document.toString(), node, lifecycle, reason };
    return (await this.#client.sendRequest<ChangedFiles>(CLASSIFY_REQUEST, params)).files;
  }

  cancel(): void {
    this.#running?.cancel();
  }

  #answer(asked: Asked, result: PlanResult): ToView {
    if ('refused' in result) {
      this.plan = undefined;
      this.fixes = [];
      return { type: 'refused', asked, sentence: result.refused };
    }
    this.plan = result.plan;
    this.fixes = result.quickFixes;
    return { type: 'plan', asked, plan: result.plan, fixes: this.fixes };
  }

  async #asked(note: string | undefined): Promise<Asked> {
    return {
      uri: this.document.toString(),
      file: vscode.workspace.asRelativePath(this.document),
      base: this.base.kind,
      baseDetail: detailOf(this.base),
      git: (await repositoryOf(this.document)) !== undefined,
      ...(this.mode === undefined ? {} : { mode: this.mode }),
      ...(note === undefined ? {} : { note }),
    };
  }
}

function detailOf(base: Base): string {
  if ('uri' in base) {
    return nameOf(base.uri);
  }
  return base.kind === 'revision' ? base.label : '';
}
