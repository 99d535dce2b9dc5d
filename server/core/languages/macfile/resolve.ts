import { closest } from '../../schema/closest.ts';
import type { MacReference } from './references.ts';
import { inheritedName, type Scope, type Setting, type Sourced, usersOf, type WorkEntry } from './scope.ts';

/** What a reference means to the tool. */
export type Target =
  | { readonly kind: 'property'; readonly entry: WorkEntry; readonly key: string; readonly setting: Setting }
  | { readonly kind: 'param'; readonly name: string }
  | { readonly kind: 'output'; readonly entry: WorkEntry; readonly format: 'json' | 'text'; readonly path: string }
  | { readonly kind: 'ssh'; readonly action: Sourced; readonly role?: Sourced; readonly entry?: WorkEntry }
  | { readonly kind: 'bash'; readonly action: Sourced; readonly path: string }
  | Broken;

/** Something in the reference that names nothing. `part` is what a finding underlines and `meant` what it should be. */
export interface Broken {
  readonly kind: 'broken';
  readonly code: 'undefined-entry' | 'undefined-role' | 'undefined-action' | 'action-kind' | 'reference-form';
  readonly part: 'whole' | 'name' | 'rest';
  readonly message: string;
  readonly meant?: string;
}

/** Follows a reference in the order in which the tool tries. */
export function resolve(scope: Scope, reference: MacReference): Target {
  const { word, name, rest } = reference;
  const entry = scope.index.byName.get(name);
  const setting = entry?.settings.get(rest);
  if (entry !== undefined && setting !== undefined) return { kind: 'property', entry, key: rest, setting };
  if (word === 'infrastructure' && name === 'param') return { kind: 'param', name: rest };
  if (word === 'action') return bashAction(scope, reference);
  const action = scope.actions.get(rest);
  if (action !== undefined) return sshAction(scope, reference, action, entry);
  if (entry !== undefined && entry.kind !== 'role') return output(scope, reference, entry);
  return undefinedTarget(scope, reference, entry);
}

function output(scope: Scope, { rest, word, name, regex }: MacReference, entry: WorkEntry): Target {
  const [format = '', ...path] = rest.split('.');
  if (format === 'json' && path.length > 0 && path.every((part) => part !== '')) {
    return { kind: 'output', entry, format, path: path.join('.') };
  }
  if (format === 'text' && regex !== undefined) return { kind: 'output', entry, format, path: regex };
  if (word !== 'resource') return undefinedTarget(scope, { rest, word, name } as MacReference, entry);
  const message =
    format === 'json'
      ? `"${rest}" needs the path into the JSON that "${name}" prints, such as json.DNSName; without one mac stops with an error.`
      : `The output of "${name}" is read as json.PATH or text.regex(…); mac stops with an error at "${rest}".`;
  return { kind: 'broken', code: 'reference-form', part: 'rest', message };
}

function bashAction(scope: Scope, { name, rest, regex }: MacReference): Target {
  const action = scope.actions.get(name);
  if (action === undefined) {
    const kind = actionsOfKind(scope, 'bash');
    return broken(
      'undefined-action',
      'name',
      `No action is called "${name}", and mac stops with an error when it meets the reference.`,
      closest(name, kind),
    );
  }
  if (!hasKind(action, 'bash')) {
    return broken(
      'action-kind',
      'name',
      `"action.${name}" runs a command on the machine that runs mac and needs an action with "bash"; "${name}" has "ssh". Use role.<role>.${name}.`,
    );
  }
  if (/^json\.\S/.test(rest) || (rest.startsWith('text.') && regex !== undefined))
    return { kind: 'bash', action, path: rest };
  return broken(
    'reference-form',
    'rest',
    `What an action prints is read as json.PATH or text.regex(…); mac stops with an error at "${rest}".`,
  );
}

function sshAction(
  scope: Scope,
  { word, name, rest }: MacReference,
  action: Sourced,
  entry: WorkEntry | undefined,
): Target {
  const role = scope.roles.get(name);
  const known = word === 'role' ? role : word === 'infrastructure' ? entry : undefined;
  if (known === undefined) return undefinedTarget(scope, { word, name, rest } as MacReference, entry);
  if (!hasKind(action, 'ssh')) {
    return broken(
      'action-kind',
      'rest',
      `"${rest}" is an action with "bash": it runs on the machine that runs mac, not on instances, and mac stops with an error. Use action.${rest}.json.… or give the action "ssh".`,
    );
  }
  if (word === 'role') return { kind: 'ssh', action, role: known as Sourced };
  return { kind: 'ssh', action, entry: known as WorkEntry };
}

function undefinedTarget(scope: Scope, { word, name, rest }: MacReference, entry: WorkEntry | undefined): Broken {
  if (word === 'role') {
    if (scope.roles.has(name)) return unknownAction(scope, rest, `role "${name}"`, []);
    const instead = entry?.kind === 'role' ? `infrastructure.${name}.${rest}` : undefined;
    if (instead !== undefined) {
      return broken(
        'undefined-role',
        'whole',
        `"${name}" is an entry, not a role, so nothing is found through "role.${name}".`,
        instead,
      );
    }
    return broken(
      'undefined-role',
      'name',
      `No role is called "${name}", so the reference can never be resolved.`,
      closest(name, scope.roles.keys()),
    );
  }
  if (entry !== undefined) return unknownAction(scope, rest, `entry "${name}"`, entry.settings.keys());
  if (word === 'infrastructure' && scope.roles.has(name)) {
    return broken(
      'undefined-entry',
      'whole',
      `"${name}" is a role, not an entry under "infrastructures".`,
      `role.${name}.${rest}`,
    );
  }
  return unknownEntry(scope, word, name);
}

function unknownEntry(scope: Scope, word: string, name: string): Broken {
  const users = word === 'resource' ? usersOf(scope, 'resource', name) : [];
  const names = scope.entries.map((one) => one.name);
  const meant = users.length === 1 ? users[0]?.name : closest(name, names);
  const why = scope.resources.has(name)
    ? `"${name}" is a resource; a reference names the entry under "infrastructures" that creates it.`
    : `No entry under "infrastructures" is called "${name}", so ${word === 'resource' ? 'mac stops with an error when it meets the reference' : 'the reference is never replaced'}.`;
  return broken('undefined-entry', 'name', why, meant);
}

function unknownAction(scope: Scope, rest: string, owner: string, keys: Iterable<string>): Broken {
  const message = `"${rest}" is neither an action nor a key of ${owner}, so the reference can never be resolved.`;
  return broken('undefined-action', 'rest', message, closest(rest, [...actionsOfKind(scope, 'ssh'), ...keys]));
}

function broken(code: Broken['code'], part: Broken['part'], message: string, meant?: string): Broken {
  return { kind: 'broken', code, part, message, ...(meant === undefined ? {} : { meant }) };
}

export function hasKind(action: Sourced, kind: 'ssh' | 'bash'): boolean {
  const { body } = action;
  return body.kind !== 'map' || body.entries.some(({ key }) => key.kind === 'scalar' && key.text === kind);
}

export function actionsOfKind(scope: Scope, kind: 'ssh' | 'bash'): readonly string[] {
  return [...scope.actions.values()].filter((action) => hasKind(action, kind)).map(({ name }) => name);
}

/** True when every name that can be declared is known: nothing is inherited from a file that was not read, nothing is named by a parameter. */
export function namesAreKnown(scope: Scope): boolean {
  const named = [...scope.roles.keys(), ...scope.actions.keys(), ...scope.resources.keys()];
  const entries = scope.entries.map(({ name }) => name);
  const isOpen = scope.entries.some(
    (entry) => entry.open && scope.parents.length > 0 && inheritedName(entry.written.name) !== undefined,
  );
  return scope.complete && scope.main.sound && !isOpen && ![...named, ...entries].some((name) => name.includes('{'));
}
