import type { Context, LanguageId } from '../model/fact.ts';
import type { FindingSeverity } from '../model/finding.ts';
import type { AnyRule, RuleMeta } from '../rules/define.ts';
import type {
  ConfigLayer,
  InlineSuppression,
  OverrideContext,
  PlanSettings,
  RuleSetting,
  Sidecar,
} from './config-file.ts';
import { matchesGlob } from './config-glob.ts';
import {
  type ConfiguredSeverity,
  PROFILES,
  type Profile,
  type ProfileName,
  profileSeverity,
  SEVERITIES,
} from './profiles.ts';

/**
 * What holds for one document. Order of precedence, low to high: the profile, user settings, workspace settings, `.verdigris.yaml` from
 * the outermost to the nearest, their `overrides` in the same order, inline suppressions. Scalars replace, lists merge, and what a
 * layer has `locked` stays whatever nearer ones say.
 */
export interface Config {
  readonly profile: Profile;
  /** Where the profile was chosen. */
  readonly profileSource: string;
  /** Lowest first. */
  readonly layers: readonly ConfigLayer[];
}

/** Where a value of a rule came from, for hovers and `verdigris rules`. */
export interface Explanation {
  readonly severity: ConfiguredSeverity;
  /** `profile recommended`, `user settings`, a path, or a path with `(override)`. */
  readonly source: string;
  readonly locked: boolean;
}

/** What one rule may do in one place. */
export interface EffectiveRule extends Explanation {
  readonly options: Readonly<Record<string, unknown>>;
  readonly suppressible: boolean;
  readonly fix: 'off' | 'manual' | 'on-save';
}

const DEFAULT_PROFILE: ProfileName = 'recommended';

/** `layers` lowest first: user settings, workspace settings, files from the workspace folder down to the document. */
export function configOf(layers: readonly ConfigLayer[], profile?: ProfileName): Config {
  const from = layers.findLastIndex((layer) => layer.root === true);
  const kept = layers.filter((layer, at) => at >= from || !isFile(layer));
  const chosen = strongest(kept, (layer) => layer.profile);
  const name = profile ?? chosen?.value ?? DEFAULT_PROFILE;
  const profileSource = profile === undefined ? (chosen?.source ?? 'default') : 'command line';
  return { profile: PROFILES[name], profileSource, layers: kept };
}

/** Everything that holds for a rule in a document; `contexts` are those of the fact it looks at. */
export function effectiveRule(
  config: Config,
  rule: RuleMeta,
  path: string,
  contexts: readonly OverrideContext[] = [],
): EffectiveRule {
  let effective: EffectiveRule = {
    severity: profileSeverity(config.profile, rule),
    source: `profile ${config.profile.name}`,
    locked: false,
    options: config.profile.options?.[rule.id] ?? {},
    suppressible: rule.suppressible ?? true,
    fix: 'on-save',
  };
  for (const step of stepsOf(config, path, contexts)) {
    // A group speaks for its stable rules: one in preview is switched on by its own name.
    for (const key of rule.status === 'preview' ? [rule.id] : [`${rule.group}/*`, rule.id]) {
      const setting = step.rules[key];
      if (setting !== undefined && !effective.locked) effective = withSetting(effective, setting, step);
    }
  }
  return effective;
}

/** Severity of a rule in a document, `off` when it must not report there. */
export function effectiveSeverity(
  config: Config,
  rule: RuleMeta,
  path: string,
  contexts: readonly Context[] = [],
): ConfiguredSeverity {
  return effectiveRule(config, rule, path, contexts).severity;
}

/** A guard may only lower what is configured; `undefined` = below what the profile shows at all. */
export function severityOfFinding(
  config: Config,
  configured: ConfiguredSeverity,
  finding: { readonly severity: FindingSeverity; readonly lowered: boolean },
): FindingSeverity | undefined {
  if (configured === 'off') return undefined;
  const level = SEVERITIES.indexOf(configured);
  const severity = finding.lowered ? SEVERITIES[Math.min(level, SEVERITIES.indexOf(finding.severity))] : configured;
  if (severity === undefined) return undefined;
  return SEVERITIES.indexOf(severity) < SEVERITIES.indexOf(config.profile.least) && finding.lowered
    ? undefined
    : severity;
}

/** Which source decided about a rule. */
export function explain(
  config: Config,
  rule: RuleMeta,
  path: string,
  contexts: readonly OverrideContext[] = [],
): Explanation {
  const { severity, source, locked } = effectiveRule(config, rule, path, contexts);
  return { severity, source, locked };
}

/** Rules that can report in a document at all: the rest need not run. */
export function activeRules(config: Config, rules: readonly AnyRule[], path: string): readonly AnyRule[] {
  return rules.filter((rule) => {
    if (effectiveRule(config, rule, path).severity !== 'off') return true;
    return config.layers.some((layer) => layer.overrides.some(({ contexts }) => contexts.length > 0));
  });
}

export function inlineSuppression(config: Config): InlineSuppression {
  const given = strongest(config.layers, (layer) => layer.allowInlineSuppression)?.value;
  return given ?? 'all';
}

export function honoursForeignPragmas(config: Config): boolean {
  return strongest(config.layers, (layer) => layer.honourForeignPragmas)?.value ?? false;
}

/** Suppressions of all layers that are about this document. */
export function sidecarsFor(config: Config, path: string): readonly (Sidecar & { readonly source: string })[] {
  return config.layers.flatMap((layer) =>
    layer.suppressions
      .filter((sidecar) => matchesGlob(sidecar.path, relative(layer, path) ?? ''))
      .map((sidecar) => ({ ...sidecar, source: layer.source })),
  );
}

/** A person's word on the language of a document; the nearest layer, and there the last entry, wins. */
export function configuredLanguage(config: Config, path: string): LanguageId | 'none' | undefined {
  const all = config.layers.flatMap((layer) => layer.languages.filter(({ paths }) => matchesAny(layer, paths, path)));
  return all.at(-1)?.language;
}

export function planSettings(config: Config, path: string): PlanSettings {
  const overrides = config.layers.flatMap((layer) =>
    (layer.plan.overrides ?? []).filter((one) => one.path === undefined || matchesAny(layer, [one.path], path)),
  );
  const policies = Object.assign({}, ...config.layers.map((layer) => layer.plan.policies ?? {}));
  return { overrides, policies };
}

interface Step {
  readonly source: string;
  readonly rules: Readonly<Record<string, RuleSetting>>;
  readonly locked: boolean;
}

/** Layers first, then all overrides that apply, both from the lowest to the nearest. */
function stepsOf(config: Config, path: string, contexts: readonly OverrideContext[]): readonly Step[] {
  const layers = config.layers.map(({ source, rules, locked }) => ({ source, rules, locked: locked === true }));
  const overrides = config.layers.flatMap((layer) =>
    layer.overrides
      .filter((one) => one.paths.length === 0 || matchesAny(layer, one.paths, path))
      .filter((one) => one.contexts.length === 0 || one.contexts.some((context) => contexts.includes(context)))
      .map(({ rules }) => ({ source: `${layer.source} (override)`, rules, locked: layer.locked === true })),
  );
  return [...layers, ...overrides];
}

function withSetting(before: EffectiveRule, setting: RuleSetting, step: Step): EffectiveRule {
  return {
    severity: setting.severity ?? before.severity,
    source: setting.severity === undefined ? before.source : step.source,
    locked: setting.locked === true || step.locked,
    options: mergeOptions(before.options, setting.options ?? {}),
    suppressible: setting.suppressible ?? before.suppressible,
    fix: setting.fix ?? before.fix,
  };
}

function mergeOptions(
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const merged: Record<string, unknown> = { ...before };
  for (const [name, value] of Object.entries(after)) {
    const old = merged[name];
    merged[name] = Array.isArray(old) && Array.isArray(value) ? [...new Set([...old, ...value])] : value;
  }
  return merged;
}

/** The nearest layer that says something, unless one before it is locked. */
function strongest<T>(
  layers: readonly ConfigLayer[],
  read: (layer: ConfigLayer) => T | undefined,
): { readonly value: T; readonly source: string } | undefined {
  let found: { value: T; source: string } | undefined;
  for (const layer of layers) {
    const value = read(layer);
    if (value === undefined) continue;
    found = { value, source: layer.source };
    if (layer.locked === true) return found;
  }
  return found;
}

function isFile(layer: ConfigLayer): boolean {
  return layer.source.endsWith('.yaml') || layer.source.endsWith('.yml');
}

function matchesAny(layer: ConfigLayer, globs: readonly string[], path: string): boolean {
  const inside = relative(layer, path);
  return inside !== undefined && globs.some((glob) => matchesGlob(glob, inside));
}

function relative(layer: ConfigLayer, path: string): string | undefined {
  if (layer.folder === '') return path;
  return path.startsWith(`${layer.folder}/`) ? path.slice(layer.folder.length + 1) : undefined;
}
