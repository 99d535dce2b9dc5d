import { entryIn } from '../../../model/table.ts';
import type { DataSource } from '../../../schema/data.ts';
import type { Needs } from './release.ts';

/** Parameters `[name, type]`, a variadic one, and the result; `dynamic` = decided by the arguments. */
export interface FunctionSignature {
  readonly p: readonly (readonly [string, string, string?])[];
  readonly v?: readonly [string, string, string?];
  readonly r: string;
}

interface CoreData {
  readonly functions: Readonly<Record<string, FunctionSignature>>;
  readonly functionsAdded: Readonly<Record<string, readonly string[]>>;
  readonly backends: Readonly<Record<string, readonly string[]>>;
  readonly backendsCurrent: readonly string[];
}

const EMPTY: CoreData = { functions: {}, functionsAdded: {}, backends: {}, backendsCurrent: [] };

function core(data: DataSource): CoreData {
  return (data.json('terraform/core.json') as CoreData | undefined) ?? EMPTY;
}

/** Functions that have no signature in the data: newer than it, or gone. */
const UNSIGNED = new Set(['convert', 'list', 'map', 'type', 'defaults']);

const ASSUMED = { list: 'list(dynamic)', set: 'set(dynamic)', map: 'map(dynamic)' };

/** What only OpenTofu has, by its function reference and the `internal/lang` of its release branches 1.6 to 1.13. */
export const TOFU_FUNCTIONS: Readonly<Record<string, FunctionSignature>> = {
  base64gunzip: { p: [['str', 'string']], r: 'string' },
  cidrcontains: {
    p: [
      ['containing_prefix', 'string'],
      ['contained_ip_or_prefix', 'string'],
    ],
    r: 'bool',
  },
  urldecode: { p: [['str', 'string']], r: 'string' },
  assumeequal: {
    p: [
      ['actual_value', 'dynamic'],
      ['expected_value', 'dynamic'],
    ],
    r: 'dynamic',
  },
  assumenotnull: { p: [['value', 'dynamic']], r: 'dynamic' },
  assumestringprefix: {
    p: [
      ['string', 'string'],
      ['expected_prefix', 'string'],
    ],
    r: 'string',
  },
  ...Object.fromEntries(Object.entries(ASSUMED).flatMap(([kind, type]) => lengthsOf(kind, type))),
};

function lengthsOf(kind: string, type: string): [string, FunctionSignature][] {
  const least = ['min_length', 'number'] as const;
  const most = ['max_length', 'number'] as const;
  return [
    [`assume${kind}length`, { p: [[kind, type], least, most], r: 'dynamic' }],
    [`assume${kind}lengthmin`, { p: [[kind, type], least], r: 'dynamic' }],
    [`assume${kind}lengthmax`, { p: [[kind, type], most], r: 'dynamic' }],
  ];
}

/** Releases of OpenTofu that brought functions; 1.6 had the others. */
const TOFU_SINCE: Readonly<Record<string, string>> = {
  base64gunzip: '1.7',
  cidrcontains: '1.7',
  urldecode: '1.7',
  issensitive: '1.7',
  templatestring: '1.7',
  ephemeralasnull: '1.11',
  convert: '1.13',
};

export function functionsOf(data: DataSource): Readonly<Record<string, FunctionSignature>> {
  return core(data).functions;
}

export function signatureOf(name: string, data: DataSource): FunctionSignature | undefined {
  const { functions } = core(data);
  const plain = name.replace(/^core::/, '');
  return entryIn(functions, plain) ?? entryIn(TOFU_FUNCTIONS, plain);
}

export function isKnownFunction(name: string, data: DataSource): boolean {
  return signatureOf(name, data) !== undefined || UNSIGNED.has(name.replace(/^core::/, ''));
}

/** Releases that brought a function, where they are recent enough to matter. */
export function functionNeeds(name: string, data: DataSource): Needs {
  const plain = name.replace(/^core::/, '');
  const since = Object.entries(core(data).functionsAdded).find(([, names]) => names.includes(plain))?.[0];
  const tofu = entryIn(TOFU_SINCE, plain) ?? (plain.startsWith('assume') ? '1.13' : undefined);
  const onlyTofu = Object.hasOwn(TOFU_FUNCTIONS, plain);
  return { ...(since !== undefined && { since }), ...(tofu !== undefined && { tofu }), ...(onlyTofu && { onlyTofu }) };
}

/** Arguments of every backend that ever was, by its name. */
export function backendsOf(data: DataSource): Readonly<Record<string, readonly string[]>> {
  return core(data).backends;
}

export function isCurrentBackend(name: string, data: DataSource): boolean {
  return core(data).backendsCurrent.includes(name);
}
