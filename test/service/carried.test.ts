import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Finding } from '../../server/core/model/finding.ts';
import { carried } from '../../server/core/service/carried.ts';

const finding = (start: number, end: number): Finding => ({
  code: 'some-rule',
  kind: 'rule',
  severity: 'warning',
  message: 'said',
  span: { start, end },
  node: '',
});

function under(text: string, findings: readonly Finding[]): readonly string[] {
  return findings.map(({ span }) => text.slice(span.start, span.end));
}

describe('findings carried along with what was typed', () => {
  const text = 'first: a\nsecond: b\nthird: c\n';
  const second = finding(text.indexOf('second'), text.indexOf('\nthird'));

  test.each([
    ['typed above', `# more\n${text}`, ['second: b']],
    ['typed below', `${text}fourth: d\n`, ['second: b']],
    ['typed inside', text.replace('second', 'secondary'), ['secondary: b']],
    ['typed at its end', text.replace('second: b', 'second: big'), ['second: b']],
    ['deleted inside', text.replace('second: b', 'sec: b'), ['sec: b']],
    ['taken away', 'first: a\nthird: c\n', []],
    ['its head replaced with what stood before', 'first: else: b\nthird: c\n', []],
  ])('%s', (_, later, expected) => {
    expect(under(later, carried([second], text, later))).toEqual(expected);
  });

  test('nothing typed: the same list', () => {
    const all = [second];
    expect(carried(all, text, text)).toBe(all);
  });

  test('any edit: what stands before it or behind it keeps its words, and every span lies in the text', () => {
    const word = fc.stringMatching(/^[ab\n]{1,12}$/);
    fc.assert(
      fc.property(
        word,
        fc.stringMatching(/^x{0,9}$/),
        fc.stringMatching(/^y{0,9}$/),
        word,
        (before, old, fresh, after) => {
          const earlier = before + old + after;
          const later = before + fresh + after;
          const behind = finding(before.length + old.length, earlier.length);
          const all = carried([finding(0, before.length), behind, finding(0, earlier.length)], earlier, later);
          for (const { span } of all) {
            expect(span.start).toBeGreaterThanOrEqual(0);
            expect(span.end).toBeGreaterThanOrEqual(span.start);
            expect(span.end).toBeLessThanOrEqual(later.length);
          }
          expect(under(later, all)).toContain(before);
          expect(under(later, all)).toContain(after);
          expect(under(later, all)).toContain(later);
        },
      ),
      { numRuns: 2000, seed: 7 },
    );
  });
});
