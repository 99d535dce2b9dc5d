import type { Hover } from '../../../model/editor.ts';
import type { DataSource } from '../../../schema/data.ts';
import { placeAt } from '../../../syntax/place.ts';
import { ansibleData, type OptionRow } from '../data.ts';
import { allTasks } from '../model.ts';
import { optionTable } from '../options.ts';
import type { AnsibleReading } from '../reading.ts';
import { describeModule, describeOption, describeOptionFully } from './describe.ts';
import { objectAt } from './object.ts';

/** Modules, options and keywords; nothing about values that only a run knows. */
export function hover(reading: AnsibleReading, offset: number, data: DataSource): Hover | undefined {
  const known = ansibleData(data);
  for (const task of allTasks(reading.tasks)) {
    const name = task.action?.name;
    if (name === undefined || offset < name.span.start || offset > name.span.end) continue;
    const module = known.module(name.value, task.collections);
    return module.kind === 'live' ? { span: name.span, markdown: describeModule(module) } : undefined;
  }
  const place = placeAt(reading.tree, offset);
  const at = objectAt(reading.kind, place.path);
  if (at === undefined || place.role !== 'key' || place.node?.kind !== 'scalar') return undefined;
  const key = place.node.text;
  if (at.rest.length === 0) {
    const row = known.keywords(at.object === 'play' ? 'Play' : 'Task')[key] ?? known.keywords('Block')[key];
    return row && { span: place.span, markdown: `**${key}** · keyword · ${describeOption(row)}` };
  }
  const row = at.object === 'task' ? optionRow(reading, data, at.rest, key) : undefined;
  return row && { span: place.span, markdown: describeOptionFully(key, row) };
}

function optionRow(
  reading: AnsibleReading,
  data: DataSource,
  [module = '', ...path]: readonly string[],
  key: string,
): OptionRow | undefined {
  const found = ansibleData(data).module(module, reading.plays[0]?.tasks[0]?.collections ?? []);
  if (found.kind !== 'live') return undefined;
  const table = optionTable(found);
  let rows: Readonly<Record<string, OptionRow>> = table.rows;
  for (const step of path) if (!/^\d+$/.test(step)) rows = rows[step]?.o ?? {};
  return rows[key] ?? table.rows[table.names.get(key) ?? ''];
}
