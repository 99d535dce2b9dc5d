import type { Fix } from '../../../model/finding.ts';
import { entryOf, keyText, type MapNode } from '../../../model/tree.ts';
import { isTemplate } from '../arguments.ts';
import { headerOf, type Play } from '../model.ts';
import type { AnsibleReading } from '../reading.ts';
import { fix, indentAt, type LintTask, type Report } from './rule.ts';

/** Names, order of keys, ways of writing: nothing here changes what a play does. */
export function styleOfTask(each: LintTask, report: Report): void {
  fqcn(each, report);
  names(each, report);
  keyOrder(each.task.map, each.task.path, each.reading, report);
  freeForm(each, report);
  localAction(each, report);
}

export function styleOfPlay(play: Play, reading: AnsibleReading, report: Report): void {
  const imports = play.map.entries.some((entry) => /(^|\.)import_playbook$/.test(keyText(entry) ?? ''));
  const at = { span: headerOf(play), node: play.path };
  if (play.name === undefined && !imports) report('name[play]', at, 'A play needs a name.');
  const strategy = entryOf(play.map, 'strategy');
  if (strategy?.value.kind === 'scalar' && /(^|\.)free$/.test(strategy.value.text))
    report(
      'run-once[play]',
      { span: strategy.value.span, node: play.path },
      'With the free strategy run_once means nothing.',
    );
  if (play.name !== undefined) casing(play.name, at.node, { prefix: '', fixable: true }, report);
  keyOrder(play.map, play.path, reading, report);
}

function fqcn({ task, data }: LintTask, report: Report): void {
  const name = task.action?.name;
  if (name === undefined || name.value.includes('.') || isTemplate(name.value)) return;
  const found = data.module(name.value, task.collections);
  if (found.kind !== 'live') return;
  const core = found.name.startsWith('ansible.builtin.');
  report(
    core ? 'fqcn[action-core]' : 'fqcn[action]',
    { span: name.span, node: task.path },
    `Write ${found.name}, so that nothing else can be meant.`,
    fix(`Change to ${found.name}`, name.span, found.name),
  );
}

function names({ task, module, reading }: LintTask, report: Report): void {
  const at = { span: headerOf(task), node: task.path };
  if (task.name === undefined) {
    if (module !== 'ansible.builtin.meta') report('name[missing]', at, 'A task needs a name.');
    return;
  }
  const stem = /(?:^|\/)tasks\/((?:[^/]+\/)*[^/]+)\.ya?ml$/.exec(reading.source.path)?.[1] ?? 'main';
  const prefix = stem === 'main' ? '' : `${stem.replaceAll('/', ' | ')} | `;
  casing(task.name, task.path, { prefix, fixable: task.kind !== 'handler' }, report);
  const inside = /\{\{[^\n]*?\}\}(.*)$/.exec(task.name.value)?.[1];
  if (inside !== undefined && /\w/.test(inside))
    report('name[template]', at, 'A template in a name belongs at its end.');
}

/** Handlers are notified by name: their case is not changed alone. */
function casing(
  { value, span }: { value: string; span: LintTask['task']['map']['span'] },
  node: string,
  { prefix, fixable }: { readonly prefix: string; readonly fixable: boolean },
  report: Report,
): void {
  const start = prefix !== '' && value.startsWith(prefix) ? prefix.length : 0;
  const first = value.charAt(start);
  if (first === first.toUpperCase() || first.toLowerCase() !== first) return;
  const length = span.end - span.start;
  const quote = length === value.length + 2 ? 1 : 0;
  const exact = length === value.length + 2 * quote;
  const from = span.start + quote + start;
  const fixes: Fix[] =
    fixable && exact ? fix('Begin with a capital letter', { start: from, end: from + 1 }, first.toUpperCase()) : [];
  report('name[casing]', { span, node }, 'A name begins with a capital letter.', fixes);
}

const LAST = new Set(['block', 'rescue', 'always', 'tasks', 'pre_tasks', 'post_tasks', 'handlers', 'roles']);

/** `name` first; lists of tasks last, so that what governs them is seen. */
function keyOrder(map: MapNode, node: string, { tree }: AnsibleReading, report: Report): void {
  if (map.flow) return;
  const name = entryOf(map, 'name');
  const [first] = map.entries;
  if (name === undefined || first === undefined || name === first) {
    const block = map.entries.findIndex((entry) => keyText(entry) === 'block');
    const late =
      block === -1 ? undefined : map.entries.slice(block + 1).find((entry) => !LAST.has(keyText(entry) ?? ''));
    if (late !== undefined)
      report('key-order[task]', { span: late.key.span, node }, `${keyText(late)} belongs before block.`);
    return;
  }
  const { text } = tree;
  const line = { start: text.lastIndexOf('\n', name.span.start - 1) + 1, end: text.indexOf('\n', name.span.end) + 1 };
  const alone =
    text.slice(line.start, name.span.start).trim() === '' &&
    line.end > 0 &&
    /^[ \t]*(#.*)?$/.test(text.slice(name.span.end, line.end - 1));
  const fixes: Fix[] = alone
    ? [
        {
          title: 'Put the name first',
          safety: 'safe',
          edits: [
            {
              span: { start: first.span.start, end: first.span.start },
              text: `${text.slice(name.span.start, name.span.end)}\n${indentAt(text, first.span.start)}`,
            },
            { span: line, text: '' },
          ],
        },
      ]
    : [];
  report(
    LAST.has(keyText(first) ?? '') || entryOf(map, 'hosts') ? 'key-order[play]' : 'key-order[task]',
    { span: name.key.span, node },
    'The name comes first.',
    fixes,
  );
}

/** `apt: name=x state=present` as a mapping. */
function freeForm({ task, given, reading, module }: LintTask, report: Report): void {
  const { action } = task;
  if (action === undefined || action.args.kind !== 'scalar') return;
  const { span: own } = action.args;
  const pairs = given.list.filter(({ span }) => span.start >= own.start && span.end <= own.end);
  if (pairs.length === 0) return;
  if (keyText(action.entry) === 'local_action' || keyText(action.entry) === 'action') return;
  const command = /\.(command|shell|raw|script)$/.test(module);
  const indent = `${indentAt(reading.tree.text, action.entry.span.start)}  `;
  const lines = [
    ...(command && given.free ? [`${indent}cmd: ${scalar(given.free.value)}`] : []),
    ...pairs.map(({ name, text }) => `${indent}${name.value}: ${scalar(text ?? '')}`),
  ];
  const convertible = given.free === undefined || command;
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

function scalar(text: string): string {
  if (/^[\w./:@%+,-][\w ./:@%+=,-]*$/.test(text) && !/: | #|:$|^[-:,%@]|^0\d|^\d+:\d/.test(text)) return text;
  return /["\\]/.test(text) ? `'${text.replaceAll("'", "''")}'` : `"${text}"`;
}

function localAction({ task, reading }: LintTask, report: Report): void {
  const entry = entryOf(task.map, 'local_action');
  if (entry === undefined) return;
  const indent = indentAt(reading.tree.text, entry.span.start);
  const { value } = entry;
  const [, module, rest = ''] =
    (value.kind === 'scalar' && value.style === 'plain' && /^(\S+)\s*([^\n]*)$/.exec(value.text)) || [];
  const fixes =
    module === undefined
      ? []
      : fix('Use delegate_to: localhost', entry.span, `${module}: ${rest}\n${indent}delegate_to: localhost`);
  report(
    'deprecated-local-action',
    { span: entry.key.span, node: task.path },
    'Use delegate_to: localhost and the module itself.',
    fixes,
  );
}
