import type { Finding } from '../../model/finding.ts';
import type { Surroundings } from '../language.ts';
import { checkProject } from './check-project.ts';
import { checkRoles } from './check-roles.ts';
import { checkTasks } from './check-tasks.ts';
import { checkFile } from './files/check.ts';
import { checkJinja } from './jinja/check.ts';
import { withLint } from './lint/check.ts';
import { withoutNoqa } from './lint/noqa.ts';
import { projectData } from './project-data.ts';
import type { AnsibleReading } from './reading.ts';

/** Findings of one file against the bundled facts and the files around it. */
export function checkAnsible(reading: AnsibleReading, around: Surroundings): readonly Finding[] {
  const { data } = around;
  const findings = [
    ...checkTasks(reading, projectData(reading.source.path, around), around.project),
    ...checkFile(reading, data),
    ...checkJinja(reading, around),
    ...checkRoles(reading, around),
    ...checkProject(reading, around),
  ];
  return withoutNoqa(withLint(findings, reading, around), reading.noqa);
}
