import { entryOf, type TreeNode } from '../../model/tree.ts';
import type { WrittenSuppression } from '../language.ts';
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
