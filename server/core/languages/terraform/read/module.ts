import { folderOf, joinPath, nameOf } from '../../../model/paths.ts';
import { attributeOf, blocksOf } from '../../../syntax/hcl/walk.ts';
import { type HclBlock, type HclBody, type HclExpression, literalString } from '../../../syntax/hcl.ts';
import type { Project } from '../../language.ts';
import type { Declaration } from './declaration.ts';
import { isGenerated } from './generated.ts';
import { installedAt } from './installed.ts';
import { type FileKind, isPassedOver } from './kind.ts';
import { isLocalSource, isTerraform, type TerraformReading } from './reading.ts';
import { snapshotOf } from './snapshot.ts';
import type { Use } from './use.ts';

export interface Declared extends Declaration {
  readonly reading: TerraformReading;
}

export interface UseIn extends Use {
  readonly reading: TerraformReading;
}

export interface RequiredProvider {
  readonly source?: string;
  readonly version?: string;
  /** `configuration_aliases`: configurations the caller hands in. */
  readonly aliases: readonly string[];
  readonly reading: TerraformReading;
  readonly span: { readonly start: number; readonly end: number };
}

/** All configuration files of one folder. */
export interface Module {
  readonly folder: string;
  /** Configuration files in the order they are loaded: override files last. */
  readonly readings: readonly TerraformReading[];
  /** Files around it: variable values and tests. */
  readonly companions: readonly TerraformReading[];
  /** By address. The first is the declaration; more of them outside of override files are duplicates. */
  readonly declared: ReadonlyMap<string, readonly Declared[]>;
  readonly uses: ReadonlyMap<string, readonly UseIn[]>;
  readonly requiredProviders: ReadonlyMap<string, RequiredProvider>;
  readonly requiredVersion: string | undefined;
  /** Versions of OpenTofu: of the `language` block, else `required_version` of a `.tofu` file. */
  readonly tofuVersion: string | undefined;
  /** Said by a person, else by a `.tofu` file or a `language` block. */
  readonly dialect: 'terraform' | 'opentofu';
  /** A person said it. */
  readonly dialectSaid?: true;
  /** Some file could not be read whole, or more is generated: absence of a declaration proves nothing. */
  readonly broken: boolean;
  /** Another tool writes further files into the folder. */
  readonly generated: boolean;
}

interface Known {
  readonly parts: readonly TerraformReading[];
  readonly dialect: unknown;
  readonly generated: boolean;
  readonly module: Module;
}

const known = new WeakMap<TerraformReading, Known>();
/** The same by the first file of the kind: all files of a folder share what one of them saw. */
const shared = new WeakMap<TerraformReading, Known>();

/** The module as it was last seen from a file; undefined before anything asked. */
export function lastModuleOf(reading: TerraformReading): Module | undefined {
  return known.get(reading)?.module;
}

/** The module a file belongs to; for a test file the module it tests. */
export function moduleOf(reading: TerraformReading, project: Project): Module {
  const own = folderOf(reading.source.path);
  const under = nameOf(own) === 'tests' || nameOf(own) === 'test';
  const folder = reading.form.kind === 'test' && under ? joinPath(own, '..') : own;
  return moduleIn(folder, project, reading);
}

/** The module in a folder; undefined when no file of it is in the project. */
export function moduleAt(folder: string, project: Project): Module | undefined {
  const parts = partsOf(folder, project);
  const first =
    parts.find(({ form }) => form.kind === 'configuration') ?? parts.find(({ form }) => !OWN_FAMILIES.has(form.kind));
  return first ? moduleIn(folder, project, first) : undefined;
}

/** The files of a stack in a folder, seen from one of its deployment files. */
export function stackAt(folder: string, project: Project): Module | undefined {
  const first = partsOf(folder, project).find(({ form }) => form.kind === 'stack');
  return first ? moduleIn(folder, project, first) : undefined;
}

function moduleIn(folder: string, project: Project, key: TerraformReading): Module {
  const listed = seenFrom(key, partsOf(folder, project));
  const parts =
    listed.includes(key) || folder !== folderOf(key.source.path)
      ? listed
      : [...listed.filter((each) => each.source.path !== key.source.path), key];
  const first = parts.find(({ form }) => form.kind === key.form.kind) ?? key;
  const dialect = project.ownData?.('terraform/dialect', folder)?.value;
  const generated = isGenerated(folder, snapshotOf(project));
  const seen = [known.get(key), shared.get(first)].find(
    (each) =>
      each?.module.folder === folder &&
      each.dialect === dialect &&
      each.generated === generated &&
      same(each.parts, parts),
  );
  if (seen) {
    known.set(key, seen);
    return seen.module;
  }
  const made = build(folder, parts, key.form.kind, generated);
  const isSaid = dialect === 'terraform' || dialect === 'opentofu';
  const module: Module = isSaid ? { ...made, dialect, dialectSaid: true } : made;
  const now: Known = { parts, dialect, generated, module };
  known.set(key, now);
  shared.set(first, now);
  return module;
}

/** A `.tf` file that a `.tofu` file replaces is of use to Terraform alone, which reads no `.tofu` file at all. */
function seenFrom({ source }: TerraformReading, parts: TerraformReading[]): TerraformReading[] {
  const twin = source.path.replace(/\.tf(\.json)?$/, '.tofu$1');
  const isReplaced = twin !== source.path && parts.some((each) => each.source.path === twin);
  return isReplaced ? parts.filter(({ form }) => form.dialect === 'terraform') : parts;
}

function partsOf(folder: string, project: Project): TerraformReading[] {
  const snapshot = snapshotOf(project);
  const tests = snapshot.inFolder(joinPath(folder, 'tests')).filter((path) => /\.(?:tftest|tofutest)\.hcl$/.test(path));
  const own = snapshot.inFolder(folder).filter((path) => !isPassedOver(path));
  return withoutShadowed([...own, ...tests]).flatMap((path) => {
    const reading = project.reading(path);
    return isTerraform(reading) ? [reading] : [];
  });
}

/** OpenTofu's `x.tofutest.hcl` takes the place of `x.tftest.hcl`. */
function withoutShadowed(paths: readonly string[]): readonly string[] {
  const tofu = new Set(paths.filter((path) => path.endsWith('.tofutest.hcl')));
  return tofu.size === 0
    ? paths
    : paths.filter((path) => !tofu.has(path.replace(/\.tftest\.hcl$/, '.tofutest.hcl')) || tofu.has(path));
}

function same(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((each, i) => each === b[i]);
}

/** Stacks and their deployments have names of their own beside the module of the folder; query files see the module too. */
const OWN_FAMILIES: ReadonlySet<FileKind> = new Set(['stack', 'deploy', 'query', 'mock']);

function familyOf(kind: FileKind): ReadonlySet<FileKind> {
  if (kind === 'stack' || kind === 'deploy') return new Set([kind]);
  return new Set(kind === 'query' ? ['configuration', 'other', 'query'] : ['configuration', 'other']);
}

function build(folder: string, parts: readonly TerraformReading[], kind: FileKind, generated: boolean): Module {
  const family = familyOf(kind);
  const readings = loadOrder(parts.filter(({ form }) => family.has(form.kind)));
  const companions = parts.filter(({ form }) => form.kind === 'variables' || form.kind === 'test');
  const terraform = readings.flatMap((reading) =>
    blocksOf(reading.hcl.body, 'terraform').map((block) => ({ reading, block })),
  );
  const versions = terraform.map(({ block }) => literalString(attributeOf(block.body, 'required_version')?.value));
  const language = readings.flatMap(({ hcl }) => blocksOf(hcl.body, 'language'));
  return {
    folder,
    readings,
    companions,
    declared: grouped(readings, (reading) => reading.declarations),
    uses: grouped([...readings, ...companions], (reading) => reading.uses),
    requiredProviders: new Map([
      ...terraform.flatMap(({ reading, block }) => requiredIn(reading, block.body)),
      ...(kind === 'stack' ? readings.flatMap((reading) => requiredIn(reading, reading.hcl.body)) : []),
    ]),
    requiredVersion: versions.find((version) => version !== undefined),
    tofuVersion: tofuVersionOf(language) ?? versions.find((_, i) => terraform[i]?.reading.form.dialect === 'opentofu'),
    dialect: language.length > 0 || parts.some(({ form }) => form.dialect === 'opentofu') ? 'opentofu' : 'terraform',
    broken: generated || readings.some(({ hcl }) => hcl.problems.length > 0),
    generated,
  };
}

/** `language { compatible_with { opentofu = ">= 1.12" } }`. */
function tofuVersionOf(language: readonly HclBlock[]): string | undefined {
  return language
    .flatMap(({ body }) => blocksOf(body, 'compatible_with'))
    .map(({ body }) => literalString(attributeOf(body, 'opentofu')?.value))
    .find((version) => version !== undefined);
}

/** OpenTofu's `x.tofu` takes the place of `x.tf`; override files come last. */
function loadOrder(readings: readonly TerraformReading[]): TerraformReading[] {
  const tofu = new Set(readings.map(({ source }) => source.path).filter((path) => /\.tofu(?:\.json)?$/.test(path)));
  const loaded = readings.filter(
    ({ source }) => !tofu.has(source.path.replace(/\.tf(\.json)?$/, '.tofu$1')) || tofu.has(source.path),
  );
  return loaded.toSorted(
    (a, b) => Number(a.form.override) - Number(b.form.override) || (a.source.path < b.source.path ? -1 : 1),
  );
}

function grouped<T extends { readonly address: string }>(
  readings: readonly TerraformReading[],
  itemsOf: (reading: TerraformReading) => readonly T[],
): Map<string, (T & { readonly reading: TerraformReading })[]> {
  const groups = new Map<string, (T & { readonly reading: TerraformReading })[]>();
  for (const reading of readings) {
    for (const item of itemsOf(reading)) {
      const list = groups.get(item.address);
      if (list) list.push({ ...item, reading });
      else groups.set(item.address, [{ ...item, reading }]);
    }
  }
  return groups;
}

function requiredIn(reading: TerraformReading, around: HclBody): [string, RequiredProvider][] {
  return blocksOf(around, 'required_providers').flatMap(({ body }) =>
    body.items.flatMap((item): [string, RequiredProvider][] => {
      if (item.kind !== 'attribute') return [];
      const { value } = item;
      const entry = (name: string) =>
        value.kind === 'object' ? literalString(value.entries.find((each) => each.name === name)?.value) : undefined;
      const source = entry('source');
      const version = entry('version') ?? literalString(value);
      const facts = { ...(source !== undefined && { source }), ...(version !== undefined && { version }) };
      const aliases =
        value.kind === 'object'
          ? aliasesIn(value.entries.find((each) => each.name === 'configuration_aliases')?.value)
          : [];
      return [[item.name.value, { ...facts, aliases, reading, span: item.name.span }]];
    }),
  );
}

function aliasesIn(value: HclExpression | undefined): string[] {
  const items = value?.kind === 'tuple' ? value.items : [];
  return items.flatMap((item) => {
    const step = item.kind === 'reference' ? item.steps[0] : undefined;
    return item.kind === 'reference' && step?.kind === 'name' ? [`provider.${item.root.value}.${step.name.value}`] : [];
  });
}

/** The declaration of an address, and the values that override files give it. */
export function declarationOf(module: Module, address: string): Declared | undefined {
  return module.declared.get(address)?.[0];
}

/** Where a module call leads: the module when its source is a folder of the project. */
export function calledModule(call: Declared, project: Project): Module | undefined {
  const source = literalString(attributeOf(call.block.body, 'source')?.value);
  if (source === undefined) return undefined;
  const folder = isLocalSource(source)
    ? joinPath(folderOf(call.reading.source.path), source)
    : installedAt(call.reading.source.path, call.name.value, project);
  return folder === undefined ? undefined : moduleAt(folder, project);
}
