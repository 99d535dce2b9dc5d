import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type JinjaReading, readJinja, readJinjaExpression } from '../../../server/core/syntax/jinja.ts';
import { cpuTime, slowness } from '../timing.ts';
import { VALID } from './valid.ts';

function inside(text: string, { problems, uses }: JinjaReading): boolean {
  return [...problems, ...uses].every(({ start, end }) => 0 <= start && start <= end && end <= text.length);
}

const PIECES = [
  '{{',
  '}}',
  '{%',
  '%}',
  '{#',
  '#}',
  '-%}',
  '{{-',
  '(',
  ')',
  '[',
  ']',
  '{',
  '}',
  "'",
  '"',
  '\\',
  '|',
  '.',
].concat([
  ',',
  ':',
  '=',
  '==',
  '~',
  '**',
  ' ',
  '\n',
  'a',
  'if',
  'else',
  'endif',
  'for',
  'in',
  'not',
  'is',
  'set',
  'raw',
  'endraw',
  '1',
  '1.',
  '0x',
  'ü',
]);

test('any run of pieces is read without an exception, with places inside the text', () => {
  const run = fc.array(fc.constantFrom(...PIECES), { maxLength: 60 }).map((pieces) => pieces.join(''));
  fc.assert(
    fc.property(run, (text) => inside(text, readJinja(text)) && inside(text, readJinjaExpression(text))),
    { seed: 20_261_124, numRuns: 4000 },
  );
});

test('any text is read without an exception', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (text) => inside(`{{${text}`, readJinja(`{{${text}`))),
    { seed: 7, numRuns: 2000 },
  );
});

test('every prefix of an expression is read, and at most one problem is reported of it', () => {
  for (const text of VALID)
    for (let end = 0; end < text.length; end++) {
      const part = text.slice(0, end);
      const reading = readJinjaExpression(part);
      expect(reading.problems.length).toBeLessThanOrEqual(1);
      expect(inside(part, reading)).toBe(true);
    }
});

test.each([
  ['brackets', '{{ '.concat('('.repeat(50_000))],
  ['lists', '{{ '.concat(`${'['.repeat(50_000)} }}`)],
  ['unary', '{{ '.concat(`${'-'.repeat(50_000)}a }}`)],
  ['negations', '{{ '.concat(`${'not '.repeat(50_000)}a }}`)],
  ['powers', '{{ '.concat(`${'a ** '.repeat(20_000)}a }}`)],
  ['conditions', '{{ '.concat(`${'a if b else '.repeat(20_000)}a }}`)],
  ['openings', '{{'.repeat(50_000)],
  ['statements', '{% if a %}'.repeat(20_000)],
  ['ends', '{% endif %}'.repeat(20_000)],
  ['raws', '{% raw %}'.repeat(20_000)],
  ['comments', '{#'.repeat(50_000)],
  ['quotes', '{{ "'.repeat(20_000)],
  ['filters', `{{ a${' | b'.repeat(50_000)} }}`],
])('a large text of %s is bounded', (_name, text) => {
  const start = performance.now();
  expect(inside(text, readJinja(text))).toBe(true);
  expect(performance.now() - start).toBeLessThan(1000);
});

test('10,000 scalars in less than 150 ms', () => {
  const texts = Array.from({ length: 10_000 }, (_, index) => `/srv/{{ ${VALID[index % VALID.length]} }}/conf`);
  const spent = cpuTime(() => {
    for (const text of texts) readJinja(text);
  });
  expect(spent).toBeLessThan(150 * slowness());
});
