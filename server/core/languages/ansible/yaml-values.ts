import type { Finding, Fix } from '../../model/finding.ts';
import type { ScalarNode } from '../../model/tree.ts';
import { resolvePlain } from '../../syntax/yaml11.ts';
import type { OptionRow } from './data.ts';
import { finding } from './reading.ts';

/** Plain scalars that YAML 1.1 turns into something the author did not write: octal modes, versions, times. */
export function surprisingValue(option: string, row: OptionRow, node: ScalarNode, path: string): Finding | undefined {
  if (node.style !== 'plain' || node.tag !== undefined) return undefined;
  if (row.t === 'r' && /(^|[._])mode$/.test(option)) return octal(option, node, path);
  if ((row.t ?? 's') !== 's' && row.t !== 'p') return undefined;
  const says = surprise(node.text);
  if (says === undefined) return undefined;
  const message = `${option} is a text, and YAML reads this as ${says}: put it in quotes.`;
  return finding(
    'yaml-value',
    'warning',
    message,
    { span: node.span, node: path },
    { fixes: quoting(node.text, node) },
  );
}

/** `mode: 644` is the number six hundred and forty-four, which is 1204 as permissions. `0644` means what it says. */
function octal(option: string, node: ScalarNode, path: string): Finding | undefined {
  if (!/^[1-7][0-7]{2,3}$/.test(node.text)) return undefined;
  const real = Number(node.text).toString(8);
  const message = `${option}: ${node.text} is a decimal number here and gives the permissions ${real}: write '0${node.text}'.`;
  const fixes: Fix[] = [
    { title: `Change to '0${node.text}'`, safety: 'confirm', edits: [{ span: node.span, text: `'0${node.text}'` }] },
  ];
  return finding('risky-octal', 'warning', message, { span: node.span, node: path }, { fixes });
}

function quoting(text: string, { span }: ScalarNode): Fix[] {
  return [{ title: `Put it in quotes: '${text}'`, safety: 'confirm', edits: [{ span, text: `'${text}'` }] }];
}

/** What YAML 1.1 makes of a text, where that loses characters. */
function surprise(text: string): string | undefined {
  const { kind, value } = resolvePlain(text);
  if (kind === 'float' && /^\d+\.\d*0$/.test(text)) return `the number ${String(value)}`;
  if (kind === 'int' && text.includes(':')) return `the number ${String(value)} (base 60)`;
  if (kind === 'bool' && /^(?:yes|no|on|off)$/i.test(text))
    return `a boolean, which becomes ${value === true ? 'True' : 'False'}`;
  if (kind === 'int' && /^0\d/.test(text) && /^0[0-7]+$/.test(text)) return `the octal number ${String(value)}`;
  return undefined;
}
