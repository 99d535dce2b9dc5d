import type { Hover } from '../../../model/editor.ts';
import { entryOf } from '../../../model/tree.ts';
import { placeAt } from '../../../syntax/place.ts';
import type { Surroundings } from '../../language.ts';
import type { AnsibleData, OptionRow } from '../data.ts';
import { installedProse } from '../installed/modules.ts';
import { allTasks, texts } from '../model.ts';
import { optionTable } from '../options.ts';
import { projectData } from '../project-data.ts';
import type { AnsibleReading } from '../reading.ts';
import { describeModule, describeOption, describeOptionFully } from './describe.ts';
import { objectAt } from './object.ts';

/** Modules, options and keywords; nothing about values that only a run knows. */
export function hover(reading: AnsibleReading, offset: number, around: Surroundings): Hover | undefined {
  const { path } = reading.source;
  const known = projectData(path, around);
  for (const task of allTasks(reading.tasks)) {
    const name = task.action?.name;
    if (name === undefined || offset < name.span.start || offset > name.span.end) continue;
    const module = known.module(name.value, task.collections);
    if (module.kind !== 'live') return undefined;
    const prose = installedProse(module.name, [], path, around.project);
    return { span: name.span, markdown: joined(describeModule(module), prose) };
  }
  const place = placeAt(reading.tree, offset);
  const at = objectAt(reading.kind, place.path);
  if (at === undefined || place.role !== 'key' || place.node?.kind !== 'scalar') return undefined;
  const key = place.node.text;
  if (at.rest.length === 0) {
    const row = known.keywords(at.object === 'play' ? 'Play' : 'Task')[key] ?? known.keywords('Block')[key];
    return row && { span: place.span, markdown: `**${key}** · keyword · ${describeOption(row)}` };
  }
  const option = at.object === 'task' ? optionAt(reading, known, at.rest, key) : undefined;
  if (option === undefined) return undefined;
  const prose = installedProse(option.module, option.path, path, around.project);
  return { span: place.span, markdown: joined(describeOptionFully(key, option.row), prose) };
}

function joined(facts: string, prose: string | undefined): string {
  return prose === undefined ? facts : `${facts}\n\n${prose}`;
}

/** The row of an option, with the full name of its module and its path in the documentation. */
function optionAt(
  reading: AnsibleReading,
  known: AnsibleData,
  [module = '', ...path]: readonly string[],
  key: string,
): { readonly row: OptionRow; readonly module: string; readonly path: readonly string[] } | undefined {
  const collections = reading.plays.flatMap(({ map }) => texts(entryOf(map, 'collections')?.value));
  const found = known.module(module, collections);
  if (found.kind !== 'live') return undefined;
  const table = optionTable(found);
  const steps = path.filter((step) => !/^\d+$/.test(step));
  let rows: Readonly<Record<string, OptionRow>> = table.rows;
  for (const step of steps) rows = rows[step]?.o ?? {};
  const name = steps.length === 0 ? (table.names.get(key) ?? key) : key;
  const row = Object.hasOwn(rows, name) ? rows[name] : undefined;
  return row && { row, module: found.name, path: [...steps, name] };
}
