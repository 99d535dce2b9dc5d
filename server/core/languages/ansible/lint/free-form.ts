import type { Fix } from '../../../model/finding.ts';
import { entryOf, keyText, type MapNode, type TreeEntry, type TreeNode } from '../../../model/tree.ts';
import { resolvePlain } from '../../../syntax/yaml11.ts';
import { type Argument, argumentsOf } from '../arguments.ts';
import { type Action, writtenText } from '../model.ts';
import { fix, indentAt, type LintTask, type Report } from './rule.ts';

/** `apt: name=x state=present` as a mapping. */
export function freeForm(each: LintTask, report: Report): void {
  const { task, given, reading, module } = each;
  const { action } = task;
  if (action === undefined) return;
  if (module === 'ansible.builtin.raw') {
    rawForm(each, action, report);
    return;
  }
  if (action.args.kind !== 'scalar' || /\.(include|import)_\w+$/.test(module)) return;
  const { span: own } = action.args;
  const command = /\.(win_)?(command|shell|raw|script)$/.test(module);
  const { list, free } = command ? given : argumentsOf(task, false);
  const pairs = list.filter(({ span }) => span.start >= own.start && span.end <= own.end);
  if (pairs.length === 0) return;
  if (keyText(action.entry) === 'local_action' || keyText(action.entry) === 'action') return;
  const indent = `${indentAt(reading.tree.text, action.entry.span.start)}  `;
  // A fact keeps the type that it is written with; an option gets the one it wants.
  const typed = module === 'ansible.builtin.set_fact';
  const lines = [
    ...pairs.map(({ name, text }) => `${indent}${name.value}: ${scalar(text ?? '', typed)}`),
    ...(command && free ? [`${indent}cmd: ${scalar(free.value)}`] : []),
  ];
  // Lines of a script are more than words.
  const convertible = free === undefined || (command && !action.args.text.trim().includes('\n'));
  const fixes = convertible ? fix('Write the options as a mapping', action.args.span, `\n${lines.join('\n')}`) : [];
  report(
    'no-free-form',
    { span: action.args.span, node: task.path },
    'Write the options as a mapping: each is checked and found by name.',
    fixes.map((each) => ({
      ...each,
      edits: each.edits.map((edit) => ({ ...edit, span: afterColon(reading.tree.text, edit.span) })),
    })),
  );
}

/** The white space behind the colon goes with the text. */
function afterColon(text: string, span: { start: number; end: number }) {
  const before = /[ \t]*$/.exec(text.slice(Math.max(0, span.start - 20), span.start))?.[0].length ?? 0;
  return { start: span.start - before, end: span.end };
}

function scalar(text: string, typed = false): string {
  const other = typed && resolvePlain(text).kind !== 'str';
  if (!other && /^[\w./:@%+,-][\w ./:@%+=,-]*$/.test(text) && !/: | #|:$|^[-:,%@]|^0\d|^\d+:\d/.test(text)) return text;
  return /["\\]/.test(text) ? `'${text.replaceAll("'", "''")}'` : `"${text}"`;
}

/** `raw` takes a text; what it runs with stands in `args`. */
function rawForm({ task, given, reading }: LintTask, action: Action, report: Report): void {
  const { text } = reading.tree;
  const at = { span: action.args.span, node: task.path };
  if (action.args.kind === 'map' || action.args.kind === 'list')
    report('no-free-form[raw-non-string]', at, 'raw takes the command as a text.');
  const pair = given.list.find(
    ({ name, span }) => name.value === 'executable' && span.start >= at.span.start && span.end <= at.span.end,
  );
  if (action.args.kind !== 'scalar' || pair === undefined) return;
  report(
    'no-free-form[raw]',
    at,
    'Give executable in args: inside of the command it is easily overlooked.',
    separately(task, action.args, pair, given.free?.value ?? '', text),
  );
}

function separately(
  { map }: LintTask['task'],
  args: TreeNode & { kind: 'scalar' },
  { text: executable = '' }: Argument,
  command: string,
  text: string,
): Fix[] {
  if (args.style !== 'plain' || args.text.includes('\n') || map.flow || entryOf(map, 'args') || command === '')
    return [];
  const end = text.indexOf('\n', args.span.end);
  const at = end === -1 ? text.length : end;
  const indent = indentAt(text, map.span.start);
  const lines = `\n${indent}args:\n${indent}  executable: ${scalar(executable)}`;
  const edits = [
    { span: args.span, text: scalar(command) },
    { span: { start: at, end: at }, text: lines },
  ];
  return [{ title: 'Give executable in args', safety: 'safe', edits }];
}

export function localAction({ task, reading }: LintTask, report: Report): void {
  const entry = entryOf(task.map, 'local_action');
  if (entry === undefined) return;
  const { text } = reading.tree;
  report(
    'deprecated-local-action',
    { span: entry.key.span, node: task.path },
    'Use delegate_to: localhost and the module itself.',
    entry.value.kind === 'map' && !entry.value.flow ? ofMapping(entry, entry.value, text) : ofText(entry, text),
  );
}

function ofText({ value, span }: TreeEntry, text: string): Fix[] {
  const [, module, rest = ''] =
    (value.kind === 'scalar' && value.style === 'plain' && /^(\S+)\s*([^\n]*)$/.exec(value.text)) || [];
  if (module === undefined) return [];
  const indent = indentAt(text, span.start);
  return fix('Use delegate_to: localhost', span, `${module}: ${rest}\n${indent}delegate_to: localhost`);
}

/** The other keys become the options as they stand. */
function ofMapping(entry: TreeEntry, value: MapNode, text: string): Fix[] {
  const module = writtenText(entryOf(value, 'module')?.value);
  const [first, second] = value.entries;
  if (module === undefined || first === undefined || keyText(first) !== 'module') return [];
  const indent = indentAt(text, entry.span.start);
  const to = { start: entry.span.start, end: entry.span.end };
  const options =
    second === undefined ? '' : `\n${indentAt(text, second.span.start)}${text.slice(second.span.start, to.end)}`;
  const whole = `${module.value}:${options}`.replace(/\n$/, '');
  return fix(
    'Use delegate_to: localhost',
    { ...to, end: text.charAt(to.end - 1) === '\n' ? to.end - 1 : to.end },
    `${whole}\n${indent}delegate_to: localhost`,
  );
}
