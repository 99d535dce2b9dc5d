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
  /** By workspace folder. */
  #dialects = new Map<string, string>();
  #reads = 0;

  constructor(session: Session, changed: () => void) {
    this.#session = session;
    this.#changed = changed;
  }

  /** Settings or folders changed. */
  update(): void {
    const { folders, workspace } = this.#session;
    this.#tellDialects();
    const wanted = new Map(
      folders.flatMap((folder): [string, string][] => {
        const { providerSchemas } = this.#session.settingsOf(folder);
        return providerSchemas === '' ? [] : [[folder, joinPath(folder, providerSchemas)]];
      }),
    );
    const gone = [...this.#files.keys()].filter((folder) => wanted.get(folder) !== this.#files.get(folder));
    const isNew = [...wanted].some(([folder, file]) => this.#files.get(folder) !== file);
    if (gone.length === 0 && !isNew) return;
    for (const folder of gone) workspace.setOwnData(PROVIDER_SCHEMAS, folder, undefined);
    this.#files = wanted;
    void this.#read();
  }

  /** What holds in each workspace folder, and without any in general; said again only where it changed. */
  #tellDialects(): void {
    const { settings, folders, workspace } = this.#session;
    const told = new Map(
      folders.length === 0
        ? [['', settings.dialect]]
        : folders.map((folder) => [folder, this.#session.settingsOf(folder).dialect]),
    );
    for (const folder of new Set([...this.#dialects.keys(), ...told.keys()])) {
      const value = told.get(folder) ?? '';
      if (value === (this.#dialects.get(folder) ?? '')) continue;
      workspace.setOwnData(DIALECT, folder, DIALECTS.has(value) ? { file: 'settings', value } : undefined);
    }
    this.#dialects = told;
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
    const refusals: { readonly name: string; readonly reason: string }[] = [];
    const found = new Set<string>();
    for (const [folder, file] of this.#files) {
      const refused = await this.#readOne(folder, file, () => read === this.#reads);
      if (read !== this.#reads) return;
      const name = this.#session.settingsOf(folder).providerSchemas;
      if (refused === undefined) found.add(name);
      else refusals.push({ name, reason: refused });
    }
    this.#changed();
    // One setting may hold for many folders, of which only some have the file.
    const unused = refusals.find(({ name }) => !found.has(name));
    if (unused) this.#refuse(unused.name, unused.reason);
  }

  /** Why the file of a folder cannot be used; undefined when it is in use. */
  async #readOne(folder: string, file: string, isCurrent: () => boolean): Promise<string | undefined> {
    const { workspace, connection } = this.#session;
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
      workspace.setOwnData(PROVIDER_SCHEMAS, folder, {
        file: this.#session.settingsOf(folder).providerSchemas,
        value: result.schemas,
      });
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

  #refuse(name: string, reason: string): void {
    const { connection } = this.#session;
    const message = `The provider schemas in "${name}" are not used. ${reason} The bundled schemas hold.`;
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
