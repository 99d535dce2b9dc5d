import type { ModuleLookup, OptionRow } from '../data.ts';
import { optionTable } from '../options.ts';

const TYPES: Readonly<Record<string, string>> = {
  s: 'text',
  b: 'boolean',
  i: 'whole number',
  f: 'number',
  l: 'list',
  d: 'mapping',
  p: 'path',
  pl: 'list of paths',
  r: 'anything',
  j: 'JSON',
  y: 'size',
  pc: 'percentage',
};

/** One line of facts about an option or a keyword. */
export function describeOption(row: OptionRow): string {
  const type = row.t === 'l' && row.e ? `list of ${TYPES[row.e] ?? row.e}` : (TYPES[row.t ?? 's'] ?? 'text');
  const parts = [
    type,
    row.q === 1 ? 'required' : undefined,
    row.d !== undefined && row.d !== null && row.d !== '' ? `default ${String(row.d)}` : undefined,
    row.l ? 'secret' : undefined,
    row.x ? 'deprecated' : undefined,
  ];
  return parts.filter((part) => part !== undefined).join(' · ');
}

/** Facts in our own words; the documentation itself is linked, not bundled. */
export function describeModule(module: Extract<ModuleLookup, { kind: 'live' }>): string {
  const { rows } = optionTable(module);
  const required = Object.entries(rows)
    .filter(([, row]) => row.q === 1)
    .map(([name]) => `\`${name}\``);
  const sets = [
    ...(module.row.ro ?? []).map((set) => `one of ${list(set)} is needed`),
    ...(module.row.mx ?? []).map((set) => `only one of ${list(set)}`),
    ...(module.row.rt ?? []).map((set) => `${list(set)} go together`),
  ];
  const deprecated = module.row.x ? `**Deprecated**${module.row.x.alt ? `: use ${module.row.x.alt}` : ''}.` : undefined;
  const [namespace = '', collection = '', ...rest] = module.name.split('.');
  const known = `[Documentation](https://docs.ansible.com/ansible/latest/collections/${namespace}/${collection}/${rest.join('.')}_module.html)`;
  const link = rest.length === 0 ? 'A module of this project.' : known;
  return [
    `**${module.name}**`,
    deprecated,
    required.length > 0 ? `Required: ${required.join(', ')}.` : undefined,
    sets.length > 0 ? `${sets.join('; ')}.` : undefined,
    `${Object.keys(rows).length} options. ${link}`,
  ]
    .filter(Boolean)
    .join('\n\n');
}

export function describeOptionFully(name: string, row: OptionRow): string {
  const choices = row.c ? `One of ${row.c.map((choice) => `\`${String(choice)}\``).join(', ')}.` : undefined;
  const aliases = row.a && row.a.length > 0 ? `Also written ${list(row.a)}.` : undefined;
  return [`**${name}** · ${describeOption(row)}`, choices, aliases].filter(Boolean).join('\n\n');
}

function list(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(', ');
}
