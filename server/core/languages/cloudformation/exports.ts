import type { ExportText } from '../../model/export-name.ts';
import { entryOf, type ScalarNode, type TreeNode } from '../../model/tree.ts';
import { intrinsicOf, untagged } from './intrinsic.ts';
import type { CfnReading } from './reading.ts';
import { resolved } from './template.ts';

/** The name of an export where it is written: a plain text, or the text of a Sub, which is the same export where it is the same text. */
export interface ExportName extends ExportText {
  readonly node: ScalarNode;
}

export function exportsIn({ template }: CfnReading): readonly ExportName[] {
  // A later turn of a loop is the same text again.
  return template.outputs.flatMap(({ body, again }) =>
    again ? [] : nameIn(entryOf(resolved(entryOf(resolved(body), 'Export')?.value), 'Name')?.value),
  );
}

export function importsIn({ template }: CfnReading): readonly ExportName[] {
  const found: ExportName[] = [];
  const visit = (node: TreeNode, depth: number): void => {
    const call = intrinsicOf(node);
    if (call?.name === 'ImportValue') found.push(...nameIn(call.form === 'short' ? untagged(call.args) : call.args));
    if (depth > 100) return;
    if (node.kind === 'list') for (const item of node.items) visit(item, depth + 1);
    if (node.kind === 'map') for (const { value } of node.entries) visit(value, depth + 1);
  };
  if (template.tree.text.includes('ImportValue') && template.root) visit(template.root, 0);
  return found;
}

export function nameIn(node: TreeNode | undefined): ExportName[] {
  const call = node && intrinsicOf(node);
  const text = call?.name === 'Sub' ? call.args : call === undefined ? node : undefined;
  if (text?.kind !== 'scalar' || text.text === '') return [];
  return [{ name: text.text, node: text, filled: call !== undefined && text.text.includes('${') }];
}
