import type { Finding, Fix } from '../../../model/finding.ts';
import type { Span } from '../../../model/span.ts';
import { closest } from '../../../schema/closest.ts';
import type { DataSource } from '../../../schema/data.ts';
import type { Project } from '../../language.ts';
import { hasSpecs } from '../check-roles.ts';
import { allEntries, entryAt } from '../project/entry.ts';
import { roleFiles } from '../project/handlers.ts';
import { kept } from '../project/per-file.ts';
import { placesOf, projectPaths } from '../project/settings.ts';
import { type AnsibleReading, finding } from '../reading.ts';
import { placesFrom, spansOf } from './places.ts';

interface Names {
  readonly facts?: readonly string[];
  readonly magic?: Readonly<Record<string, readonly string[]>>;
}

/** More in one file help nobody. */
const MOST_FOUND = 200;

/** A text longer than this is a document, not a condition. */
const MOST_CHARACTERS = 20_000;

/**
 * Names of a playbook that nothing in the project gives a value. Only a hint: the command line and an inventory elsewhere can.
 * Silent where a file or role is named by a template, and for names that the author himself guards.
 */
export function undefinedVariables(reading: AnsibleReading, project: Project, data: DataSource): Finding[] {
  const inRole = (reading.kind === 'tasks' || reading.kind === 'template') && hasSpecs(reading.source.path, project);
  if (reading.kind !== 'playbook' && !inRole) return [];
  const given = namesGiven(project);
  if (given === undefined || reading.files.dynamic || unresolved(reading, project)) return [];
  const own = placesFrom(reading);
  const magic = magicNames(data);
  const isKnown = (name: string): boolean => given.has(name) || own.definitions.has(name) || magic.has(name);
  const guarded = guardedNames(reading);
  const found: Finding[] = [];
  for (const [name, uses] of own.uses) {
    if (isKnown(name) || guarded.has(name) || /^ansible_/.test(name)) continue;
    const near = name.length > 4 ? closest(name, new Set([...given, ...own.definitions.keys(), ...magic])) : undefined;
    for (const span of spansOf(uses)) {
      const node = nodeAt(reading, span);
      const fixes: Fix[] =
        near === undefined ? [] : [{ title: `Change to ${near}`, safety: 'confirm', edits: [{ span, text: near }] }];
      const message = inRole
        ? `Nothing in this project gives ${name} a value${near ? `; there is ${near}` : ''}, and the role does not say that it takes it.`
        : `Nothing in this project gives ${name} a value${near ? `; there is ${near}` : ''}: it must come from the command line or an inventory elsewhere.`;
      found.push(
        finding(
          'undefined-variable',
          inRole ? 'warning' : 'hint',
          message,
          { span, node },
          { kind: 'semantic', fixes },
        ),
      );
    }
  }
  return found.slice(0, MOST_FOUND);
}

/** Path of the innermost play or task around a place. */
function nodeAt({ nodes }: AnsibleReading, { start }: Span): string {
  const around = nodes.filter(({ span }) => span.start <= start && start <= span.end);
  return around.toSorted((a, b) => a.span.end - a.span.start - (b.span.end - b.span.start))[0]?.path ?? '';
}

/** Every name that some file of the project gives a value; undefined where one of them may give any. */
function namesGiven(project: Project): ReadonlySet<string> | undefined {
  return kept(project, 'ansible names given', '', () => {
    const names = new Set<string>();
    for (const { kind, dynamic, gives } of allEntries(project)) {
      if (kind === 'vault' || (dynamic && kind !== 'other')) return undefined;
      for (const name of gives) names.add(name);
    }
    return names;
  });
}

/** A role or file that is named but not in the project could define anything. */
function unresolved({ files, source }: AnsibleReading, project: Project): boolean {
  const paths = projectPaths(source.path, project);
  return files.list.some((use) => {
    if (use.what === 'template') return false;
    const places = placesOf(use, source.path, paths);
    if (use.what !== 'role') return !places.some((place) => entryAt(place, project) !== undefined);
    return !places.some((place) => roleFiles(project).has(place));
  });
}

function magicNames(data: DataSource): ReadonlySet<string> {
  const { magic = {}, facts = [] } = (data.json('ansible/names.json') ?? {}) as Names;
  const globals = (data.json('ansible/core.json') as { jinja_globals?: readonly string[] } | undefined)?.jinja_globals;
  return new Set([
    ...Object.values(magic).flat(),
    ...facts.map((fact) => `ansible_${fact}`),
    ...(globals ?? []),
    'item',
    'loop',
    'self',
  ]);
}

/** Names with a default, or asked whether they are defined, anywhere in the file. */
function guardedNames({ jinja }: AnsibleReading): ReadonlySet<string> {
  const names = new Set<string>();
  const guard = /(?<![\w.])([A-Za-z_]\w*)[\w.[\]'"-]*\s*(?:\|\s*(?:default|d)\b|is\s+(?:not\s+)?(?:un)?defined\b)/g;
  for (const { text } of jinja)
    if (text.length < MOST_CHARACTERS) for (const [, name = ''] of text.matchAll(guard)) names.add(name);
  return names;
}
