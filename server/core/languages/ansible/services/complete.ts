import type { CompletionItem } from '../../../model/editor.ts';
import type { Span } from '../../../model/span.ts';
import { keyText, type TreeNode } from '../../../model/tree.ts';
import { nodeAt, placeAt, type TreePlace } from '../../../syntax/place.ts';
import type { Surroundings } from '../../language.ts';
import type { AnsibleData, OptionRow } from '../data.ts';
import { completeFile } from '../files/complete.ts';
import { isTaskKeyword } from '../keywords.ts';
import { allTasks, type FileKind } from '../model.ts';
import { optionTable } from '../options.ts';
import { projectData } from '../project-data.ts';
import type { AnsibleReading } from '../reading.ts';
import { completeJinja } from './complete-jinja.ts';
import { completeNames } from './complete-names.ts';
import { describeOption } from './describe.ts';
import { objectAt } from './object.ts';
import { keywordSnippet, moduleSnippet } from './snippets.ts';

/** Longest list that helps anybody. */
const MOST_ITEMS = 200;

const TOOLS = ['molecule', 'execution-environment', 'runtime', 'lint-config'] as const;

/** Files with a shape of their own. */
const FILES: ReadonlySet<FileKind> = new Set(['requirements', 'galaxy', 'meta', 'argument-specs', 'config', ...TOOLS]);

export function complete(reading: AnsibleReading, offset: number, around: Surroundings): readonly CompletionItem[] {
  const { data } = around;
  const jinja = completeJinja(reading, offset, around);
  if (jinja !== undefined) return jinja;
  if (FILES.has(reading.kind)) return completeFile(reading, offset, data).slice(0, MOST_ITEMS);
  const place = placeAt(reading.tree, offset);
  const known = projectData(reading.source.path, around);
  const at = objectAt(reading.kind, place.path);
  if (at === undefined) return [];
  const names = completeNames(reading, place, at, around);
  if (names !== undefined) return names.slice(0, MOST_ITEMS);
  if (at.object === 'play') return playItems(reading, place, known, at.rest);
  if (place.role === 'key' && at.rest.length === 0) return taskKeys(reading, place, known).slice(0, MOST_ITEMS);
  if (place.role === 'value' && at.rest.length === 0 && place.item)
    return taskKeys(reading, place, known).slice(0, MOST_ITEMS);
  return argumentItems(reading, place, known, at.path, at.rest).slice(0, MOST_ITEMS);
}

function playItems(
  reading: AnsibleReading,
  place: TreePlace,
  known: AnsibleData,
  rest: readonly string[],
): CompletionItem[] {
  if (place.role === 'value' && rest.length === 1) return values(known.keywords('Play')[rest[0] ?? ''], place.span);
  if (rest.length > 0) return [];
  const present = presentIn(place);
  return Object.entries(known.keywords('Play'))
    .filter(([name]) => !present.has(name))
    .map(([name, row]) => keyword(name, row, place, reading, name === 'hosts' ? 0 : 1));
}

/** What the project uses comes first, then builtin modules, keywords, and modules whose name holds what was typed. */
function taskKeys(reading: AnsibleReading, place: TreePlace, known: AnsibleData): CompletionItem[] {
  const present = presentIn(place);
  const hasModule = [...present].some((name) => !isTaskKeyword(name));
  const isBlock = present.has('block');
  const of = isBlock ? known.keywords('Block') : { ...known.keywords('Task'), block: { t: 'l' as const } };
  const keywords = Object.entries(of)
    .filter(([name]) => !present.has(name) && !name.includes('*'))
    .map(([name, row]) => keyword(name, row, place, reading, hasModule || name === 'name' ? 0 : 3));
  if (hasModule || isBlock) return keywords;
  const used = new Set([...allTasks(reading.tasks)].flatMap((task) => task.action?.name.value ?? []));
  const isShort = usesShortNames([...used].filter((name) => known.module(name).kind === 'live'));
  // Only the full name means the same in every project; a file that has short ones keeps to them.
  const written = (full: string, label: string): string => (isShort ? label : full);
  const wanted = place.prefix.toLowerCase();
  const modules = moduleCandidates(known, used, wanted).map(({ label, full, rank }): CompletionItem => {
    const name = written(full, label);
    return {
      label,
      kind: 'module',
      edit: {
        span: place.span,
        text: followed(reading, place) ? name : moduleText(name, full, rank === 0, place, reading, known),
      },
      snippet: true,
      detail: full,
      documentationKey: full,
      rank,
      retrigger: true,
    };
  });
  const first = keywords.filter(({ label }) => label === 'name');
  return wanted === ''
    ? [...first, ...modules, ...keywords.filter(({ label }) => label !== 'name')]
    : [...modules, ...keywords];
}

interface Candidate {
  readonly label: string;
  readonly full: string;
  readonly rank: number;
}

/** The best of thousands: what the file uses, builtin modules, then all whose name holds what was typed. */
function moduleCandidates(known: AnsibleData, used: ReadonlySet<string>, wanted: string): Candidate[] {
  const candidate = (label: string, full: string): Candidate[] =>
    wanted !== '' && !label.toLowerCase().includes(wanted)
      ? []
      : [{ label, full, rank: used.has(full) ? 0 : rankOf(label, used, wanted) }];
  const dotted = wanted === '' ? [...used].filter((name) => name.includes('.')) : known.moduleNames;
  const found = [
    ...known.builtinNames.flatMap((name) => candidate(name, `ansible.builtin.${name}`)),
    ...dotted.flatMap((name) =>
      name.startsWith('ansible.builtin.') && !wanted.includes('.') ? [] : candidate(name, name),
    ),
  ];
  const most = wanted === '' ? 100 : MOST_ITEMS;
  return found.sort((a, b) => a.rank - b.rank || (a.label < b.label ? -1 : 1)).slice(0, most);
}

/** The facts of a collection are read when the first of its modules is written, not when one is only offered. */
function moduleText(
  name: string,
  full: string,
  isUsed: boolean,
  place: TreePlace,
  reading: AnsibleReading,
  known: AnsibleData,
): string {
  if (place.flow) return `${name}: $0`;
  const module = isUsed || full.startsWith('ansible.builtin.') ? known.module(full) : undefined;
  return moduleSnippet(name, module?.kind === 'live' ? module : undefined, columnOf(reading, place));
}

/** Where what is inserted begins, seen from the indentation of its line: editors indent further lines by that themselves. */
function columnOf({ tree: { text } }: AnsibleReading, { span: { start } }: TreePlace): number {
  const line = text.slice(text.lastIndexOf('\n', start - 1) + 1, start);
  return line.length - (/^[ \t]*/.exec(line)?.[0].length ?? 0);
}

function usesShortNames(modules: readonly string[]): boolean {
  return modules.length > modules.filter((name) => name.includes('.')).length * 2;
}

function rankOf(label: string, used: ReadonlySet<string>, wanted: string): number {
  if (used.has(label)) return 0;
  const starts = label.toLowerCase().startsWith(wanted) || (label.split('.').at(-1) ?? '').startsWith(wanted);
  return (label.includes('.') ? 4 : 1) + (starts ? 0 : 1);
}

function argumentItems(
  reading: AnsibleReading,
  place: TreePlace,
  known: AnsibleData,
  path: readonly string[],
  rest: readonly string[],
): CompletionItem[] {
  const root = reading.tree.roots.find((each) => each !== undefined);
  const task = nodeAt(root, path);
  const [key = '', ...inner] = rest;
  if (isTaskKeyword(key) && key !== 'args')
    return place.role === 'value' && inner.length === 0 ? keywordValues(key, known, place.span) : [];
  const written = key === 'args' ? moduleKey(task) : key;
  const module = written === undefined ? undefined : known.module(written, []);
  if (module?.kind !== 'live') return [];
  let rows = optionTable(module).rows;
  for (const [index, step] of inner.entries()) {
    if (/^\d+$/.test(step)) continue;
    const row: OptionRow | undefined = rows[step];
    if (row === undefined) return [];
    if (place.role === 'value' && inner.slice(index + 1).every((each) => /^\d+$/.test(each)))
      return row.o && place.item ? options(row.o, place, new Set(), reading) : values(row, place.span);
    rows = row.o ?? {};
  }
  return place.role === 'key' || place.item || inner.length === 0
    ? options(rows, place, presentIn(place), reading)
    : [];
}

function moduleKey(task: TreeNode | undefined): string | undefined {
  const entry = task?.kind === 'map' ? task.entries.find((each) => !isTaskKeyword(keyText(each) ?? '')) : undefined;
  return entry && keyText(entry);
}

function options(
  rows: Readonly<Record<string, OptionRow>>,
  place: TreePlace,
  present: ReadonlySet<string>,
  reading: AnsibleReading,
): CompletionItem[] {
  return Object.entries(rows)
    .filter(([name, row]) => !present.has(name) && row.G === undefined)
    .map(
      ([name, row]): CompletionItem => ({
        label: name,
        kind: 'property',
        edit: { span: place.span, text: followed(reading, place) ? name : `${name}: $0` },
        snippet: true,
        detail: describeOption(row),
        rank: row.q === 1 ? 0 : row.x ? 2 : 1,
        retrigger: true,
        ...(row.x && { deprecated: true }),
      }),
    )
    .sort((a, b) => (a.rank ?? 0) - (b.rank ?? 0) || (a.label < b.label ? -1 : 1));
}

function values(row: OptionRow | undefined, span: Span): CompletionItem[] {
  const list = row?.c?.map(String) ?? (row?.t === 'b' ? ['true', 'false'] : []);
  return list.map(
    (value, rank): CompletionItem => ({
      label: value,
      kind: 'enum',
      edit: { span, text: value },
      rank,
      ...(String(row?.d) === value && { detail: 'default' }),
    }),
  );
}

function keywordValues(key: string, known: AnsibleData, span: Span): CompletionItem[] {
  return values(known.keywords('Task')[key], span);
}

function keyword(
  name: string,
  row: OptionRow,
  place: TreePlace,
  reading: AnsibleReading,
  rank: number,
): CompletionItem {
  const { span, flow } = place;
  const after = reading.tree.text.slice(span.end, span.end + 20);
  return {
    label: name,
    kind: 'keyword',
    edit: {
      span,
      text: /^\s*:/.test(after) ? name : flow ? `${name}: $0` : keywordSnippet(name, columnOf(reading, place)),
    },
    snippet: true,
    detail: describeOption(row),
    rank,
  };
}

function presentIn(place: TreePlace): ReadonlySet<string> {
  return new Set(place.map?.entries.filter((entry) => entry.key !== place.node).map((entry) => keyText(entry) ?? ''));
}

function followed(reading: AnsibleReading, place: TreePlace): boolean {
  return /^\s*:/.test(reading.tree.text.slice(place.span.end, place.span.end + 20));
}
