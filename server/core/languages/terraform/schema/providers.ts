import { joinPath } from '../../../model/paths.ts';
import type { DataSource } from '../../../schema/data.ts';
import { attributeOf, blocksOf } from '../../../syntax/hcl/walk.ts';
import { type HclBlock, literalString, readHcl } from '../../../syntax/hcl.ts';
import type { Project } from '../../language.ts';
import type { Module } from '../read/module.ts';
import { BUILT_IN, ownSchema, type ProviderSchema, providerSchema } from './provider.ts';
import type { OwnSchemas } from './raw.ts';
import { compareVersions, satisfies } from './version.ts';

export interface ChosenProvider {
  /** The name the module knows it by. */
  readonly local: string;
  readonly source: string;
  readonly schema: ProviderSchema | undefined;
  /**
   * The bundled schema may be older than what the module uses, or the module excludes it: what it does not know may well exist.
   */
  readonly uncertain: boolean;
}

/** Provider of a resource: its `provider` argument, else the first part of its type. */
export function providerFor(
  block: HclBlock,
  type: string,
  module: Module,
  project: Project,
  data: DataSource,
): ChosenProvider {
  const chosen = attributeOf(block.body, 'provider')?.value;
  const local =
    chosen?.kind === 'reference' ? chosen.root.value : (literalString(chosen)?.split('.')[0] ?? prefixOf(type));
  return providerNamed(local, module, project, data);
}

export function providerNamed(local: string, module: Module, project: Project, data: DataSource): ChosenProvider {
  const required = module.requiredProviders.get(local);
  const source = normalised(required?.source ?? `hashicorp/${local}`);
  if (source === 'terraform.io/builtin/terraform' || (local === 'terraform' && !required)) {
    return { local, source: BUILT_IN.source, schema: BUILT_IN, uncertain: false };
  }
  const own = ownSchemaOf(source, module, project);
  if (own) return { local, source, schema: own, uncertain: false };
  const schema = providerSchema(source, data);
  return {
    local,
    source,
    schema,
    uncertain:
      schema !== undefined &&
      isUncertain(schema, source, required?.version ?? saidInBlock(local, module), module, project),
  };
}

/** The workspace's own schema is that of the installed version: it wins, and nothing about it is uncertain. */
function ownSchemaOf(source: string, { folder }: Module, project: Project): ProviderSchema | undefined {
  const own = project.ownData?.('terraform/providers', folder);
  return own && ownSchema(source, { file: own.file, schemas: own.value as OwnSchemas }, normalised);
}

function prefixOf(type: string): string {
  return type.split('_', 1)[0] ?? type;
}

const normal = new Map<string, string>();

/** Registry hosts are left out: the same provider is published on several. */
function normalised(source: string): string {
  const known = normal.get(source);
  if (known !== undefined) return known;
  if (normal.size > 1000) normal.clear();
  const made = withoutHost(source);
  normal.set(source, made);
  return made;
}

function withoutHost(source: string): string {
  const parts = source.toLowerCase().split('/');
  if (parts.length === 1) return `hashicorp/${parts[0]}`;
  return parts.length === 3 && /^registry\.(terraform\.io|opentofu\.org)$/.test(parts[0] ?? '')
    ? parts.slice(1).join('/')
    : parts.join('/');
}

/** Before `required_providers` the version stood in the configuration of the provider. */
function saidInBlock(local: string, { declared }: Module): string | undefined {
  const [block] = declared.get(`provider.${local}`) ?? [];
  return block && literalString(attributeOf(block.block.body, 'version')?.value);
}

/** Some of the releases since 1.0: the bundled providers run with no older one. */
const CURRENT = ['1.0.0', '1.3.0', '1.5.0', '1.7.0', '1.9.0', '1.11.0', '1.14.0'];
const old = new WeakMap<Module, boolean>();

/** The module is written for releases before 1.0: what those could not use, or only those had, is not judged. */
export function isForOldReleases(module: Module): boolean {
  const { requiredVersion } = module;
  if (requiredVersion === undefined) return false;
  const known = old.get(module) ?? CURRENT.every((release) => satisfies(release, requiredVersion) === false);
  old.set(module, known);
  return known;
}

function isUncertain(
  schema: ProviderSchema,
  source: string,
  constraint: string | undefined,
  module: Module,
  project: Project,
): boolean {
  const locked = lockedVersion(source, module, project);
  if (locked !== undefined) return (compareVersions(locked, schema.version) ?? 1) > 0;
  return (constraint !== undefined && satisfies(schema.version, constraint) !== true) || isForOldReleases(module);
}

/** Version that `.terraform.lock.hcl` pins. */
function lockedVersion(source: string, module: Module, project: Project): string | undefined {
  const path = lockPaths.get(module) ?? joinPath(module.folder, '.terraform.lock.hcl');
  lockPaths.set(module, path);
  const text = project.text(path);
  if (text === undefined) return undefined;
  const known = locks.get(module);
  const lock = known?.text === text ? known : { text, versions: readLock(text) };
  locks.set(module, lock);
  return lock.versions.get(source);
}

const lockPaths = new WeakMap<Module, string>();
const locks = new WeakMap<Module, { readonly text: string; readonly versions: ReadonlyMap<string, string> }>();

function readLock(text: string): Map<string, string> {
  const entries = blocksOf(readHcl(text).body, 'provider').flatMap(({ labels, body }): [string, string][] => {
    const version = literalString(attributeOf(body, 'version')?.value);
    return version === undefined ? [] : [[normalised(labels[0]?.value ?? ''), version]];
  });
  return new Map(entries);
}
