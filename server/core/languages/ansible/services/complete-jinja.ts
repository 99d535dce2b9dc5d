import type { CompletionItem, CompletionKind } from '../../../model/editor.ts';
import type { Span } from '../../../model/span.ts';
import { entryOf, keyText } from '../../../model/tree.ts';
import type { Surroundings } from '../../language.ts';
import type { AnsibleData } from '../data.ts';
import { inventoryNames } from '../inventory/names.ts';
import { type PluginKind, pluginsOf } from '../jinja/plugins.ts';
import { entriesOf } from '../project/entry.ts';
import { projectData } from '../project-data.ts';
import type { AnsibleReading } from '../reading.ts';
import { placesFrom, placesOfAll } from '../variables/places.ts';
import { givenValue, variableOf } from '../variables/table.ts';

/** Longest expression that is looked back through. */
const FARTHEST = 2000;

/**
 * What can stand at a place that Jinja reads; undefined anywhere else. Judged by the text before the cursor alone: while one
 * types, nothing around it can be relied on.
 */
export function completeJinja(
  reading: AnsibleReading,
  offset: number,
  around: Surroundings,
): readonly CompletionItem[] | undefined {
  const before = expressionBefore(reading, offset);
  if (before === undefined) return undefined;
  const word = /[\w.]*$/.exec(before)?.[0] ?? '';
  const lead = before.slice(0, before.length - word.length);
  const span = { start: offset - word.length, end: offset };
  const lookup = /\b(?:lookup|query|q)\(\s*(['"])$/.test(lead);
  if (lookup) return plugins('lookup', word, span, around);
  const group = /\bgroups\[\s*['"]([\w-]*)$/.exec(before)?.[1];
  if (group !== undefined) return groups(reading, around, { start: offset - group.length, end: offset });
  if (insideText(lead)) return [];
  if (/\|\s*$/.test(lead)) return plugins('filter', word, span, around);
  if (/\bis\s+(?:not\s+)?$/.test(lead)) return plugins('test', word, span, around);
  if (word.includes('.')) return attributes(reading, around, word, offset);
  return variables(reading, around, span, word);
}

/** Text from the opening braces, or from the start of a condition, to the cursor. */
function expressionBefore(reading: AnsibleReading, offset: number): string | undefined {
  const { text } = reading.tree;
  const near = text.slice(Math.max(0, offset - FARTHEST), offset);
  const open = Math.max(near.lastIndexOf('{{'), near.lastIndexOf('{%'));
  if (open !== -1 && !/[}%]\}/.test(near.slice(open + 2))) return near.slice(open + 2);
  if (reading.kind === 'template' || reading.kind === 'vars') return undefined;
  const line = text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset);
  const condition = /^\s*(?:-\s+)*(?:when|changed_when|failed_when|until|break_when|that|var):\s+(['"]?)(.*)$/.exec(
    line,
  );
  if (condition !== null && line.length < FARTHEST) return condition[2];
  const inside = reading.jinja.find(
    ({ scalar, condition: is }) =>
      is && scalar !== undefined && scalar.span.start <= offset && offset <= scalar.span.end,
  );
  return inside?.scalar && text.slice(inside.scalar.span.start, offset);
}

function insideText(lead: string): boolean {
  let quote = '';
  for (const char of lead) {
    if (quote === '' && (char === '"' || char === "'")) quote = char;
    else if (char === quote) quote = '';
  }
  return quote !== '';
}

function plugins(kind: PluginKind, typed: string, span: Span, { data }: Surroundings): CompletionItem[] {
  const { short, full, parameters } = pluginsOf(data, kind);
  const wanted = typed.toLowerCase();
  const names = typed.includes('.') ? [...full] : [...short].filter((name) => /^\w/.test(name));
  const elsewhere =
    typed.includes('.') || typed.length < 3 ? [] : [...full].filter((name) => !name.startsWith('ansible.builtin.'));
  return [...names, ...elsewhere]
    .filter((name) => name.toLowerCase().includes(wanted))
    .map((name) => {
      const takes = parameters(name).slice(1).join(', ');
      return item(
        name,
        'function',
        span,
        name.toLowerCase().startsWith(wanted) ? 0 : 1,
        takes === '' ? kind : `${kind}(${takes})`,
      );
    })
    .sort(byRank)
    .slice(0, MOST_ITEMS);
}

const MOST_ITEMS = 200;

function item(label: string, kind: CompletionKind, span: Span, rank: number, detail?: string): CompletionItem {
  return { label, kind, edit: { span, text: label }, rank, ...(detail !== undefined && { detail }) };
}

function byRank(a: CompletionItem, b: CompletionItem): number {
  return (a.rank ?? 0) - (b.rank ?? 0) || (a.label < b.label ? -1 : 1);
}

interface Names {
  readonly magic?: { readonly plain?: readonly string[]; readonly connection?: readonly string[] };
  readonly facts?: readonly string[];
  readonly loop_attributes?: readonly string[];
  readonly registered_always?: readonly string[];
}

/** The file's own first, then its role's, then the rest of the project, then what Ansible itself gives. */
function variables(
  reading: AnsibleReading,
  { project, data }: Surroundings,
  span: Span,
  typed: string,
): CompletionItem[] {
  const found = new Map<string, CompletionItem>();
  const add = (name: string, rank: number, detail: string): void => {
    if (!found.has(name) && name.toLowerCase().includes(typed.toLowerCase()))
      found.set(name, item(name, 'variable', span, rank, detail));
  };
  for (const text of reading.jinja) for (const name of text.jinja.defined) add(name, 0, 'of this template');
  const own = placesFrom(reading);
  for (const each of placesOfAll(reading, project)) {
    const rank = each === own ? 0 : each.unit === own.unit ? 1 : 2;
    for (const [name, [first]] of each.definitions) add(name, rank, first?.tier ?? 'variable');
  }
  const names = (data.json('ansible/names.json') ?? {}) as Names;
  for (const name of names.magic?.plain ?? []) add(name, 3, 'of Ansible');
  for (const name of names.magic?.connection ?? []) add(name, 4, 'of Ansible');
  if (typed.startsWith('ansible_')) for (const fact of names.facts ?? []) add(`ansible_${fact}`, 4, 'fact');
  return [...found.values()].sort(byRank).slice(0, MOST_ITEMS);
}

/** What stands behind a dot: facts, loop attributes, groups, keys of a mapping, what a module returned. */
function attributes(reading: AnsibleReading, around: Surroundings, word: string, offset: number): CompletionItem[] {
  const [root = '', ...path] = word.split('.');
  const typed = path.pop() ?? '';
  const span = { start: offset - typed.length, end: offset };
  const names = (around.data.json('ansible/names.json') ?? {}) as Names;
  if (root === 'ansible_facts' && path.length === 0) return listed(names.facts ?? [], span, typed, 'fact');
  if (root === 'loop' && path.length === 0) return listed(LOOP, span, typed, 'of the loop');
  if (root === 'ansible_loop' && path.length === 0)
    return listed(names.loop_attributes ?? [], span, typed, 'of the loop');
  if (root === 'groups' && path.length === 0) return groups(reading, around, span);
  const { definitions } = variableOf(root, reading, around.project);
  const found = definitions.flatMap((definition): CompletionItem[] => {
    const { module } = definition.at;
    if (module !== undefined) return returned(module, path, span, projectData(reading.source.path, around), names);
    let node = givenValue(definition, reading, around.project);
    for (const step of path) node = entryOf(node, step)?.value;
    return node?.kind === 'map' ? node.entries.flatMap((entry) => item(keyText(entry) ?? '', 'property', span, 0)) : [];
  });
  return [...new Map(found.map((each) => [each.label, each])).values()]
    .filter(({ label }) => label.toLowerCase().includes(typed.toLowerCase()))
    .sort(byRank)
    .slice(0, MOST_ITEMS);
}

const LOOP = [
  'index',
  'index0',
  'revindex',
  'revindex0',
  'first',
  'last',
  'length',
  'cycle',
  'depth',
  'previtem',
  'nextitem',
  'changed',
];

function listed(names: readonly string[], span: Span, typed: string, detail: string): CompletionItem[] {
  return names
    .filter((name) => name.includes(typed))
    .map((name) => item(name, 'property', span, 0, detail))
    .slice(0, MOST_ITEMS);
}

/** Return keys of the module that was registered; `[type, {…}]` has more below. */
function returned(
  module: string,
  path: readonly string[],
  span: Span,
  data: AnsibleData,
  names: Names,
): CompletionItem[] {
  const found = data.module(module);
  let keys: unknown = found.kind === 'live' ? found.row.r : undefined;
  for (const step of path) {
    const below = keys !== null && typeof keys === 'object' ? (keys as Record<string, unknown>)[step] : undefined;
    keys = Array.isArray(below) ? below[1] : undefined;
  }
  const own = keys !== null && typeof keys === 'object' && !Array.isArray(keys) ? Object.keys(keys) : [];
  const always = path.length === 0 ? (names.registered_always ?? []) : [];
  return [
    ...own.map((name) => item(name, 'property', span, 0, `of ${module}`)),
    ...always.filter((name) => !own.includes(name)).map((name) => item(name, 'property', span, 1, 'of every result')),
  ];
}

function groups(reading: AnsibleReading, { project }: Surroundings, span: Span): CompletionItem[] {
  return inventoryNames(entriesOf(reading, project))
    .groups.map((name, rank) => item(name, 'value', span, rank, 'group'))
    .slice(0, MOST_ITEMS);
}
