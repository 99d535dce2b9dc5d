import { expect } from 'vitest';
import { opened, type Texts } from './fixed.ts';

/** Why refactorings of a whole file cannot be made. */
export function refusalsOf(texts: Texts, path: string): readonly string[] {
  const { language, reading, around } = opened(texts).opened(path) ?? expect.fail('not opened');
  const found = language.refactorings?.(reading, { start: 0, end: reading.source.text.length }, around) ?? [];
  return found.flatMap(({ refused }) => refused ?? []);
}
