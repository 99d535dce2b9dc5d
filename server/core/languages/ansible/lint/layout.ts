import type { TreeNode } from '../../../model/tree.ts';
import type { AnsibleReading } from '../reading.ts';
import { fix, type Report } from './rule.ts';

/** Longest line of the usual configuration of yamllint under ansible-lint. */
const LONGEST = 160;

/** Layout of the text, and words that YAML 1.1 takes for true and false. */
export function layout({ tree, kind }: AnsibleReading, report: Report): void {
  if (kind === 'template' || kind === 'vault' || kind === 'config') return;
  const { text } = tree;
  let start = 0;
  for (const line of text.split('\n')) {
    const end = start + line.length;
    const bare = line.endsWith('\r') ? line.slice(0, -1) : line;
    const kept = bare.trimEnd().length;
    const spaces = { start: start + kept, end: start + bare.length };
    if (kept < bare.length && !insideBlock(tree.roots, start))
      report(
        'yaml[trailing-spaces]',
        { span: spaces, node: '' },
        'White space at the end of a line.',
        fix('Take the white space away', spaces, ''),
      );
    // One word that cannot be broken is no fault of its line.
    if (bare.length > LONGEST && /\s\S/.test(bare.trim().replace(/^(#+|-) +/, '')))
      report(
        'yaml[line-length]',
        { span: { start: start + LONGEST, end: start + bare.length }, node: '' },
        `Longer than ${LONGEST} characters.`,
      );
    start = end + 1;
  }
  if (text !== '' && !text.endsWith('\n'))
    report(
      'yaml[new-line-at-end-of-file]',
      { span: { start: text.length, end: text.length }, node: '' },
      'The last line has no end.',
      fix('End the last line', { start: text.length, end: text.length }, '\n'),
    );
  for (const root of tree.roots) if (root !== undefined) truthy(root, report, 0);
}

/** White space in a literal text is part of it. */
function insideBlock(roots: readonly (TreeNode | undefined)[], offset: number): boolean {
  let node = roots.find((root) => root !== undefined && root.span.start <= offset && offset <= root.span.end);
  while (node !== undefined && node.kind !== 'scalar' && node.kind !== 'alias') {
    const children: readonly TreeNode[] = node.kind === 'list' ? node.items : node.entries.map(({ value }) => value);
    node = children.find(({ span }) => span.start <= offset && offset <= span.end);
  }
  return node?.kind === 'scalar' && (node.style === 'literal' || node.style === 'folded');
}

const DEEPEST = 60;

function truthy(node: TreeNode, report: Report, depth: number): void {
  if (depth > DEEPEST) return;
  if (node.kind === 'list') for (const item of node.items) truthy(item, report, depth + 1);
  if (node.kind === 'map') for (const { value } of node.entries) truthy(value, report, depth + 1);
  if (node.kind !== 'scalar' || node.style !== 'plain' || node.tag !== undefined) return;
  if (!/^(yes|no|on|off|True|TRUE|False|FALSE|Yes|YES|No|NO|On|ON|Off|OFF)$/.test(node.text)) return;
  const plain = /^(yes|on|true)$/i.test(node.text) ? 'true' : 'false';
  report('yaml[truthy]', { span: node.span, node: '' }, `Write ${plain}.`, fix(`Change to ${plain}`, node.span, plain));
}
