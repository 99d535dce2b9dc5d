import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { resolvePlain } from '../../server/core/syntax/yaml11.ts';

/** Text, kind and value as the SafeLoader of PyYAML 6.0.3 resolved them; not finite floats by their name in Python. */
const cases = JSON.parse(readFileSync(new URL('fixtures/yaml11.json', import.meta.url), 'utf8')) as [
  string,
  string,
  unknown,
][];

const NAMES: Readonly<Record<string, number>> = {
  inf: Number.POSITIVE_INFINITY,
  '-inf': Number.NEGATIVE_INFINITY,
  nan: Number.NaN,
};

describe('resolvePlain', () => {
  it.each(cases)('%j is %s %j', (text, kind, value) => {
    const found = resolvePlain(text);
    expect(found.kind).toBe(kind);
    const expected = kind === 'float' && typeof value === 'string' ? NAMES[value] : value;
    if (typeof expected === 'number' && Number.isFinite(expected)) expect(found.value).toBeCloseTo(expected, 6);
    else expect(found.value).toEqual(expected);
  });

  it('is quick on long texts', () => {
    const start = performance.now();
    for (const text of ['1'.repeat(1_000_000), '1:'.repeat(500_000), '_'.repeat(1_000_000), '1_'.repeat(90)])
      resolvePlain(text);
    expect(performance.now() - start).toBeLessThan(100);
  });
});
