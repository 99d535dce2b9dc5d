import type { Edit, Span } from '../../../model/span.ts';
import { entryOf, type TreeNode } from '../../../model/tree.ts';
import { allTasks, headerOf, type Task, writtenText } from '../model.ts';
import type { AnsibleReading } from '../reading.ts';
import type { LintConfig } from './config.ts';
import type { LintTask, Report } from './rule.ts';

/** Whether a task has a name, and what it looks like. */
export function taskName({ task, reading }: LintTask, config: LintConfig, report: Report): void {
  const at = { span: headerOf(task), node: task.path };
  if (task.name === undefined || task.name.value === '') {
    report('name[missing]', at, task.kind === 'block' ? 'A block needs a name.' : 'A task needs a name.');
    return;
  }
  const { value } = task.name;
  const prefix = prefixOf(reading, config);
  const begins = prefix !== '' && value.startsWith(prefix);
  if (prefix !== '' && !begins && config.severity('name[prefix]') !== undefined) {
    report('name[prefix]', at, `In this file the name of a task begins with "${prefix}".`);
    return;
  }
  const inPlay = reading.kind === 'playbook';
  casing(
    task.name,
    task.path,
    {
      start: begins ? prefix.length : 0,
      fixable: task.kind !== 'handler' || inPlay,
      reading,
      handler: task.kind === 'handler',
    },
    report,
  );
  const inside = /\{\{[^\n]*?\}\}(.*)$/.exec(value)?.[1];
  if (inside !== undefined && /\w/.test(inside))
    report('name[template]', at, 'A template in a name belongs at its end.');
}

/** `tasks/setup/main.yml` is `setup | main | `; a file main of the role itself has none. */
function prefixOf({ source, kind }: AnsibleReading, config: LintConfig): string {
  const stem = /(?:^|\/)tasks\/((?:[^/]+\/)*[^/]+)\.ya?ml$/.exec(source.path)?.[1] ?? 'main';
  if (kind !== 'tasks' || stem === 'main') return '';
  return stem
    .split('/')
    .map((part) => config.prefixOf(part))
    .join('');
}

interface Place {
  /** Characters of a prefix that is not looked at. */
  readonly start: number;
  readonly fixable: boolean;
  readonly handler?: boolean;
  readonly reading: AnsibleReading;
}

/** Who notifies a task by its name says the new one then. */
export function casing(
  { value, span }: { readonly value: string; readonly span: Span },
  node: string,
  { start, fixable, handler, reading }: Place,
  report: Report,
): void {
  const first = value.charAt(start);
  if (first === first.toUpperCase() || first.toLowerCase() !== first) return;
  const named = `${value.slice(0, start)}${first.toUpperCase()}${value.slice(start + 1)}`;
  const places = fixable ? [span, ...notifying(value, reading)] : [];
  const edits = places.flatMap((each) => firstLetter(each, value, named, start));
  const whole = edits.length === places.length && edits.length > 0;
  report(
    'name[casing]',
    { span, node },
    'A name begins with a capital letter.',
    whole ? [{ title: 'Begin with a capital letter', safety: handler === true ? 'confirm' : 'safe', edits }] : [],
  );
}

/** Nothing where the text is written with escapes or over several lines. */
function firstLetter(span: Span, value: string, named: string, start: number): Edit[] {
  const length = span.end - span.start;
  const quote = length === value.length + 2 ? 1 : 0;
  if (length !== value.length + 2 * quote) return [];
  const from = span.start + quote + start;
  return [{ span: { start: from, end: from + 1 }, text: named.charAt(start) }];
}

const notified = new WeakMap<AnsibleReading, ReadonlyMap<string, readonly Span[]>>();

/** Where a file says the name in `notify` and `listen`; worked out once, for every task may ask. */
function notifying(name: string, reading: AnsibleReading): readonly Span[] {
  let known = notified.get(reading);
  if (known === undefined) {
    known = placesOf(reading.tasks);
    notified.set(reading, known);
  }
  return known.get(name) ?? [];
}

function places(found: Map<string, Span[]>, name: string): Span[] {
  const list = found.get(name) ?? [];
  found.set(name, list);
  return list;
}

function placesOf(tasks: readonly Task[]): Map<string, Span[]> {
  const found = new Map<string, Span[]>();
  for (const { map } of allTasks(tasks))
    for (const key of ['notify', 'listen']) {
      const node = entryOf(map, key)?.value;
      const items: readonly TreeNode[] = node?.kind === 'list' ? node.items : node ? [node] : [];
      for (const said of items.flatMap((item) => writtenText(item) ?? [])) places(found, said.value).push(said.span);
    }
  return found;
}
