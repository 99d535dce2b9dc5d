import { entryOf, keyText } from '../../../model/tree.ts';
import { isTemplate } from '../arguments.ts';
import { headerOf, type Play } from '../model.ts';
import type { AnsibleReading } from '../reading.ts';
import type { LintConfig } from './config.ts';
import { freeForm, localAction } from './free-form.ts';
import { keyOrder } from './key-order.ts';
import { fix, type LintTask, type Report } from './rule.ts';
import { casing, taskName } from './task-names.ts';

/** Names, order of keys, ways of writing: nothing here changes what a play does. */
export function styleOfTask(each: LintTask, config: LintConfig, report: Report): void {
  taskName(each, config, report);
  keyOrder(each.task.map, each.task.path, each.reading, report);
  if (each.task.kind === 'block') return;
  fqcn(each, report);
  freeForm(each, report);
  localAction(each, report);
}

export function styleOfPlay(play: Play, reading: AnsibleReading, report: Report): void {
  const imports = play.map.entries.some((entry) => /(^|\.)import_playbook$/.test(keyText(entry) ?? ''));
  const at = { span: headerOf(play), node: play.path };
  if (play.name === undefined)
    report('name[play]', at, imports ? 'The import of a playbook needs a name.' : 'A play needs a name.');
  const strategy = entryOf(play.map, 'strategy');
  if (strategy?.value.kind === 'scalar' && /(^|\.)free$/.test(strategy.value.text))
    report(
      'run-once[play]',
      { span: strategy.value.span, node: play.path },
      'With the free strategy run_once means nothing.',
    );
  if (play.name !== undefined) casing(play.name, at.node, { start: 0, fixable: true, reading }, report);
  const collections = entryOf(play.map, 'collections');
  if (collections !== undefined)
    report(
      'fqcn[keyword]',
      { span: collections.key.span, node: play.path },
      'Write full names in place of collections, so that each says where it is from.',
    );
  keyOrder(play.map, play.path, reading, report);
}

function fqcn({ task, data }: LintTask, report: Report): void {
  const name = task.action?.name;
  if (name === undefined || isTemplate(name.value)) return;
  const found = data.module(name.value, task.collections);
  const dots = name.value.split('.').length - 1;
  // A module of the project's own library has no other name.
  if (found.kind !== 'live' || !found.name.includes('.') || (dots > 0 && !found.moved)) return;
  const core = found.name.startsWith('ansible.builtin.');
  // Names that moved out of the general collection still lead there.
  if (dots > 1 && (core || name.value.startsWith('community.general.'))) return;
  report(
    dots > 1 ? 'fqcn[canonical]' : core ? 'fqcn[action-core]' : 'fqcn[action]',
    { span: name.span, node: task.path },
    `Write ${found.name}, so that nothing else can be meant.`,
    fix(`Change to ${found.name}`, name.span, found.name),
  );
}
