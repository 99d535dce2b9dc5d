import { entryOf, type ScalarNode, type TreeNode } from '../../model/tree.ts';
import { intrinsicOf, untagged } from './intrinsic.ts';
import type { CfnReading } from './reading.ts';
import { resolved } from './template.ts';

/** The name of an export as it is written: a plain text, or the text of a Sub, which is the same export where it is the same text. */
export interface ExportName {
  readonly name: string;
  readonly node: ScalarNode;
  /** Filled in by a Sub: another stack gives another name. */
  readonly filled: boolean;
}

export function exportsIn({ template }: CfnReading): readonly ExportName[] {
  return template.outputs.flatMap(({ body }) =>
    nameIn(entryOf(resolved(entryOf(resolved(body), 'Export')?.value), 'Name')?.value),
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

function nameIn(node: TreeNode | undefined): ExportName[] {
  const call = node && intrinsicOf(node);
  const text = call?.name === 'Sub' ? call.args : call === undefined ? node : undefined;
  if (text?.kind !== 'scalar' || text.text === '') return [];
  return [{ name: text.text, node: text, filled: call !== undefined && text.text.includes('${') }];
}
