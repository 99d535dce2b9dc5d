import type { Finding, Fix } from '../../../model/finding.ts';
import { entryOf, type ScalarNode, type TreeEntry } from '../../../model/tree.ts';
import { closest } from '../../../schema/closest.ts';
import { isEmpty, type Named } from '../model.ts';
import type { MacfileReading } from '../reading.ts';
import { addressReference, referencesIn } from '../references.ts';
import { actionsOfKind, hasKind, namesAreKnown } from '../resolve.ts';
import { instancesNamed, type Scope, settingText, type WorkEntry } from '../scope.ts';
import { textsOf } from '../uses.ts';
import { finding, listed, replace } from './report.ts';
import { removal } from './structure.ts';

/** What entries name: roles, resources, actions, and what they wait for; and what no entry uses. */
export function checkNames(scope: Scope): readonly Finding[] {
  const certain = namesAreKnown(scope);
  return [
    ...scope.entries.flatMap((entry) => [
      ...(certain ? checkRole(scope, entry) : []),
      ...(certain ? checkResource(scope, entry) : []),
      ...checkAction(scope, entry, certain),
      ...checkReady(scope, entry, certain),
    ]),
    ...(certain ? unused(scope) : []),
  ];
}

/** The scalar of a setting when it is written in the main file and holds no placeholder. */
function named(scope: Scope, entry: WorkEntry, key: string): ScalarNode | undefined {
  const setting = entry.settings.get(key);
  const value = setting?.value;
  if (setting === undefined || value?.kind !== 'scalar' || isEmpty(value) || value.text.includes('{')) return undefined;
  return setting.from === scope.main ? value : { ...value, span: entry.written.key };
}

function undefinedName(
  scope: Scope,
  code: string,
  at: ScalarNode,
  message: string,
  candidates: readonly string[],
  kind: Finding['kind'] = 'semantic',
): Finding {
  const meant = closest(at.text, candidates);
  const own = scope.main.source.text.slice(at.span.start, at.span.end).includes(at.text);
  const known = candidates.length === 0 ? '' : ` Known: ${listed(candidates)}.`;
  return finding(scope.main, {
    code,
    kind,
    severity: 'error',
    message: `${message}${meant === undefined ? known : ` Did you mean "${meant}"?`}`,
    span: at.span,
    fixes: [meant === undefined || !own ? undefined : replace(`Replace by "${meant}"`, at.span, meant)],
  });
}

function checkRole(scope: Scope, entry: WorkEntry): readonly Finding[] {
  const role = entry.kind === 'role' ? named(scope, entry, 'role') : undefined;
  if (role === undefined || scope.roles.has(role.text)) return [];
  const message = `No role is called "${role.text}", and mac refuses the file.`;
  return [undefinedName(scope, 'undefined-role', role, message, [...scope.roles.keys()], 'schema')];
}

function checkResource(scope: Scope, entry: WorkEntry): readonly Finding[] {
  const resource = entry.kind === 'resource' ? named(scope, entry, 'resource') : undefined;
  if (resource === undefined) return [];
  const declared = scope.resources.get(resource.text);
  if (declared === undefined) {
    const message = `No resource is called "${resource.text}": the run ends at entry "${entry.name}" with everything before it already created.`;
    return [undefinedName(scope, 'undefined-resource', resource, message, [...scope.resources.keys()])];
  }
  const { body } = declared;
  if (body.kind !== 'map' || body.entries.some(({ key }) => key.kind === 'scalar' && key.text === 'create bash'))
    return [];
  return [
    finding(scope.main, {
      code: 'undefined-resource',
      kind: 'semantic',
      severity: 'error',
      message: `Resource "${resource.text}" has no "create bash": the run ends at entry "${entry.name}" with everything before it already created. Add the command.`,
      span: resource.span,
    }),
  ];
}

function checkAction(scope: Scope, entry: WorkEntry, certain: boolean): readonly Finding[] {
  const action = entry.kind === 'action' ? named(scope, entry, 'action') : undefined;
  if (action === undefined) return [];
  const declared = scope.actions.get(action.text);
  if (declared === undefined) {
    if (!certain) return [];
    const message = `No action is called "${action.text}", and mac stops with an error at entry "${entry.name}".`;
    return [undefinedName(scope, 'undefined-action', action, message, actionsOfKind(scope, 'bash'))];
  }
  if (hasKind(declared, 'bash')) return [];
  return [
    finding(scope.main, {
      code: 'action-kind',
      kind: 'semantic',
      severity: 'error',
      message: `An entry runs actions with "bash"; "${action.text}" has "ssh", and mac stops with an error. Call it through role.<role>.${action.text} in a command instead.`,
      span: action.span,
    }),
  ];
}

function checkReady(scope: Scope, entry: WorkEntry, certain: boolean): readonly Finding[] {
  const ready = named(scope, entry, 'ready');
  const name = ready === undefined ? undefined : /^role\.([A-Za-z+][^.]*)$/.exec(ready.text)?.[1];
  const setting = entry.settings.get('ready');
  if (ready === undefined || name === undefined || setting === undefined) return [];
  const own = setting.from === scope.main;
  if (entry.kind === 'action') {
    return [
      finding(scope.main, {
        code: 'ready-on-action',
        kind: 'semantic',
        severity: 'warning',
        message: `mac ignores "ready" in an entry with "action": "${entry.name}" runs at once. Wait in an entry with "resource".`,
        span: own ? setting.key : entry.written.key,
        fixes: [own ? removal(scope.main, setting.entry, 'Remove "ready"', 'confirm') : undefined],
        tags: ['unnecessary'],
      }),
    ];
  }
  return certain ? checkAwaited(scope, entry, ready, name) : [];
}

function checkAwaited(scope: Scope, entry: WorkEntry, ready: ScalarNode, name: string): readonly Finding[] {
  const instances = scope.entries.filter((one) => one.kind === 'role');
  const awaited = instancesNamed(scope, name);
  if (instances.some((one) => settingText(one, 'role')?.includes('{'))) return [];
  const { order } = scope.index;
  const at = order.get(entry) ?? 0;
  const problem = (code: string, message: string, fixes: readonly (Fix | undefined)[] = []): Finding =>
    finding(scope.main, { code, kind: 'semantic', severity: 'error', message, span: ready.span, fixes });
  if (awaited.length === 0) {
    const meant = closest(name, [...scope.roles.keys(), ...instances.map((one) => one.name)]);
    const hint = meant === undefined ? '' : ` Did you mean "role.${meant}"?`;
    const what = scope.roles.has(name)
      ? `No entry creates instances of role "${name}"`
      : `"${name}" is neither a role nor an entry`;
    const own = scope.main.source.text.slice(ready.span.start, ready.span.end).includes(ready.text);
    const fix =
      meant === undefined || !own ? undefined : replace(`Replace by "role.${meant}"`, ready.span, `role.${meant}`);
    return [
      problem('ready-unknown', `${what}, so mac waits for nothing and runs "${entry.name}" at once.${hint}`, [fix]),
    ];
  }
  if (entry.kind === 'role' && waitsForItself(scope, entry)) {
    const through = awaited.includes(entry) ? 'themselves' : `those of "${name}", which wait for them`;
    return [
      problem(
        'ready-cycle',
        `The instances of "${entry.name}" wait for ${through}: they are never set up, and mac waits for ever.`,
      ),
    ];
  }
  if (entry.kind !== 'resource' || awaited.some((one) => (order.get(one) ?? 0) < at)) return [];
  return [
    problem(
      'ready-unknown',
      `The instances of "${name}" are created only after "${entry.name}", so mac waits for nothing here. Move "${awaited[0]?.name}" before it.`,
    ),
  ];
}

/** Instances are set up only when those they wait for are ready, so a ring of `ready` never opens. */
function waitsForItself(scope: Scope, entry: WorkEntry): boolean {
  const seen = new Set<WorkEntry>();
  const open = [entry];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const name = /^role\.([^.]+)$/.exec(settingText(next, 'ready') ?? '')?.[1];
    for (const one of name === undefined ? [] : instancesNamed(scope, name)) {
      if (one === entry) return true;
      if (!seen.has(one)) open.push(one);
      seen.add(one);
    }
  }
  return false;
}

function unused(scope: Scope): readonly Finding[] {
  const { main } = scope;
  if (scope.entries.some((entry) => entry.open)) return [];
  const used = usedNames(scope);
  const report = (code: string, word: string, one: Named, effect: string): Finding =>
    finding(main, {
      code,
      kind: 'semantic',
      severity: 'warning',
      message: `No entry under "infrastructures" uses ${word} "${one.name}", ${effect}. Use it or remove it.`,
      span: one.key,
      fixes: [removal(main, lastOf(main, word, one), `Remove ${word} "${one.name}"`, 'confirm')],
      tags: ['unnecessary'],
    });
  const isUnused = (names: ReadonlySet<string>) => {
    const open = [...names].some((name) => name.includes('{'));
    return (one: Named) => !open && !names.has(one.name) && !one.name.includes('{');
  };
  return [
    ...main.file.roles
      .filter(isUnused(used.roles))
      .map((one) => report('unused-role', 'role', one, 'so no instance of it is created')),
    ...main.file.actions
      .filter(isUnused(used.actions))
      .map((one) => report('unused-action', 'action', one, 'nor does any command')),
    ...main.file.resources
      .filter(isUnused(used.resources))
      .map((one) => report('unused-resource', 'resource', one, 'so it is never created')),
  ];
}

/** The entry, or its whole section when nothing else stands in it: an empty section is refused. */
function lastOf({ file }: MacfileReading, word: string, one: Named): TreeEntry {
  const section = `${word}s` as 'roles' | 'actions' | 'resources';
  const whole = entryOf(file.root, section);
  return file[section].length === 1 && whole !== undefined ? whole : one.entry;
}

function usedNames(scope: Scope): { readonly [section in 'roles' | 'actions' | 'resources']: ReadonlySet<string> } {
  const of = (kind: 'role' | 'action' | 'resource') =>
    new Set(scope.entries.flatMap((entry) => (entry.kind === kind ? (settingText(entry, kind) ?? []) : [])));
  const actions = of('action');
  for (const { node } of textsOf(scope)) {
    for (const { word, name, rest } of referencesIn(node)) {
      if (word === 'action') actions.add(name);
      else actions.add(rest);
    }
  }
  return { roles: of('role'), actions, resources: of('resource') };
}

/** Addresses in environment values. */
export function checkAddresses(scope: Scope): readonly Finding[] {
  const certain = namesAreKnown(scope);
  const texts = textsOf(scope).filter(({ place, from }) => from === scope.main && place.endsWith('-environment'));
  const byNode = new Map(texts.map((text) => [text.node, text]));
  return [...byNode.values()].flatMap(({ node, entry }) => checkAddress(scope, node, certain && entry !== undefined));
}

function checkAddress(scope: Scope, node: ScalarNode, certain: boolean): readonly Finding[] {
  const address = addressReference(node.text);
  if (address === undefined || node.text.includes('{')) return [];
  const problem = (code: string, message: string, fix?: Fix): Finding =>
    finding(scope.main, { code, kind: 'semantic', severity: 'error', message, span: node.span, fixes: [fix] });
  if (!address.wellFormed) {
    const prefixed = /^(?:role|infrastructure)\.([^.\s]+\.(?:PUBLIC_IP|PRIVATE_IP))$/.exec(node.text)?.[1];
    const effect = address.atEnd
      ? 'mac looks for instances of that whole beginning, finds none, and never sets the instances up'
      : 'the instances get the text as it stands';
    const advice =
      prefixed === undefined
        ? `Give the address a variable of its own (${address.name || 'app'}.${address.kind}) and put the value together on the instance.`
        : `Write ${prefixed}.`;
    return [
      problem(
        'address-reference',
        `${address.kind} works only when <role or entry>.${address.kind} is the whole value; here ${effect}. ${advice}`,
        prefixed === undefined ? undefined : replace(`Write ${prefixed}`, node.span, prefixed),
      ),
    ];
  }
  return certain ? checkAddressName(scope, node, address.name, problem) : [];
}

function checkAddressName(
  scope: Scope,
  node: ScalarNode,
  name: string,
  problem: (code: string, message: string, fix?: Fix) => Finding,
): readonly Finding[] {
  const instances = scope.entries.filter((one) => one.kind === 'role');
  if (instancesNamed(scope, name).length > 0) return [];
  if (instances.some((one) => settingText(one, 'role')?.includes('{'))) return [];
  if (scope.roles.has(name)) {
    return [
      problem(
        'undefined-entry',
        `No entry under "infrastructures" creates instances of role "${name}", so there is no address and mac waits for ever.`,
      ),
    ];
  }
  const meant = closest(name, [...scope.roles.keys(), ...instances.map((one) => one.name)]);
  const whole = meant === undefined ? undefined : meant + node.text.slice(name.length);
  const hint = meant === undefined ? '' : ` Did you mean "${meant}"?`;
  const fix = whole === undefined ? undefined : replace(`Replace by "${whole}"`, node.span, whole);
  return [
    problem(
      'undefined-role',
      `"${name}" is neither a role nor an entry with instances, so there is no address and mac waits for ever.${hint}`,
      fix,
    ),
  ];
}
