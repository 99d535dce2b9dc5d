import type { Finding } from '../model/finding.ts';
import type { Intent } from '../model/intent.ts';
import { folderOf } from '../model/paths.ts';
import { applyEdits, type Edit } from '../model/span.ts';
import { entryOf, type Tree, type TreeNode } from '../model/tree.ts';
import { rewriteTree } from '../syntax/rewrite.ts';
import { readYaml } from '../syntax/yaml.ts';
import type { Workspace } from './api.ts';
import type { ConfiguredSeverity } from './profiles.ts';
import { REASON, sidecarEntry } from './suppression-fix.ts';

export interface ConfigEdits {
  readonly path: string;
  readonly edits: readonly Edit[];
  readonly create?: boolean;
}

/** Edits that set the severity of a code in the nearest configuration file, or in a new one in the topmost folder. */
export function severityEdits(
  workspace: Workspace,
  path: string,
  code: string,
  severity: ConfiguredSeverity,
): ConfigEdits {
  const { target, text } = nearestConfig(workspace, path);
  const entry = `rules:\n  ${code}: ${severity === 'off' ? "'off'" : severity}\n`;
  const tree = readYaml(text ?? '');
  const rules = entryOf(tree.roots[0], 'rules')?.value;
  if (rules === undefined) return { path: target, ...appended(text, entry) };
  const set = entryOf(rules, code)?.value;
  const own: TreeNode | undefined = set?.kind === 'map' ? entryOf(set, 'severity')?.value : set;
  const intent: Intent = own
    ? { kind: 'setScalar', at: own.span, text: severity }
    : { kind: 'insertKey', map: rules.span, key: code, value: severity };
  return { path: target, edits: soundEdits(tree, intent) };
}

/** Edits that suppress a finding beside the code: the way for notations without comments. */
export function sidecarEdits(
  workspace: Workspace,
  path: string,
  finding: Finding,
  reason: string = REASON,
): ConfigEdits {
  const { target, text } = nearestConfig(workspace, path);
  const shown = path.slice(folderOf(target).length).replace(/^\//, '');
  const tree = readYaml(text ?? '');
  const list = entryOf(tree.roots[0], 'suppressions')?.value;
  if (list === undefined) {
    return { path: target, ...appended(text, `suppressions:\n${sidecarEntry(finding, shown, reason)}`) };
  }
  const node: readonly (readonly [string, string])[] = finding.node === '' ? [] : [['node', finding.node]];
  const map = [['path', shown] as const, ...node, ['rule', finding.code] as const, ['reason', reason] as const];
  return { path: target, edits: soundEdits(tree, { kind: 'insertItem', list: list.span, value: { map } }) };
}

/** Edits that say how the messages of a queue go on while both colours run. */
export function policyEdits(workspace: Workspace, path: string, node: string, policy: string): ConfigEdits {
  const { target, text } = nearestConfig(workspace, path);
  const tree = readYaml(text ?? '');
  const plan = entryOf(tree.roots[0], 'plan')?.value;
  const policies = plan && entryOf(plan, 'policies')?.value;
  if (plan === undefined) return { path: target, ...appended(text, `plan:\n  policies:\n    ${node}: ${policy}\n`) };
  const set = policies && entryOf(policies, node)?.value;
  const intent: Intent = set
    ? { kind: 'setScalar', at: set.span, text: policy }
    : policies
      ? { kind: 'insertKey', map: policies.span, key: node, value: policy }
      : { kind: 'insertKey', map: plan.span, key: 'policies', value: { map: [[node, policy]] } };
  return { path: target, edits: soundEdits(tree, intent) };
}

/** Edits that say a resource's class beside the code. */
export function overrideEdits(
  workspace: Workspace,
  path: string,
  { node, lifecycle, reason }: { readonly node: string; readonly lifecycle: string; readonly reason: string },
): ConfigEdits {
  const { target, text } = nearestConfig(workspace, path);
  const shown = path.slice(folderOf(target).length).replace(/^\//, '');
  const tree = readYaml(text ?? '');
  const item = {
    map: [
      ['path', shown] as const,
      ['node', node] as const,
      ['lifecycle', lifecycle] as const,
      ['reason', reason] as const,
    ],
  };
  const plan = entryOf(tree.roots[0], 'plan')?.value;
  const list = plan && entryOf(plan, 'overrides')?.value;
  const quoted = (word: string): string => `'${word.replaceAll("'", "''")}'`;
  const entry = `plan:\n  overrides:\n    - path: ${quoted(shown)}\n      node: ${quoted(node)}\n      lifecycle: ${lifecycle}\n      reason: ${quoted(reason)}\n`;
  if (plan === undefined) return { path: target, ...appended(text, entry) };
  const intent: Intent = list
    ? { kind: 'insertItem', list: list.span, value: item }
    : { kind: 'insertKey', map: plan.span, key: 'overrides', value: { list: [item] } };
  return { path: target, edits: soundEdits(tree, intent) };
}

/** The file nearest to the document; where there is none, one in the topmost folder is meant. */
function nearestConfig(
  workspace: Workspace,
  path: string,
): { readonly target: string; readonly text: string | undefined } {
  const candidates = workspace.configPaths(path);
  const existing = candidates.find((each) => workspace.text(each) !== undefined);
  const target = existing ?? candidates.at(-1) ?? '';
  return { target, text: existing === undefined ? undefined : workspace.text(existing) };
}

function appended(text: string | undefined, entry: string): Omit<ConfigEdits, 'path'> {
  const end = text?.length ?? 0;
  const gap = text === undefined || text === '' || text.endsWith('\n') ? '' : '\n';
  return { create: text === undefined, edits: [{ span: { start: end, end }, text: gap + entry }] };
}

/** Nothing rather than a file that cannot be read any more. */
function soundEdits(tree: Tree, intent: Intent): readonly Edit[] {
  const edits = rewriteTree(tree, [intent]);
  return edits.length > 0 && readYaml(applyEdits(tree.text, edits)).problems.length === 0 ? edits : [];
}
