import type { DataSource } from '../../../schema/data.ts';

/** One setting of ansible.cfg: type and choices as in the facts about options. */
export interface ConfigKey {
  readonly t?: string;
  readonly c?: readonly unknown[];
  readonly d?: unknown;
}

const tables = new WeakMap<DataSource, ReadonlyMap<string, ReadonlyMap<string, ConfigKey>>>();

/** Settings by section and key. Plugins bring sections of their own, which are not in it. */
export function configKeys(data: DataSource): ReadonlyMap<string, ReadonlyMap<string, ConfigKey>> {
  const found = tables.get(data) ?? read(data);
  tables.set(data, found);
  return found;
}

function read(data: DataSource): ReadonlyMap<string, ReadonlyMap<string, ConfigKey>> {
  const rows = (data.json('ansible/config.json') ?? {}) as Readonly<
    Record<string, ConfigKey & { readonly i?: readonly string[] }>
  >;
  const sections = new Map<string, Map<string, ConfigKey>>();
  for (const row of Object.values(rows))
    for (const place of row.i ?? []) {
      const [section = '', key = ''] = place.split('.');
      const keys = sections.get(section) ?? new Map<string, ConfigKey>();
      sections.set(section, keys.set(key, row));
    }
  return sections;
}
