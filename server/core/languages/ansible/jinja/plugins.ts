import type { DataSource } from '../../../schema/data.ts';
import { own } from '../data.ts';

export type PluginKind = 'filter' | 'test' | 'lookup';

interface Row {
  /** First release without it. */
  readonly G?: string;
  /** Parameter names; `?` marks what may be left out. */
  readonly p?: readonly string[];
}

/** Filters, tests or lookups that are bundled with Ansible and its collections. */
export interface Plugins {
  /** Names that need no dot: builtin ones and old short names that lead elsewhere. */
  readonly short: ReadonlySet<string>;
  /** Full names. */
  readonly full: ReadonlySet<string>;
  /** `foreign`: of a collection that is not bundled, so nothing can be said. */
  judge(name: string): 'known' | 'unknown' | 'foreign';
  parameters(name: string): readonly string[];
}

type Rows = Readonly<Record<string, Row>>;
type Routing = { readonly routing?: Readonly<Record<string, Readonly<Record<string, { readonly to?: string }>>>> };

/** The files of facts, with the tables that hold names of one kind. */
const CORE: Readonly<Record<PluginKind, readonly string[]>> = {
  filter: ['filters', 'jinja_filters'],
  test: ['tests', 'jinja_tests'],
  lookup: [],
};

const sources = new WeakMap<DataSource, Map<PluginKind, Plugins>>();

export function pluginsOf(data: DataSource, kind: PluginKind): Plugins {
  const kinds = sources.get(data) ?? new Map<PluginKind, Plugins>();
  sources.set(data, kinds);
  const found = kinds.get(kind) ?? read(data, kind);
  kinds.set(kind, found);
  return found;
}

function read(data: DataSource, kind: PluginKind): Plugins {
  const core = (data.json('ansible/core.json') ?? {}) as Readonly<Record<string, Rows>>;
  const rows = ((data.json('ansible/plugins.json') ?? {}) as Readonly<Record<string, Rows>>)[kind] ?? {};
  const collections = ((data.json('ansible/index.json') ?? {}) as { modules?: Record<string, unknown> }).modules ?? {};
  const tables = CORE[kind].map((name) => core[name] ?? {});
  const full = new Set(Object.keys(rows).filter((name) => rows[name]?.G === undefined));
  const short = new Set(tables.flatMap((table) => Object.keys(table)));
  for (const name of full) if (name.startsWith(BUILTIN)) short.add(name.slice(BUILTIN.length));
  const routed = (collection: string): Readonly<Record<string, unknown>> =>
    (data.json(`ansible/collections/${collection}.json`) as Routing | undefined)?.routing?.[kind] ?? {};
  for (const name of Object.keys(routed('ansible.builtin'))) short.add(name);
  const bundled = new Set([...full].map(collectionOf));
  const judge = (written: string): ReturnType<Plugins['judge']> => {
    const name = written.replace(/^ansible\.legacy\./, BUILTIN);
    if (!name.includes('.')) return short.has(name) ? 'known' : 'unknown';
    if (full.has(name) || (name.startsWith(BUILTIN) && short.has(name.slice(BUILTIN.length)))) return 'known';
    const collection = collectionOf(name);
    if (own(routed(collection), name.slice(collection.length + 1)) !== undefined) return 'known';
    return bundled.has(collection) || Object.hasOwn(collections, collection) ? 'unknown' : 'foreign';
  };
  return {
    short,
    full,
    judge,
    parameters: (name) => tables.map((table) => own(table, name)?.p).find((each) => each !== undefined) ?? [],
  };
}

const BUILTIN = 'ansible.builtin.';

function collectionOf(name: string): string {
  return name.split('.').slice(0, 2).join('.');
}
