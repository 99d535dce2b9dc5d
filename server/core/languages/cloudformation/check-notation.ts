import { keyText, type TreeNode } from '../../model/tree.ts';
import { type CheckContext, finding } from './context.ts';

/** Most findings about the notation: a file that lives by anchors has said what it needs after the first few. */
const MOST = 20;

/**
 * What YAML can say and the service does not take as it is: the template reference ("Template formats") leaves hash merges and aliases
 * out. A packaging step that reads and writes the template expands both.
 */
export function checkNotation(context: CheckContext): void {
  const { tree } = context.template;
  if (tree.notation !== 'yaml' || context.template.unknownMacro || !/[*&]/.test(tree.text)) return;
  let left = MOST;
  const visit = (node: TreeNode, depth: number): void => {
    if (left <= 0 || depth > 110) return;
    if (node.kind === 'alias' && node.target !== undefined) {
      left--;
      const message = `*${node.name} is expanded by packaging (aws cloudformation package, sam build), not by the service.`;
      context.add(finding('alias', 'info', message, { span: node.span, node: '' }));
    }
    if (node.kind === 'list') for (const item of node.items) visit(item, depth + 1);
    if (node.kind !== 'map') return;
    for (const entry of node.entries) {
      if (keyText(entry) !== '<<' || entry.key.kind !== 'scalar' || entry.key.style !== 'plain')
        visit(entry.value, depth + 1);
      else {
        left--;
        const message = 'The service merges no maps: package the template first, or write out what is merged.';
        context.add(finding('merge-key', 'warning', message, { span: entry.key.span, node: '' }));
      }
    }
  };
  for (const section of context.template.sections) visit(section.value, 0);
}
