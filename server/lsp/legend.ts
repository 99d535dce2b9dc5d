import type { SemanticToken, TokenType } from '../core/model/editor.ts';

/** Numbers on the wire are indices into these two lists. */
export const TOKEN_TYPES: readonly TokenType[] = [
  'namespace',
  'type',
  'parameter',
  'variable',
  'property',
  'function',
  'keyword',
  'string',
  'number',
  'operator',
  'comment',
  'macro',
  'class',
  'enumMember',
];

export const TOKEN_MODIFIERS: readonly NonNullable<SemanticToken['modifiers']>[number][] = [
  'declaration',
  'readonly',
  'deprecated',
  'defaultLibrary',
  'modification',
];
