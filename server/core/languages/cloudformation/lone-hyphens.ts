import type { Tree, TreeNode } from '../../model/tree.ts';
import { readYaml } from '../../syntax/yaml.ts';

/** A hyphen alone in a flow list: `!Split [-, !Ref Name]`. */
const LONE = /([[,][ \t]*)-(?=[ \t]*[,\]])/g;

/** Looks like a hyphen, is as long, and is a letter to every reader. */
const STAND_IN = '\u2010';

/**
 * The reader of the service (YAML 1.1) takes a lone hyphen in a flow list as text, YAML 1.2 as a mistake. Where a text has other
 * mistakes as well it is read as it is.
 */
export function readTemplateYaml(text: string): Tree {
  const tree = readYaml(text, { documents: 'one' });
  if (tree.tier === 'fast' || text.search(LONE) === -1) return tree;
  const again = readYaml(text.replace(LONE, `$1${STAND_IN}`), { documents: 'one' });
  if (again.tier !== 'fast') return tree;
  for (const root of again.roots) if (root !== undefined) restore(root, text);
  return { ...again, text };
}

/** Puts the hyphens back in place: nobody else holds this tree, and what an alias stands for must stay the same node. */
function restore(node: TreeNode, text: string): void {
  if (node.kind === 'scalar' && node.text === STAND_IN && text.charAt(node.span.start) === '-')
    (node as { text: string }).text = '-';
  if (node.kind === 'list') for (const item of node.items) restore(item, text);
  if (node.kind !== 'map') return;
  for (const { key, value } of node.entries) {
    restore(key, text);
    restore(value, text);
  }
}
