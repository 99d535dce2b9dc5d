import type { Finding, Fix } from '../../../model/finding.ts';
import type { Span } from '../../../model/span.ts';
import type { Arguments } from '../arguments.ts';
import type { AnsibleData } from '../data.ts';
import type { Task } from '../model.ts';
import { type AnsibleReading, finding } from '../reading.ts';
import type { LintConfig } from './config.ts';
import { ruleOf } from './profiles.ts';

/** One task as the rules of ansible-lint see it. */
export interface LintTask {
  readonly task: Task;
  /** Full name of the module, `ansible.builtin.apt`; as written where it is unknown. */
  readonly module: string;
  readonly given: Arguments;
  readonly reading: AnsibleReading;
  readonly data: AnsibleData;
}

/** Reports under an id of ansible-lint (`name[casing]`), if the project wants it. */
export type Report = (
  id: string,
  at: { readonly span: Span; readonly node: string },
  message: string,
  fixes?: readonly Fix[],
) => void;

export function reporter(config: LintConfig, found: Finding[]): Report {
  return (id, at, message, fixes = []) => {
    const severity = config.severity(id);
    if (severity === undefined) return;
    found.push(
      finding(ruleOf(id), severity, id.includes('[') ? `${id}: ${message}` : message, at, {
        kind: 'semantic',
        fixes: [...fixes],
      }),
    );
  };
}

export function fix(title: string, span: Span, text: string, safety: Fix['safety'] = 'safe'): Fix[] {
  return [{ title, safety, edits: [{ span, text }] }];
}

/** Zero-width place in front of a key, and the white space its line begins with. */
export function indentAt(text: string, offset: number): string {
  const line = text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset);
  return line.replace(/-/g, ' ').replace(/\S.*$/, '');
}
