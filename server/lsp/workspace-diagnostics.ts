import {
  type CancellationToken,
  type WorkspaceDiagnosticParams,
  type WorkspaceDiagnosticReport,
  WorkspaceDiagnosticRequest,
  type WorkspaceDocumentDiagnosticReport,
} from 'vscode-languageserver';
import { ask } from '../core/service/ask.ts';
import type { Diagnostics } from './diagnostics.ts';
import { type Progress, progressFor } from './progress.ts';
import { type Session, throwIfCancelled } from './session.ts';

/** Documents reported at once, and read at once. */
const CHUNK = 50;

/** Milliseconds of work after which everybody else has a turn. */
const TURN = 20;

/** Findings of all files of the workspace, in parts where the client takes them. */
export class WorkspaceDiagnostics {
  readonly #session: Session;
  readonly #diagnostics: Diagnostics;
  /** Paths of our files; undefined until the folders were walked. */
  #ours: Set<string> | undefined;
  #walking: Promise<Set<string>> | undefined;
  /** When the turn at hand began, in the host's milliseconds. */
  #turn = 0;
  /** Files whose last report had findings: the client must hear when they are gone. */
  readonly #reported = new Set<string>();

  constructor(session: Session, diagnostics: Diagnostics) {
    this.#session = session;
    this.#diagnostics = diagnostics;
    session.answer(WorkspaceDiagnosticRequest.type, (params, token) => this.#report(params, token));
  }

  /** Files that were made, edited elsewhere or deleted. */
  changed(paths: readonly string[]): void {
    for (const path of paths) this.#ours?.add(path);
  }

  async #report(params: WorkspaceDiagnosticParams, token: CancellationToken): Promise<WorkspaceDiagnosticReport> {
    const { connection, uris } = this.#session;
    const previous = new Map(params.previousResultIds.map(({ uri, value }) => [uris.pathOf(uri), value]));
    const progress = progressFor(this.#session, params.workDoneToken, 'Verdigris: checking the workspace');
    const items: WorkspaceDocumentDiagnosticReport[] = [];
    const flush = (): void => {
      if (params.partialResultToken === undefined || items.length === 0) return;
      void connection.sendProgress(WorkspaceDiagnosticRequest.partialResult, params.partialResultToken, {
        items: items.splice(0),
      });
    };
    try {
      const paths = await this.#index(await this.#paths(token), token, progress);
      for (const [at, path] of paths.entries()) {
        throwIfCancelled(token);
        const report = await this.#reportOf(path, previous.get(path));
        if (report) items.push(report);
        await this.#pause();
        if ((at + 1) % CHUNK !== 0) continue;
        flush();
        progress.report(`${at + 1} of ${paths.length} files`);
      }
    } finally {
      progress.end();
    }
    flush();
    return { items };
  }

  /**
   * Brings every file into the workspace before any is judged: what all files together say is made once then, and not again with
   * each file that comes in. Gives those that are ours.
   */
  async #index(paths: readonly string[], token: CancellationToken, progress: Progress): Promise<readonly string[]> {
    const { open, workspace } = this.#session;
    const ours: string[] = [];
    for (let at = 0; at < paths.length; at += CHUNK) {
      const chunk = paths.slice(at, at + CHUNK);
      const unknown = chunk.filter((path) => workspace.text(path) === undefined);
      if (unknown.length > 0) await this.#session.enter(unknown);
      const foreign: string[] = [];
      for (const path of chunk) {
        throwIfCancelled(token);
        if (await this.#enter(path)) ours.push(path);
        else if (!open.has(path)) foreign.push(path);
        await this.#pause();
      }
      // With each file that goes the workspace asks anew what it may keep; so they go together.
      for (const path of foreign) this.#forget(path);
      progress.report(`reading ${Math.min(at + CHUNK, paths.length)} of ${paths.length} files`);
    }
    return ours;
  }

  /** False for what is not ours: it need not stay in memory. */
  async #enter(path: string): Promise<boolean> {
    const { workspace } = this.#session;
    await this.#session.ready(path);
    if (workspace.languageOf(path).language === null && !this.#reported.has(path)) return false;
    ask(workspace, path, 'index', ({ language, reading, around }) => language.prepare?.(reading, around));
    return true;
  }

  /** Open documents are reported by their own requests, but the client wants them here too. */
  async #reportOf(path: string, previous: string | undefined): Promise<WorkspaceDocumentDiagnosticReport | undefined> {
    const { open, uris } = this.#session;
    const report = await this.#diagnostics.report(path, previous);
    if (report.kind === 'full' && report.items.length > 0) this.#reported.add(path);
    if (report.kind === 'full' && report.items.length === 0 && previous === undefined && !this.#reported.delete(path))
      return undefined;
    return { ...report, uri: uris.uriOf(path), version: open.get(path)?.version ?? null };
  }

  #forget(path: string): void {
    this.#session.workspace.close(path);
    this.#ours?.delete(path);
  }

  async #paths(token: CancellationToken): Promise<readonly string[]> {
    this.#walking ??= this.#walk(token);
    try {
      this.#ours = await this.#walking;
    } catch (error) {
      this.#walking = undefined;
      throw error;
    }
    return [...new Set([...this.#ours, ...this.#session.open.keys()])].sort();
  }

  async #walk(token: CancellationToken): Promise<Set<string>> {
    const { host, folders } = this.#session;
    const found = new Set<string>();
    for (const folder of host.files ? folders.filter((path) => !path.includes('://')) : []) {
      for await (const path of host.files?.walk(folder) ?? []) {
        throwIfCancelled(token);
        found.add(path);
      }
    }
    return found;
  }

  /** Lets requests of the person at the keyboard go first, once a turn is over. */
  async #pause(): Promise<void> {
    const { host } = this.#session;
    if (host.now() - this.#turn < TURN) return;
    await new Promise<void>((resolve) => void host.later(1, resolve));
    this.#turn = host.now();
  }
}
