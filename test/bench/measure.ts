/** What is measured of one server on one file, in milliseconds and megabytes. */
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { Driver, type Message } from './driver.ts';
import type { BenchFile, Position } from './files.ts';
import type { BenchServer } from './servers.ts';

export interface Measured {
  readonly initialize: readonly number[];
  readonly firstDiagnostics: readonly number[];
  readonly keystroke: readonly number[];
  readonly completion: readonly number[];
  readonly hover: readonly number[];
  readonly items: number;
  /** User CPU from start to the first diagnostics; empty where it cannot be known. */
  readonly coldCpu: readonly number[];
  readonly idle: number | undefined;
  readonly peak: number | undefined;
}

type Warm = Omit<Measured, 'initialize' | 'firstDiagnostics' | 'coldCpu'>;

/**
 * `cold` starts of the server, then `warm` keystrokes, completions and hovers in the last one. What is not answered in 30 seconds is asked
 * no more: its list stays empty. A server that does not say anything about the file is asked nothing else.
 */
export async function measure(server: BenchServer, file: BenchFile, cold: number, warm: number): Promise<Measured> {
  const initialize: number[] = [];
  const firstDiagnostics: number[] = [];
  const coldCpu: number[] = [];
  for (let round = 1; ; round++) {
    const session = new Session(server, file);
    try {
      initialize.push(await timed(() => session.initialize()));
      const opened = await answered(firstDiagnostics, () => session.open());
      coldCpu.push(...session.cpu());
      if (!opened) return { initialize, firstDiagnostics: [], coldCpu, ...(await session.warm(0)) };
      if (round >= cold) return { initialize, firstDiagnostics, coldCpu, ...(await session.warm(warm)) };
    } finally {
      await session.stop();
    }
  }
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** Adds the time of the work to the list; false when there was no answer. */
async function answered(times: number[], work: () => Promise<unknown>): Promise<boolean> {
  try {
    times.push(await timed(work));
    return true;
  } catch {
    return false;
  }
}

class Session {
  readonly #driver: Driver;
  readonly #file: BenchFile;
  readonly #server: BenchServer;
  readonly #uri: string;
  #version = 1;
  #broken = false;
  /** What is said about the unbroken file. */
  #baseline = '';

  constructor(server: BenchServer, file: BenchFile) {
    this.#server = server;
    this.#file = file;
    this.#uri = file.folder === undefined ? `file:///bench/${file.name}` : `${pathToFileURL(file.folder)}/${file.name}`;
    this.#driver = new Driver(server.command, server.configuration);
  }

  async initialize(): Promise<void> {
    const textDocument = {
      publishDiagnostics: { versionSupport: true },
      completion: { completionItem: { snippetSupport: true } },
      hover: { contentFormat: ['markdown'] },
      synchronization: {},
    };
    const capabilities = { textDocument, workspace: { configuration: true } };
    const { folder } = this.#file;
    const rootUri = folder === undefined ? null : String(pathToFileURL(folder));
    await this.#driver.request('initialize', {
      processId: process.pid,
      rootUri,
      workspaceFolders: rootUri === null ? null : [{ uri: rootUri, name: 'bench' }],
      capabilities,
      ...(this.#server.options === undefined ? {} : { initializationOptions: this.#server.options }),
    });
    this.#driver.notify('initialized', {});
  }

  async open(): Promise<void> {
    const published = this.#driver.message((message) => this.#findings(message) !== undefined);
    const languageId = this.#server.languageId ?? this.#file.languageId;
    const textDocument = { uri: this.#uri, languageId, version: this.#version, text: this.#file.text };
    this.#driver.notify('textDocument/didOpen', { textDocument });
    this.#baseline = this.#findings(await published) ?? '';
  }

  async warm(rounds: number): Promise<Warm> {
    await sleep(1000);
    const idle = this.#driver.memory()?.now;
    const keystroke: number[] = [];
    const completion: number[] = [];
    const hover: number[] = [];
    const silent = new Set<readonly number[]>();
    const ask = async (times: number[], work: () => Promise<unknown>): Promise<void> => {
      if (!silent.has(times) && !(await answered(times, work))) silent.add(times);
    };
    let items = 0;
    for (let round = 0; round < rounds; round++) {
      await ask(keystroke, () => this.#toggle(true));
      if (silent.has(keystroke)) this.#restore();
      else await this.#toggle(false);
      // As after a typed character: the request finds a document that was just changed.
      this.#type(this.#file.keystroke, 'x');
      await ask(completion, async () => {
        items = count(await this.#ask('completion', this.#file.completion));
      });
      this.#erase(this.#file.keystroke);
      await ask(hover, () => this.#ask('hover', this.#file.hover));
    }
    const peak = this.#driver.memory()?.peak;
    const of = (times: readonly number[]) => (silent.has(times) ? [] : times);
    return { keystroke: of(keystroke), completion: of(completion), hover: of(hover), items, idle, peak };
  }

  /** Takes back a broken keystroke that nobody answered, once. */
  #restore(): void {
    if (this.#broken) this.#erase(this.#file.keystroke);
    this.#broken = false;
  }

  cpu(): readonly number[] {
    return [this.#driver.cpu() ?? []].flat();
  }

  stop(): Promise<void> {
    return this.#driver.stop();
  }

  /** Types or deletes the character that breaks the file; done when the diagnostics say so. */
  async #toggle(broken: boolean): Promise<void> {
    this.#broken = broken;
    const published = this.#driver.message((message) => this.#tells(message));
    if (broken) {
      this.#type(this.#file.keystroke, '[');
    } else {
      this.#erase(this.#file.keystroke);
    }
    await published;
  }

  #tells(message: Message): boolean {
    const findings = this.#findings(message);
    return findings !== undefined && (findings !== this.#baseline) === this.#broken;
  }

  #type(at: Position, text: string): void {
    this.#change({ range: { start: at, end: at }, text });
  }

  #erase(at: Position): void {
    this.#change({ range: { start: at, end: { line: at.line, character: at.character + 1 } }, text: '' });
  }

  #change(change: unknown): void {
    const textDocument = { uri: this.#uri, version: ++this.#version };
    this.#driver.notify('textDocument/didChange', { textDocument, contentChanges: [change] });
  }

  #ask(what: string, position: Position): Promise<unknown> {
    return this.#driver.request(`textDocument/${what}`, { textDocument: { uri: this.#uri }, position });
  }

  /** Messages and places of published diagnostics, as one text; undefined for any other message. */
  #findings({ method, params }: Message): string | undefined {
    const { uri, diagnostics = [] } = (params ?? {}) as { uri?: string; diagnostics?: readonly Diagnostic[] };
    return method === 'textDocument/publishDiagnostics' && uri === this.#uri
      ? JSON.stringify(diagnostics.map(({ message, range }) => [message, range]))
      : undefined;
  }
}

interface Diagnostic {
  readonly message: string;
  readonly range: unknown;
}

function count(answer: unknown): number {
  const items = Array.isArray(answer) ? answer : (answer as { items?: readonly unknown[] } | null)?.items;
  return items?.length ?? 0;
}
