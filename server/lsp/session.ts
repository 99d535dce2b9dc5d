import {
  type CancellationToken,
  type Connection,
  DocumentDiagnosticRequest,
  ErrorCodes,
  LSPErrorCodes,
  type MessageSignature,
  type ProtocolRequestType,
  type RequestType,
  ResponseError,
  WorkspaceDiagnosticRequest,
} from 'vscode-languageserver';
import type { Finding } from '../core/model/finding.ts';
import { isInside } from '../core/model/paths.ts';
import type { Position } from '../core/model/span.ts';
import type { Words } from '../core/planner/index.ts';
import type { Wanted, Workspace } from '../core/service/api.ts';
import { carried } from '../core/service/carried.ts';
import { type Loaded, loadWanted } from '../core/service/load.ts';
import { wordsFor } from '../core/service/words.ts';
import { createWorkspace } from '../core/service/workspace.ts';
import { READ_FILES_REQUEST, type ReadFilesParams, type ReadFilesResult } from '../protocol.ts';
import type { ClientTraits } from './client.ts';
import type { Host } from './host.ts';
import type { Planned } from './planned.ts';
import { type Encoding, Positions } from './positions.ts';
import { DEFAULT_SETTINGS, type ServerSettings } from './settings.ts';
import { wrongShape } from './shape.ts';
import { Uris } from './uris.ts';

/** A document the client has open. */
export interface OpenDocument {
  readonly uri: string;
  readonly path: string;
  readonly version: number;
  readonly languageId: string;
  readonly text: string;
}

/** Milliseconds after which a finished answer has left, and what its reader asks next has come. */
const LEAVES = 6;

/** Questions that wait for judgements themselves. */
const JUDGEMENTS: ReadonlySet<string> = new Set([DocumentDiagnosticRequest.method, WorkspaceDiagnosticRequest.method]);

interface Judged {
  readonly text: string;
  readonly findings: readonly Finding[];
}

/** Everything one connection knows. Nothing here outlives it, and nothing is lost with it. */
export class Session {
  readonly connection: Connection;
  readonly host: Host;
  readonly uris = new Uris();
  readonly workspace: Workspace;
  readonly open = new Map<string, OpenDocument>();
  /** What was found in open documents when they were judged last; see `shown`. */
  readonly judged = new Map<string, Judged>();
  /** By path; see `plannedOf`. */
  readonly plans = new Map<string, Planned>();
  encoding: Encoding = 'utf-16';
  client: ClientTraits;
  folders: readonly string[] = [];
  settings: ServerSettings = DEFAULT_SETTINGS;
  /** Settings of single workspace folders, where the client told them. */
  folderSettings: readonly { readonly folder: string; readonly settings: ServerSettings }[] = [];
  /** Fulfilled once the client has said its settings: nothing is judged by settings that hold for a blink only. */
  configured: Promise<unknown> = Promise.resolve();
  /** Run once the client has said that it is ready. */
  readonly onStart: (() => void)[] = [];
  readonly #asked = new Set<string>();
  readonly #positions = new Map<string, { readonly text: string; readonly positions: Positions }>();
  #answering = 0;
  #clientReads = true;
  #loading: Promise<unknown> = Promise.resolve();
  #stopped = false;
  #spoken: { readonly words: Words | undefined } | undefined;
  #roots: { readonly of: readonly string[]; readonly all: readonly string[] } | undefined;

  constructor(connection: Connection, host: Host, client: ClientTraits) {
    this.connection = connection;
    this.host = host;
    this.client = client;
    this.workspace = createWorkspace({
      data: host.data,
      today: () => host.today(),
      log: (message) => connection.console.warn(message),
      words: () => this.#words(),
      ...(host.libraries && { libraries: host.libraries }),
    });
    connection.onShutdown(() => {
      this.#stopped = true;
    });
  }

  /** Positions of any document of the workspace; of an empty text when it has none. */
  positions(path: string): Positions {
    const text = this.workspace.text(path) ?? '';
    const known = this.#positions.get(path);
    if (known?.text === text) return known.positions;
    const positions = new Positions(text, this.encoding);
    this.#positions.set(path, { text, positions });
    return positions;
  }

  offsetOf(path: string, position: Position): number {
    return this.positions(path).offsetAt(position);
  }

  /**
   * The findings of a document as its reader sees them: those of the last judgement, carried along with what was typed since. Nobody who
   * only looks waits until that is judged.
   */
  shown(path: string): readonly Finding[] {
    const judged = this.judged.get(path);
    return judged
      ? carried(judged.findings, judged.text, this.workspace.text(path) ?? '')
      : this.workspace.check(path).findings;
  }

  /** Whether an answer is being made, or has not left yet: one that somebody waits for who typed. */
  get isAnswering(): boolean {
    return this.#answering > 0;
  }

  /** Loads what the document's judgement needs (`toPlan`: its plan), after all loads before it. True when anything new came in. */
  ready(path: string, toPlan = false): Promise<boolean> {
    const load = async (): Promise<boolean> => {
      await this.configured;
      try {
        return await loadWanted(this.workspace, path, (wanted) => this.#read(wanted), this.#asked, toPlan);
      } catch (error) {
        this.connection.console.warn(`Reading around ${path} failed: ${String(error)}`);
        return false;
      }
    };
    const loaded = this.#loading.then(load);
    this.#loading = loaded;
    return loaded;
  }

  /** Texts of files as they are now, past the workspace: what only one question needs. */
  async readNow(wanted: Wanted): Promise<Loaded['files']> {
    try {
      return (await this.#read(wanted)).files;
    } catch (error) {
      this.connection.console.warn(`Reading files failed: ${String(error)}`);
      return [];
    }
  }

  /** Brings texts of files in, and nothing of their neighbours yet. */
  enter(paths: readonly string[]): Promise<void> {
    const entered = this.#loading.then(() => this.#enter(paths));
    this.#loading = entered.catch(() => undefined);
    return entered.then(() => undefined);
  }

  /** A file changed on disk: whatever was known about it is asked for again. Loads asked for later wait for it. */
  reread(paths: readonly string[]): Promise<void> {
    const reread = this.#loading.then(() => this.#reread(paths));
    this.#loading = reread.catch(() => undefined);
    return reread;
  }

  /**
   * Answers a request. Parameters of the wrong shape, a request after `shutdown` and a fault of ours become the errors that the
   * protocol has for them; none ends the server.
   */
  answer<P, R, E>(type: RequestType<P, R, E>, work: (params: P, token: CancellationToken) => R | Promise<R>): void;
  answer<P, R, PR, E, RO>(
    type: ProtocolRequestType<P, R, PR, E, RO>,
    work: (params: P, token: CancellationToken) => R | Promise<R>,
  ): void;
  answer(type: MessageSignature, work: (params: never, token: CancellationToken) => unknown): void {
    this.connection.onRequest(type.method, async (params: unknown, token: CancellationToken) => {
      if (this.#stopped) return new ResponseError(ErrorCodes.InvalidRequest, 'The server was shut down.');
      const wrong = wrongShape(type.method, params);
      if (wrong) return new ResponseError(ErrorCodes.InvalidParams, wrong);
      const holdsUp = !JUDGEMENTS.has(type.method);
      if (holdsUp) this.#answering++;
      try {
        return await work(params as never, token);
      } catch (error) {
        if (error instanceof ResponseError) return error;
        this.connection.console.error(`${type.method} failed: ${error instanceof Error ? error.stack : String(error)}`);
        return new ResponseError(ErrorCodes.InternalError, `${type.method} failed; the log of the server says where.`);
      } finally {
        if (holdsUp) this.host.later(LEAVES, () => this.#answering--);
      }
    });
  }

  /** What holds for a document: the settings of the nearest workspace folder, else those of the window. */
  settingsOf(path: string): ServerSettings {
    const [nearest] = this.folderSettings
      .filter(({ folder }) => isInside(folder, path))
      .sort((a, b) => b.folder.length - a.folder.length);
    return nearest?.settings ?? this.settings;
  }

  isInFolders(path: string): boolean {
    return this.folders.some((folder) => isInside(folder, path));
  }

  /** Forgets what is kept of a document that is closed. */
  forget(path: string): void {
    this.judged.delete(path);
    this.#positions.delete(path);
  }

  async #reread(paths: readonly string[]): Promise<void> {
    // A file that comes in by itself may have neighbours of its own.
    for (const path of await this.#enter(paths))
      await loadWanted(this.workspace, path, (wanted) => this.#read(wanted), this.#asked);
  }

  /** Read when the first plan is made. */
  #words(): Words | undefined {
    this.#spoken ??= { words: wordsFor(this.client.locale, this.host.data) };
    return this.#spoken.words;
  }

  /** Gives those that are there. */
  async #enter(paths: readonly string[]): Promise<readonly string[]> {
    for (const path of paths) {
      this.#asked.delete(`file ${path}`);
      this.#asked.delete(`probe ${path}`);
    }
    const loaded = await this.#read({ files: paths, folders: [], probes: [] });
    const closed = loaded.files.filter(({ path }) => !this.open.has(path));
    for (const { path, text } of closed) {
      if (text !== null) this.workspace.open(path, text);
      else {
        this.workspace.close(path);
        this.workspace.markMissing(path);
      }
    }
    return closed.flatMap(({ path, text }) => (text === null ? [] : [path]));
  }

  #isReadable(path: string): boolean {
    return this.isInFolders(path) || isInLibraries(path, this.host.libraries ?? []);
  }

  /** The workspace's folders and what is installed beside them: the same list for the same folders. */
  #readable(): readonly string[] {
    if (this.#roots?.of !== this.folders)
      this.#roots = { of: this.folders, all: [...this.folders, ...(this.host.libraries ?? [])] };
    return this.#roots.all;
  }

  async #read(wanted: Wanted): Promise<Loaded> {
    const allowed: Wanted = {
      files: wanted.files.filter((path) => this.#isReadable(path)),
      folders: wanted.folders.filter(({ path }) => this.isInFolders(path)),
      probes: wanted.probes.filter((path) => this.isInFolders(path)),
    };
    if (allowed.files.length + allowed.folders.length + allowed.probes.length === 0) return NOTHING;
    const [local, remote] = this.host.files ? split(allowed) : [undefined, allowed];
    const answers = await Promise.all([
      local && this.host.files ? this.host.files.read(local, this.#readable()) : NOTHING,
      this.#readFromClient(remote),
    ]);
    return { files: answers.flatMap(({ files }) => files), present: answers.flatMap(({ present }) => present) };
  }

  async #readFromClient(wanted: Wanted): Promise<Loaded> {
    if (!this.#clientReads || wanted.files.length + wanted.folders.length + wanted.probes.length === 0) return NOTHING;
    const params: ReadFilesParams = {
      uris: [...new Set([...wanted.files, ...wanted.probes])].map((path) => this.uris.uriOf(path)),
      folders: wanted.folders.map(({ path, endings }) => ({ uri: this.uris.uriOf(path), endings })),
    };
    try {
      const { files } = await this.connection.sendRequest<ReadFilesResult>(READ_FILES_REQUEST, params);
      const read = files.map(({ uri, text }) => ({ path: this.uris.pathOf(uri), text }));
      return { files: read, present: read.flatMap(({ path, text }) => (text === null ? [] : [path])) };
    } catch {
      this.#clientReads = false;
      return NOTHING;
    }
  }
}

/** Of a library only its collections are ours to read. */
function isInLibraries(path: string, libraries: readonly string[]): boolean {
  return libraries.some((library) => isInside(`${library}/ansible_collections`, path));
}

const NOTHING: Loaded = { files: [], present: [] };

/** Plain paths are on this machine's disk; paths with a scheme only the client can read. */
function split({ files, folders, probes }: Wanted): readonly [Wanted, Wanted] {
  const isRemote = (path: string): boolean => path.includes('://');
  return [
    {
      files: files.filter((path) => !isRemote(path)),
      folders: folders.filter(({ path }) => !isRemote(path)),
      probes: probes.filter((path) => !isRemote(path)),
    },
    {
      files: files.filter(isRemote),
      folders: folders.filter(({ path }) => isRemote(path)),
      probes: probes.filter(isRemote),
    },
  ];
}

/** Thrown out of a handler, it becomes the answer the protocol asks for. */
export function throwIfCancelled(token: CancellationToken): void {
  if (token.isCancellationRequested)
    throw new ResponseError(LSPErrorCodes.RequestCancelled, 'The request was cancelled.');
}
