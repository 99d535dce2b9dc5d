import type { Finding, Fix } from '../../../model/finding.ts';
import { entryOf, keyText, type MapNode, type TreeEntry, type TreeNode } from '../../../model/tree.ts';
import { closest } from '../../../schema/closest.ts';
import type { DataSource } from '../../../schema/data.ts';
import { resolvePlain } from '../../../syntax/yaml11.ts';
import { type AnsibleReading, finding } from '../reading.ts';
import { type ConfigKey, configKeys } from './config.ts';
import { SHAPES, type Shape } from './shapes.ts';

/** Files with a shape of their own: requirements, galaxy.yml, meta, argument specs, ansible.cfg, inventories in INI form. */
export function checkFile(reading: AnsibleReading, data: DataSource): Finding[] {
  if (reading.kind === 'config') return checkConfig(reading, data);
  if (reading.ini !== undefined) return checkIni(reading);
  if (reading.tree.tier !== 'fast') return [];
  const root = reading.tree.roots.find((each) => each !== undefined);
  return (SHAPES[reading.kind] ?? []).flatMap((shape) =>
    mapsAt(root, shape.at).flatMap(({ map, node }) => checkMap(map, shape, node)),
  );
}

function mapsAt(root: TreeNode | undefined, path: readonly string[], node = ''): { map: MapNode; node: string }[] {
  const [step, ...rest] = path;
  if (step === undefined) return root?.kind === 'map' ? [{ map: root, node }] : [];
  const under = (child: TreeNode, name: string) => mapsAt(child, rest, node === '' ? name : `${node}.${name}`);
  if (step !== '*') {
    const entry = entryOf(root, step);
    return entry === undefined ? [] : under(entry.value, step);
  }
  if (root?.kind === 'list') return root.items.flatMap((item, index) => under(item, String(index)));
  // A list of requirements has no keys of its own; a mapping of options has.
  return root?.kind === 'map' && node !== ''
    ? root.entries.flatMap((entry) => under(entry.value, keyText(entry) ?? ''))
    : [];
}

function checkMap(map: MapNode, { keys, required = [] }: Shape, node: string): Finding[] {
  const found = map.entries.flatMap((entry) => checkEntry(entry, keys, node));
  const header = map.entries[0]?.key.span ?? map.span;
  const absent = required.filter((key) => entryOf(map, key) === undefined && entryOf(map, '<<') === undefined);
  return [
    ...found,
    ...absent.map((key) => finding('missing-key', 'warning', `The key ${key} is needed here.`, { span: header, node })),
  ];
}

function checkEntry(entry: TreeEntry, keys: Shape['keys'], node: string): Finding[] {
  const key = keyText(entry) ?? '';
  if (key === '<<') return [];
  const at = { span: entry.key.span, node };
  if (!Object.hasOwn(keys, key)) {
    const near = closest(key, Object.keys(keys));
    // A newer tool may know more keys than this table.
    return near === undefined
      ? []
      : [
          finding('unknown-key', 'warning', `There is no key ${key} here. Did you mean ${near}?`, at, {
            fixes: change(entry.key.span, near),
          }),
        ];
  }
  const { value } = entry;
  const want = keys[key];
  const wrong =
    (want === 'list' && value.kind === 'map') ||
    (want === 'map' && value.kind === 'list' && value.items.length > 0) ||
    (want === 'text' && (value.kind === 'map' || value.kind === 'list')) ||
    (want === 'boolean' &&
      value.kind === 'scalar' &&
      value.style === 'plain' &&
      resolvePlain(value.text).kind !== 'bool');
  return wrong
    ? [finding('wrong-type', 'warning', `${key} wants ${WORDS[want ?? 'any']}.`, { span: value.span, node })]
    : [];
}

const WORDS = { text: 'a text', boolean: 'true or false', list: 'a list', map: 'a mapping', any: 'anything' };

function change(span: Finding['span'], to: string): Fix[] {
  return [{ title: `Change to ${to}`, safety: 'safe', edits: [{ span, text: to }] }];
}

/** `key = value` lines of ansible.cfg against the settings Ansible has. */
function checkConfig({ source: { text } }: AnsibleReading, data: DataSource): Finding[] {
  const known = configKeys(data);
  let section = '';
  let at = 0;
  return text.split('\n').flatMap((line): Finding[] => {
    const start = at;
    at += line.length + 1;
    if (line.length > 2000) return [];
    const header = /^\[([^\]]+)\]/.exec(line)?.[1];
    if (header !== undefined) section = header;
    const [, name = '', value = ''] = /^([A-Za-z_][\w-]*)\s*[=:]\s*([^#;]*)/.exec(line) ?? [];
    const keys = known.get(section);
    if (name === '' || keys === undefined) return [];
    const span = { start, end: start + name.length };
    const row = keys.get(name);
    if (row !== undefined)
      return configValue(
        row,
        name,
        value.trim(),
        {
          start: start + line.indexOf(value, name.length),
          end: start + line.indexOf(value, name.length) + value.trim().length,
        },
        section,
      );
    const near = closest(name, keys.keys());
    if (near === undefined) return [];
    return [
      finding(
        'unknown-key',
        'warning',
        `[${section}] has no setting ${name}. Did you mean ${near}?`,
        { span, node: section },
        { fixes: change(span, near) },
      ),
    ];
  });
}

function configValue(row: ConfigKey, name: string, value: string, span: Finding['span'], section: string): Finding[] {
  if (value === '' || value.includes('{{') || value.startsWith('$')) return [];
  const bad =
    (row.t === 'b' && !/^(y|yes|on|1|true|t|n|no|off|0|false|f)$/i.test(value)) ||
    (row.t === 'i' && !/^-?\d+$/.test(value)) ||
    (row.c !== undefined && !row.c.map(String).includes(value));
  if (!bad) return [];
  const wants = row.c !== undefined ? row.c.map(String).join(', ') : row.t === 'b' ? 'true or false' : 'a whole number';
  return [
    finding('wrong-type', 'warning', `${name} wants ${wants}, and has "${value.slice(0, 40)}".`, {
      span,
      node: section,
    }),
  ];
}

function checkIni({ ini }: AnsibleReading): Finding[] {
  const strange = (ini?.sections ?? []).flatMap(({ strange: each, name }) =>
    each === undefined || /^\d/.test(each.value)
      ? []
      : [
          finding('unknown-key', 'error', `Behind the colon of a group stands vars or children, not ${each.value}.`, {
            span: each.span,
            node: name.value,
          }),
        ],
  );
  const broken = (ini?.broken ?? []).map((span) =>
    finding(
      'yaml-syntax',
      'error',
      'The bracket of this group is never closed.',
      { span, node: '' },
      { kind: 'syntax' },
    ),
  );
  return [...strange, ...broken];
}
