import type { Context, LanguageId } from '../model/fact.ts';
import type { LifecycleClass } from '../model/lifecycle.ts';
import { keyText, type Tree, type TreeNode } from '../model/tree.ts';
import { type ConfiguredSeverity, isProfileName, type ProfileName, SEVERITIES } from './profiles.ts';

/** One source of settings: the user's, the workspace's, or one `.verdigris.yaml`. Absent = says nothing about it. */
export interface ConfigLayer {
  /** What a hover calls it: `user settings`, `workspace settings`, the path of a file. */
  readonly source: string;
  /** Folder that the globs of this layer are relative to, without a slash at the end; `''` = the workspace folder itself. */
  readonly folder: string;
  /** No file further up is read. */
  readonly root?: boolean;
  /** Nothing of this layer can be changed by a nearer one. */
  readonly locked?: boolean;
  readonly profile?: ProfileName;
  readonly allowInlineSuppression?: InlineSuppression;
  readonly honourForeignPragmas?: boolean;
  /** By rule id, or `group/*`. */
  readonly rules: Readonly<Record<string, RuleSetting>>;
  readonly overrides: readonly Override[];
  readonly suppressions: readonly Sidecar[];
  readonly languages: readonly { readonly paths: readonly string[]; readonly language: LanguageId | 'none' }[];
  readonly plan: PlanSettings;
}

export type InlineSuppression = 'all' | 'with-reason' | 'none';
export type OverrideContext = Context | 'stateful';

export interface RuleSetting {
  readonly severity?: ConfiguredSeverity;
  readonly options?: Readonly<Record<string, unknown>>;
  readonly suppressible?: boolean;
  /** `off` = no fix is offered; `manual` = never by fix-all; `on-save` = safe fixes may join fix-all (default). */
  readonly fix?: 'off' | 'manual' | 'on-save';
  readonly locked?: boolean;
}

export interface Override {
  readonly paths: readonly string[];
  readonly contexts: readonly OverrideContext[];
  readonly rules: Readonly<Record<string, RuleSetting>>;
}

/** A suppression that stands beside the code. */
export interface Sidecar {
  readonly path: string;
  /** Node path; absent = the whole file. */
  readonly node?: string;
  readonly rule: string;
  readonly reason?: string;
  readonly until?: string;
}

export interface PlanSettings {
  readonly overrides?: readonly {
    readonly path?: string;
    readonly node: string;
    readonly lifecycle: LifecycleClass;
    readonly reason?: string;
  }[];
  readonly policies?: Readonly<Record<string, string>>;
}

/** Reads one `.verdigris.yaml`. What is wrong is left out; saying so is the job of its JSON schema. */
export function parseConfig(tree: Tree, path: string): ConfigLayer {
  const slash = path.lastIndexOf('/');
  return layerOf(plain(tree.roots[0], 0), path, slash < 0 ? '' : path.slice(0, slash));
}

/** A layer from settings that already are plain data (the editor's). `value` has the shape of `.verdigris.yaml`. */
export function layerOf(value: unknown, source: string, folder: string): ConfigLayer {
  const given = recordOf(value);
  const allow = oneOf(given.allowInlineSuppression, ['all', 'with-reason', 'none'] as const);
  return {
    source,
    folder,
    rules: rulesOf(given.rules),
    overrides: listOf(given.overrides).map(overrideOf),
    suppressions: listOf(given.suppressions).flatMap(sidecarOf),
    languages: listOf(given.languages).flatMap(languageOf),
    plan: planOf(given.plan),
    ...(given.root === true ? { root: true } : {}),
    ...(given.locked === true ? { locked: true } : {}),
    ...(isProfileName(given.profile) ? { profile: given.profile } : {}),
    ...(allow === undefined ? {} : { allowInlineSuppression: allow }),
    ...(typeof given.honourForeignPragmas === 'boolean' ? { honourForeignPragmas: given.honourForeignPragmas } : {}),
  };
}

function rulesOf(value: unknown): Record<string, RuleSetting> {
  return Object.fromEntries(
    Object.entries(recordOf(value)).map(([id, setting]) => [id.toLowerCase(), settingOf(setting)]),
  );
}

function settingOf(value: unknown): RuleSetting {
  const severity = severityOf(value);
  if (severity !== undefined) return { severity };
  const given = recordOf(value);
  const own = severityOf(given.severity);
  const fix = oneOf(given.fix, ['off', 'manual', 'on-save'] as const) ?? (given.fix === false ? 'off' : undefined);
  return {
    ...(own === undefined ? {} : { severity: own }),
    ...(isRecord(given.options) ? { options: given.options } : {}),
    ...(typeof given.suppressible === 'boolean' ? { suppressible: given.suppressible } : {}),
    ...(fix === undefined ? {} : { fix }),
    ...(given.locked === true ? { locked: true } : {}),
  };
}

/** `off` is a boolean in YAML 1.1 and a word in YAML 1.2; both are meant. */
function severityOf(value: unknown): ConfiguredSeverity | undefined {
  return value === false ? 'off' : oneOf(value, ['off', ...SEVERITIES]);
}

function overrideOf(value: unknown): Override {
  const given = recordOf(value);
  return {
    paths: stringsOf(given.paths ?? given.path),
    contexts: stringsOf(given.contexts ?? given.context) as readonly OverrideContext[],
    rules: rulesOf(given.rules),
  };
}

function sidecarOf(value: unknown): Sidecar[] {
  const { path, node, rule, reason, until } = recordOf(value);
  if (typeof path !== 'string' || typeof rule !== 'string') return [];
  return [{ path, rule: rule.toLowerCase(), ...strings({ node, reason, until }) }];
}

function languageOf(value: unknown): ConfigLayer['languages'][number][] {
  const given = recordOf(value);
  const language = oneOf(given.language, ['macfile', 'cloudformation', 'ansible', 'terraform', 'none'] as const);
  return language === undefined ? [] : [{ paths: stringsOf(given.paths ?? given.path), language }];
}

function planOf(value: unknown): PlanSettings {
  const given = recordOf(value);
  const overrides = listOf(given.overrides).flatMap((item) => {
    const { node, lifecycle, path, reason } = recordOf(item);
    if (typeof node !== 'string' || typeof lifecycle !== 'string') return [];
    return [{ node, lifecycle: lifecycle as LifecycleClass, ...strings({ path, reason }) }];
  });
  const policies = Object.fromEntries(
    Object.entries(recordOf(given.policies)).flatMap(([name, policy]) =>
      typeof policy === 'string' ? [[name, policy] as const] : [],
    ),
  );
  return { ...(overrides.length > 0 ? { overrides } : {}), ...(Object.keys(policies).length > 0 ? { policies } : {}) };
}

/** Config files are small and flat; what nests deeper is not one. */
const DEEPEST = 12;

function plain(node: TreeNode | undefined, depth: number): unknown {
  if (node === undefined || depth > DEEPEST) return undefined;
  if (node.kind === 'list') return node.items.map((item) => plain(item, depth + 1));
  if (node.kind === 'alias') return plain(node.target, depth + 1);
  if (node.kind === 'scalar') return node.style === 'plain' ? typed(node.text) : node.text;
  const entries = node.entries.map((entry) => [keyText(entry) ?? '', plain(entry.value, depth + 1)] as const);
  return Object.fromEntries(entries.filter(([key]) => key !== '__proto__'));
}

/** YAML 1.2 core: only true, false, null and numbers are not text. */
function typed(text: string): unknown {
  if (text === 'true') return true;
  if (text === 'false') return false;
  if (text === 'null' || text === '~' || text === '') return null;
  return /^-?\d+(?:\.\d+)?$/.test(text) ? Number(text) : text;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return isRecord(value) ? value : {};
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function stringsOf(value: unknown): readonly string[] {
  return (Array.isArray(value) ? value : [value]).filter((item) => typeof item === 'string');
}

function strings<K extends string>(given: Readonly<Record<K, unknown>>): { [P in K]?: string } {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => typeof value === 'string')) as {
    [P in K]?: string;
  };
}

function oneOf<const T extends string>(value: unknown, allowed: readonly T[]): T | undefined {
  return allowed.find((item) => item === value);
}
