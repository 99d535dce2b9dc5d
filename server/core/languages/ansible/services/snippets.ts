import type { CompletionItem } from '../../../model/editor.ts';
import type { ModuleLookup } from '../data.ts';
import { optionTable } from '../options.ts';

type Live = Extract<ModuleLookup, { kind: 'live' }>;

/** Keywords that hold a list of tasks, roles or files. */
const LISTS: ReadonlySet<string> = new Set(
  'tasks pre_tasks post_tasks handlers roles block rescue always vars_files'.split(' '),
);
/** Keywords that hold a mapping. */
const MAPS: ReadonlySet<string> = new Set('vars environment module_defaults loop_control args vars_prompt'.split(' '));

/** A keyword with the beginning of its value. `column` is that of the keyword, seen from the indentation of its line. */
export function keywordSnippet(name: string, column: number): string {
  const pad = ' '.repeat(column + 2);
  if (LISTS.has(name)) return `${name}:\n${pad}- $0`;
  if (name === 'vars_prompt') return `${name}:\n${pad}- name: $0`;
  return MAPS.has(name) ? `${name}:\n${pad}$0` : `${name}: $0`;
}

/** A module with the options it cannot do without. */
export function moduleSnippet(name: string, module: Live | undefined, column: number): string {
  if (module?.override.raw !== undefined) return `${name}: $0`;
  const pad = ' '.repeat(column + 2);
  const required = module === undefined ? [] : requiredOf(module);
  if (required.length === 0) return `${name}:\n${pad}$0`;
  const lines = required.map((option, at) => `${pad}${option}: $${at + 1}`);
  return `${name}:\n${lines.join('\n')}`;
}

function requiredOf(module: Live): string[] {
  const rows = Object.entries(optionTable(module).rows).filter(([, row]) => row.q === 1);
  const names = new Set([...rows.map(([name]) => name), ...(module.override.q ?? [])]);
  return module.override.free ? [] : [...names].filter((name) => /^[a-z]\w*$/.test(name));
}

/** A text in which nothing stands yet but the beginning of a word or of a list. */
const NOTHING_YET = /^(?:\s*(?:#[^\n]*)?\n|---[ \t]*\n)*[ \t]*(-?[ \t]*[\w ]{0,30})$/;

/** Skeletons for a file that may become one of ours. */
export function starters(text: string, offset: number): readonly CompletionItem[] {
  const typed = text.length > 2000 ? undefined : NOTHING_YET.exec(text.slice(0, offset))?.[1];
  if (typed === undefined || text.slice(offset).trim() !== '') return [];
  const span = { start: offset - typed.length, end: offset };
  return SKELETONS.map(
    ({ label, detail, lines }, rank): CompletionItem => ({
      label,
      kind: 'snippet',
      edit: { span, text: lines.join('\n') },
      snippet: true,
      detail,
      rank,
      filter: `${/^(?:-[ \t]*)?/.exec(typed)?.[0] ?? ''}${label}`,
    }),
  );
}

const SKELETONS: readonly { readonly label: string; readonly detail: string; readonly lines: readonly string[] }[] = [
  {
    label: 'playbook',
    detail: 'Ansible: a play with a task',
    lines: [
      '- name: ${1:What this play is for}',
      '  hosts: ${2:all}',
      '  tasks:',
      '    - name: ${3:What is done}',
      '      $0',
    ],
  },
  {
    label: 'play with roles',
    detail: 'Ansible: a play that runs roles',
    lines: ['- name: ${1:What this play is for}', '  hosts: ${2:all}', '  roles:', '    - $0'],
  },
];
