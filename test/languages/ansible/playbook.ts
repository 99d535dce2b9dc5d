import { ansible } from '../../../server/core/languages/ansible/index.ts';
import type { AnsibleReading } from '../../../server/core/languages/ansible/reading.ts';
import type { Surroundings } from '../../../server/core/languages/language.ts';
import type { Fact, FactKind, FactOf } from '../../../server/core/model/fact.ts';
import type { Finding } from '../../../server/core/model/finding.ts';
import { schemaData } from '../../plans/data.ts';

const data = schemaData();

export function open(text: string, path = 'site.yml'): { reading: AnsibleReading; around: Surroundings } {
  const reading = ansible.read({ path, text }, data);
  return {
    reading,
    around: { data, project: { reading: () => reading, paths: () => [path], text: () => text, missing: () => false } },
  };
}

export function findings(text: string, path?: string): readonly Finding[] {
  const { reading, around } = open(text, path);
  return [...reading.problems, ...ansible.check(reading, around)].toSorted(
    (a, b) => a.span.start - b.span.start || a.code.localeCompare(b.code),
  );
}

/** Each finding as `severity code: text it underlines`. */
export function said(text: string, path?: string): string[] {
  return findings(text, path).map(
    ({ severity, code, span }) => `${severity} ${code.split('/')[1]}: ${text.slice(span.start, span.end)}`,
  );
}

export function facts(text: string, path?: string): readonly Fact[] {
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
