import type { Span, Written } from '../../model/span.ts';
import { entryOf, keyText, type ScalarNode, type TreeNode } from '../../model/tree.ts';
import type { Task } from './model.ts';

/** One option as given, whichever form. `value` undefined: text of a key=value pair. */
export interface Argument {
  readonly name: Written;
  readonly node: TreeNode | undefined;
  /** Text of a scalar or of a pair. */
  readonly text: string | undefined;
  readonly span: Span;
}

export interface Arguments {
  readonly list: readonly Argument[];
  /** Free text that is no pair: the command of `command`, `shell`, … */
  readonly free: Written | undefined;
  /** Given by a template, an alias or `args: "{{ x }}"`: anything may be in it. */
  readonly open: boolean;
}

/** Words that `command` and its like take as pairs inside their free text. */
const COMMAND_PAIRS: ReadonlySet<string> = new Set([
  'chdir',
  'creates',
  'removes',
  'executable',
  'stdin',
  'stdin_add_newline',
  'strip_empty_ends',
  'warn',
  'expand_argument_vars',
  'argv',
  '_raw_params',
]);

/** Modules that take free text and, beside or instead of it, pairs of any option. */
const FREE_WITH_PAIRS: ReadonlySet<string> = new Set([
  'add_host',
  'group_by',
  'import_role',
  'import_tasks',
  'include_role',
  'include_tasks',
  'include_vars',
  'meta',
  'set_fact',
]);

/** The arguments of a task's module, with `args:` joined in. `freeForm`: the module takes free text; most of those take few pairs beside it. */
export function argumentsOf(task: Task, freeForm: boolean): Arguments {
  const { action, map } = task;
  if (action === undefined) return { list: [], free: undefined, open: false };
  const viaKey = keyText(action.entry) === 'action' || keyText(action.entry) === 'local_action';
  const isCommand = freeForm && !FREE_WITH_PAIRS.has(action.name.value.split('.').at(-1) ?? '');
  const own = argumentsIn(action.args, isCommand, viaKey ? action.name.span.end : undefined);
  const list = viaKey ? own.list.filter(({ name }) => name.value !== 'module') : own.list;
  const extra = entryOf(map, 'args')?.value;
  if (extra === undefined) return { ...own, list };
  const more = argumentsIn(extra, false, undefined);
  return { list: [...list, ...more.list], free: own.free, open: own.open || more.open || extra.kind === 'scalar' };
}

function argumentsIn(node: TreeNode, freeForm: boolean, after: number | undefined): Arguments {
  if (node.kind === 'map') return mapArguments(node.entries.map((entry) => ({ entry })));
  if (node.kind !== 'scalar') return { list: [], free: undefined, open: node.kind === 'alias' };
  if (node.style === 'empty') return { list: [], free: undefined, open: false };
  return pairs(node, freeForm, after);
}

function mapArguments(entries: readonly { entry: { key: TreeNode; value: TreeNode } }[]): Arguments {
  let open = false;
  const list = entries.flatMap(({ entry }): Argument[] => {
    if (entry.key.kind !== 'scalar' || entry.key.text === '<<' || isTemplate(entry.key.text)) {
      open = true;
      return [];
    }
    const text = entry.value.kind === 'scalar' ? entry.value.text : undefined;
    return [{ name: { value: entry.key.text, span: entry.key.span }, node: entry.value, text, span: entry.value.span }];
  });
  return { list, free: undefined, open };
}

/** `name=nginx state=present`, with shell-like quoting; a whole value given by a template is open. */
function pairs(node: ScalarNode, freeForm: boolean, after: number | undefined): Arguments {
  const { text } = node;
  if (/^\s*\{\{.*\}\}\s*$/s.test(text) && !text.includes('=')) return { list: [], free: undefined, open: true };
  const exact = node.style === 'plain' && !text.includes('\n');
  const skip = after === undefined ? 0 : (/^\S+\s*/.exec(text)?.[0].length ?? 0);
  const list: Argument[] = [];
  const free: string[] = [];
  for (const word of words(text, skip)) {
    const pair = /^([A-Za-z_][\w-]*)=(.*)$/s.exec(word.text);
    if (pair === null || (freeForm && !COMMAND_PAIRS.has(pair[1] ?? ''))) {
      free.push(word.text);
      continue;
    }
    const [, name = '', value = ''] = pair;
    const start = exact ? node.span.start + word.start : node.span.start;
    const nameSpan = exact ? { start, end: start + name.length } : node.span;
    const span = exact ? { start: start + name.length + 1, end: node.span.start + word.end } : node.span;
    list.push({ name: { value: name, span: nameSpan }, node: undefined, text: unquoted(value), span });
  }
  return {
    list,
    free: free.length > 0 ? { value: free.join(' '), span: node.span } : undefined,
    open: list.length === 0 && /\{[{%]/.test(text) && !freeForm,
  };
}

/** White space separates, except inside quotes and templates. */
function* words(
  text: string,
  from: number,
): Iterable<{ readonly text: string; readonly start: number; readonly end: number }> {
  let start = -1;
  let quote = '';
  let depth = 0;
  for (let i = from; i <= text.length; i++) {
    const char = text.charAt(i);
    const two = text.slice(i, i + 2);
    if (quote === '' && (two === '{{' || two === '{%')) depth++;
    if (quote === '' && depth > 0 && (two === '}}' || two === '%}')) depth--;
    if (depth === 0 && quote === '' && (char === '"' || char === "'")) quote = char;
    else if (char === quote) quote = '';
    const ends = char === '' || (/\s/.test(char) && quote === '' && depth === 0);
    if (ends && start !== -1) {
      yield { text: text.slice(start, i), start, end: i };
      start = -1;
    } else if (!ends && start === -1) start = i;
  }
}

function unquoted(text: string): string {
  return /^(['"]).*\1$/s.test(text) ? text.slice(1, -1) : text;
}

/** Only a run can know it. */
export function isTemplate(text: string): boolean {
  return text.includes('{{') || text.includes('{%');
}
