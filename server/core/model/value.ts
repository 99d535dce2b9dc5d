import type { Span, Written } from './span.ts';

/**
 * What a setting is, in neutral form: the same for YAML, JSON, HCL and a command's flags.
 * `unknown` is a value of its own (unresolved parameter, template, computed attribute) and never produces a finding.
 */
export type Value = ScalarValue | ListValue | MapValue | ReferenceValue | UnknownValue;

export interface ScalarValue {
  readonly kind: 'scalar';
  /** The decoded value. Numbers and booleans only where the notation types them (JSON, HCL, a plain YAML scalar read by its language). */
  readonly value: string | number | boolean | null;
  /** The notation fills this text in (`Sub`), and it has no hole so far. */
  readonly filled?: boolean;
  readonly span: Span;
}

export interface ListValue {
  readonly kind: 'list';
  readonly items: readonly Value[];
  readonly span: Span;
}

export interface MapValue {
  readonly kind: 'map';
  readonly entries: readonly MapEntry[];
  readonly span: Span;
}

export interface MapEntry {
  readonly key: Written;
  readonly value: Value;
  /** Key, separator and value. */
  readonly span: Span;
}

/** Exactly one reference and nothing around it (`!Ref X`, `aws_lb.main.arn`, `resource.lb_inf.json.DNSName`). */
export interface ReferenceValue {
  readonly kind: 'reference';
  /** Node path of the target in the same unit, or the target's name as written when it is outside. */
  readonly target: string;
  readonly attribute?: string;
  /** Literal the target is known to have (parameter default, variable default, local). */
  readonly known?: Value;
  /** Where the target only hands on what it gets itself (a local, an input, an output): what that is in the end. */
  readonly origin?: { readonly target: string; readonly attribute?: string };
  readonly span: Span;
}

/** Anything that only a run can know. `parts` keeps what is literal and what is referred to, in order. */
export interface UnknownValue {
  readonly kind: 'unknown';
  readonly reason: string;
  readonly parts?: readonly (Written | ReferenceValue)[];
  /** Text after substitution of every known default, when that leaves no unknown part. */
  readonly known?: string;
  /** The expression as written, where the notation embeds one in text (Jinja). */
  readonly written?: string;
  /** Literal texts inside it, in order (arguments of a function, branches of a condition, rows of a mapping): when one is another, so is the value. */
  readonly literals?: readonly string[];
  readonly choice?: Choice;
  readonly span: Span;
}

/** One of several literal texts that a run chooses. */
export interface Choice {
  /** What it depends on, as written: `var.env`, a condition's or mapping's name. */
  readonly by: string;
  /** The text that it is compared with. */
  readonly equals?: string;
  readonly branches: readonly string[];
}

/** Entry of a map by its key. */
export function entryAt(value: Value | undefined, key: string): MapEntry | undefined {
  if (value?.kind !== 'map') return undefined;
  for (const entry of value.entries) if (entry.key.value === key) return entry;
  return undefined;
}

/** Value under a path of keys; list items by index (`'0'`). */
export function valueAt(value: Value | undefined, ...path: readonly string[]): Value | undefined {
  let at = value;
  for (const step of path) {
    if (at?.kind === 'list') at = at.items[Number(step)];
    else at = entryAt(at, step)?.value;
  }
  return at;
}

/** The text of a literal scalar; undefined for everything else, so that unknown values stay silent. */
export function literalText(value: Value | undefined): string | undefined {
  return value?.kind === 'scalar' && value.value !== null ? String(value.value) : undefined;
}

/** Literal or known by default: what a comparison of two versions should see. */
export function knownText(value: Value | undefined): string | undefined {
  if (value?.kind === 'reference') return knownText(value.known);
  if (value?.kind === 'unknown') return value.known;
  return literalText(value);
}

/** True, false, or undefined when it cannot be known. Accepts the spellings of YAML 1.1. */
export function literalBoolean(value: Value | undefined): boolean | undefined {
  const text = literalText(value)?.toLowerCase();
  if (text === 'true' || text === 'yes' || text === 'on') return true;
  if (text === 'false' || text === 'no' || text === 'off') return false;
  return undefined;
}

export function literalNumber(value: Value | undefined): number | undefined {
  const text = literalText(value);
  return text !== undefined && /^-?\d+(\.\d+)?$/.test(text.trim()) ? Number(text) : undefined;
}

/** Every reference inside a value, in order of appearance. */
export function* referencesIn(value: Value): Iterable<ReferenceValue> {
  if (value.kind === 'reference') yield value;
  if (value.kind === 'unknown') for (const part of value.parts ?? []) if ('kind' in part) yield part;
  if (value.kind === 'list') for (const item of value.items) yield* referencesIn(item);
  if (value.kind === 'map') for (const entry of value.entries) yield* referencesIn(entry.value);
}
