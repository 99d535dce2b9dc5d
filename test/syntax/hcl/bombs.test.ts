import { describe, expect, test } from 'vitest';
import { readHcl } from '../../../server/core/syntax/hcl.ts';

const BOMBS: Readonly<Record<string, string>> = {
  'open brackets': `a = ${'['.repeat(10_000)}`,
  'open braces of blocks': 'b {\n'.repeat(10_000),
  'open parentheses': `a = ${'('.repeat(100_000)}`,
  'signs of negation': `a = ${'!'.repeat(100_000)}`,
  'strings in strings': `a = ${'"${'.repeat(100_000)}`,
  'strings that lead nowhere': 'a = "${(\n'.repeat(10_000),
  'heredocs without marks': Array.from({ length: 10_000 }, (_, i) => `a${i} = <<E${i}\n`).join(''),
  'open comments': '/*'.repeat(100_000),
  'one line of 5 MB': `a = "${'x'.repeat(5_000_000)}"`,
  'a long sum': `a = ${'1 + '.repeat(50_000)}1`,
  'a long chain of conditions': `a = ${'a ? b : '.repeat(20_000)}1`,
  'a long path': `a = b${'.c'.repeat(100_000)}`,
  '20,000 keys': `a = {\n${Array.from({ length: 20_000 }, (_, i) => `k${i} = 1\n`).join('')}}`,
  'open directives': `a = "${'%{if x}'.repeat(10_000)}"`,
};

describe('hostile texts', () => {
  test.each(Object.entries(BOMBS))('%s', (_, text) => {
    const start = performance.now();
    const file = readHcl(text);
    expect(file.body.items.length + file.problems.length).toBeGreaterThan(0);
    // Measured below 200 ms each; machines of a shared pool are slower by several times.
    expect(performance.now() - start).toBeLessThan(3000);
  });

  test('nesting is followed to depth 100 and refused with one problem beyond', () => {
    const nested = (depth: number) => readHcl(`a = ${'['.repeat(depth)}${']'.repeat(depth)}\n`).problems;
    expect(nested(100)).toEqual([]);
    for (const depth of [201, 1000, 100_000])
      expect(nested(depth).map(({ code }) => code)).toEqual(['nesting-too-deep']);
  });
});
