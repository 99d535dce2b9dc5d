import type { Written } from '../../../model/span.ts';
import { entryOf, type TreeNode } from '../../../model/tree.ts';
import { isTemplate } from '../arguments.ts';
import { roleName } from './files.ts';

/** Roles that the metadata of a role needs first; undefined for one that only a run knows. */
export function dependenciesOf({
  tree,
}: {
  readonly tree: { readonly roots: readonly (TreeNode | undefined)[] };
}): (Written | undefined)[] {
  const list = entryOf(
    tree.roots.find((each) => each !== undefined),
    'dependencies',
  )?.value;
  return (list?.kind === 'list' ? list.items : []).map((item) => {
    const name = roleName(item);
    return name === undefined || isTemplate(name.value) ? undefined : name;
  });
}
