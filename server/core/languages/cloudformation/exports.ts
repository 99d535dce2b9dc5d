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

/**
 * The same name, or the same text around what is filled in: `${AWS::StackName}-Net` of one stack is `${Network}-Net` to another, whose
 * parameter says which stack is meant.
 */
export function isSameExport(a: ExportName, b: ExportName): boolean {
  if (a.name === b.name || !a.filled || !b.filled) return a.name === b.name;
  const [one, other] = [textAround(a.name), textAround(b.name)];
  return one.length === other.length && one.join('') !== '' && one.every((part, at) => part === other[at]);
}

/** What stands before, between and behind the variables. */
export function textAround(name: string): readonly string[] {
  return name.split(/\$\{[^{}]*\}/);
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

function nameIn(node: TreeNode | undefined): ExportName[] {
  const call = node && intrinsicOf(node);
  const text = call?.name === 'Sub' ? call.args : call === undefined ? node : undefined;
  if (text?.kind !== 'scalar' || text.text === '') return [];
  return [{ name: text.text, node: text, filled: call !== undefined && text.text.includes('${') }];
}
