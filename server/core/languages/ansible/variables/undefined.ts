import type { Finding, Fix } from '../../../model/finding.ts';
import { closest } from '../../../schema/closest.ts';
import type { DataSource } from '../../../schema/data.ts';
import type { Project } from '../../language.ts';
import { type AnsibleReading, finding } from '../reading.ts';
import { readingsOf, tableOf } from './table.ts';

interface Names {
  readonly facts?: readonly string[];
  readonly magic?: Readonly<Record<string, readonly string[]>>;
}

/** A text longer than this is a document, not a condition. */
const MOST_CHARACTERS = 20_000;

/**
 * Names of a playbook that nothing in the project gives a value. Only a hint: the command line and an inventory elsewhere can.
 * Silent where a file or role is named by a template, and for names that the author himself guards.
 */
export function undefinedVariables(reading: AnsibleReading, project: Project, data: DataSource): Finding[] {
  if (reading.kind !== 'playbook') return [];
  const all = readingsOf(reading, project);
  if (all.some(({ files, kind }) => files.dynamic && kind !== 'other') || unresolved(reading, project)) return [];
  const known = new Set(magicNames(data));
  for (const each of all) {
    for (const name of tableOf(each).definitions.keys()) known.add(name);
    if (each.kind === 'vault') return [];
  }
  const guarded = guardedNames(reading);
  const found: Finding[] = [];
  for (const [name, uses] of tableOf(reading).uses) {
    if (known.has(name) || guarded.has(name) || /^ansible_/.test(name)) continue;
    const near = name.length > 4 ? closest(name, known) : undefined;
    for (const { span, node } of uses) {
      const fixes: Fix[] =
        near === undefined ? [] : [{ title: `Change to ${near}`, safety: 'confirm', edits: [{ span, text: near }] }];
      const message = `Nothing in this project gives ${name} a value${near ? `; there is ${near}` : ''}: it must come from the command line or an inventory elsewhere.`;
      found.push(finding('undefined-variable', 'hint', message, { span, node }, { kind: 'semantic', fixes }));
    }
  }
  return found;
}

/** A role or file that is named but not in the project could define anything. */
function unresolved(reading: AnsibleReading, project: Project): boolean {
  const folders = project.paths('ansible');
  return reading.files.list.some(({ what, candidates }) => {
    if (what === 'template') return false;
    if (what !== 'role') return !candidates.some((each) => folders.some((path) => path.endsWith(trimmed(each))));
    return !candidates.some((each) => folders.some((path) => path.includes(`${trimmed(each)}/`)));
  });
}

function trimmed(relative: string): string {
  return relative.replace(/^(\.\.\/)+/, '');
}

function magicNames(data: DataSource): readonly string[] {
  const { magic = {}, facts = [] } = (data.json('ansible/names.json') ?? {}) as Names;
  const globals = (data.json('ansible/core.json') as { jinja_globals?: readonly string[] } | undefined)?.jinja_globals;
  return [
    ...Object.values(magic).flat(),
    ...facts.map((fact) => `ansible_${fact}`),
    ...(globals ?? []),
    'item',
    'loop',
    'self',
  ];
}

/** Names with a default, or asked whether they are defined, anywhere in the file. */
function guardedNames({ jinja }: AnsibleReading): ReadonlySet<string> {
  const names = new Set<string>();
  const guard = /(?<![\w.])([A-Za-z_]\w*)[\w.[\]'"-]*\s*(?:\|\s*(?:default|d)\b|is\s+(?:not\s+)?(?:un)?defined\b)/g;
  for (const { text } of jinja)
    if (text.length < MOST_CHARACTERS) for (const [, name = ''] of text.matchAll(guard)) names.add(name);
  return names;
}
