import type { CompletionItem } from '../../../model/editor.ts';
import type { DataSource } from '../../../schema/data.ts';
import { placeAt } from '../../../syntax/place.ts';
import type { AnsibleReading } from '../reading.ts';
import { configKeys } from './config.ts';
import { SHAPES } from './shapes.ts';

/** Keys of requirements, galaxy.yml, role metadata and argument specs; sections and settings of ansible.cfg. */
export function completeFile(reading: AnsibleReading, offset: number, data: DataSource): readonly CompletionItem[] {
  if (reading.kind === 'config') return settings(reading.tree.text, offset, data);
  const place = placeAt(reading.tree, offset);
  if (place.role !== 'key' && !place.item) return [];
  const shape = (SHAPES[reading.kind] ?? []).find(
    ({ at }) =>
      at.length === place.path.length && at.every((step, index) => step === '*' || step === place.path[index]),
  );
  if (shape === undefined) return [];
  const present = new Set(
    place.map?.entries.flatMap(({ key }) => (key.kind === 'scalar' && key !== place.node ? key.text : [])),
  );
  const followed = /^\s*:/.test(reading.tree.text.slice(place.span.end, place.span.end + 20));
  return Object.entries(shape.keys)
    .filter(([key]) => !present.has(key))
    .map(
      ([key, kind]): CompletionItem => ({
        label: key,
        kind: 'property',
        edit: { span: place.span, text: followed ? key : `${key}: $0` },
        snippet: true,
        detail: kind,
        rank: shape.required?.includes(key) ? 0 : 1,
      }),
    );
}

function settings(text: string, offset: number, data: DataSource): CompletionItem[] {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const typed = text.slice(start, offset);
  const known = configKeys(data);
  if (typed.startsWith('['))
    return [...known.keys()].map((name, rank) => ({
      label: name,
      kind: 'keyword',
      edit: { span: { start: start + 1, end: offset }, text: name },
      rank,
    }));
  const section = [...text.slice(0, start).matchAll(/^\[([^\]\n]+)\]/gm)].at(-1)?.[1] ?? '';
  const keys = known.get(section);
  if (keys === undefined) return [];
  const [, name, value] = /^([\w-]+)\s*[=:]\s*(.*)$/.exec(typed) ?? [];
  if (name !== undefined) {
    const row = keys.get(name);
    const choices = row?.c?.map(String) ?? (row?.t === 'b' ? ['true', 'false'] : []);
    return choices.map((label, rank) => ({
      label,
      kind: 'enum',
      edit: { span: { start: offset - (value ?? '').length, end: offset }, text: label },
      rank,
    }));
  }
  if (!/^[\w-]*$/.test(typed)) return [];
  return [...keys.keys()].map((label) => ({
    label,
    kind: 'property',
    edit: { span: { start, end: offset }, text: `${label} = ` },
  }));
}
