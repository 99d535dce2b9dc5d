import type { Dependency, ModuleCall, Parameter, Resource } from '../model/fact.ts';
import { entryAt, type MapValue, referencesIn, type Value } from '../model/value.ts';
import type { UnitFacts } from './input.ts';
import { named, type Phrase, say } from './phrase.ts';
import { comparable } from './setting.ts';
import { factsOf, groupedBy } from './source.ts';

/** Names whose values differ between the sides although no text at hand says how: each with what it comes from. */
export interface Tainted {
  /** Settings of a resource that read such a name, with the input that changed. */
  settingsOf(resource: Resource): readonly { readonly path: string; readonly via: Phrase }[];
}

/** A name that is another, or only some fields of the object behind it. */
interface Taint {
  readonly via: Phrase;
  readonly fields?: ReadonlySet<string>;
}

type Names = ReadonlyMap<string, Taint>;

const NOTHING: Tainted = { settingsOf: () => [] };

/** Arguments of a module call that are no inputs of the module. */
const META = new Set(['source', 'version', 'providers', 'depends_on', 'count', 'for_each']);

/**
 * What a changed input reaches through variables, locals and outputs, where its value cannot be followed: inside `for_each`, in a loop.
 * The direct ways need none of this, they are seen as a difference of the setting itself.
 */
export function taintedIn(blue: UnitFacts | undefined, green: UnitFacts): Tainted {
  if (!blue) return NOTHING;
  const names = green.language === 'ansible' ? changedVariables(blue, green) : changedModuleInputs(blue, green);
  return names.size === 0 ? NOTHING : { settingsOf: (resource) => tainting(resource, names) };
}

function changedModuleInputs(blue: UnitFacts, green: UnitFacts): Names {
  const names = new Map<string, Taint>();
  const old = new Map(factsOf(blue, 'module-call').map((call) => [call.node, call]));
  const calls = new Map(factsOf(green, 'module-call').map((call) => [call.node, call]));
  for (const call of green.language === 'terraform' ? calls.values() : []) {
    const before = old.get(call.node);
    if (!before) continue;
    for (const key of changedInputs(before, call)) {
      const name = `${call.node}.var.${key}`;
      names.set(name, ofInput(name, say('module input {0}', key), names, old, calls));
    }
  }
  if (names.size > 0) spread(names, factsOf(green, 'dependency'), (name, via) => ofInput(name, via, names, old, calls));
  return names;
}

type Calls = ReadonlyMap<string, ModuleCall>;

/** Where a module gets an object that is written out, only the fields that differ or read what does. */
function ofInput(name: string, via: Phrase, names: Names, before: Calls, after: Calls): Taint {
  const [, node = '', key = ''] = /^(.*)\.var\.([^.]+)$/.exec(name) ?? [];
  const [was, is] = [before, after].map((calls) => written(entryAt(calls.get(node)?.settings, key)?.value));
  if (is?.kind !== 'map') return { via };
  const fields = is.entries.filter(({ key, value }) => {
    return comparable(value) !== comparable(entryAt(was, key.value)?.value) || readsTainted(value, names) !== undefined;
  });
  return fields.length === 0 ? { via } : { via, fields: new Set(fields.map(({ key }) => key.value)) };
}

function written(value: Value | undefined): Value | undefined {
  return value?.kind === 'reference' ? value.known : value;
}

function readsTainted(value: Value, names: Names): Phrase | undefined {
  for (const { target, attribute, known } of referencesIn(value)) {
    const taint = known === undefined || known.kind === 'unknown' ? names.get(target) : undefined;
    if (taint && reads(taint, attribute === undefined ? undefined : [attribute.split('.')[0] ?? ''])) return taint.via;
  }
  return undefined;
}

/** `fields`: those that somebody reads; undefined = all. `*` is one that only a run knows. */
function reads(taint: Taint, fields: readonly string[] | undefined): boolean {
  return !taint.fields || !fields || fields.some((field) => field === '*' || taint.fields?.has(field));
}

/** Variables of plays, of their groups, hosts and roles, and those made from them. */
function changedVariables(blue: UnitFacts, green: UnitFacts): Names {
  const old = new Map(variablesOf(blue).map((each) => [keyOf(each), each]));
  const names = new Map<string, Phrase>();
  const parameters = variablesOf(green);
  const now = new Set(parameters.map(keyOf));
  for (const each of parameters) {
    const before = old.get(keyOf(each));
    // A variable of a file may be read by a name that only a default gave before.
    const isNew = !before && each.file !== undefined;
    if (isNew || (before && comparable(before.default) !== comparable(each.default)))
      names.set(each.name.value, said(each));
  }
  for (const each of old.values())
    if (each.file !== undefined && !now.has(keyOf(each))) names.set(each.name.value, said(each));
  for (let before = -1; before !== names.size; ) {
    before = names.size;
    for (const { name, default: value } of parameters) {
      const source = value && [...referencesIn(value)].find(({ target }) => names.has(target));
      if (source && !names.has(name.value)) names.set(name.value, names.get(source.target) ?? named(name.value));
    }
  }
  return new Map([...names].map(([name, via]) => [name, { via }]));
}

type Named = Pick<Parameter, 'node' | 'name' | 'default' | 'file'>;

function variablesOf(unit: UnitFacts): readonly Named[] {
  const ofFiles = factsOf(unit, 'variable').map(({ value, ...each }): Named => ({ ...each, default: value }));
  return [...factsOf(unit, 'parameter'), ...ofFiles];
}

function keyOf({ node, file, name }: Named): string {
  return `${node} ${file ?? ''} ${name.value}`;
}

function said({ name, file }: Named): Phrase {
  return file === undefined ? say('variable {0}', name.value) : say('variable {0} ({1})', name.value, file);
}

/** Inputs that differ; those that come from the copy's own entry differ when what it is repeated over does. */
function changedInputs(before: ModuleCall, after: ModuleCall): readonly string[] {
  const old = new Map(before.settings.entries.map(({ key, value }) => [key.value, comparable(value)]));
  const differs = (key: string, value: Value): boolean => old.has(key) && old.get(key) !== comparable(value);
  const inputs = after.settings.entries.filter(({ key }) => !META.has(key.value));
  const direct = inputs.filter(({ key, value }) => differs(key.value, value));
  const repeated = entryAt(after.settings, 'for_each')?.value;
  if (repeated === undefined || !differs('for_each', repeated)) return direct.map(({ key }) => key.value);
  const parts = partsThatDiffer(entryAt(before.settings, 'for_each')?.value, repeated);
  const each = inputs.filter(({ value }) => readsEach(value));
  const named = each.filter(({ key }) => parts.has(key.value));
  return [...direct, ...(named.length > 0 ? named : each)].map(({ key }) => key.value);
}

/** Keys of the copies' own entries that differ, wherever the maps stand in the expression: `image` of `{ web = { image = … } }`. */
function partsThatDiffer(before: Value | undefined, after: Value): ReadonlySet<string> {
  const old = before === undefined ? [] : mapsIn(before);
  const found = new Set<string>();
  mapsIn(after).forEach((map, at) => {
    for (const { key, value } of map.entries) {
      const was = entryAt(old[at], key.value)?.value;
      if (comparable(was) === comparable(value) || value.kind !== 'map') continue;
      for (const part of value.entries) {
        if (comparable(entryAt(was, part.key.value)?.value) !== comparable(part.value)) found.add(part.key.value);
      }
    }
  });
  return found;
}

function mapsIn(value: Value): readonly MapValue[] {
  if (value.kind === 'map') return [value];
  if (value.kind === 'reference') return value.known ? mapsIn(value.known) : [];
  return value.kind === 'unknown' ? (value.parts ?? []).flatMap((part) => ('kind' in part ? mapsIn(part) : [])) : [];
}

function readsEach(value: Value): boolean {
  if (value.kind === 'map') return value.entries.some((entry) => readsEach(entry.value));
  if (value.kind === 'list') return value.items.some(readsEach);
  return value.kind === 'unknown' && (value.parts ?? []).some((part) => !('kind' in part) && part.value === 'each');
}

/** Along dependencies of names that are no resources. */
function spread(
  names: Map<string, Taint>,
  dependencies: readonly Dependency[],
  taintOf: (name: string, via: Phrase) => Taint,
): void {
  const users = groupedBy(
    dependencies.filter(({ node }) => /(^|\.)(var|local|output)\.[^.]+$/.test(node)),
    ({ to }) => to,
  );
  const queue = [...names.keys()];
  for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
    const taint = names.get(at);
    const reading = (users.get(at) ?? []).filter(({ fields }) => taint && reads(taint, fields));
    for (const user of reading.flatMap(({ node }) => withModule(node))) {
      const now = taintOf(user, taint?.via ?? named(user));
      const before = names.get(user);
      if (before && (!before.fields || before.fields.size === now.fields?.size)) continue;
      names.set(user, now);
      queue.push(user);
    }
  }
}

/** A loop over the copies of a module reads all of its outputs. */
function withModule(name: string): readonly string[] {
  const module = /^(.*)\.output\.[^.]+$/.exec(name)?.[1];
  return module === undefined ? [name] : [name, module];
}

function tainting({ settings }: Resource, names: Names): ReturnType<Tainted['settingsOf']> {
  return settings.entries.flatMap(({ key, value }) => {
    const via = readsTainted(value, names);
    return via === undefined ? [] : [{ path: key.value, via }];
  });
}
