import type { Fix } from '../../../model/finding.ts';
import type { Edit } from '../../../model/span.ts';
import { entryOf, keyText, type TreeEntry } from '../../../model/tree.ts';
import { allTasks, type Play } from '../model.ts';
import type { AnsibleReading } from '../reading.ts';
import { fix, indentAt, type LintTask, type Report } from './rule.ts';

/** `become_user` says who, `become` that; one without the other depends on what stands elsewhere. */
export function partialBecome({ task, reading }: LintTask, report: Report): void {
  const user = entryOf(task.map, 'become_user');
  if (user === undefined || entryOf(task.map, 'become')) return;
  const { text } = reading.tree;
  report(
    'partial-become[task]',
    { span: user.key.span, node: task.path },
    'become_user without become: whether it counts depends on what stands around it.',
    task.map.flow ? [] : [...adding(user, text), ...takingAway(user, text)],
  );
}

function adding({ span }: TreeEntry, text: string): Fix[] {
  const line = `become: true\n${indentAt(text, span.start)}`;
  return fix('Add become: true', { start: span.start, end: span.start }, line, 'confirm');
}

function takingAway(user: TreeEntry, text: string): Fix[] {
  const edit = withoutLine(user, text);
  return edit ? [{ title: 'Take become_user away', safety: 'confirm', edits: [edit] }] : [];
}

/** Undefined where anything else stands on its line. */
function withoutLine({ span }: TreeEntry, text: string): Edit | undefined {
  const start = text.lastIndexOf('\n', span.start - 1) + 1;
  const end = text.indexOf('\n', span.end);
  const alone = text.slice(start, span.start).trim() === '' && /^[ \t\r]*$/.test(text.slice(span.end, end));
  return alone && end !== -1 ? { span: { start, end: end + 1 }, text: '' } : undefined;
}

export function partialBecomeOfPlay(play: Play, reading: AnsibleReading, report: Report): void {
  const user = entryOf(play.map, 'become_user');
  if (user === undefined || entryOf(play.map, 'become')) return;
  report(
    'partial-become[play]',
    { span: user.key.span, node: play.path },
    'become_user without become: it counts only for the tasks that say become themselves.',
    moving(play, user, reading.tree.text),
  );
}

/** To the tasks that say `become`; not where tasks of other files run under the play as well. */
function moving(play: Play, user: TreeEntry, text: string): Fix[] {
  const tasks = [...allTasks(play.tasks)];
  const others = entryOf(play.map, 'roles') ?? entryOf(play.map, 'import_playbook');
  if (others !== undefined || play.map.flow || user.value.kind !== 'scalar') return [];
  if (tasks.some(({ map, action }) => entryOf(map, 'notify') || /include|import/.test(action?.name.value ?? '')))
    return [];
  const gone = withoutLine(user, text);
  if (gone === undefined) return [];
  const edits = [gone];
  const written = text.slice(user.span.start, user.span.end);
  for (const { map } of tasks) {
    const become = map.entries.find((entry) => keyText(entry) === 'become');
    if (become === undefined || entryOf(map, 'become_user')) continue;
    if (map.flow) return [];
    const at = become.span.end;
    edits.push({ span: { start: at, end: at }, text: `\n${indentAt(text, become.span.start)}${written}` });
  }
  return edits.length > 1 ? [{ title: 'Move it to the tasks that become', safety: 'confirm', edits }] : [];
}
