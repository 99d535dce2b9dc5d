import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { macfile } from '../../../server/core/languages/macfile/index.ts';
import type { Finding } from '../../../server/core/model/finding.ts';
import { applyEdits, type Span } from '../../../server/core/model/span.ts';
import { marked } from './marks.ts';
import { findingsOf, type Opened, open } from './project.ts';
import { REFERENCES } from './rows-references.ts';
import { STRUCTURE } from './rows-structure.ts';
import { VALUES } from './rows-values.ts';

const sample = (name: string) => readFileSync(new URL(`../../../samples/macfile/${name}`, import.meta.url), 'utf8');
const SOUND = ['shop.macfile', 'aws.abstract.macfile', 'state.macfile', 'legacy.macfile'].map(sample);
const ROWS = Object.entries({ ...STRUCTURE, ...REFERENCES, ...VALUES });

const PIECES = [
  ...[
    '{',
    '}',
    '{}',
    '{X',
    '${',
    '<<',
    '\t',
    '- ',
    ': ',
    '|',
    '>',
    '&a',
    '*a',
    '"',
    "'",
    '#',
    '---\n',
    '\\',
    '%',
    '@',
    '`',
  ],
  ...[
    'resource.',
    'role.app.',
    'infrastructure.param.',
    'text.regex(',
    '.PRIVATE_IP',
    'parents:\n  a: b\n',
    '\ue000',
    '\ud800',
    '\r\n',
  ],
];

/** A sound file with a part cut out and something put in its place. */
const spliced = fc
  .record({
    base: fc.constantFrom(...SOUND),
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    cut: fc.integer({ min: 0, max: 60 }),
    put: fc.oneof(fc.constantFrom(...PIECES), fc.string({ maxLength: 8 })),
  })
  .map(({ base, at, cut, put }) => {
    const start = Math.floor(at * base.length);
    return { text: base.slice(0, start) + put + base.slice(start + cut), offset: start + put.length };
  });

/** Every span that a language hands out for a file. */
function spansOf(opened: Opened, offset: number): readonly Span[] {
  const { reading, around } = opened;
  const whole = { start: 0, end: reading.source.text.length };
  const edits = (findings: readonly Finding[]) =>
    findings.flatMap(({ fixes = [] }) => fixes.flatMap((fix) => fix.edits.map(({ span }) => span)));
  const findings = findingsOf(opened);
  const hover = macfile.hover?.(reading, offset, around);
  const prepared = macfile.renameable?.(reading, offset, around);
  const renamed = macfile.rename?.(reading, offset, 'zzz', around);
  return [
    ...findings.map(({ span }) => span),
    ...edits(findings),
    ...macfile.facts(reading, around).map(({ span }) => span),
    ...reading.nodes.flatMap(({ span, header }) => [span, header]),
    ...reading.comments.map(({ span }) => span),
    ...(macfile.complete?.(reading, offset, around) ?? []).map(({ edit }) => edit.span),
    ...(hover === undefined ? [] : [hover.span]),
    ...(prepared === undefined ? [] : [prepared.span]),
    ...(renamed === undefined || 'refused' in renamed
      ? []
      : renamed.edits.flatMap((one) => one.edits.map(({ span }) => span))),
    ...(macfile.definition?.(reading, offset, around) ?? []).map(({ span }) => span),
    ...(macfile.references?.(reading, offset, around) ?? []).map(({ span }) => span),
    ...(macfile.tokens?.(reading) ?? []).map(({ span }) => span),
    ...(macfile.folding?.(reading) ?? []).map(({ span }) => span),
    ...(macfile.selection?.(reading, offset) ?? []),
    ...(macfile.links?.(reading, around) ?? []).map(({ span }) => span),
    ...(macfile.hints?.(reading, whole, around) ?? []).map(({ offset: end }) => ({ start: end, end })),
    ...(macfile.refactorings?.(reading, whole, around) ?? []).flatMap(({ edits: files }) =>
      files.filter(({ path }) => path === reading.source.path).flatMap((one) => one.edits.map(({ span }) => span)),
    ),
  ];
}

describe('whatever the text', () => {
  test('nothing throws and every span is inside', () => {
    fc.assert(
      fc.property(spliced, ({ text, offset }) => {
        const opened = open({ 'shop.macfile': text });
        for (const { start, end } of spansOf(opened, offset)) {
          if (!(start >= 0 && start <= end && end <= text.length)) throw new Error(`${start}-${end} of ${text.length}`);
        }
      }),
      { numRuns: 400, seed: 20 },
    );
  });

  test('the same text gives the same findings and facts', () => {
    fc.assert(
      fc.property(spliced, ({ text }) => {
        const [one, two] = [open({ 'a.macfile': text }), open({ 'a.macfile': text })];
        expect(JSON.stringify(findingsOf(one))).toBe(JSON.stringify(findingsOf(two)));
        const facts = ({ reading, around }: Opened) => JSON.stringify(macfile.facts(reading, around));
        expect(facts(one)).toBe(facts(two));
      }),
      { numRuns: 60, seed: 21 },
    );
  });
});

describe('every fix', () => {
  const keysOf = (findings: readonly Finding[]) => findings.map(({ code, message }) => `${code} ${message}`);

  test.each(ROWS)('of %s removes its finding, adds none and is done once', (_, row) => {
    const { text } = marked(row.text);
    const before = findingsOf(open({ 'shop.macfile': text, ...row.files }));
    for (const finding of before) {
      for (const fix of finding.fixes ?? []) {
        const fixed = applyEdits(text, fix.edits);
        const after = findingsOf(open({ 'shop.macfile': fixed, ...row.files }));
        expect(keysOf(after)).not.toContain(`${finding.code} ${finding.message}`);
        // A key that was misspelt, or in the old place, is looked at for the first time once it stands right.
        const known = new Set([
          ...before.map(({ code }) => code),
          ...(row.reveals ?? []).map((code) => `macfile/${code}`),
        ]);
        expect(after.map(({ code }) => code).filter((code) => !known.has(code))).toEqual([]);
        expect(after.length).toBeLessThanOrEqual(before.length + (row.reveals?.length ?? 0));
        const again = after.filter(({ code }) => code === finding.code).flatMap(({ fixes = [] }) => fixes);
        expect(again.map(({ title }) => title)).not.toContain(fix.title);
      }
    }
  });
});

describe('large files', () => {
  test('ten thousand lines are read, checked and described within seconds', () => {
    const entries = Array.from(
      { length: 1250 },
      (_, i) => `  e${i}_inf:\n    resource: r${i % 50}\n    params:\n      name: n${i}-{V}\n`,
    );
    const resources = Array.from(
      { length: 1000 },
      (_, i) =>
        `  r${i}:\n    create bash: |\n      set -e\n      make --name infrastructure.param.name\n      echo resource.e0_inf.json.A.B\n`,
    );
    const text = `mac: 1.0.0\ndescription: d\nname: n\nversion: '{V}'\nresources:\n${resources.join('')}infrastructures:\n${entries.join('')}`;
    const start = performance.now();
    const opened = open({ 'big.macfile': text });
    findingsOf(opened);
    macfile.facts(opened.reading, opened.around);
    macfile.tokens?.(opened.reading);
    expect(text.split('\n').length).toBeGreaterThan(10_000);
    expect(performance.now() - start).toBeLessThan(6_000);
  });

  test.each([
    ['braces', '{'.repeat(50_000)],
    ['references', 'resource.a.text.regex( '.repeat(5_000)],
    ['closings', `resource.a.text.regex(${') '.repeat(20_000)}`],
    [
      'aliases',
      Array.from({ length: 30 }, (_, i) => `a${i}: &a${i} [${i === 0 ? 'x' : `*a${i - 1},*a${i - 1}`}]`).join('\n'),
    ],
    ['dots', 'role.'.repeat(30_000)],
    ['placeholders', 'resources:\n  a:\n    create bash: echo '.concat('{NAME} '.repeat(10_000))],
  ])('%s do not stop it', (_, text) => {
    const start = performance.now();
    const opened = open({ 'bomb.macfile': text });
    findingsOf(opened);
    macfile.facts(opened.reading, opened.around);
    expect(performance.now() - start).toBeLessThan(4_000);
  });
});
