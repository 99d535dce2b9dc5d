import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { terraform } from '../../../server/core/languages/terraform/index.ts';
import { applyEdits, type Span } from '../../../server/core/model/span.ts';
import { files } from './workspace.ts';

const SAMPLE = join(import.meta.dirname, '../../../samples/terraform');
const MAIN = readFileSync(join(SAMPLE, 'legacy/main.tf'), 'utf8') + readFileSync(join(SAMPLE, 'main.tf'), 'utf8');
const VARIABLES = readFileSync(join(SAMPLE, 'variables.tf'), 'utf8');
const WORKER = readFileSync(join(SAMPLE, 'modules/worker/main.tf'), 'utf8');
const PIECES = [
  '',
  '{',
  '}',
  '"',
  '${',
  '(',
  ']',
  '.',
  ' = ',
  '\n',
  'count = 2\n',
  'var.',
  '<<EOT\n',
  '#',
  'resource "aws_',
  '\u0000',
];

const splices = fc.array(fc.record({ at: fc.nat(MAIN.length), cut: fc.nat(30), put: fc.constantFrom(...PIECES) }), {
  minLength: 1,
  maxLength: 3,
});

function spliced(list: readonly { readonly at: number; readonly cut: number; readonly put: string }[]): string {
  return list.reduce((out, { at, cut, put }) => out.slice(0, at) + put + out.slice(at + cut), MAIN);
}

describe('any state of a file', () => {
  test('is read, checked and described with every place inside it', () => {
    fc.assert(
      fc.property(splices, fc.nat(MAIN.length), (list, at) => {
        const text = spliced(list);
        const { at: reading, around } = files({
          'main.tf': text,
          'variables.tf': VARIABLES,
          'modules/worker/main.tf': WORKER,
        });
        const main = reading('main.tf');
        const offset = Math.min(at, text.length);
        const inside = ({ start, end }: Span) => start >= 0 && start <= end && end <= text.length;
        const findings = [...main.problems, ...terraform.check(main, around)];
        const facts = terraform.facts(main, around).filter(({ file }) => file === undefined);
        const spans = [
          ...findings,
          ...facts,
          ...(terraform.tokens?.(main) ?? []),
          ...(terraform.folding?.(main) ?? []),
          ...(terraform.links?.(main, around) ?? []),
        ];
        for (const { span } of spans) if (!inside(span)) throw new Error(`${span.start}-${span.end}`);
        for (const { edits } of findings.flatMap(({ fixes }) => fixes ?? []))
          for (const { span } of edits) expect(inside(span)).toBe(true);
        for (const { edit } of terraform.complete?.(main, offset, around) ?? []) expect(inside(edit.span)).toBe(true);
        terraform.hover?.(main, offset, around);
        terraform.references?.(main, offset, around);
        terraform.rename?.(main, offset, 'other', around);
        for (const { edits } of terraform.refactorings?.(main, { start: offset, end: offset }, around) ?? [])
          for (const { path, edits: own } of edits)
            for (const { span } of path === 'main.tf' ? own : []) expect(inside(span)).toBe(true);
        terraform.symbols?.(main);
        terraform.selection?.(main, offset);
        terraform.hints?.(main, { start: 0, end: text.length }, around);
        expect(applyEdits(text, terraform.format?.(main) ?? []).length).toBeGreaterThan(0);
      }),
      { numRuns: 100, seed: 9 },
    );
  }, 60_000);

  test('the same text gives the same findings and facts', () => {
    const run = () => {
      const { at, around } = files({ 'main.tf': MAIN, 'variables.tf': VARIABLES, 'modules/worker/main.tf': WORKER });
      return JSON.stringify([terraform.check(at('main.tf'), around), terraform.facts(at('main.tf'), around)]);
    };
    expect(run()).toBe(run());
  });

  test('the sample shop has no finding of the language', () => {
    const names = ['versions.tf', 'variables.tf', 'main.tf', 'data.tf', 'production.tfvars', 'modules/worker/main.tf'];
    const texts = Object.fromEntries(names.map((name) => [name, readFileSync(join(SAMPLE, name), 'utf8')]));
    const { at, around } = files(texts);
    for (const name of names)
      expect([name, at(name).problems, terraform.check(at(name), around)]).toEqual([name, [], []]);
  });
});
