import type { Finding } from '../../../model/finding.ts';
import { entryIn } from '../../../model/table.ts';
import { entryOf } from '../../../model/tree.ts';
import type { Surroundings } from '../../language.ts';
import { argumentsOf } from '../arguments.ts';
import type { AnsibleData } from '../data.ts';
import { allTasks, type Play, type Task } from '../model.ts';
import { projectData } from '../project-data.ts';
import type { AnsibleReading } from '../reading.ts';
import { partialBecomeOfPlay } from './become.ts';
import { type LintConfig, lintConfig } from './config.ts';
import { spacing } from './jinja-spacing.ts';
import { layout } from './layout.ts';
import { loops } from './loops.ts';
import { metadata } from './metadata.ts';
import { moduleUse } from './modules.ts';
import { variableNames } from './names.ts';
import { practiceOfTask, roleNamed } from './practice.ts';
import { type LintTask, type Report, reporter } from './rule.ts';
import { schemas } from './schema.ts';
import { sizes } from './sizes.ts';
import { styleOfPlay, styleOfTask } from './style.ts';
import { yamlStyle } from './yaml-style.ts';

/** Ids of ansible-lint that mean the same as a check of every project: who skips the one skips the other. */
const SKIPPED_AS: Readonly<Record<string, string>> = {
  'unknown-option': 'args[module]',
  'invalid-choice': 'args[module]',
  'wrong-type': 'args[module]',
  'missing-option': 'args[module]',
  'option-conflict': 'args[module]',
  'jinja-syntax': 'jinja[invalid]',
  'unknown-filter': 'jinja[invalid]',
  'unknown-test': 'jinja[invalid]',
  'moved-module': 'fqcn[canonical]',
  'risky-octal': 'risky-octal',
  'no-jinja-when': 'no-jinja-when',
};

/** The findings, and those of ansible-lint's rules where the project has a `.ansible-lint`. */
export function withLint(own: readonly Finding[], reading: AnsibleReading, around: Surroundings): readonly Finding[] {
  const config = lintConfig(reading.source.path, around.project);
  if (config === undefined) return own;
  const lint = reading.tree.tier === 'fast' ? lintFindings(reading, around, config) : [];
  const named = new Set(lint.filter(({ code }) => code === 'ansible/fqcn').map(({ span }) => span.start));
  const kept = own.filter(({ code, span }) => {
    // One of the two says it.
    if (code === 'ansible/moved-module' && named.has(span.start)) return false;
    const id = entryIn(SKIPPED_AS, code.replace('ansible/', ''));
    if (id !== undefined && config.skips(id)) return false;
    const elsewhere = code === 'ansible/unknown-module' || code === 'ansible/unknown-role';
    return !elsewhere || !config.mocked.has(reading.source.text.slice(span.start, span.end));
  });
  return [...kept, ...lint];
}

function lintFindings(reading: AnsibleReading, around: Surroundings, config: LintConfig): Finding[] {
  const found: Finding[] = [];
  const report = reporter(config, found);
  const known = projectData(reading.source.path, around);
  for (const play of reading.plays) lintPlay(play, reading, report);
  const tasks = [...allTasks(reading.tasks)].map((task) => lintTask(task, reading, known));
  for (const each of tasks) {
    styleOfTask(each, config, report);
    practiceOfTask(each, report);
    if (each.task.kind === 'block') continue;
    loops(each, config, report);
    moduleUse(each, config, report);
  }
  variableNames(reading, tasks, known, config, report);
  sizes(reading, config, report);
  metadata(reading, around.project, config, report);
  schemas(reading, around.data, report);
  lintText(reading, report);
  return found;
}

function lintPlay(play: Play, reading: AnsibleReading, report: Report): void {
  styleOfPlay(play, reading, report);
  partialBecomeOfPlay(play, reading, report);
  const prompt = entryOf(play.map, 'vars_prompt');
  if (prompt !== undefined)
    report('no-prompting', { span: prompt.key.span, node: play.path }, 'This play waits for a person.');
}

function lintText(reading: AnsibleReading, report: Report): void {
  layout(reading, report);
  if (reading.kind !== 'template' && reading.kind !== 'vault' && reading.kind !== 'config') yamlStyle(reading, report);
  for (const text of reading.jinja) if (text.scalar !== undefined) spacing(text, report);
  for (const use of reading.files.list)
    if (use.what === 'role' && use.task === undefined)
      roleNamed(use.name.value, { span: use.name.span, node: use.node }, report);
  if (reading.kind === 'playbook' && !/\.ya?ml$/.test(reading.source.path))
    report('playbook-extension', { span: { start: 0, end: 0 }, node: '' }, 'A playbook ends in .yml or .yaml.');
}

function lintTask(task: Task, reading: AnsibleReading, data: AnsibleData): LintTask {
  const written = task.action?.name.value ?? '';
  const module = data.module(written, task.collections);
  const name = module.kind === 'live' ? module.name : written;
  const free = data.freeForm.has(name.split('.').at(-1) ?? '');
  return { task, module: name, given: argumentsOf(task, free), reading, data };
}
