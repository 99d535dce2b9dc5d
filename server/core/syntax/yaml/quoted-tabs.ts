import type { TreeNode } from '../../model/tree.ts';

/**
 * Tabs that begin a line inside a quoted scalar are separation there, not indentation: YAML and every YAML 1.1 reader take them,
 * the fast reader does not. They become spaces, which folding drops all the same; no offset moves. Undefined when there is none.
 * `read` gives the roots of a text, or undefined when it cannot be read.
 */
export function withoutQuotedTabs(
  text: string,
  read: (text: string) => readonly (TreeNode | undefined)[] | undefined,
): string | undefined {
  const tabs = leadingTabs(text);
  if (tabs.length === 0 || tabs.length > MOST_TABS) return undefined;
  const roots = read(spaced(text, tabs));
  if (roots === undefined) return undefined;
  const quoted = quotedSpans(roots);
  const inside = tabs.filter((at) => quoted.some(({ start, end }) => start < at && at < end));
  return inside.length === 0 ? undefined : spaced(text, inside);
}

/** More is no hand-written text. */
const MOST_TABS = 5_000;

function leadingTabs(text: string): number[] {
  const found: number[] = [];
  for (let line = text.indexOf('\n'); line !== -1; line = text.indexOf('\n', line + 1)) {
    for (let at = line + 1; text.charCodeAt(at) === 32 || text.charCodeAt(at) === 9; at++) {
      if (text.charCodeAt(at) === 9) found.push(at);
    }
  }
  return found;
}

function spaced(text: string, tabs: readonly number[]): string {
  const pieces = Array.from({ length: tabs.length + 1 }, (_, i) => text.slice((tabs[i - 1] ?? -1) + 1, tabs[i]));
  return pieces.join(' ');
}

function quotedSpans(roots: readonly (TreeNode | undefined)[]): { start: number; end: number }[] {
  const spans: { start: number; end: number }[] = [];
  const open = roots.filter((root) => root !== undefined);
  for (let node = open.pop(); node; node = open.pop()) {
    if (node.kind === 'scalar' && (node.style === 'single' || node.style === 'double')) spans.push(node.span);
    if (node.kind === 'list') open.push(...node.items);
    if (node.kind === 'map') for (const { key, value } of node.entries) open.push(key, value);
  }
  return spans;
}
