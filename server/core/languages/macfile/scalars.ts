import type { ScalarNode, TreeNode } from '../../model/tree.ts';
import { type Plain11, resolvePlain } from '../../syntax/yaml11.ts';
import { hasPlaceholder } from './placeholders.ts';

/**
 * What PyYAML's safe loader makes of a scalar. `unknown` = it holds a placeholder outside quotes, so that its type is decided by the
 * value that is passed.
 */
export type ScalarType = 'text' | 'integer' | 'float' | 'boolean' | 'null' | 'date' | 'unknown';

export function scalarType(node: ScalarNode): ScalarType {
  if (node.tag !== undefined) return tagType(node.tag.value);
  if (node.style === 'empty') return 'null';
  if (node.style !== 'plain') return 'text';
  if (hasPlaceholder(node.text)) return 'unknown';
  return TYPES[resolvePlain(node.text).kind];
}

const TYPES: Readonly<Record<Plain11['kind'], ScalarType>> = {
  str: 'text',
  merge: 'text',
  value: 'text',
  int: 'integer',
  float: 'float',
  bool: 'boolean',
  null: 'null',
  timestamp: 'date',
};

function tagType(tag: string): ScalarType {
  return /^!(!str)?$/.test(tag) ? 'text' : 'unknown';
}

/** How a person calls what the tool reads. */
export function describe(node: TreeNode): string {
  if (node.kind === 'map') return 'a map';
  if (node.kind === 'list') return 'a list';
  if (node.kind === 'alias') return 'an alias';
  const words: Readonly<Record<ScalarType, string>> = {
    text: 'text',
    integer: 'a number',
    float: 'a number',
    boolean: 'a boolean',
    null: 'nothing',
    date: 'a date',
    unknown: 'a value that is not known yet',
  };
  return words[scalarType(node)];
}

/** In single quotes, as every fix writes text that YAML would read as something else. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
