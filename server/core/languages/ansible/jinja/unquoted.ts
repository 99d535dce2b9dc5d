import type { Finding, Fix } from '../../../model/finding.ts';
import type { MapNode, Tree, TreeNode } from '../../../model/tree.ts';
import { finding } from '../reading.ts';

const DEEPEST = 80;

/** `msg: {{ name }}`: YAML takes the braces for a mapping of a mapping, and the run stops. */
export function unquotedBraces(tree: Tree): Finding[] {
  return tree.roots.flatMap((root) => (root === undefined ? [] : within(root, tree.text, 0)));
}

function within(node: TreeNode, text: string, depth: number): Finding[] {
  if (depth > DEEPEST || node.kind === 'scalar' || node.kind === 'alias') return [];
  if (node.kind === 'list') return node.items.flatMap((item) => within(item, text, depth + 1));
  if (isBraces(node, text)) return [refused(node, text)];
  return node.entries.flatMap(({ value }) => within(value, text, depth + 1));
}

function isBraces({ flow, entries, span }: MapNode, text: string): boolean {
  const [only] = entries;
  if (!flow || entries.length !== 1 || only?.key.kind !== 'map') return false;
  return text.startsWith('{{', span.start) && text.slice(span.start, span.end).endsWith('}}');
}

function refused({ span }: MapNode, text: string): Finding {
  const written = text.slice(span.start, span.end);
  const quoted = written.includes('"') ? `'${written.replaceAll("'", "''")}'` : `"${written}"`;
  const fixes: Fix[] = written.includes('\n')
    ? []
    : [{ title: 'Put it in quotes', safety: 'safe', edits: [{ span, text: quoted }] }];
  const message = 'A value that begins with {{ needs quotes: YAML reads the braces as a mapping.';
  return finding('jinja-syntax', 'error', message, { span, node: '' }, { kind: 'semantic', fixes });
}
