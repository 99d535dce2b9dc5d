import { ansible } from '../../../server/core/languages/ansible/index.ts';
import type { AnsibleReading } from '../../../server/core/languages/ansible/reading.ts';
import type { Surroundings } from '../../../server/core/languages/language.ts';
import type { Fact, FactKind, FactOf } from '../../../server/core/model/fact.ts';
import type { Finding } from '../../../server/core/model/finding.ts';
import { schemaData } from '../../plans/data.ts';

const data = schemaData();

export function open(text: string, path = 'site.yml'): Opened {
  return openIn({ [path]: text }, path, () => false);
}

interface Opened {
  readonly reading: AnsibleReading;
  readonly around: Surroundings;
}

/** One file of a project that has these files, and no others where nothing else is said. */
export function openIn(
  files: Readonly<Record<string, string>>,
  path: string,
  missing = (each: string) => files[each] === undefined,
): Opened {
  const readings = new Map(
    Object.entries(files).map(([each, text]) => [each, ansible.read({ path: each, text }, data)]),
  );
  const reading = readings.get(path);
  if (reading === undefined) throw new Error(`no ${path}`);
  return {
    reading,
    around: {
      data,
      project: {
        reading: (each) => readings.get(each),
        paths: () => [...readings.keys()].sort(),
        text: (each) => files[each],
        missing,
      },
    },
  };
}

export function findings(text: string, path?: string): readonly Finding[] {
  return findingsOf(open(text, path));
}

export function findingsOf({ reading, around }: Opened): readonly Finding[] {
  return [...reading.problems, ...ansible.check(reading, around)].toSorted(
    (a, b) => a.span.start - b.span.start || a.code.localeCompare(b.code),
  );
}

/** Each finding as `severity code: text it underlines`, but for names that come from outside: one file alone is full of them. */
export function said(text: string, path?: string): string[] {
  return saidOf(open(text, path)).filter((each) => !each.startsWith('hint undefined-variable'));
}

export function saidOf(opened: Opened): string[] {
  const { text } = opened.reading.source;
  return findingsOf(opened).map(
    ({ severity, code, span }) => `${severity} ${code.split('/')[1]}: ${text.slice(span.start, span.end)}`,
  );
}

function facts(text: string, path?: string): readonly Fact[] {
  const { reading, around } = open(text, path);
  return ansible.facts(reading, around);
}

export function factsOfKind<K extends FactKind>(kind: K, text: string, path?: string): FactOf<K>[] {
  return facts(text, path).filter((fact): fact is FactOf<K> => fact.fact === kind);
}

/** A playbook with these tasks, indented as written. */
export function play(tasks: string): string {
  return `- hosts: web\n  tasks:\n${tasks.replace(/^(?=.)/gm, '    ')}\n`;
}
