import type { Finding, Fix } from '../../model/finding.ts';
import { closest } from '../../schema/closest.ts';
import { type Arguments, isTemplate } from './arguments.ts';
import type { TaskContext } from './check-tasks.ts';
import type { ModuleLookup } from './data.ts';
import { headerOf, type Task } from './model.ts';
import { finding } from './reading.ts';

type Live = Extract<ModuleLookup, { kind: 'live' }>;

/** What action plugins demand and documentation does not tell: free words, least numbers, names, groups that exclude each other. */
export function checkSpecial(context: TaskContext, task: Task, module: Live, given: Arguments): void {
  const { override, name } = module;
  const span = task.action?.name.span ?? headerOf(task);
  const say = (code: string, message: string, at: Finding['span'] = span, fixes: readonly Fix[] = []): void =>
    context.add(finding(code, 'error', message, { span: at, node: task.path }, { fixes }));
  if (override.min !== undefined && context.complete && given.list.length < override.min && given.free === undefined)
    say('missing-option', `${name} needs something to set.`);
  if (override.values === 'identifier keys')
    for (const { name: key } of given.list)
      if (!/^[A-Za-z_]\w*$/.test(key.value) && !isTemplate(key.value))
        say('wrong-type', `${key.value} is no name of a variable: letters, digits and underscores only.`, key.span);
  const groups = (override.exclusive ?? []).filter((group) =>
    group.some(
      (option) => given.list.some((each) => each.name.value === option) || (option === '_raw_params' && given.free),
    ),
  );
  if (groups.length > 1)
    say('option-conflict', `${name} takes ${groups.map(([first]) => first).join(' or ')}, not both.`);
  freeWord(module, given, say);
}

/** `meta: flush_handlers`: the free text is one of a closed list. */
function freeWord(
  { override, row, name }: Live,
  { free }: Arguments,
  say: (code: string, message: string, at: Finding['span'], fixes: readonly Fix[]) => void,
): void {
  const choices = override.raw === undefined ? undefined : row.o?.[override.raw]?.c?.map(String);
  if (choices === undefined || free === undefined || isTemplate(free.value) || choices.includes(free.value)) return;
  const near = closest(free.value, choices);
  const fixes: Fix[] =
    near === undefined
      ? []
      : [{ title: `Change to ${near}`, safety: 'confirm', edits: [{ span: free.span, text: near }] }];
  say(
    'invalid-choice',
    `${name} takes ${choices.join(', ')}; "${free.value.slice(0, 40)}" is none of them.`,
    free.span,
    fixes,
  );
}
