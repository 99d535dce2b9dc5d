import { entryOf, keyText, type TreeNode } from '../../model/tree.ts';
import type { FileKind } from './model.ts';

/** What kind of Ansible file it is, once it is known to be one: by content first, by path where the content has no shape. */
export function kindOf(path: string, root: TreeNode | undefined): FileKind {
  if (root?.kind === 'list') return listKind(path, root.items);
  if (/(^|\/)ansible\.cfg$/.test(path)) return 'config';
  if (/(^|\/)galaxy\.ya?ml$/.test(path) && !isRequirements(root)) return 'galaxy';
  if (entryOf(root, 'argument_specs')?.value.kind === 'map' && entryOf(root, 'galaxy_info') === undefined)
    return 'argument-specs';
  const named = NAMED.find(({ place }) => place.test(path));
  if (named !== undefined) return named.kind;
  if (/(^|\/)meta\/main\.ya?ml$/.test(path) || entryOf(root, 'galaxy_info') !== undefined) return 'meta';
  if (/(^|\/)requirements\.ya?ml$/.test(path) || isRequirements(root)) return 'requirements';
  if (/(^|\/)(group_vars|host_vars|vars|defaults)\//.test(path)) return 'vars';
  if (root?.kind === 'map' && root.entries.length > 0 && root.entries.every((entry) => isGroup(entry.value)))
    return 'inventory';
  return 'other';
}

/** Files of tools around Ansible, by their names. */
const NAMED: readonly { readonly place: RegExp; readonly kind: FileKind }[] = [
  { place: /(^|\/)molecule\/(?:[^/]+\/)?molecule\.ya?ml$/, kind: 'molecule' },
  { place: /(^|\/)execution-environment\.ya?ml$/, kind: 'execution-environment' },
  { place: /(^|\/)meta\/runtime\.ya?ml$/, kind: 'runtime' },
  { place: /(^|\/)(\.ansible-lint(\.ya?ml)?|\.config\/ansible-lint\.ya?ml)$/, kind: 'lint-config' },
];

/** Lists of roles or collections to install, whatever the file is named. */
function isRequirements(root: TreeNode | undefined): boolean {
  return (
    root?.kind === 'map' &&
    root.entries.length > 0 &&
    root.entries.every((entry) => /^(roles|collections)$/.test(keyText(entry) ?? '') && entry.value.kind === 'list')
  );
}

function isGroup(node: TreeNode): boolean {
  if (node.kind !== 'map' || node.entries.length === 0) return false;
  return node.entries.every((entry) => ['hosts', 'vars', 'children'].includes(keyText(entry) ?? ''));
}

/** Keys that make a list item a play even where `hosts` is missing or misspelt. */
const PLAY_ONLY = ['tasks', 'pre_tasks', 'post_tasks', 'roles', 'handlers'] as const;

function listKind(path: string, items: readonly TreeNode[]): FileKind {
  if (/(^|\/)requirements\.ya?ml$/.test(path)) return 'requirements';
  const maps = items.filter((item) => item.kind === 'map');
  const isPlay = (item: TreeNode) =>
    entryOf(item, 'hosts') !== undefined ||
    PLAY_ONLY.some((key) => entryOf(item, key)?.value.kind === 'list') ||
    (item.kind === 'map' && item.entries.some((entry) => /(^|\.)import_playbook$/.test(keyText(entry) ?? '')));
  if (maps.some(isPlay)) return 'playbook';
  if (
    maps.length > 0 &&
    maps.every(
      (item) =>
        item.kind === 'map' &&
        item.entries.every((entry) =>
          ['src', 'name', 'version', 'scm', 'source', 'type', 'role'].includes(keyText(entry) ?? ''),
        ),
    )
  )
    return 'requirements';
  return /(^|\/)handlers\//.test(path) || maps.some((item) => entryOf(item, 'listen') !== undefined)
    ? 'handlers'
    : 'tasks';
}
