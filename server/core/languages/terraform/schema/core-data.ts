import type { DataSource } from '../../../schema/data.ts';

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

/** Functions that have no signature in the data: newer than it, or OpenTofu's own. */
const UNSIGNED = new Set(['convert', 'base64gunzip', 'cidrcontains', 'urldecode', 'list', 'map', 'type', 'defaults']);

export function functionsOf(data: DataSource): Readonly<Record<string, FunctionSignature>> {
  return core(data).functions;
}

export function signatureOf(name: string, data: DataSource): FunctionSignature | undefined {
  const { functions } = core(data);
  const plain = name.replace(/^core::/, '');
  return Object.hasOwn(functions, plain) ? functions[plain] : undefined;
}

export function isKnownFunction(name: string, data: DataSource): boolean {
  return signatureOf(name, data) !== undefined || UNSIGNED.has(name.replace(/^core::/, ''));
}

/** Version of Terraform that brought a function, where it is recent enough to matter. */
export function functionSince(name: string, data: DataSource): string | undefined {
  return Object.entries(core(data).functionsAdded).find(([, names]) => names.includes(name))?.[0];
}

/** Arguments of every backend that ever was, by its name. */
export function backendsOf(data: DataSource): Readonly<Record<string, readonly string[]>> {
  return core(data).backends;
}

export function isCurrentBackend(name: string, data: DataSource): boolean {
  return core(data).backendsCurrent.includes(name);
}
