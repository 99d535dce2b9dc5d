import type { Fact, FactKind, Resource } from '../model/fact.ts';
import { FactIndex } from '../model/fact-index.ts';
import type { FindingSeverity } from '../model/finding.ts';
import type { AnyRule, OptionValue, RuleFinding } from './define.ts';

/** A finding of a rule before configuration and suppressions. */
export interface RawFinding extends RuleFinding {
  readonly rule: AnyRule;
  readonly node: string;
  /** The rule's own severity, or what a guard lowered it to. */
  readonly severity: FindingSeverity;
  readonly lowered: boolean;
}

export interface RunOptions {
  /** Configured options of a rule; a value of the wrong type is not used. */
  readonly optionsOf?: (id: string) => Readonly<Record<string, unknown>>;
  /** Where a rule's own fault goes: said once per rule, never shown as the author's mistake. */
  readonly log: (message: string) => void;
  /** Faults so far by rule id; the caller keeps it as long as it lives. */
  readonly faults: Map<string, number>;
}

/** After so many faults a rule is not asked again. */
const FAULTS_ALLOWED = 3;

/** Runs every rule over the facts of one unit. A rule that throws loses its own findings only. Sorted by position, then rule. */
export function runRules(rules: readonly AnyRule[], facts: readonly Fact[], options: RunOptions): RawFinding[] {
  const unit = unitOf(facts);
  const found = rules.flatMap((rule) => runOne(rule, unit, options));
  return found.sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end || compare(a.rule.id, b.rule.id));
}

/** Options with their defaults filled in; a configured list adds to the default one. */
export function optionsOf(
  rule: AnyRule,
  configured: Readonly<Record<string, unknown>> = {},
): Record<string, OptionValue> {
  const entries = Object.entries(rule.options ?? {}).map(([name, spec]) => {
    const value = configured[name];
    if (!sameType(value, spec.default)) return [name, spec.default] as const;
    return [
      name,
      Array.isArray(value) ? [...new Set([...(spec.default as readonly string[]), ...value])] : value,
    ] as const;
  });
  return Object.fromEntries(entries);
}

interface JudgedUnit {
  readonly index: FactIndex;
  /** What rules may speak about: what is written in this file and not only looked up. Made once for all rules. */
  judged(kind: FactKind): readonly Fact[];
  /** Of the resources among them those of certain types; each type of the unit is asked about once. */
  resourcesOf(types: RegExp): readonly Fact[];
}

function unitOf(facts: readonly Fact[]): JudgedUnit {
  const index = new FactIndex(facts);
  const byKind = new Map<FactKind, readonly Fact[]>();
  let byType: ReadonlyMap<string, readonly Fact[]> | undefined;
  return {
    index,
    judged(kind) {
      const known = byKind.get(kind);
      if (known) return known;
      // What only reads is not judged; a step that removes something is, and so is what somebody wrote about it.
      const isText = kind === 'step' || kind === 'note';
      const all: readonly Fact[] = isText
        ? index.all(kind).filter(({ file }: Fact) => file === undefined)
        : index.own(kind);
      byKind.set(kind, all);
      return all;
    },
    resourcesOf(types) {
      byType ??= groupedByType(index.own('resource'));
      const matching = new Set([...byType.keys()].filter((type) => types.test(type)));
      const [first] = matching;
      if (first === undefined) return [];
      if (matching.size === 1) return byType.get(first) ?? [];
      return index.own('resource').filter(({ type }) => matching.has(type.value));
    },
  };
}

function groupedByType(resources: readonly Resource[]): ReadonlyMap<string, readonly Resource[]> {
  const groups = new Map<string, Resource[]>();
  for (const resource of resources) {
    const group = groups.get(resource.type.value);
    if (group === undefined) groups.set(resource.type.value, [resource]);
    else group.push(resource);
  }
  return groups;
}

function runOne(rule: AnyRule, unit: JudgedUnit, options: RunOptions): RawFinding[] {
  const faults = options.faults.get(rule.id) ?? 0;
  if (faults >= FAULTS_ALLOWED) return [];
  try {
    return checkAll(rule, unit, options);
  } catch (error) {
    options.faults.set(rule.id, faults + 1);
    if (faults === 0) options.log(`rule ${rule.id} failed: ${error instanceof Error ? error.message : String(error)}`);
    return [];
  }
}

function checkAll(rule: AnyRule, unit: JudgedUnit, options: RunOptions): RawFinding[] {
  const { looksAt, types } = rule;
  const check = rule.check as (
    fact: Fact,
    facts: FactIndex,
    options: Record<string, OptionValue>,
  ) => Iterable<RuleFinding>;
  const found = new Map<string, RawFinding>();
  let values: Record<string, OptionValue> | undefined;
  for (const kind of typeof looksAt === 'string' ? [looksAt] : looksAt) {
    for (const fact of kind === 'resource' && types !== undefined ? unit.resourcesOf(types) : unit.judged(kind)) {
      values ??= optionsOf(rule, options.optionsOf?.(rule.id));
      for (const finding of check(fact, unit.index, values)) {
        const key = `${finding.span.start}-${finding.span.end}`;
        if (!found.has(key)) found.set(key, complete(rule, fact, finding));
      }
    }
  }
  return found.size === 0 ? NONE : [...found.values()];
}

const NONE: RawFinding[] = [];

function complete(rule: AnyRule, fact: Fact, finding: RuleFinding): RawFinding {
  return {
    ...finding,
    rule,
    node: finding.node ?? fact.node,
    severity: finding.severity ?? rule.severity,
    lowered: finding.severity !== undefined && finding.severity !== rule.severity,
  };
}

function sameType(value: unknown, like: OptionValue): value is OptionValue {
  if (Array.isArray(like)) return Array.isArray(value) && value.every((item) => typeof item === 'string');
  return typeof value === typeof like;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
