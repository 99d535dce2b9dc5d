/** A neutral client for any language server over standard input and output. Knows LSP, knows no server. */
import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { end } from '../../scripts/process.ts';

export interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
}

export class Driver {
  readonly process: ChildProcess;
  /** Answers `workspace/configuration`: one section, by its name. */
  readonly #configuration: (section: string) => unknown;
  readonly #waiting = new Map<number, { resolve: (result: unknown) => void; reject: (error: Error) => void }>();
  readonly #listeners = new Set<(message: Message) => void>();
  #received: Buffer = Buffer.alloc(0);
  #lastId = 0;

  constructor(command: readonly string[], configuration: (section: string) => unknown) {
    const [file = '', ...args] = command;
    this.process = spawn(file, args, { stdio: ['pipe', 'pipe', 'ignore'] });
    this.process.stdin?.on('error', () => this.#fail(new Error('the server ended')));
    this.process.stdout?.on('data', (chunk: Buffer) => this.#receive(chunk));
    this.process.on('exit', () => this.#fail(new Error('the server ended')));
    this.#configuration = configuration;
  }

  /** Rejects on an error answer and after 30 seconds. */
  request<T>(method: string, params: unknown): Promise<T> {
    const id = ++this.#lastId;
    this.#send({ jsonrpc: '2.0', id, method, params });
    return new Promise<unknown>((resolve, reject) => {
      const late = setTimeout(() => reject(new Error('no answer in 30 s')), 30_000);
      const settle =
        <V>(how: (value: V) => void) =>
        (value: V) => {
          clearTimeout(late);
          how(value);
        };
      this.#waiting.set(id, { resolve: settle(resolve), reject: settle(reject) });
    }) as Promise<T>;
  }

  notify(method: string, params: unknown): void {
    this.#send({ jsonrpc: '2.0', method, params });
  }

  /** The first message from now on that the test accepts; rejects after 30 seconds. */
  message(test: (message: Message) => boolean): Promise<Message> {
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error('no answer in 30 s')), 30_000);
      const listener = (message: Message): void => {
        if (test(message)) {
          clearTimeout(late);
          this.#listeners.delete(listener);
          resolve(message);
        }
      };
      this.#listeners.add(listener);
    });
  }

  /** Resident memory now and at its highest, in megabytes. Linux only; elsewhere undefined. */
  memory(): { readonly now: number; readonly peak: number } | undefined {
    try {
      const status = readFileSync(`/proc/${this.process.pid}/status`, 'utf8');
      const megabytes = (name: string): number => Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1]) / 1024;
      return { now: megabytes('VmRSS'), peak: megabytes('VmHWM') };
    } catch {
      return undefined;
    }
  }

  /** User CPU so far in milliseconds, all threads, in steps of ten. Linux only; elsewhere undefined. */
  cpu(): number | undefined {
    try {
      const stat = readFileSync(`/proc/${this.process.pid}/stat`, 'utf8');
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      return Number(fields[11]) * 10;
    } catch {
      return undefined;
    }
  }

  stop(): Promise<void> {
    return end(this.process, 1000);
  }

  #send(message: unknown): void {
    const text = JSON.stringify(message);
    this.process.stdin?.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
  }

  #receive(chunk: Buffer): void {
    this.#received = Buffer.concat([this.#received, chunk]);
    for (;;) {
      const head = this.#received.indexOf('\r\n\r\n');
      const length = Number(
        /Content-Length: (\d+)/i.exec(this.#received.toString('latin1', 0, Math.max(0, head)))?.[1],
      );
      if (head < 0 || this.#received.length < head + 4 + length) {
        return;
      }
      const body = this.#received.toString('utf8', head + 4, head + 4 + length);
      this.#received = this.#received.subarray(head + 4 + length);
      this.#take(JSON.parse(body) as Message);
    }
  }

  #take(message: Message): void {
    if (message.method !== undefined && message.id !== undefined) {
      this.#send({ jsonrpc: '2.0', id: message.id, result: this.#answer(message) });
    } else if (message.id !== undefined) {
      const waiting = this.#waiting.get(message.id);
      this.#waiting.delete(message.id);
      if (message.error === undefined) {
        waiting?.resolve(message.result);
      } else {
        waiting?.reject(new Error(message.error.message));
      }
    }
    for (const listener of [...this.#listeners]) {
      listener(message);
    }
  }

  #answer({ method, params }: Message): unknown {
    const { items = [] } = (params ?? {}) as { items?: readonly { section?: string }[] };
    return method === 'workspace/configuration'
      ? items.map((it) => this.#configuration(it.section ?? '') ?? null)
      : null;
  }

  #fail(error: Error): void {
    for (const { reject } of this.#waiting.values()) {
      reject(error);
    }
    this.#waiting.clear();
  }
}
