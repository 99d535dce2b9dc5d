import {
  type Diagnostic,
  DiagnosticRefreshRequest,
  type DocumentDiagnosticReport,
  DocumentDiagnosticRequest,
  PublishDiagnosticsNotification,
} from 'vscode-languageserver';
import { type Finding, SEVERITIES } from '../core/model/finding.ts';
import { folderOf } from '../core/model/paths.ts';
import type { CheckResult } from '../core/service/api.ts';
import { PROVIDER_SCHEMAS } from '../core/service/own-schemas.ts';
import { planFindings } from '../core/service/plan.ts';
import { JUDGE_REQUEST, JUDGED_NOTIFICATION, STATUS_NOTIFICATION, type StatusParams } from '../protocol.ts';
import { diagnosticOf } from './convert.ts';
import { describedBySchema, schemaFindings } from './described.ts';
import { Memory } from './memory.ts';
import { plannedOf } from './planned.ts';
import { type Session, throwIfCancelled } from './session.ts';

/** Milliseconds: what changes beside a document within this time is answered once. */
const COALESCE = 25;
/** Milliseconds: what a typed letter asks for (completion, hover) comes with the change, and is answered before the document is judged. */
const REQUESTS_FIRST = 5;
/** The same where judging takes longer than `REQUESTS_FIRST`: an editor asks a moment after the letter. */
const QUESTIONS_FIRST = 15;
/** A judgement that is due waits for answers under way, but not longer than so many times that. */
const MOST_WAITS = 10;
/** A check that took longer than this waits for a pause in typing, at most twice its own time. */
const SLOW = 200;

/** Milliseconds between an edit and its judgement, by what that costs. */
function firstWait(cost: number): number {
  return cost > REQUESTS_FIRST ? QUESTIONS_FIRST : REQUESTS_FIRST;
}

/** Findings of one document that are sent; an editor shows no more either. */
const MOST = 1000;

/** All, or the weightiest in their order, and how many there are. */
function worst(findings: readonly Finding[]): readonly Finding[] {
  if (findings.length <= MOST) return findings;
  const chosen = new Set(
    SEVERITIES.flatMap((each) => findings.filter(({ severity }) => severity === each)).slice(0, MOST),
  );
  const message = `${findings.length} findings: the ${MOST} weightiest are shown. Something at the top may have gone wrong; \`verdigris check\` lists all.`;
  const more: Finding = {
    code: 'too-many-findings',
    kind: 'syntax',
    severity: 'info',
    message,
    span: { start: 0, end: 0 },
    node: '',
  };
  return [more, ...findings.filter((finding) => chosen.has(finding))];
}

/** Milliseconds of a document's checks. */
interface Cost {
  readonly last: number;
  /** The shorter of the last two: the first check of a document pays for much that later ones find done. */
  readonly usual: number;
}

/** Findings to the client: asked for where it can ask, sent where it cannot. */
export class Diagnostics {
  readonly #session: Session;
  readonly #timers = new Map<string, () => void>();
  /** Documents about to be judged: they will see whatever changes until then. */
  readonly #awaited = new Set<string>();
  readonly #costs = new Map<string, Cost>();
  readonly #memory: Memory;
  readonly #published = new Map<string, unknown>();
  readonly #ids = new WeakMap<object, string>();
  #nextId = 1;
  #refreshing: (() => void) | undefined;
  /** Ends when nothing is judged. */
  #judging: Promise<unknown> = Promise.resolve();

  constructor(session: Session) {
    this.#session = session;
    this.#memory = new Memory(session);
    session.answer(DocumentDiagnosticRequest.type, async ({ textDocument, previousResultId }, token) => {
      const path = session.uris.pathOf(textDocument.uri);
      await session.ready(path);
      await this.#questionsFirst(path);
      throwIfCancelled(token);
      return this.report(path, previousResultId);
    });
  }

  /** A document was opened or edited. */
  changed(path: string): void {
    if (this.#session.client.pullsDiagnostics) {
      void this.#session.ready(path).then((more) => {
        if (more) this.refresh();
      });
      return;
    }
    const cost = this.#costs.get(path)?.usual ?? 0;
    if (cost > SLOW) this.#schedule(path, Math.min(2 * cost, 1000));
    else void this.#readFirst(path, firstWait(cost));
  }

  /** Reading the new text is what every question about it begins with, so it takes part of the wait; what came meanwhile is answered after it. */
  async #readFirst(path: string, milliseconds: number): Promise<void> {
    const { host, open } = this.#session;
    this.#timers.get(path)?.();
    this.#timers.delete(path);
    const document = open.get(path);
    const start = host.now();
    this.#awaited.add(path);
    await this.#session.ready(path);
    this.#awaited.delete(path);
    if (open.get(path) === document) {
      this.#schedule(path, Math.max(REQUESTS_FIRST, milliseconds - (host.now() - start)));
    }
  }

  /** What is asked with a typed letter is answered first; a judgement that nobody wants by then is never made. */
  async #questionsFirst(path: string): Promise<void> {
    const { host, judged, open } = this.#session;
    const last = judged.get(path);
    const cost = this.#costs.get(path)?.usual ?? 0;
    if (last === undefined || last.text === open.get(path)?.text || cost <= REQUESTS_FIRST) return;
    const pause = (milliseconds: number): Promise<void> =>
      new Promise((resolve) => void host.later(milliseconds, resolve));
    await pause(QUESTIONS_FIRST);
    for (let waits = 0; waits < MOST_WAITS && this.#session.isAnswering; waits++) await pause(REQUESTS_FIRST);
  }

  closed(path: string): void {
    this.#timers.get(path)?.();
    this.#timers.delete(path);
    this.#costs.delete(path);
    this.#published.delete(path);
    if (this.#session.client.pullsDiagnostics) return;
    this.#send(this.#session.uris.uriOf(path), undefined, []);
    this.refresh();
  }

  /** Something beside the documents' own texts changed: files, settings, choices. */
  refresh(): void {
    const { connection, client, host, judged, open } = this.#session;
    judged.clear();
    if (!client.pullsDiagnostics) {
      for (const path of open.keys()) {
        if (!this.#timers.has(path) && !this.#awaited.has(path)) this.#schedule(path, COALESCE);
      }
      return;
    }
    if (!client.refreshesDiagnostics || this.#refreshing) return;
    this.#refreshing = host.later(COALESCE, () => {
      this.#refreshing = undefined;
      connection.sendRequest(DiagnosticRefreshRequest.type).catch(() => undefined);
    });
  }

  /** The report of one document; `unchanged` when the client already has it. */
  async report(path: string, previous: string | undefined): Promise<DocumentDiagnosticReport> {
    const result = await this.#judge(path);
    if (!result) return { kind: 'full', items: [] };
    const changesByItself = describedBySchema(path) !== undefined || this.#session.settingsOf(path).planDiagnostics;
    const resultId = changesByItself ? undefined : this.#idOf(result);
    if (resultId !== undefined && resultId === previous) return { kind: 'unchanged', resultId };
    const items = await this.#items(path, result);
    return { kind: 'full', items, ...(resultId === undefined ? {} : { resultId }) };
  }

  async #items(path: string, result: CheckResult): Promise<Diagnostic[]> {
    const settings = this.#session.settingsOf(path);
    const described = describedBySchema(path) ? await schemaFindings(this.#session, path) : [];
    const planned = settings.planDiagnostics ? planFindings(plannedOf(this.#session, path)) : [];
    const all = [...result.findings, ...planned, ...described];
    return worst(all).map((finding) => diagnosticOf(this.#session, path, finding));
  }

  #idOf(result: CheckResult): string {
    const known = this.#ids.get(result);
    if (known) return known;
    const id = String(this.#nextId++);
    this.#ids.set(result, id);
    return id;
  }

  /**
   * Our extension is asked before the work begins, so that it knows where the server was if it never comes back; it says no to a document
   * that did that before. One document at a time, or a fault would be put down to another one. Undefined: leave it alone.
   */
  #judge(path: string): Promise<CheckResult | undefined> {
    const { client, connection } = this.#session;
    if (!client.ownCommands) return Promise.resolve(this.#check(path));
    const judged = this.#judging.then(async () => {
      if (!(await this.#mayJudge(path))) return undefined;
      try {
        return this.#check(path);
      } finally {
        void connection.sendNotification(JUDGED_NOTIFICATION);
      }
    });
    this.#judging = judged.catch(() => undefined);
    return judged;
  }

  async #mayJudge(path: string): Promise<boolean> {
    const { connection, uris } = this.#session;
    try {
      return await connection.sendRequest<boolean>(JUDGE_REQUEST, { uri: uris.uriOf(path) });
    } catch {
      // A client that does not know the question holds nothing back.
      return true;
    }
  }

  #check(path: string): CheckResult {
    const { host, judged, open, workspace } = this.#session;
    const start = host.now();
    const result = workspace.check(path);
    const took = host.now() - start;
    if (!this.#ids.has(result)) {
      this.#costs.set(path, { last: took, usual: Math.min(took, this.#costs.get(path)?.last ?? 0) });
      this.#memory.judged(path);
    }
    const document = open.get(path);
    if (document) judged.set(path, { text: document.text, findings: result.findings });
    this.#tell(path, result);
    return result;
  }

  /** Only our own extension has a place to show this. */
  #tell(path: string, { language, reason, findings, rules }: CheckResult): void {
    const { client, connection, open } = this.#session;
    const document = open.get(path);
    if (!client.ownCommands || !document) return;
    const status: StatusParams = {
      uri: document.uri,
      language,
      reason,
      findings: findings.length,
      rules,
      schemaDate: this.#schemaOf(path, language),
      milliseconds: this.#costs.get(path)?.last ?? 0,
    };
    void connection.sendNotification(STATUS_NOTIFICATION, status);
  }

  /** How old the schemas are, or the file the workspace brought its own in. */
  #schemaOf(path: string, language: string | null): string {
    const { host, workspace } = this.#session;
    const own = language === 'terraform' ? workspace.ownData?.(PROVIDER_SCHEMAS, folderOf(path)) : undefined;
    return own?.file ?? host.schemaDate(language);
  }

  #schedule(path: string, milliseconds: number, waits = 0): void {
    this.#timers.get(path)?.();
    const cancel = this.#session.host.later(milliseconds, () => {
      // Nobody waits for findings as for a list to choose from, and this thread does one thing at a time.
      if (this.#session.isAnswering && waits < MOST_WAITS) return this.#schedule(path, REQUESTS_FIRST, waits + 1);
      this.#timers.delete(path);
      void this.#publish(path);
    });
    this.#timers.set(path, cancel);
  }

  async #publish(path: string): Promise<void> {
    const document = this.#session.open.get(path);
    this.#awaited.add(path);
    await this.#session.ready(path);
    this.#awaited.delete(path);
    // What was edited meanwhile has a wait of its own.
    if (!document || this.#session.open.get(path) !== document || this.#timers.has(path)) return;
    const result = await this.#judge(path);
    if (!result) return;
    this.#idOf(result);
    const isNew = this.#published.get(path) !== result;
    if (!isNew && !describedBySchema(path)) return;
    const items = await this.#items(path, result);
    if (this.#session.open.get(path) !== document) return;
    this.#published.set(path, result);
    this.#send(document.uri, document.version, items);
    if (isNew) this.#othersToo(path);
  }

  /** Documents that depend on this one; the others are found unchanged and stay silent. */
  #othersToo(path: string): void {
    for (const other of this.#session.open.keys()) {
      if (
        other !== path &&
        !this.#timers.has(other) &&
        this.#session.workspace.check(other) !== this.#published.get(other)
      ) {
        this.#schedule(other, COALESCE);
      }
    }
  }

  #send(uri: string, version: number | undefined, diagnostics: Diagnostic[]): void {
    const params = { uri, diagnostics, ...(version === undefined ? {} : { version }) };
    void this.#session.connection.sendNotification(PublishDiagnosticsNotification.type, params);
  }
}
