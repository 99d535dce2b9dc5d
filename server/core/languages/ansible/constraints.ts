import { type Argument, isTemplate } from './arguments.ts';
import type { TaskContext } from './check-tasks.ts';
import type { Constraints, ModuleLookup } from './data.ts';
import type { Task } from './model.ts';
import type { OptionTable } from './options.ts';
import { finding } from './reading.ts';

/** Mutually exclusive, required together, one of, required if, required by. One unknown value in a set: silence. */
export function checkConstraints(
  context: TaskContext,
  task: Task,
  module: Extract<ModuleLookup, { kind: 'live' }>,
  taken: ReadonlyMap<string, Argument>,
  present: ReadonlySet<string>,
  table: OptionTable,
): void {
  const told = new Set<string>();
  const say = (message: string) => {
    // The facts and our additions may hold the same rule.
    if (told.has(message)) return;
    told.add(message);
    context.add(
      finding('option-conflict', 'error', message, { span: task.action?.name.span ?? task.map.span, node: task.path }),
    );
  };
  const named = (names: readonly string[]) => names.map((name) => table.names.get(name) ?? name);
  // Free text is one thing under several names; only its own option counts as given.
  const given = (name: string) =>
    name !== '_raw_params' && name !== 'free_form' && present.has(name) && !isEmpty(taken.get(name));
  // The argument parser fills in defaults before it looks at anything but exclusion.
  const there = (name: string) =>
    present.has(name) || (table.rows[name]?.d !== undefined && table.rows[name]?.d !== null);
  for (const constraints of [module.row, module.override] as readonly Constraints[]) {
    for (const set of constraints.mx ?? []) {
      const both = named(set).filter(given);
      if (both.length > 1 && !both.some((name) => isUnknown(taken.get(name))))
        say(`${module.name} takes only one of ${both.join(' and ')}.`);
    }
    if (task.hasDefaults) continue;
    for (const set of constraints.rt ?? []) {
      const names = named(set);
      const missing = names.filter((name) => !there(name));
      if (missing.length > 0 && missing.length < names.length)
        say(
          `${module.name} wants ${names.join(' and ')} together; ${missing.join(', ')} ${missing.length > 1 ? 'are' : 'is'} missing.`,
        );
    }
    for (const set of constraints.ro ?? []) {
      if (!named(set).some(there))
        say(
          `${module.name} needs one of ${[...set]
            .filter((name) => !name.startsWith('_'))
            .sort()
            .join(', ')}.`,
        );
    }
    for (const [option, value, needed, any] of constraints.ri ?? [])
      requiredIf(say, module.name, taken, there, named, option, value, needed, any);
    for (const [option, needs] of Object.entries(constraints.rb ?? {})) {
      const missing = named(typeof needs === 'string' ? [needs] : needs).filter((name) => !there(name));
      if (present.has(option) && missing.length > 0)
        say(`${option} of ${module.name} also needs ${missing.join(', ')}.`);
    }
  }
}

function requiredIf(
  say: (message: string) => void,
  module: string,
  taken: ReadonlyMap<string, Argument>,
  there: (name: string) => boolean,
  named: (names: readonly string[]) => readonly string[],
  option: string,
  value: unknown,
  needed: readonly string[],
  any: boolean | undefined,
): void {
  const argument = taken.get(option);
  if (argument?.text === undefined || isUnknown(argument) || !sameValue(argument.text, value)) return;
  const missing = named(needed).filter((name) => !there(name));
  if (missing.length === 0 || (any && missing.length < needed.length)) return;
  say(`With ${option} = ${argument.text}, ${module} needs ${any ? 'one of ' : ''}${missing.join(', ')}.`);
}

function sameValue(text: string, value: unknown): boolean {
  if (typeof value === 'boolean') return /^(true|yes|on|1)$/i.test(text) === value;
  return text === String(value);
}

function isUnknown(argument: Argument | undefined): boolean {
  return argument?.text !== undefined && isTemplate(argument.text);
}

/** `omit` in a template, and an empty value, count as not given. */
function isEmpty(argument: Argument | undefined): boolean {
  return argument?.node?.kind === 'scalar' && argument.node.style === 'empty';
}
