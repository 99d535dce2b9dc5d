import type { Comment } from '../../../model/comment.ts';
import type { Finding } from '../../../model/finding.ts';
import type { Span, Written } from '../../../model/span.ts';
import { entryIn } from '../../../model/table.ts';
import { entryOf } from '../../../model/tree.ts';
import type { WrittenSuppression } from '../../language.ts';
import { allTasks, type Task, texts } from '../model.ts';
import { renamed, ruleOf } from './profiles.ts';

/** A `# noqa: id id[sub]` comment, or a tag that says the same. No ids = everything. */
export interface Noqa {
  readonly ids: readonly Written[];
  /** What it covers: a task, or its own line. */
  readonly scope: Span;
  /** Path of the task it covers. */
  readonly node: string | undefined;
  /** A tag covers what is in the task, and not how its lines look. */
  readonly tag?: true;
}

/** Comments at the end of any line of a task, or alone on the line before it, cover the whole task. */
export function noqaOf(text: string, comments: readonly Comment[], tasks: readonly Task[]): Noqa[] {
  const all = [...allTasks(tasks)];
  const written = comments.flatMap((comment): Noqa[] => {
    const said = /^noqa\b:?\s*(.*)$/i.exec(comment.text);
    if (said === null) return [];
    const line = lineAt(text, comment.span.start);
    const next = comment.own ? lineAt(text, Math.min(line.end + 1, text.length)) : undefined;
    const covered =
      all.findLast(({ map }) => map.span.start <= line.end && line.start <= map.span.end) ??
      all.find(({ map }) => next !== undefined && map.span.start >= next.start && map.span.start <= next.end);
    const ids = (said[1] ?? '')
      .split(/[\s,]+/)
      .filter((id) => /^([a-z]|\d{3}$)/i.test(id))
      .map(renamed);
    return [
      {
        ids: ids.map((value) => ({ value, span: comment.span })),
        scope: covered?.map.span ?? line,
        node: covered?.path,
      },
    ];
  });
  const tagged = all
    .filter((task) => texts(entryOf(task.map, 'tags')?.value).includes('skip_ansible_lint'))
    .map(({ map, path }): Noqa => ({ ids: [], scope: map.span, node: path, tag: true }));
  return [...written, ...tagged, ...yamllintComments(text, comments)];
}

/** `# yamllint disable rule:truthy` up to `enable`, `disable-line`, `disable-file`: of the layout alone. */
function yamllintComments(text: string, comments: readonly Comment[]): Noqa[] {
  const found: Noqa[] = [];
  const open = new Map<string, Written>();
  const close = (id: string, end: number): void => {
    const from = open.get(id);
    if (from !== undefined) found.push({ ids: [from], scope: { start: from.span.start, end }, node: undefined });
    open.delete(id);
  };
  for (const { text: said, span, own } of comments) {
    const [, what, rules = ''] = /^yamllint (disable-line|disable-file|disable|enable)\b(.*)$/.exec(said) ?? [];
    if (what === undefined) continue;
    const named = [...rules.matchAll(/rule:([\w-]+)/g)].map(([, rule]) => `yaml[${rule}]`);
    const ids = named.length > 0 ? named : ['yaml'];
    const line = lineAt(text, span.start);
    const scope =
      what === 'disable-file'
        ? { start: 0, end: text.length }
        : own
          ? lineAt(text, Math.min(line.end + 1, text.length))
          : line;
    for (const value of ids)
      if (what === 'disable') open.set(value, { value, span });
      else if (what === 'enable') for (const id of value === 'yaml' ? [...open.keys()] : [value]) close(id, span.start);
      else found.push({ ids: [{ value, span }], scope, node: undefined });
  }
  for (const id of [...open.keys()]) close(id, text.length);
  return found;
}

function lineAt(text: string, offset: number): Span {
  const end = text.indexOf('\n', offset);
  return { start: text.lastIndexOf('\n', offset - 1) + 1, end: end === -1 ? text.length : end };
}

/** Ids of ansible-lint that mean the same as a check of ours. */
const SAME: Readonly<Record<string, readonly string[]>> = {
  'jinja-syntax': ['jinja', 'syntax-check'],
  'unknown-filter': ['jinja', 'syntax-check'],
  'unknown-test': ['jinja', 'syntax-check'],
  'unknown-module': ['syntax-check', 'schema'],
  'removed-module': ['syntax-check', 'deprecated-module'],
  'moved-module': ['fqcn'],
  'unknown-keyword': ['schema', 'syntax-check'],
  'misplaced-keyword': ['schema', 'syntax-check'],
  'unknown-option': ['args', 'schema'],
  'invalid-choice': ['args', 'schema'],
  'wrong-type': ['args', 'schema'],
  'missing-option': ['args', 'schema'],
  'option-conflict': ['args', 'schema'],
  'missing-file': ['load-failure', 'syntax-check'],
  'missing-key': ['schema', 'galaxy'],
  'unknown-key': ['schema'],
  'duplicate-key': ['yaml[key-duplicates]'],
  'no-module': ['schema', 'syntax-check'],
  'two-modules': ['schema', 'syntax-check'],
};

/** Findings that no comment of ansible-lint silences. */
export function withoutNoqa(findings: readonly Finding[], noqas: readonly Noqa[]): readonly Finding[] {
  if (noqas.length === 0) return findings;
  return findings.filter((finding) => !noqas.some((noqa) => silences(noqa, finding)));
}

function means(own: string, id: string): boolean {
  const same = entryIn(SAME, own) ?? [];
  return same.includes(id) || same.includes(ruleOf(id));
}

function silences({ ids, scope, tag }: Noqa, { code, span, message }: Finding): boolean {
  if (span.start < scope.start || span.start > scope.end) return false;
  if (tag === true && code === 'ansible/yaml') return false;
  const own = code.replace(/^ansible\//, '');
  const sub = /^[\w-]+(\[[\w-]+\])/.exec(message)?.[1] ?? '';
  return ids.length === 0 || ids.some(({ value }) => value === own || value === `${own}${sub}` || means(own, value));
}

/** Rules of the product that ansible-lint has as well, under another name. */
const RULES: Readonly<Record<string, string>> = {
  'package-latest': 'no-package-latest',
  latest: 'pin-vcs-revision',
  'ignore-errors': 'no-swallowed-failure',
};

/** What silences the product's own rules. */
export function noqaSuppressions(noqas: readonly Noqa[], text: string): WrittenSuppression[] {
  return noqas.flatMap(({ ids, node, scope }) =>
    ids.flatMap(({ value, span }): WrittenSuppression[] => {
      const rule = entryIn(RULES, ruleOf(value));
      // Where the word is not there the comment is meant for the other tool alone.
      const idle = rule === 'no-package-latest' && !text.slice(scope.start, scope.end).includes('state: latest');
      return rule === undefined || idle || node === undefined
        ? []
        : [{ rule: { value: rule, span }, node, reason: 'noqa', span, foreign: true }];
    }),
  );
}
