import type { Finding } from '../../../model/finding.ts';
import type { Surroundings } from '../../language.ts';
import { argumentsOf } from '../arguments.ts';
import type { AnsibleData } from '../data.ts';
import { allTasks, type Task } from '../model.ts';
import { entryFrom } from '../project/entry.ts';
import { projectData } from '../project-data.ts';
import type { AnsibleReading } from '../reading.ts';
import { lintConfig } from './config.ts';
import { layout } from './layout.ts';
import { practiceOfTask, roleNamed, spacing } from './practice.ts';
import { type LintTask, reporter } from './rule.ts';
import { styleOfPlay, styleOfTask } from './style.ts';

/** Findings of ansible-lint's rules, where the project has a `.ansible-lint`. */
export function checkLint(reading: AnsibleReading, around: Surroundings): Finding[] {
  const config = lintConfig(reading.source.path, around.project);
  if (config === undefined || reading.tree.tier !== 'fast') return [];
  const found: Finding[] = [];
  const report = reporter(config, found);
  const known = projectData(reading.source.path, around);
  for (const play of reading.plays) styleOfPlay(play, reading, report);
  for (const task of allTasks(reading.tasks)) {
    const each = lintTask(task, reading, known);
    if (task.kind !== 'block') styleOfTask(each, report);
    practiceOfTask(each, report);
  }
  layout(reading, report);
  for (const text of reading.jinja) if (text.scalar !== undefined) spacing(text, report);
  for (const use of reading.files.list)
    if (use.what === 'role' && use.task === undefined)
      roleNamed(use.name.value, { span: use.name.span, node: use.node }, report);
  for (const [name, definitions] of entryFrom(reading).definitions)
    if (!config.takesName(name))
      for (const { name: written, node } of definitions)
        report(
          'var-naming[pattern]',
          { span: written.span, node },
          `A variable is named with small letters, digits and underscores: ${name}.`,
        );
  if (reading.kind === 'playbook' && !/\.ya?ml$/.test(reading.source.path))
    report('playbook-extension', { span: { start: 0, end: 0 }, node: '' }, 'A playbook ends in .yml or .yaml.');
  return found;
}

function lintTask(task: Task, reading: AnsibleReading, data: AnsibleData): LintTask {
  const written = task.action?.name.value ?? '';
  const module = data.module(written, task.collections);
  const name = module.kind === 'live' ? module.name : written;
  const free = data.freeForm.has(name.split('.').at(-1) ?? '');
  return { task, module: name, given: argumentsOf(task, free), reading, data };
}
