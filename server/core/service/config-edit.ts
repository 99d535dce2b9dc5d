import { applyEdits, type Edit } from '../model/span.ts';
import { entryOf, type TreeNode } from '../model/tree.ts';
import { rewriteTree } from '../syntax/rewrite.ts';
import { readYaml } from '../syntax/yaml.ts';
import type { Workspace } from './api.ts';
import type { ConfiguredSeverity } from './profiles.ts';

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
  const candidates = workspace.configPaths(path);
  const existing = candidates.find((each) => workspace.text(each) !== undefined);
  const target = existing ?? candidates.at(-1) ?? '';
  const line = `  ${code}: ${severity === 'off' ? "'off'" : severity}\n`;
  const text = existing === undefined ? undefined : workspace.text(existing);
  if (text === undefined || text.trim() === '') {
    const end = text?.length ?? 0;
    return {
      path: target,
      create: text === undefined,
      edits: [{ span: { start: end, end }, text: `rules:\n${line}` }],
    };
  }
  return { path: target, edits: withRule(text, code, severity, line) };
}

function withRule(text: string, code: string, severity: ConfiguredSeverity, line: string): readonly Edit[] {
  const tree = readYaml(text);
  const rules = entryOf(tree.roots[0], 'rules')?.value;
  if (rules === undefined) {
    const gap = text.endsWith('\n') ? '' : '\n';
    return [{ span: { start: text.length, end: text.length }, text: `${gap}rules:\n${line}` }];
  }
  const set = entryOf(rules, code)?.value;
  const own: TreeNode | undefined = set?.kind === 'map' ? entryOf(set, 'severity')?.value : set;
  const intent = own
    ? ({ kind: 'setScalar', at: own.span, text: severity } as const)
    : ({ kind: 'insertKey', map: rules.span, key: code, value: severity } as const);
  const edits = rewriteTree(tree, [intent]);
  return edits.length > 0 && readYaml(applyEdits(text, edits)).problems.length === 0 ? edits : [];
}
