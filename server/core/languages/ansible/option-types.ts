import type { FindingSeverity } from '../../model/finding.ts';
import type { TreeNode } from '../../model/tree.ts';
import type { OptionRow } from './data.ts';

const BOOLEAN = /^(y|yes|on|1|true|t|1\.0|n|no|off|0|false|f|0\.0)$/i;

/** What is wrong with the type of a literal value, as the argument parser of Ansible sees it; undefined when nothing is. */
export function typeFault(
  row: OptionRow,
  node: TreeNode | undefined,
  text: string | undefined,
): { readonly severity: FindingSeverity; readonly says: string } | undefined {
  const is = node === undefined ? 'scalar' : node.kind;
  const error = (says: string) => ({ severity: 'error' as const, says });
  if (
    is === 'scalar' &&
    (node?.kind !== 'scalar' || node.style === 'empty' || text === 'null' || text === '~') &&
    (text === undefined || text === '' || text === 'null' || text === '~')
  )
    return undefined;
  switch (row.t ?? 's') {
    case 'b':
      return is === 'scalar' && BOOLEAN.test(text ?? '')
        ? undefined
        : error(`wants true or false, and has ${named(is, text)}`);
    case 'i':
      return is === 'scalar' && /^[-+]?[\d_]+$|^0[xob][\da-f]+$/i.test((text ?? '').trim())
        ? undefined
        : error(`wants a whole number, and has ${named(is, text)}`);
    case 'f':
      return is === 'scalar' && Number.isFinite(Number((text ?? '').replaceAll('_', '')))
        ? undefined
        : error(`wants a number, and has ${named(is, text)}`);
    case 'l':
    case 'pl':
      return is === 'map' && row.e !== 'd' ? error('wants a list, and has a mapping') : undefined;
    case 'd':
      if (is === 'list') return error('wants a mapping, and has a list');
      return is === 'scalar' && !/[={:]/.test(text ?? '')
        ? error(`wants a mapping, and has ${named(is, text)}`)
        : undefined;
    case 's':
    case 'p':
      return is === 'list' || is === 'map'
        ? {
            severity: 'hint',
            says: `wants a text, and has a ${is === 'list' ? 'list' : 'mapping'}: it is turned into text`,
          }
        : undefined;
    default:
      return undefined;
  }
}

function named(is: string, text: string | undefined): string {
  if (is === 'scalar') return `"${(text ?? '').slice(0, 40)}"`;
  return is === 'list' ? 'a list' : 'a mapping';
}
