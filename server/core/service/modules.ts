import type { DataSource } from '../schema/data.ts';

const known = new WeakMap<DataSource, ReadonlySet<string>>();

/** Whether Ansible ever knew a module by this name: short, full, or `inventory:` and the name of an inventory plugin. */
export function knowsModule(data: DataSource, name: string): boolean {
  let names = known.get(data);
  if (!names) {
    names = namesIn(data);
    known.set(data, names);
  }
  return names.has(name);
}

interface ModuleIndex {
  readonly modules?: Readonly<Record<string, readonly string[]>>;
  readonly gone?: Readonly<Record<string, readonly string[]>>;
  readonly redirects?: Readonly<Record<string, string>>;
}

function namesIn(data: DataSource): ReadonlySet<string> {
  const index = (data.json('ansible/index.json') ?? {}) as ModuleIndex;
  const names = new Set<string>(Object.keys(index.redirects ?? {}));
  for (const table of [index.modules, index.gone]) {
    for (const [collection, modules] of Object.entries(table ?? {})) {
      for (const module of modules) {
        names.add(`${collection}.${module}`);
        if (collection === 'ansible.builtin') names.add(module);
      }
    }
  }
  return names;
}
