import { entryOf, keyText, type TreeEntry, type TreeNode } from '../../../model/tree.ts';
import { isTemplate } from '../arguments.ts';
import { writtenText } from '../model.ts';
import { layoutOf } from '../project/layout.ts';
import type { LintConfig } from './config.ts';
import { fix, type LintTask, type Report } from './rule.ts';

/** What a task goes through, and how the item is called. */
export function loops(each: LintTask, config: LintConfig, report: Report): void {
  const { task } = each;
  const entry = task.map.entries.find((one) => /^(loop|with_.+)$/.test(keyText(one) ?? ''));
  if (entry === undefined) return;
  loopVariable(each, entry, config, report);
  bareVariable(each, entry, report);
}

function loopVariable({ task, reading }: LintTask, entry: TreeEntry, config: LintConfig, report: Report): void {
  const role = layoutOf(reading.source.path).roleName;
  if (config.takesLoopVariable === undefined || role === undefined) return;
  const name = writtenText(entryOf(entryOf(task.map, 'loop_control')?.value, 'loop_var')?.value);
  if (name === undefined)
    report(
      'loop-var-prefix[missing]',
      { span: entry.key.span, node: task.path },
      'Whoever calls the role may loop over item as well: name it with loop_control.loop_var.',
    );
  else if (!config.takesLoopVariable(name.value, role))
    report(
      'loop-var-prefix[wrong]',
      { span: name.span, node: task.path },
      `The project's loop_var_prefix wants another name than ${name.value}.`,
    );
}

/** Loops over a value; the others take a pattern, a command or a file. */
const OVER_VALUES =
  /^with_(items|dict|list|indexed_items|random_choice|nested|together|flattened|subelements|cartesian)$/;
const OVER_SEVERAL = /^with_(nested|together|flattened|subelements|cartesian)$/;

/** `with_items: packages` was the variable once, and is the word now. */
function bareVariable({ task }: LintTask, entry: TreeEntry, report: Report): void {
  const loop = keyText(entry) ?? '';
  if (!OVER_VALUES.test(loop)) return;
  const several = OVER_SEVERAL.test(loop) && entry.value.kind === 'list';
  const node: TreeNode | undefined = several && entry.value.kind === 'list' ? entry.value.items[0] : entry.value;
  const said = writtenText(node);
  if (said === undefined || node?.tag !== undefined || isTemplate(said.value)) return;
  if (!/^[A-Za-z_]\w*(\.[A-Za-z_]\w*)*$/.test(said.value)) return;
  report(
    'deprecated-bare-vars',
    { span: said.span, node: task.path },
    `${said.value} is a text here, not the variable: write "{{ ${said.value} }}", or a list.`,
    fix('Write the variable', said.span, `"{{ ${said.value} }}"`, 'confirm'),
  );
}
