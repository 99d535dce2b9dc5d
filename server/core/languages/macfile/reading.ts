import type { Tree } from '../../model/tree.ts';
import type { Reading } from '../language.ts';
import type { Macfile } from './model.ts';
import type { Placeholder } from './placeholders.ts';

export interface MacfileReading extends Reading {
  readonly language: 'macfile';
  /** Read from the masked text; scalars, comments and messages hold the braces again. */
  readonly tree: Tree;
  readonly placeholders: readonly Placeholder[];
  readonly file: Macfile;
  /** False when the text is broken: then nothing may be concluded from what is absent. */
  readonly sound: boolean;
}

export function asMacfile(reading: Reading | undefined): MacfileReading | undefined {
  return reading !== undefined && 'language' in reading && reading.language === 'macfile'
    ? (reading as MacfileReading)
    : undefined;
}
