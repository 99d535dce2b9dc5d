import type { Finding } from '../../model/finding.ts';
import type { DataSource } from '../../schema/data.ts';
import { checkTasks } from './check-tasks.ts';
import { ansibleData } from './data.ts';
import { checkJinja } from './jinja/check.ts';
import type { AnsibleReading } from './reading.ts';

/** Findings of one file against the bundled facts. */
export function checkAnsible(reading: AnsibleReading, data: DataSource): readonly Finding[] {
  return [...checkTasks(reading, ansibleData(data)), ...checkJinja(reading, data)];
}
