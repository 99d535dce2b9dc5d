import type { LanguageId, Resource } from '../model/fact.ts';
import type { LifecycleClass } from '../model/lifecycle.ts';
import type { Change, Evidence } from '../model/plan.ts';
import { type Value, valueAt } from '../model/value.ts';
import { type Difference, type DiffOptions, differences, shortened } from './diff.ts';
import { COMES, changeByRunning, GOES } from './evidence.ts';
import type { ChangedSetting, Pair, PlanInput, ReplacementAnswer, ToolChange } from './input.ts';
import { isSecretName, maskTree } from './mask.ts';
import { named, type Phrase, say } from './phrase.ts';
import { spelling } from './setting.ts';
import type { StateMoves } from './state-moves.ts';
import type { Tainted } from './tainted.ts';
import type { IndexedUnit } from './unit.ts';

export interface Comparison {
  readonly change: Change;
  readonly evidence: Evidence;
  readonly changedPaths: readonly ChangedSetting[];
}

export interface Sides {
  readonly blue: IndexedUnit | undefined;
  readonly green: IndexedUnit;
  readonly tainted: Tainted;
  readonly moves: StateMoves;
}

const INPUT: Readonly<Record<LanguageId, (name: string) => Phrase>> = {
  macfile: (name) => say('parameter {0}', name),
  cloudformation: (name) => say('parameter default {0}', name),
  terraform: (name) => say('variable default {0}', name),
  ansible: (name) => say('variable {0}', name),
};

/** What happens to one resource, by the order of evidence: tool plan, bundled facts, text. */
export function compare(
  pair: Pair,
  sides: Sides,
  input: PlanInput,
  tool: { readonly change: ToolChange | undefined; readonly running: boolean | undefined },
  state: LifecycleClass,
): Comparison {
  if (tool.change) return { change: tool.change.change, evidence: 'tool-plan', changedPaths: tool.change.paths };
  const running = changeByRunning(tool.running);
  if (running && (running === 'add' || !sides.blue))
    return { change: running, evidence: 'tool-plan', changedPaths: [] };
  const { blue, green } = pair;
  if (green && !blue && sides.moves.isTakenOver(pair.id))
    return { change: 'unknown', evidence: 'text-diff', changedPaths: [] };
  if (blue && !green && sides.moves.isForgotten(pair.id))
    return { change: 'unchanged', evidence: 'text-diff', changedPaths: [] };
  if (!sides.blue || (!blue && green)) return { change: 'add', evidence: evidenceOf(sides), changedPaths: [] };
  if (!green || !blue) return { change: 'remove', evidence: 'text-diff', changedPaths: [] };
  const options = optionsOf(sides.blue, sides.green);
  const found = differences(ownSettings(blue, sides.blue), ownSettings(green, sides.green), options).filter(
    (each) => !saysTheDefault(each),
  );
  const scripts = ofScripts(pair, sides.blue, sides.green, options);
  found.push(...scripts.filter((script) => script.path !== pair.id || found.length === 0));
  found.push(...ofCopies(blue, green, options), ...ofCalledCopies(pair, sides, options));
  const seen = new Set(found.map(({ path }) => path.split(/[.[]/)[0]));
  found.push(...sides.tainted.settingsOf(green).filter(({ path }) => !seen.has(path) && !ABOUT_THE_RUN.has(path)));
  if (blue.type.value !== green.type.value) found.unshift(ofType(blue, green));
  if (found.length === 0) return { change: 'unchanged', evidence: 'none', changedPaths: [] };
  const changedPaths = found.map((difference) => {
    const retyped = difference.path === 'type' && pair.was !== pair.id;
    const answer = retyped ? RETYPED : answerFor(green, difference, input, state);
    const via = difference.via ?? (answer.forces === 'no' ? undefined : answer.via);
    return { ...difference, forcesReplacement: answer.forces, ...(via ? { via } : {}) };
  });
  const known = changedPaths.some((path) => path.forcesReplacement !== 'unknown');
  return { change: strongest(changedPaths), evidence: known ? 'bundled-facts' : 'text-diff', changedPaths };
}

/** What a changed setting does, and what says so. */
type Verdict = Pick<ReplacementAnswer, 'forces'> & { readonly via?: Phrase };

/** Switches that are off when nobody says anything, whatever the type. */
const OFF_UNLESS_SAID = new Set([
  'contentbaseddeduplication',
  'deletionprotection',
  'enabledeletionprotection',
  'fifoqueue',
  'fifotopic',
  'forcedestroy',
  'iamdatabaseauthenticationenabled',
  'internal',
  'multiaz',
  'skipfinalsnapshot',
]);

/** `fifo_queue = false` came or went. */
function saysTheDefault({ path, before, after }: Difference): boolean {
  if (!OFF_UNLESS_SAID.has(spelling(path))) return false;
  return (before === undefined && String(after) === 'false') || (after === undefined && String(before) === 'false');
}

/** Only some types can take over the state of some others. */
const RETYPED: Verdict = {
  forces: 'maybe',
  via: say('moved to another type: its provider has to take the state over'),
};

function followed(value: Value | undefined): Value | undefined {
  return value?.kind === 'reference' ? (value.known ?? value) : value;
}

/** Copies that come or go, by number or by name, and what each of them gets. */
function ofCopies(blue: Resource, green: Resource, options: DiffOptions): readonly Difference[] {
  const named = differences(followed(blue.over), followed(green.over), options, 'for_each').map((found) => {
    if (!IS_COPY.test(found.path) || (found.before !== undefined && found.after !== undefined)) return found;
    return { ...found, via: found.after === undefined ? GOES : COMES };
  });
  const [was, is] = [blue.instances, green.instances];
  if (named.length > 0 || blue.counted !== true || green.counted !== true) return named;
  if (typeof was !== 'number' || typeof is !== 'number' || was === is) return named;
  return [{ path: 'count', before: was, after: is, via: is < was ? GOES : COMES }];
}

/** The same where a module around it is repeated. */
function ofCalledCopies({ id, was }: Pair, { blue, green }: Sides, options: DiffOptions): readonly Difference[] {
  if (!blue || was !== id || !id.startsWith('module.')) return [];
  return green.calls.flatMap((call) => {
    if (!id.startsWith(`${call.node}.`)) return [];
    const old = blue.calls.find(({ node }) => node === call.node);
    if (!old) return [];
    const [before, after] = [old, call].map(({ settings }) => followed(valueAt(settings, 'for_each')));
    return differences(before, after, options, 'for_each').flatMap((found) => {
      if (!IS_COPY.test(found.path) || (found.before !== undefined && found.after !== undefined)) return [];
      return [{ ...found, via: found.after === undefined ? GOES : COMES }];
    });
  });
}

/** A copy itself, not a part of what it gets. */
const IS_COPY = /^for_each(\.[^.[]+|\[\d+\])$/;

/** CloudFormation keeps policies and metadata beside the properties, Terraform its own blocks; changing those changes nothing that runs. */
function ownSettings({ settings }: Resource, { unit }: IndexedUnit): Value | undefined {
  if (unit.language === 'terraform') {
    return { ...settings, entries: settings.entries.filter(({ key }) => !ABOUT_THE_RUN.has(key.value)) };
  }
  return valueAt(settings, 'Type') === undefined ? settings : valueAt(settings, 'Properties');
}

/** Blocks of Terraform that say how it works, not what the thing is. */
const ABOUT_THE_RUN = new Set(['lifecycle', 'timeouts', 'connection']);

function evidenceOf({ blue }: Sides): Evidence {
  return blue ? 'text-diff' : 'none';
}

function strongest(paths: readonly ChangedSetting[]): Change {
  const forces = new Set(paths.map((path) => path.forcesReplacement));
  if (forces.has('yes')) return 'replace';
  return forces.has('maybe') || forces.has('unknown') ? 'update-maybe-replace' : 'update';
}

function answerFor(
  resource: Resource,
  { path }: Difference,
  { green, replacement }: PlanInput,
  state: LifecycleClass,
): Verdict {
  if (path === 'type') return { forces: 'yes', via: say('another type under the same name') };
  if (path === 'count' || IS_COPY.test(path)) return { forces: 'no', via: say('the other copies stay') };
  if (green.language === 'macfile') return ofMacfile(state);
  if (green.language === 'ansible') return { forces: 'no', via: say('a task changes what is there') };
  const answer = replacement?.(resource.type.value, settingBehind(resource, path));
  if (!answer) return { forces: 'unknown' };
  const { hint, forces, via } = answer;
  return { forces: hint && forces === 'yes' && state === 'persistent' ? 'maybe' : forces, via: named(via) };
}

/** `for_each["web"].ami` is the setting `ami` where there is one of that name. */
function settingBehind({ settings }: Resource, path: string): string {
  if (!path.startsWith('for_each')) return path;
  const last = path.split('.').at(-1) ?? path;
  return settings.entries.some(({ key }) => key.value === last) ? last : path;
}

/** `mac` has no update: the run of a new version executes every create command again. A route is set, not made. */
function ofMacfile(state: LifecycleClass): Verdict {
  if (state === 'router') return { forces: 'no', via: say('the command sets the route again') };
  return { forces: 'yes', via: say('a new version always creates new instances') };
}

function ofType(blue: Resource, green: Resource): Difference {
  return { path: 'type', before: blue.type.value, after: green.type.value };
}

/** Scripts of the resource and of the roles it uses. How it is destroyed and tested is no part of what it is. */
function ofScripts(
  { id, was: before }: Pair,
  blue: IndexedUnit,
  green: IndexedUnit,
  options: DiffOptions,
): readonly Difference[] {
  const old = scriptTexts(before, blue, id);
  const now = scriptTexts(id, green, id);
  return [...new Set([...now.keys(), ...old.keys()])].flatMap((node) => {
    const before = old.get(node);
    const after = now.get(node);
    if (before?.text === after?.text) return [];
    const stamped = before?.local && after?.local && options.sameButForVersion?.(before.text, after.text);
    if (stamped) return [];
    const [was, is] = shortened(before?.text, after?.text);
    return [{ path: node, ...shown('before', node, was), ...shown('after', node, is) }];
  });
}

/** By node, as the resource is called `now`. */
function scriptTexts(
  id: string,
  unit: IndexedUnit,
  now: string,
): ReadonlyMap<string, { text: string; local: boolean }> {
  const texts = new Map<string, { text: string; local: boolean }>();
  for (const { node: at, when, where, text } of unit.scriptsOf(id)) {
    if (when === 'destroy' || when === 'test') continue;
    const node = at.startsWith(id) ? now + at.slice(id.length) : at;
    const old = texts.get(node);
    texts.set(node, { text: old ? `${old.text}\n${text}` : text, local: where === 'local' });
  }
  return texts;
}

function shown(key: 'before' | 'after', node: string, value: unknown): object {
  if (typeof value !== 'string') return {};
  return { [key]: maskTree(isSecretName(node) ? node : '', value) };
}

function optionsOf(blue: IndexedUnit, green: IndexedUnit): DiffOptions {
  const { language } = green.unit;
  return {
    secrets: new Set([...blue.secrets, ...green.secrets]),
    input: INPUT[language],
    ...(language === 'macfile' ? { sameButForVersion: stampedAlike(blue, green) } : {}),
  };
}

/** Texts that name something of the unit and differ only where the version of the unit stands in them. */
function stampedAlike(blue: IndexedUnit, green: IndexedUnit): (before: string, after: string) => boolean {
  const { version } = blue;
  const next = green.version;
  if (version === undefined || next === undefined) return () => false;
  const name = blue.name ?? '';
  return (before, after) => before.includes(name) && restamped(before, version, next) === after;
}

/** A text with the version replaced wherever it stands as a word, with or without a `v`, but not as a tag or a value (`:1.2`, `=1.2`). */
function restamped(text: string, version: string, next: string): string {
  if (version === '') return text;
  let out = '';
  let done = 0;
  for (let at = text.indexOf(version); at >= 0; at = text.indexOf(version, Math.max(done, at + 1))) {
    const start = text[at - 1] === 'v' ? at - 1 : at;
    const end = at + version.length;
    if (/[A-Za-z0-9:=.]/.test(text[start - 1] ?? '') || /[A-Za-z0-9]/.test(text[end] ?? '')) continue;
    out += text.slice(done, at) + next;
    done = end;
  }
  return out + text.slice(done);
}
