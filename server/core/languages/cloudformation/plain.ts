import { entryOf, type TreeEntry, type TreeNode } from '../../model/tree.ts';
import { argumentList, intrinsicOf } from './intrinsic.ts';
import { resolved } from './template.ts';

/** The nodes a value may be that are written out: both branches of an `If`; nothing where a function gives it. */
export function plain(node: TreeNode | undefined, depth = 0): TreeNode[] {
  const at = resolved(node);
  const call = at && intrinsicOf(at);
  if (at === undefined || at.kind === 'alias' || depth > 20) return [];
  if (call?.name === 'If')
    return argumentList(call)
      .slice(1)
      .flatMap((branch) => plain(branch, depth + 1));
  return call === undefined ? [at] : [];
}

/** A value that is written as it is and stays so: no function, nothing that is filled in or resolved. */
export function literalOf(node: TreeNode | undefined): string | undefined {
  const at = resolved(node);
  if (at?.kind !== 'scalar' || at.tag !== undefined || at.style === 'empty') return undefined;
  return /\$\{|&\{|\{\{resolve:/.test(at.text) ? undefined : at.text;
}

/** Literal value of a key of a map. */
export function literalAt(map: TreeNode | undefined, key: string): string | undefined {
  return literalOf(entryOf(resolved(map), key)?.value);
}

/** Items of a list that is written out; undefined where one of them may be several, or nothing. */
export function plainItems(entry: TreeEntry | undefined): readonly TreeNode[] | undefined {
  const list = resolved(entry?.value);
  if (list?.kind !== 'list' || intrinsicOf(list) !== undefined) return undefined;
  const items = list.items.flatMap((item) => resolved(item) ?? []);
  return items.some((item) => item.kind === 'alias' || intrinsicOf(item) !== undefined) ? undefined : items;
}
