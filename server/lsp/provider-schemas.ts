import { MessageType, ShowMessageNotification, type ShowMessageParams } from 'vscode-languageserver';
import { joinPath } from '../core/model/paths.ts';
import { DIALECT, PROVIDER_SCHEMAS, readProviderSchemas } from '../core/service/own-schemas.ts';
import { progressFor } from './progress.ts';
import type { Session } from './session.ts';

const DIALECTS = new Set(['terraform', 'opentofu']);

/**
 * The workspace's own provider schemas: a file that the settings name, seen from each workspace folder. It is read beside everything
 * else, in pieces; until it is there the bundled schemas hold. What cannot be used is said once, with the reason.
 */
export class ProviderSchemas {
  readonly #session: Session;
  readonly #changed: () => void;
  /** By workspace folder: the file read or being read. */
  #files = new Map<string, string>();
  #dialect = 'auto';
  #reads = 0;

  constructor(session: Session, changed: () => void) {
    this.#session = session;
    this.#changed = changed;
  }

  /** Settings or folders changed. */
  update(): void {
    const { settings, folders, workspace } = this.#session;
    const dialect = DIALECTS.has(settings.dialect) ? { file: 'settings', value: settings.dialect } : undefined;
    if (settings.dialect !== this.#dialect) workspace.setOwnData(DIALECT, '', dialect);
    this.#dialect = settings.dialect;
    const wanted = new Map(
      settings.providerSchemas === ''
        ? []
        : folders.map((folder) => [folder, joinPath(folder, settings.providerSchemas)]),
    );
    const gone = [...this.#files.keys()].filter((folder) => wanted.get(folder) !== this.#files.get(folder));
    const isNew = [...wanted].some(([folder, file]) => this.#files.get(folder) !== file);
    if (gone.length === 0 && !isNew) return;
    for (const folder of gone) workspace.setOwnData(PROVIDER_SCHEMAS, folder, undefined);
    this.#files = wanted;
    void this.#read();
  }

  /** Files were made, edited or deleted. */
  noticed(paths: readonly string[]): void {
    const files = new Set(this.#files.values());
    if (paths.some((path) => files.has(path))) void this.#read();
  }

  /** True for a file that is ours alone: it is never read as a document. */
  isOwn(path: string): boolean {
    return [...this.#files.values()].includes(path);
  }

  async #read(): Promise<void> {
    const read = ++this.#reads;
    const refusals: string[] = [];
    let found = 0;
    for (const [folder, file] of this.#files) {
      const refused = await this.#readOne(folder, file, () => read === this.#reads);
      if (read !== this.#reads) return;
      if (refused === undefined) found++;
      else refusals.push(refused);
    }
    this.#changed();
    if (this.#files.size > 0 && found === 0) this.#refuse(refusals[0] ?? '');
  }

  /** Why the file of a folder cannot be used; undefined when it is in use. */
  async #readOne(folder: string, file: string, isCurrent: () => boolean): Promise<string | undefined> {
    const { workspace, settings, connection } = this.#session;
    const pieces = await this.#pieces(file);
    if (!pieces) return 'There is no such file in the workspace.';
    const progress = progressFor(this.#session, undefined, 'Verdigris: reading provider schemas');
    try {
      const result = await readProviderSchemas(until(pieces, isCurrent), (units) =>
        progress.report(`${Math.round(units / 1_000_000)} MB`),
      );
      if (!isCurrent()) return undefined;
      if ('refused' in result) {
        workspace.setOwnData(PROVIDER_SCHEMAS, folder, undefined);
        return result.refused;
      }
      workspace.setOwnData(PROVIDER_SCHEMAS, folder, { file: settings.providerSchemas, value: result.schemas });
      connection.console.info(`Provider schemas of ${file}: ${[...result.schemas.keys()].join(', ')}`);
      return undefined;
    } catch (error) {
      return `It cannot be read: ${String(error)}.`;
    } finally {
      progress.end();
    }
  }

  async #pieces(file: string): Promise<AsyncIterable<string> | undefined> {
    const { host, folders } = this.#session;
    if (host.files && !file.includes('://')) return host.files.pieces(file, folders);
    const [whole] = await this.#session.readNow({ files: [file], folders: [], probes: [] });
    const text = whole?.text;
    return typeof text === 'string' ? once(text) : undefined;
  }

  #refuse(reason: string): void {
    const { connection, settings } = this.#session;
    const message = `The provider schemas in "${settings.providerSchemas}" are not used. ${reason} The bundled schemas hold.`;
    connection.console.error(message);
    const params: ShowMessageParams = { type: MessageType.Warning, message: `Verdigris: ${message}` };
    void connection.sendNotification(ShowMessageNotification.type, params);
  }
}

async function* once(text: string): AsyncIterable<string> {
  yield text;
}

/** Stops when a newer reading has begun. */
async function* until(pieces: AsyncIterable<string>, isCurrent: () => boolean): AsyncIterable<string> {
  for await (const piece of pieces) {
    if (!isCurrent()) return;
    yield piece;
  }
}
