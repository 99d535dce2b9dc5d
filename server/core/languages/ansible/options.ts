import type { FindingSeverity, Fix } from '../../model/finding.ts';
import type { TreeNode } from '../../model/tree.ts';
import { closest } from '../../schema/closest.ts';
import { type Argument, type Arguments, argumentsOf, isTemplate } from './arguments.ts';
import type { TaskContext } from './check-tasks.ts';
import { checkConstraints } from './constraints.ts';
import { type ModuleLookup, type OptionRow, own } from './data.ts';
import { headerOf, type Task } from './model.ts';
import { typeFault } from './option-types.ts';
import { checkSpecial } from './options-special.ts';
import { finding } from './reading.ts';
import { surprisingValue } from './yaml-values.ts';

type Live = Extract<ModuleLookup, { kind: 'live' }>;

/** The options of a module as one table: its row, corrected by what documentation does not tell. */
export interface OptionTable {
  readonly rows: Readonly<Record<string, OptionRow>>;
  /** Name by alias, aliases themselves included. */
  readonly names: ReadonlyMap<string, string>;
}

/** Checks the arguments of a task against its module. Unknown values satisfy everything. */
export function checkOptions(context: TaskContext, task: Task, module: Live): void {
  const short = module.name.split('.').at(-1) ?? '';
  const freeForm = context.data.freeForm.has(short) || module.override.raw !== undefined;
  const given = argumentsOf(task, freeForm);
  const table = optionTable(module);
  checkFreeText(context, task, module, given, freeForm);
  const taken = new Map<string, Argument>();
  for (const argument of given.list) checkArgument(context, task, module, table, argument, taken);
  if (given.open) return;
  checkSpecial(context, task, module, given);
  if (module.override.free) return;
  const present = new Set(taken.keys());
  if (given.free !== undefined && module.override.raw !== undefined)
    for (const name of [module.override.raw, '_raw_params', 'free_form']) present.add(name);
  if (!context.complete) return;
  if (!task.hasDefaults && !context.isGiven?.(module.name)) checkRequired(context, task, module, table, present);
  // An option of the real module behind a front: that module has constraints of its own.
  const foreign = module.override.pass !== undefined && [...taken.keys()].some((name) => !table.names.has(name));
  if (!foreign && !context.isGiven?.(module.name)) checkConstraints(context, task, module, taken, present, table);
}

export function optionTable({ row, override }: Live): OptionTable {
  const rows = Object.fromEntries(
    Object.entries(row.o ?? {})
      .filter(
        ([name, option]) => option.G === undefined && (override.only === undefined || override.only.includes(name)),
      )
      .map(([name, option]) => [name, { ...option, ...(override.t?.[name] && { t: override.t[name] }) }]),
  );
  for (const name of override.only ?? []) rows[name] ??= {};
  const names = new Map<string, string>();
  for (const [name, option] of Object.entries(rows)) {
    names.set(name, name);
    for (const alias of option.a ?? []) names.set(alias, name);
  }
  for (const [alias, name] of Object.entries(override.alias ?? {})) names.set(alias, name);
  return { rows, names };
}

/** Always accepted: the free text under its own names. */
const ALWAYS: ReadonlySet<string> = new Set(['_raw_params', 'free_form']);

export function checkArgument(
  context: TaskContext,
  task: Pick<Task, 'path'>,
  module: Live,
  table: OptionTable,
  argument: Argument,
  taken: Map<string, Argument>,
): void {
  const written = argument.name.value;
  const name = table.names.get(written);
  if (name === undefined) {
    if (!ALWAYS.has(written) && !module.override.free) unknownOption(context, task, module, table, argument);
    taken.set(written, argument);
    return;
  }
  const before = taken.get(name);
  if (before !== undefined && before.name.value !== written) {
    context.add(
      finding(
        'option-conflict',
        'warning',
        `${written} and ${before.name.value} are one option under two names: give it once.`,
        { span: argument.name.span, node: task.path },
      ),
    );
  }
  taken.set(name, argument);
  const row = table.rows[name];
  if (row?.late !== undefined) tooNew(context, argument.name, `${name} of ${module.name}`, row, task.path);
  if (row !== undefined)
    checkValue(context, task, module.name, argument, name, row, module.override.open?.includes(name) === true);
}

export function tooNew(
  context: TaskContext,
  { span }: Argument['name'],
  what: string,
  { late, lateIn }: Pick<OptionRow, 'late' | 'lateIn'>,
  node: string,
): void {
  const source =
    context.data.release === undefined ? 'requires_ansible in meta/runtime.yml' : 'setting verdigris.ansible.target';
  const message =
    lateIn === undefined
      ? `${what} came with ${late} of Ansible, and this project is for an older one (${source}).`
      : `${what} came with ${late} of ${lateIn}, and the project asks for an older one (requirements.yml).`;
  context.add(finding('needs-newer-ansible', 'warning', message, { span, node }));
}

function unknownOption(
  context: TaskContext,
  task: Pick<Task, 'path'>,
  module: Live,
  table: OptionTable,
  argument: Argument,
): void {
  const written = argument.name.value;
  for (const other of module.override.pass ?? []) {
    const passed = context.data.module(other);
    if (passed.kind === 'live' && optionTable(passed).names.has(written)) return;
  }
  const near = closest(written, table.names.keys());
  const fixes: Fix[] =
    near === undefined
      ? []
      : [{ title: `Change to ${near}`, safety: 'safe', edits: [{ span: argument.name.span, text: near }] }];
  const gone = module.row.o && own(module.row.o, written)?.G;
  // A module that hands its options on, or builds them at run time, may know more than its documentation.
  const severity: FindingSeverity =
    module.override.pass !== undefined || module.name.startsWith('amazon.aws.')
      ? 'hint'
      : module.installed === undefined
        ? 'error'
        : 'warning';
  const message = gone
    ? `${module.name} has no option ${written} any more: it went with release ${gone}.`
    : `${module.name} has no option ${written}.${near ? ` Did you mean ${near}?` : ''}`;
  context.add(finding('unknown-option', severity, message, { span: argument.name.span, node: task.path }, { fixes }));
}

/** One literal value against the row of its option. */
export function checkValue(
  context: TaskContext,
  task: Pick<Task, 'path'>,
  module: string,
  argument: Argument,
  path: string,
  row: OptionRow,
  open: boolean,
): void {
  const { node, text } = argument;
  if (isUnknown(node, text)) return;
  const fault = typeFault(row, node, text);
  if (fault !== undefined) {
    context.add(
      finding('wrong-type', fault.severity, `${path} of ${module} ${fault.says}.`, {
        span: node?.kind === 'scalar' || node === undefined ? argument.span : argument.name.span,
        node: task.path,
      }),
    );
    return;
  }
  const surprise =
    node?.kind === 'scalar' && row.c === undefined ? surprisingValue(path, row, node, task.path) : undefined;
  if (surprise !== undefined) context.add(surprise);
  if (row.c !== undefined && !open) checkChoice(context, task, argument, path, row);
  if (row.o !== undefined) checkSubOptions(context, task, module, path, row, node, 0);
}

function isUnknown(node: TreeNode | undefined, text: string | undefined): boolean {
  if (node?.kind === 'alias' || node?.tag !== undefined) return true;
  // Braces without quotes, which are reported as such: YAML reads a mapping in a mapping.
  if (node?.kind === 'map' && node.entries[0]?.key.kind === 'map') return true;
  return text !== undefined && isTemplate(text);
}

function checkChoice(
  context: TaskContext,
  task: Pick<Task, 'path'>,
  { node, text, span }: Argument,
  path: string,
  row: OptionRow,
): void {
  const choices = (row.c ?? []).map(String);
  const values =
    node?.kind === 'list'
      ? node.items.flatMap((item) =>
          item.kind === 'scalar' && !isUnknown(item, item.text) ? [{ text: item.text, span: item.span }] : [],
        )
      : text === undefined
        ? []
        : row.t === 'l'
          ? text.split(',').map((each) => ({ text: each.trim(), span }))
          : [{ text, span }];
  for (const value of values) {
    if (value.text === '' || choices.some((choice) => sameChoice(choice, value.text))) continue;
    const near = closest(value.text, choices);
    const fixes: Fix[] =
      near === undefined
        ? []
        : [{ title: `Change to ${near}`, safety: 'confirm', edits: [{ span: value.span, text: near }] }];
    const list = choices.length > 10 ? `${choices.slice(0, 10).join(', ')} …` : choices.join(', ');
    context.add(
      finding(
        'invalid-choice',
        'error',
        `${path} takes ${list}; "${value.text}" is none of them.${near ? ` Did you mean ${near}?` : ''}`,
        { span: value.span, node: task.path },
        { fixes },
      ),
    );
  }
}

const TRUE = new Set(['true', 'yes', 'on', '1', 'y', 't']);
const FALSE = new Set(['false', 'no', 'off', '0', 'n', 'f']);

function sameChoice(choice: string, text: string): boolean {
  if (choice === text) return true;
  const [a, b] = [choice.toLowerCase(), text.toLowerCase()];
  return (TRUE.has(a) && TRUE.has(b)) || (FALSE.has(a) && FALSE.has(b));
}

const DEEPEST = 12;

/** Names and types of nested options; every element of a list. */
function checkSubOptions(
  context: TaskContext,
  task: Pick<Task, 'path'>,
  module: string,
  path: string,
  row: OptionRow,
  node: TreeNode | undefined,
  depth: number,
): void {
  if (node === undefined || row.o === undefined || depth > DEEPEST) return;
  const items = node.kind === 'list' ? node.items : [node];
  const names = new Map<string, string>();
  for (const [name, option] of Object.entries(row.o))
    if (option.G === undefined) for (const each of [name, ...(option.a ?? [])]) names.set(each, name);
  for (const item of items) {
    if (item.kind !== 'map') continue;
    for (const { key, value } of item.entries) {
      if (key.kind !== 'scalar' || key.text === '<<' || isTemplate(key.text)) continue;
      const name = names.get(key.text);
      const argument: Argument = {
        name: { value: key.text, span: key.span },
        node: value,
        text: value.kind === 'scalar' ? value.text : undefined,
        span: value.span,
      };
      const inner = name === undefined ? undefined : row.o[name];
      if (name === undefined) unknownSubOption(context, task, module, path, names, argument);
      else if (inner !== undefined) checkValue(context, task, module, argument, `${path}.${name}`, inner, false);
    }
  }
}

function unknownSubOption(
  context: TaskContext,
  task: Pick<Task, 'path'>,
  module: string,
  path: string,
  names: ReadonlyMap<string, string>,
  argument: Argument,
): void {
  const near = closest(argument.name.value, names.keys());
  const fixes: Fix[] =
    near === undefined
      ? []
      : [{ title: `Change to ${near}`, safety: 'safe', edits: [{ span: argument.name.span, text: near }] }];
  const message = `${path} of ${module} has no option ${argument.name.value}.${near ? ` Did you mean ${near}?` : ''}`;
  context.add(
    finding(
      'unknown-option',
      near === undefined ? 'warning' : 'error',
      message,
      { span: argument.name.span, node: task.path },
      { fixes },
    ),
  );
}

function checkFreeText(context: TaskContext, task: Task, module: Live, given: Arguments, freeForm: boolean): void {
  if (given.free === undefined || freeForm || given.open || isTemplate(given.free.value)) return;
  context.add(
    finding(
      'wrong-type',
      'error',
      `${module.name} takes options, and "${given.free.value.slice(0, 40)}" is none: write them as a mapping or as name=value.`,
      { span: given.free.span, node: task.path },
    ),
  );
}

function checkRequired(
  context: TaskContext,
  task: Task,
  module: Live,
  table: OptionTable,
  present: ReadonlySet<string>,
): void {
  // The real module behind a front such as `package` decides what it needs.
  if (module.override.pass !== undefined) return;
  const required = new Set([
    ...Object.entries(table.rows)
      .filter(([, row]) => row.q === 1)
      .map(([name]) => name),
    ...(module.override.q ?? []),
  ]);
  for (const name of required) {
    if (present.has(name) || (ALWAYS.has(name) && [...ALWAYS].some((each) => present.has(each)))) continue;
    const span = task.action?.name.span ?? headerOf(task);
    context.add(
      finding('missing-option', 'error', `${module.name} needs the option ${name}.`, { span, node: task.path }),
    );
  }
}
