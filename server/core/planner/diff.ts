import type { Json } from '../model/plan.ts';
import type { MapEntry, ReferenceValue, Value } from '../model/value.ts';
import type { ChangedSetting } from './input.ts';
import { isSecretName, MASKED, masked, maskTree } from './mask.ts';
import { type Phrase, say } from './phrase.ts';
import { comparable, plain } from './setting.ts';

/** A changed setting before anybody asked what it does to the resource. */
export type Difference = Omit<ChangedSetting, 'forcesReplacement'>;

export interface DiffOptions {
  /** Parameters and keys whose values nobody may see. */
  readonly secrets: ReadonlySet<string>;
  /** True for two texts that differ only by the stamp of the version. */
  readonly sameButForVersion?: (before: string, after: string) => boolean;
  /** What an input of this name is called: `parameter default`, `variable default`. */
  readonly input: (name: string) => Phrase;
}

/** Settings that differ, with known defaults substituted: an image that comes from a parameter's default is seen. */
export function differences(
  before: Value | undefined,
  after: Value | undefined,
  options: DiffOptions,
  path = '',
): readonly Difference[] {
  if (before?.kind === 'map' && after?.kind === 'map') return ofMaps(before.entries, after.entries, options, path);
  if (before?.kind === 'list' && after?.kind === 'list') return ofLists(before.items, after.items, options, path);
  if (same(before, after)) return [];
  const was = before && plain(before);
  const is = after && plain(after);
  if (typeof was === 'string' && typeof is === 'string' && options.sameButForVersion?.(was, is)) return [];
  return [difference(path, before, after, options)];
}

function ofMaps(
  before: readonly MapEntry[],
  after: readonly MapEntry[],
  options: DiffOptions,
  path: string,
): readonly Difference[] {
  const old = new Map(before.map((entry) => [entry.key.value, entry.value]));
  const now = new Map(after.map((entry) => [entry.key.value, entry.value]));
  const keys = [...now.keys(), ...[...old.keys()].filter((key) => !now.has(key))];
  return keys.flatMap((key) => differences(old.get(key), now.get(key), options, path === '' ? key : `${path}.${key}`));
}

/** Items by position; where some came or went, what is equal at both ends is set aside first. */
function ofLists(
  before: readonly Value[],
  after: readonly Value[],
  options: DiffOptions,
  path: string,
): readonly Difference[] {
  const most = Math.min(before.length, after.length);
  let head = 0;
  let tail = 0;
  if (before.length !== after.length) {
    while (head < most && same(before[head], after[head])) head++;
    while (tail < most - head && same(before.at(-1 - tail), after.at(-1 - tail))) tail++;
  }
  const old = before.slice(head, before.length - tail);
  const now = after.slice(head, after.length - tail);
  const count = Math.max(old.length, now.length);
  return Array.from({ length: count }, (_none, i) =>
    differences(old[i], now[i], options, `${path}[${head + i}]`),
  ).flat();
}

function same(a: Value | undefined, b: Value | undefined): boolean {
  return comparable(a) === comparable(b);
}

function difference(
  path: string,
  before: Value | undefined,
  after: Value | undefined,
  options: DiffOptions,
): Difference {
  const sensitive = isSecretName(path) || [before, after].some((value) => value && readsSecret(value, options.secrets));
  const [was, is] = withoutBlanks(shownSides(before, after), before, after);
  const shown = (value: Json | undefined): Json | undefined =>
    sensitive ? masked(value) : small(maskTree(path, value));
  const texts = [was, is].some(isFingerprint);
  const via = texts ? say('its text is another') : inputBehind(before, after, options.input);
  if (texts) return { path, ...(via === undefined ? {} : { via }) };
  return {
    path,
    ...defined('before', shown(was)),
    ...defined('after', shown(is)),
    ...(via === undefined ? {} : { via }),
    ...(sensitive || shown(was) === MASKED || shown(is) === MASKED ? { sensitive: true } : {}),
  };
}

/** What only a run works out may leave no text at all: two of those show nothing, one of them stands as `…`. */
function withoutBlanks(
  [was, is]: readonly [Json | undefined, Json | undefined],
  before: Value | undefined,
  after: Value | undefined,
): readonly [Json | undefined, Json | undefined] {
  const isBlank = (side: Json | undefined, value: Value | undefined): boolean =>
    value?.kind !== 'scalar' && typeof side === 'string' && /^"?\s*"?$/.test(side);
  const [noWas, noIs] = [isBlank(was, before), isBlank(is, after)];
  return noWas && noIs ? [undefined, undefined] : [noWas ? '…' : was, noIs ? '…' : is];
}

/** Stands for a text that is too long to be shown. */
function isFingerprint(value: Json | undefined): boolean {
  return typeof value === 'string' && /^text #[0-9a-f]{8}$/.test(value);
}

/** Where only something inside an expression is another, that is what is shown. */
function shownSides(
  before: Value | undefined,
  after: Value | undefined,
): readonly [Json | undefined, Json | undefined] {
  const was = before && plain(before);
  const is = after && plain(after);
  if (was === undefined || is === undefined || JSON.stringify(was) !== JSON.stringify(is)) return shortened(was, is);
  const [had, has] = [literalsOf(before), literalsOf(after)];
  const one = has.findIndex((text, i) => text !== had[i]);
  if (one >= 0 && had.length === has.length) return shortened(had[one], has[one]);
  const [old, now] = [before ? inputsIn(before) : [], after ? inputsIn(after) : []];
  const at = now.findIndex((input, i) => input.known && comparable(input) !== comparable(old[i]));
  return shortened(textOf(old[at]?.known), textOf(now[at]?.known));
}

function literalsOf(value: Value | undefined): readonly string[] {
  return value?.kind === 'unknown' ? (value.literals ?? []) : [];
}

function textOf(value: Value | undefined): string | undefined {
  return value && JSON.stringify(plain(value));
}

/** A whole block that came or went is said, not printed. */
function small(value: Json | undefined): Json | undefined {
  if (value === null || typeof value !== 'object') return value;
  const text = JSON.stringify(value);
  return text.length <= SHOWN_AT_MOST ? value : cut([text]);
}

function defined<K extends string>(key: K, value: Json | undefined): { readonly [P in K]?: Json } {
  return value === undefined ? {} : ({ [key]: value } as { readonly [P in K]?: Json });
}

/** Whether a value is made from one of these inputs. */
export function readsSecret(value: Value, secrets: ReadonlySet<string>): boolean {
  return inputsIn(value).some(({ target }) => secrets.has(target) || secrets.has(target.split('.').at(-1) ?? target));
}

/** The input whose default makes the difference. */
function inputBehind(
  before: Value | undefined,
  after: Value | undefined,
  called: DiffOptions['input'],
): Phrase | undefined {
  const old = new Map((before ? inputsIn(before) : []).map((input) => [input.target, comparable(input)]));
  const moved = (after ? inputsIn(after) : []).find((input) => {
    return old.has(input.target) && old.get(input.target) !== comparable(input);
  });
  return moved && called(moved.target.split('.').at(-1) ?? moved.target);
}

function inputsIn(value: Value): readonly ReferenceValue[] {
  if (value.kind === 'reference') return [value];
  if (value.kind === 'unknown') return (value.parts ?? []).filter((part): part is ReferenceValue => 'kind' in part);
  if (value.kind === 'list') return value.items.flatMap(inputsIn);
  if (value.kind === 'map') return value.entries.flatMap((entry) => inputsIn(entry.value));
  return [];
}

const SHOWN_WHOLE = 60;
const SHOWN_AT_MOST = 200;

/** Of two long texts only the words that differ. */
export function shortened(
  before: Json | undefined,
  after: Json | undefined,
): readonly [Json | undefined, Json | undefined] {
  if (typeof before !== 'string' || typeof after !== 'string') return [before, after];
  if (!/\n/.test(before + after) && before.length <= SHOWN_WHOLE && after.length <= SHOWN_WHOLE) return [before, after];
  const old = words(before);
  const now = words(after);
  let head = 0;
  while (head < Math.min(old.length, now.length) && old[head] === now[head]) head++;
  let tail = 0;
  const most = Math.min(old.length, now.length) - head;
  while (tail < most && old.at(-1 - tail) === now.at(-1 - tail)) tail++;
  return [cut(old.slice(head, old.length - tail)), cut(now.slice(head, now.length - tail))];
}

function words(text: string): readonly string[] {
  return text.split(/([\s"',;{}[\]/]+)/);
}

function cut(parts: readonly string[]): string {
  const text = parts.join('').trim();
  return text.length <= SHOWN_AT_MOST ? text : `${text.slice(0, SHOWN_AT_MOST - 1)}…`;
}
