import { entryOf, type ScalarNode, type TreeEntry } from '../../model/tree.ts';
import { follow, instanceOf, type Macfile, type Named } from './model.ts';

export type ScriptKind = 'bootstrap bash' | 'ssh' | 'bash' | 'create bash' | 'destroy bash';

/** One piece of shell text. */
export interface MacScript {
  readonly kind: ScriptKind;
  readonly owner: Named;
  readonly entry: TreeEntry;
  readonly node: ScalarNode;
}

export function scriptsOf(file: Macfile): readonly MacScript[] {
  return [
    ...file.roles.flatMap((role) => scriptAt(role, 'bootstrap bash', instanceOf(role))),
    ...file.actions.flatMap((action) => [...scriptAt(action, 'ssh'), ...scriptAt(action, 'bash')]),
    ...file.resources.flatMap((resource) => [
      ...scriptAt(resource, 'create bash'),
      ...scriptAt(resource, 'destroy bash'),
    ]),
  ];
}

/** The script under a key of a role's `instance create`, an action or a resource; empty when there is none. */
export function scriptAt(owner: Named, kind: ScriptKind, body = follow(owner.body)): readonly MacScript[] {
  const entry = entryOf(body, kind);
  const node = follow(entry?.value);
  if (entry === undefined || node?.kind !== 'scalar') return [];
  return [{ kind, owner, entry, node }];
}
