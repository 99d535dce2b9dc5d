import { entryOf, type TreeNode } from '../../model/tree.ts';
import type { ForeignIgnore, WrittenSuppression } from '../language.ts';
import { resolved, type Template, writtenScalar } from './template.ts';

/** `Metadata: { Verdigris: { ignore: [ { rule, reason, until } ] } }` of the template and of its resources. A bare string is a rule. */
export function suppressionsOf({ root, resources }: Template): readonly WrittenSuppression[] {
  return [
    ...ignoresIn(root, ''),
    ...resources.flatMap(({ body, name }) => ignoresIn(resolved(body), `Resources.${name.value}`)),
  ];
}

function ignoresIn(owner: TreeNode | undefined, node: string): WrittenSuppression[] {
  const ours = resolved(entryOf(resolved(entryOf(owner, 'Metadata')?.value), 'Verdigris')?.value);
  const list = resolved(entryOf(ours, 'ignore')?.value);
  const items = list?.kind === 'list' ? list.items : list === undefined ? [] : [list];
  return items.flatMap((item) => {
    const text = (key: string) => writtenScalar(entryOf(resolved(item), key)?.value)?.value;
    const rule = writtenScalar(item) ?? writtenScalar(entryOf(resolved(item), 'rule')?.value);
    if (rule === undefined) return [];
    const [reason, until] = [text('reason'), text('until')];
    return [
      {
        rule: { ...rule, value: rule.value.toLowerCase() },
        node,
        span: item.span,
        ...(reason === undefined ? {} : { reason }),
        ...(until === undefined ? {} : { until }),
      },
    ];
  });
}

/** What cfn-lint, checkov and cfn-guard are told to leave alone, in the template and in its resources. */
export function foreignIgnoresOf({ root, resources }: Template): readonly ForeignIgnore[] {
  return [
    ...foreignIn(root, ''),
    ...resources.flatMap(({ body, name }) => foreignIn(resolved(body), `Resources.${name.value}`)),
  ];
}

function foreignIn(owner: TreeNode | undefined, node: string): ForeignIgnore[] {
  const metadata = resolved(entryOf(owner, 'Metadata')?.value);
  if (metadata === undefined) return [];
  const listAt = (...keys: readonly string[]): readonly TreeNode[] => {
    let at: TreeNode | undefined = metadata;
    for (const key of keys) at = resolved(entryOf(at, key)?.value);
    return at?.kind === 'list' ? at.items : [];
  };
  const bare = (tool: string, items: readonly TreeNode[]): ForeignIgnore[] =>
    items.flatMap((item) => {
      const id = writtenScalar(item);
      return id === undefined ? [] : [{ tool, id: id.value, node, span: item.span }];
    });
  const skips = listAt('checkov', 'skip').flatMap((item): ForeignIgnore[] => {
    const id = writtenScalar(entryOf(resolved(item), 'id')?.value)?.value;
    const reason = writtenScalar(entryOf(resolved(item), 'comment')?.value)?.value;
    return id === undefined
      ? []
      : [{ tool: 'checkov', id, node, span: item.span, ...(reason === undefined ? {} : { reason }) }];
  });
  return [
    ...bare('cfn-lint', listAt('cfn-lint', 'config', 'ignore_checks')),
    ...bare('cfn-guard', listAt('guard', 'SuppressedRules')),
    ...skips,
  ];
}
