import { entryOf, keyText, type TreeNode } from '../../../model/tree.ts';
import { isTemplate } from '../arguments.ts';
import { headerOf, texts, writtenText } from '../model.ts';
import type { LintConfig } from './config.ts';
import type { LintTask, Report } from './rule.ts';

/** What one module is used for, and whether it is one of those that the project allows. */
export function moduleUse(each: LintTask, config: LintConfig, report: Report): void {
  onlyBuiltins(each, config, report);
  prompting(each, report);
  templateName(each, report);
  sameOwner(each, report);
  tabs(each, report);
}

function at({ task }: LintTask) {
  return { span: headerOf(task), node: task.path };
}

function onlyBuiltins({ task, module, data }: LintTask, { allowed }: LintConfig, report: Report): void {
  const name = task.action?.name;
  if (name === undefined || isTemplate(name.value) || /^ansible\.(builtin|legacy)\./.test(name.value)) return;
  const own = !name.value.includes('.') && data.builtinNames.includes(name.value);
  const listed = allowed.modules.includes(name.value) || allowed.modules.includes(module);
  if (own || listed || allowed.collections.some((each) => name.value.startsWith(`${each}.`))) return;
  report('only-builtins', { span: name.span, node: task.path }, `${name.value} is no module of Ansible itself.`);
}

function prompting(each: LintTask, report: Report): void {
  const { module, given } = each;
  if (module !== 'ansible.builtin.pause' || given.open) return;
  if (!given.list.some(({ name }) => name.value === 'minutes' || name.value === 'seconds'))
    report('no-prompting', at(each), 'Without minutes or seconds this waits for a person.');
}

function templateName({ module, given, task }: LintTask, report: Report): void {
  const src = given.list.find(({ name }) => name.value === 'src');
  if (module !== 'ansible.builtin.template' || src?.text === undefined) return;
  if (src.text !== '' && !isTemplate(src.text) && !src.text.endsWith('.j2'))
    report(
      'jinja-template-extension',
      { span: src.span, node: task.path },
      'A template is named so that it ends in .j2.',
    );
}

/** Users and groups of one machine are others on the next. */
function sameOwner(each: LintTask, report: Report): void {
  const { module, given, task } = each;
  if (given.open) return;
  const option = (name: string) => given.list.find((one) => one.name.value === name);
  const off = (name: string): boolean => /^(false|no|off)$/i.test(option(name)?.text ?? '');
  const target = writtenText(entryOf(task.map, 'delegate_to')?.value)?.value;
  const keeps = (name: string): boolean => (option(name) === undefined ? !off('archive') : !off(name));
  if (module === 'ansible.posix.synchronize' && target === undefined && (keeps('owner') || keeps('group')))
    report(
      'no-same-owner',
      at(each),
      'Owner and group of the files are those of another machine: owner: false, group: false.',
    );
  if (module !== 'ansible.builtin.unarchive') return;
  const src = option('src')?.text ?? '';
  const there = /^(true|yes|on)$/i.test(option('remote_src')?.text ?? '') && target !== 'localhost';
  const extra = texts(option('extra_opts')?.node);
  const zip = src.endsWith('zip') && extra.includes('-X');
  const tar = /\.tar(\.(gz|bz2|xz))?$/.test(src) && !extra.includes('--no-same-owner');
  if (!there && (zip || tar))
    report('no-same-owner', at(each), 'The archive brings owners of another machine: extra_opts: [--no-same-owner].');
}

/** Patterns and lines of a file may hold tabs. */
const TABS_ALLOWED = new Set(['insertafter', 'insertbefore', 'regexp', 'line']);
const DEEPEST = 30;

function tabs({ task }: LintTask, report: Report): void {
  const visit = (node: TreeNode, key: string, depth: number): void => {
    if (depth > DEEPEST) return;
    if (node.kind === 'list') for (const item of node.items) visit(item, key, depth + 1);
    if (node.kind === 'map') for (const entry of node.entries) visit(entry.value, keyText(entry) ?? '', depth + 1);
    if (node.kind !== 'scalar' || !node.text.includes('\t')) return;
    if (!isTemplate(node.text) && !TABS_ALLOWED.has(key))
      report('no-tabs', { span: node.span, node: task.path }, 'A tab looks different everywhere: use spaces.');
  };
  visit(task.map, '', 0);
}
