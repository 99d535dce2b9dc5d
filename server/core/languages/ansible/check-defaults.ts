import type { Finding, Fix } from '../../model/finding.ts';
import { entryOf, keyText, type MapNode, type TreeEntry, type TreeNode } from '../../model/tree.ts';
import { closest } from '../../schema/closest.ts';
import { type Argument, isTemplate } from './arguments.ts';
import type { TaskContext } from './check-tasks.ts';
import { checkArgument, optionTable } from './options.ts';
import { finding } from './reading.ts';
import { removedModule } from './removed.ts';

/** `module_defaults` of a play, a block or a task: modules or groups of them, each with options. */
export function checkDefaults(context: TaskContext, map: MapNode, node: string): void {
  const written = entryOf(map, 'module_defaults')?.value;
  const maps = written?.kind === 'list' ? written.items : [written];
  for (const each of maps) if (each?.kind === 'map') for (const entry of each.entries) checkEntry(context, entry, node);
}

function checkEntry(context: TaskContext, entry: TreeEntry, node: string): void {
  const name = keyText(entry) ?? '';
  const at = { span: entry.key.span, node };
  if (name === '' || name === '<<' || isTemplate(name)) return;
  if (name.startsWith('group/')) {
    checkGroup(context, name.slice('group/'.length), at);
    return;
  }
  const module = context.data.module(name);
  if (module.kind === 'gone') context.add(removedModule(name, module, at));
  if (module.kind !== 'live') return;
  const table = optionTable(module);
  const taken = new Map<string, Argument>();
  for (const argument of argumentsIn(entry.value))
    checkArgument(context, { path: node }, module, table, argument, taken);
}

/** A group by its full name, or by the last word of it. */
function checkGroup(context: TaskContext, name: string, at: Pick<Finding, 'span' | 'node'>): void {
  const known = context.data.groupNames;
  const short = known.map((each) => each.split('.').at(-1) ?? '');
  if (known.includes(name) || short.includes(name)) return;
  const near = closest(name, name.includes('.') ? known : short);
  if (near === undefined) return;
  const fixes: Fix[] = [
    { title: `Change to group/${near}`, safety: 'safe', edits: [{ span: at.span, text: `group/${near}` }] },
  ];
  const message = `No group of modules is named ${name}. Did you mean ${near}?`;
  context.add(finding('unknown-module', 'warning', message, at, { fixes }));
}

function argumentsIn(node: TreeNode): Argument[] {
  if (node.kind !== 'map') return [];
  return node.entries.flatMap(({ key, value }): Argument[] => {
    if (key.kind !== 'scalar' || key.text === '<<' || isTemplate(key.text)) return [];
    const text = value.kind === 'scalar' ? value.text : undefined;
    return [{ name: { value: key.text, span: key.span }, node: value, text, span: value.span }];
  });
}
