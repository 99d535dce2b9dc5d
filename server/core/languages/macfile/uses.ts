import type { ScalarNode } from '../../model/tree.ts';
import { environmentOf, instanceOf } from './model.ts';
import type { MacfileReading } from './reading.ts';
import { referencesIn } from './references.ts';
import { hasKind } from './resolve.ts';
import { type Scope, type Sourced, settingText, type WorkEntry } from './scope.ts';
import { scriptAt } from './scripts.ts';

/** Where a text stands decides what the tool replaces in it, and when. */
export type TextPlace = 'create' | 'destroy' | 'action' | 'param' | 'scalar' | 'role-environment' | 'entry-environment';

/** A text that may hold references, as one entry of the work list uses it. */
export interface MacText {
  readonly place: TextPlace;
  readonly node: ScalarNode;
  readonly from: MacfileReading;
  /** Undefined for text that no entry uses. */
  readonly entry: WorkEntry | undefined;
}

/** Every text in which the tool looks for references, once for every entry that uses it, in the order of the work list. */
export function textsOf(scope: Scope): readonly MacText[] {
  const texts = scope.entries.flatMap((entry) => textsOfEntry(scope, entry));
  const used = new Set(texts.map(({ node }) => node));
  return [...texts, ...unusedTexts(scope).filter(({ node }) => !used.has(node))];
}

export function textsOfEntry(scope: Scope, entry: WorkEntry): readonly MacText[] {
  if (entry.kind === 'role') return textsOfRoleEntry(scope, entry);
  const params: readonly MacText[] = [...entry.params.values()].flatMap(({ value, from }) =>
    value.kind === 'scalar' ? [{ place: 'param', node: value, from, entry } as const] : [],
  );
  return [...withActions(scope, params), ...commandsOf(scope, entry)];
}

function textsOfRoleEntry(scope: Scope, entry: WorkEntry): readonly MacText[] {
  const texts: MacText[] = [];
  for (const [key, { value, from }] of entry.settings) {
    if (value.kind === 'scalar' && key !== 'role' && key !== 'ready')
      texts.push({ place: 'scalar', node: value, from, entry });
  }
  const environment = entry.settings.get('environment');
  const role = scope.roles.get(settingText(entry, 'role') ?? '');
  if (role !== undefined) {
    for (const { value } of environmentOf(instanceOf(role))) {
      if (value.kind === 'scalar') texts.push({ place: 'role-environment', node: value, from: role.from, entry });
    }
  }
  if (environment === undefined || environment.value.kind !== 'list') return texts;
  for (const item of environment.value.items) {
    const value = item.kind === 'map' ? item.entries[0]?.value : undefined;
    if (value?.kind === 'scalar')
      texts.push({ place: 'entry-environment', node: value, from: environment.from, entry });
  }
  return texts;
}

function commandsOf(scope: Scope, entry: WorkEntry): readonly MacText[] {
  if (entry.kind === 'action') {
    const action = scope.actions.get(settingText(entry, 'action') ?? '');
    return action === undefined ? [] : withActions(scope, scriptText(action, 'bash', 'action', entry));
  }
  const resource = scope.resources.get(settingText(entry, 'resource') ?? '');
  if (resource === undefined) return [];
  return [
    ...withActions(scope, scriptText(resource, 'create bash', 'create', entry)),
    ...scriptText(resource, 'destroy bash', 'destroy', entry),
  ];
}

function scriptText(
  owner: Sourced,
  kind: 'bash' | 'create bash' | 'destroy bash',
  place: TextPlace,
  entry: WorkEntry | undefined,
): readonly MacText[] {
  return scriptAt(owner, kind).map(({ node }) => ({ place, node, from: owner.from, entry }));
}

/** A command and the `bash` actions it calls: those run at that moment, with the params of that entry. */
function withActions(scope: Scope, texts: readonly MacText[]): readonly MacText[] {
  const all = [...texts];
  const seen = new Set<string>();
  for (const { node, entry } of all) {
    for (const { word, name } of referencesIn(node)) {
      const action = word === 'action' && !seen.has(name) ? scope.actions.get(name) : undefined;
      if (action === undefined || !hasKind(action, 'bash')) continue;
      seen.add(name);
      all.push(...scriptText(action, 'bash', 'action', entry));
    }
  }
  return all;
}

function unusedTexts({ main }: Scope): readonly MacText[] {
  const sourced = (named: Omit<Sourced, 'from'>): Sourced => ({ ...named, from: main });
  return [
    ...main.file.actions.flatMap((action) => scriptText(sourced(action), 'bash', 'action', undefined)),
    ...main.file.resources.flatMap((resource) => [
      ...scriptText(sourced(resource), 'create bash', 'create', undefined),
      ...scriptText(sourced(resource), 'destroy bash', 'destroy', undefined),
    ]),
    ...main.file.roles.flatMap((role) =>
      environmentOf(instanceOf(role)).flatMap(({ value }) =>
        value.kind === 'scalar'
          ? [{ place: 'role-environment', node: value, from: main, entry: undefined } as const]
          : [],
      ),
    ),
  ];
}

/** Names that the commands of a resource or action read as `infrastructure.param.<name>`. */
export function paramsRead(scope: Scope, kind: string, name: string): readonly string[] {
  const owner =
    kind === 'resource' ? scope.resources.get(name) : kind === 'action' ? scope.actions.get(name) : undefined;
  if (owner === undefined) return [];
  const scripts = (['create bash', 'destroy bash', 'bash'] as const).flatMap((key) => scriptAt(owner, key));
  const params = scripts
    .flatMap(({ node }) => referencesIn(node))
    .filter((one) => one.word === 'infrastructure' && one.name === 'param');
  return [...new Set(params.map(({ rest }) => rest))];
}
