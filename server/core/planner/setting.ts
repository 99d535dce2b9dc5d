import type { Resource } from '../model/fact.ts';
import type { Json } from '../model/plan.ts';
import { knownText, type MapValue, type Value } from '../model/value.ts';

/** `EngineVersion`, `engine_version`, `--engine-version` and `engine version` are one setting. */
export function spelling(key: string): string {
  return key.replace(/[^A-Za-z0-9]/g, '').toLowerCase();
}

/** The first setting with one of these names (as `spelling` writes them), anywhere in the given maps: outer levels first. */
export function settingOf(resource: Resource, ...names: readonly string[]): Value | undefined {
  let level: readonly MapValue[] = [resource.settings];
  for (let depth = 0; depth < 6 && level.length > 0; depth++) {
    for (const map of level) {
      const found = map.entries.find((entry) => names.includes(spelling(entry.key.value)));
      if (found) return found.value;
    }
    level = level.flatMap((map) => map.entries.flatMap(({ value }) => mapsIn(value)));
  }
  return undefined;
}

/** Text of a setting, literal or known by default; undefined when only a run can know it. */
export function settingText(resource: Resource, ...names: readonly string[]): string | undefined {
  return knownText(settingOf(resource, ...names));
}

export function isTrue(text: string | undefined): boolean {
  return text !== undefined && /^(true|yes|on|1|enabled)$/i.test(text);
}

/** A value as plain JSON for people and for comparison: known values substituted, references and unknown parts named. */
export function plain(value: Value): Json {
  if (value.kind === 'scalar') return value.value;
  if (value.kind === 'list') return value.items.map(plain);
  if (value.kind === 'map')
    return Object.fromEntries(value.entries.map((entry) => [entry.key.value, plain(entry.value)]));
  if (value.kind === 'reference') return value.known ? plain(value.known) : referenceText(value);
  return value.known ?? (value.parts ?? []).map(partText).join('');
}

/** Texts of values once worked out: one value is part of many. */
const compared = new WeakMap<Value, string>();

/**
 * What two values have to have in common to be the same: known values substituted everywhere, also inside what only a run works out
 * (`[for c in var.containers : c.image]` is another when the containers are). Order of keys, and number or text, make no difference.
 */
export function comparable(value: Value | undefined): string {
  if (value === undefined) return '';
  const known = compared.get(value);
  if (known !== undefined) return known;
  const text = textToCompare(value);
  compared.set(value, text);
  return text;
}

function textToCompare(value: Value): string {
  if (value.kind === 'scalar') return value.value === null ? 'null' : JSON.stringify(String(value.value));
  if (value.kind === 'list') return `[${value.items.map(comparable).join(',')}]`;
  if (value.kind === 'map') {
    const entries = value.entries.map(({ key, value: part }) => `${JSON.stringify(key.value)}:${comparable(part)}`);
    return `{${entries.toSorted().join(',')}}`;
  }
  if (value.kind === 'reference')
    return value.known ? comparable(value.known) : JSON.stringify(referenceText(value.origin ?? value));
  if (value.known !== undefined) return JSON.stringify(value.known);
  const parts = (value.parts ?? []).map((part) => ('kind' in part ? comparable(part) : part.value));
  return `${value.written ?? ''}(${parts.join('')})${JSON.stringify(value.literals ?? [])}`;
}

/** The text as written where nothing is substituted: literal parts, and references in braces. */
export function writtenText(value: Value): string {
  if (value.kind === 'reference') return referenceText(value);
  if (value.kind === 'unknown' && value.parts) return value.parts.map(partText).join('');
  const json = plain(value);
  return typeof json === 'string' ? json : JSON.stringify(json);
}

type Part = NonNullable<Extract<Value, { kind: 'unknown' }>['parts']>[number];

function partText(part: Part): string {
  return 'kind' in part ? referenceText(part) : part.value;
}

function referenceText({ target, attribute }: { readonly target: string; readonly attribute?: string }): string {
  const name = /^parameters?\.(.+)$/i.exec(target)?.[1] ?? target;
  return attribute === undefined ? `{${name}}` : `{${name}.${attribute}}`;
}

function mapsIn(value: Value): readonly MapValue[] {
  if (value.kind === 'map') return [value];
  return value.kind === 'list' ? value.items.flatMap(mapsIn) : [];
}
