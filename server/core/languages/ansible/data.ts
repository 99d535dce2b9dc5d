import { entryIn } from '../../model/table.ts';
import type { DataSource } from '../../schema/data.ts';
import { isGoneFor, type Pin, rowForPin, type Versions } from './pins.ts';
import { isStillThere, rowFor } from './releases.ts';

/** s string (default), b boolean, i int, f float, l list, d dict, p path, pl list of paths, r raw, j JSON, y bytes. */
export type OptionType = 's' | 'b' | 'i' | 'f' | 'l' | 'd' | 'p' | 'pl' | 'r' | 'j' | 'y' | 'pc';

export interface Constraints {
  /** Mutually exclusive. */
  readonly mx?: readonly (readonly string[])[];
  /** Required together. */
  readonly rt?: readonly (readonly string[])[];
  /** One of required. */
  readonly ro?: readonly (readonly string[])[];
  /** Required if: option, value, needed, any instead of all. */
  readonly ri?: readonly (readonly [string, unknown, readonly string[], boolean?])[];
  /** Required by. */
  readonly rb?: Readonly<Record<string, readonly string[] | string>>;
}

/** One option of a module, or one sub-option. Letters as in the facts this is made from (`schemas/SOURCES.md`). */
export interface OptionRow extends Constraints {
  readonly t?: OptionType;
  readonly q?: 0 | 1;
  readonly d?: unknown;
  readonly c?: readonly (string | number | boolean)[];
  readonly a?: readonly string[];
  readonly e?: OptionType;
  readonly o?: Readonly<Record<string, OptionRow>>;
  readonly l?: 1;
  /** First release that has it, first release without it. */
  readonly S?: string;
  readonly G?: string;
  /** Version of core or of the collection that brought it. */
  readonly v?: string;
  /** Newer than the release that is asked for: since when. */
  readonly late?: string;
  /** Collection whose version `late` is, where not a release of Ansible. */
  readonly lateIn?: string;
  readonly x?: { readonly alt?: string; readonly in?: string; readonly at?: string };
}

export interface ModuleRow extends Constraints {
  readonly o?: Readonly<Record<string, OptionRow>>;
  readonly r?: Readonly<Record<string, unknown>>;
  readonly same?: string;
  readonly S?: string;
  readonly G?: string;
  readonly v?: string;
  readonly late?: string;
  readonly lateIn?: string;
  readonly x?: { readonly alt?: string; readonly in?: string; readonly at?: string };
}

/** What documentation and module sources do not tell. */
export interface Override extends Constraints {
  readonly only?: readonly string[];
  readonly free?: 1;
  readonly min?: number;
  readonly pass?: readonly string[];
  readonly open?: readonly string[];
  readonly raw?: string;
  readonly q?: readonly string[];
  readonly cond?: readonly string[];
  readonly expr?: readonly string[];
  readonly t?: Readonly<Record<string, OptionType>>;
  readonly alias?: Readonly<Record<string, string>>;
  /** What the keys have to be. */
  readonly values?: 'identifier keys';
  readonly exclusive?: readonly (readonly string[])[];
}

/** `moved`: the name that was written leads elsewhere. */
export type ModuleLookup =
  | {
      readonly kind: 'live';
      readonly name: string;
      readonly row: ModuleRow;
      readonly override: Override;
      readonly moved: boolean;
      /** File of an installed collection or of the project that documents it; absent for a module that is bundled. */
      readonly installed?: string;
    }
  /** `apart`: its whole collection comes no more with Ansible, but may be installed by itself. */
  | {
      readonly kind: 'gone';
      readonly name: string;
      readonly release?: string;
      readonly alternative?: string;
      readonly apart?: string;
    }
  /** `bundled`: its collection is known here, so the name is probably wrong; else it may come from anywhere. */
  | { readonly kind: 'unknown'; readonly bundled: boolean };

interface Index {
  readonly modules: Readonly<Record<string, readonly string[]>>;
  readonly gone: Readonly<Record<string, readonly string[]>>;
  readonly redirects: Readonly<Record<string, string>>;
  readonly collections: Readonly<Record<string, { readonly v?: Versions }>>;
}

interface Collection {
  readonly modules: Readonly<Record<string, ModuleRow>>;
  readonly routing?: Readonly<Record<string, Readonly<Record<string, Route>>>>;
}

interface Route {
  readonly to?: string;
  readonly dep?: string;
  readonly gone?: string;
}

const BUILTIN = 'ansible.builtin';
/** Redirects lead to redirects; a longer chain is a circle. */
const MOST_HOPS = 6;

/** The bundled facts about modules. Collections are parsed when their first module is asked for. */
export class AnsibleData {
  readonly #data: DataSource;

  constructor(data: DataSource) {
    this.#data = data;
  }

  keywords(
    object: 'Play' | 'Role' | 'Block' | 'Task' | 'Handler' | 'LoopControl',
  ): Readonly<Record<string, OptionRow>> {
    return (
      (this.#json('ansible/keywords.json') as Record<string, Record<string, OptionRow>> | undefined)?.[object] ?? {}
    );
  }

  get freeForm(): ReadonlySet<string> {
    return new Set((this.#json('ansible/core.json') as { freeform?: string[] } | undefined)?.freeform ?? []);
  }

  /** Every live module by full name. */
  get moduleNames(): readonly string[] {
    return Object.entries(this.#index?.modules ?? {}).flatMap(([collection, names]) =>
      names.map((name) => `${collection}.${name}`),
    );
  }

  /** Groups for `module_defaults`, by full name. */
  get groupNames(): readonly string[] {
    return Object.keys((this.#json('ansible/groups.json') as Record<string, unknown> | undefined) ?? {});
  }

  get builtinNames(): readonly string[] {
    return this.#index?.modules[BUILTIN] ?? [];
  }

  /** Classes of modules (`package`, `data-store`, `traffic-switch` …) a full name belongs to. */
  classesOf(module: string): readonly string[] {
    const classes = (this.#json('ansible/classes.json') ?? {}) as Record<string, { modules?: readonly string[] }>;
    return Object.keys(classes).filter((name) => classes[name]?.modules?.includes(module));
  }

  /** A module by the name that was written: short, full, old. `collections` of the play are looked in first. */
  module(written: string, collections: readonly string[] = []): ModuleLookup {
    const candidates = written.includes('.')
      ? [written]
      : [...collections.map((each) => `${each}.${written}`), `${BUILTIN}.${written}`];
    for (const candidate of candidates) {
      const found = this.#follow(candidate.replace(/^ansible\.legacy\./, `${BUILTIN}.`));
      if (found.kind !== 'unknown') return found.kind === 'live' ? { ...found, moved: found.moved } : found;
    }
    const redirect = written.includes('.') ? undefined : entryIn(this.#index?.redirects, written);
    if (redirect !== undefined) {
      const found = this.#follow(redirect);
      return found.kind === 'live' ? { ...found, moved: true } : found;
    }
    const collection = written.split('.').slice(0, 2).join('.');
    return {
      kind: 'unknown',
      bundled: !written.includes('.') || entryIn(this.#index?.modules, collection) !== undefined,
    };
  }

  get #index(): Index | undefined {
    return this.#json('ansible/index.json') as Index | undefined;
  }

  #follow(start: string): ModuleLookup {
    let name = start;
    for (let hop = 0; hop < MOST_HOPS; hop++) {
      const [namespace, collection, ...rest] = name.split('.');
      const module = rest.join('.');
      const full = `${namespace}.${collection}`;
      const row = this.#row(full, module);
      if (row !== undefined && row.G === undefined)
        return { kind: 'live', name, row: this.#dated(row, full), override: this.#override(name), moved: hop > 0 };
      const route = this.#route(full, module);
      if (route?.to !== undefined) {
        name = route.to;
        continue;
      }
      return this.#gone(full, module, name, route);
    }
    return { kind: 'unknown', bundled: false };
  }

  /** Release of the Ansible package that is asked for; undefined = the newest. */
  get release(): number | undefined {
    return undefined;
  }

  /** Oldest release that a collection says it runs with: it is about what core brings, collections may be of any version. */
  get coreRelease(): number | undefined {
    return undefined;
  }

  /** Versions of a collection that the project asks for. */
  pin(_collection: string): Pin | undefined {
    return undefined;
  }

  #versions(collection: string): Versions {
    return entryIn(this.#index?.collections, collection)?.v ?? {};
  }

  #dated(row: ModuleRow, collection: string): ModuleRow {
    const pin = this.pin(collection);
    if (pin !== undefined && (pin.low !== undefined || pin.high !== undefined))
      return rowForPin(row, pin, collection, this.#versions(collection));
    const isCore = collection === BUILTIN;
    const release = this.release ?? (isCore ? this.coreRelease : undefined);
    return release === undefined ? row : rowFor(row, release, isCore);
  }

  #row(collection: string, module: string): ModuleRow | undefined {
    const names = entryIn(this.#index?.modules, collection);
    if (names === undefined || !names.includes(module)) return undefined;
    const modules = this.#collection(collection)?.modules;
    const row = modules && own(modules, module);
    return row?.same !== undefined && modules ? (own(modules, row.same.split('.').at(-1) ?? '') ?? row) : row;
  }

  #route(collection: string, module: string): Route | undefined {
    if (entryIn(this.#index?.modules, collection) === undefined) return undefined;
    const routing = this.#collection(collection)?.routing;
    return own(routing?.modules ?? {}, module) ?? own(routing?.action ?? {}, module);
  }

  #gone(collection: string, module: string, name: string, route: Route | undefined): ModuleLookup {
    const isGone = route?.gone !== undefined || entryIn(this.#index?.gone, collection)?.includes(module);
    if (!isGone) return { kind: 'unknown', bundled: entryIn(this.#index?.modules, collection) !== undefined };
    const gone = (this.#json(`ansible/gone/${collection}.json`) as Collection | undefined)?.modules[module];
    const release = route?.gone ?? gone?.G;
    const isApart = entryIn(this.#index?.modules, collection) === undefined;
    if (gone !== undefined && this.#isThere(collection, release, gone.G, isApart))
      return { kind: 'live', name, row: this.#dated(gone, collection), override: this.#override(name), moved: false };
    const alternative = gone?.x?.alt;
    return {
      kind: 'gone',
      name,
      ...(release !== undefined && { release: String(release) }),
      ...(alternative !== undefined && { alternative }),
      ...(isApart && { apart: collection }),
    };
  }

  /** Whether the project may still have a module that newer ones have lost. */
  #isThere(collection: string, gone: string | undefined, release: string | undefined, isApart: boolean): boolean {
    const pin = this.pin(collection);
    if (pin !== undefined && (isApart || pin.low !== undefined || pin.high !== undefined))
      return gone === undefined || !isGoneFor(pin, gone, this.#versions(collection));
    return this.release !== undefined && isStillThere(release, this.release);
  }

  #override(name: string): Override {
    const overrides =
      (this.#json('ansible/overrides.json') as { modules?: Record<string, Override> } | undefined)?.modules ?? {};
    return own(overrides, name) ?? {};
  }

  #collection(name: string): Collection | undefined {
    return this.#json(`ansible/collections/${name}.json`) as Collection | undefined;
  }

  #json(name: string): unknown {
    return this.#data.json(name);
  }
}

const sources = new WeakMap<DataSource, AnsibleData>();

export function ansibleData(data: DataSource): AnsibleData {
  let found = sources.get(data);
  if (found === undefined) {
    found = new AnsibleData(data);
    sources.set(data, found);
  }
  return found;
}

/** Names come from the workspace: `constructor` is not a module. */
export function own<T>(record: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}
