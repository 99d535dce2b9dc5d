import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { terraform } from '../../../server/core/languages/terraform/index.ts';
import { applyEdits, type Span } from '../../../server/core/model/span.ts';
import { files } from './workspace.ts';

/** `.out.tf` is what `terraform fmt -` (1.11.4) makes of `.in.tf`. */
const FIXTURES = join(import.meta.dirname, 'fixtures/format');
const NAMES = readdirSync(FIXTURES).flatMap((name) =>
  name.endsWith('.in.tf') ? [name.slice(0, -'.in.tf'.length)] : [],
);

function format(text: string, range?: Span): string {
  const reading = files({ 'main.tf': text }).at('main.tf');
  return applyEdits(text, terraform.format?.(reading, range) ?? []);
}

function fixture(name: string): string {
  return readFileSync(join(FIXTURES, name), 'utf8');
}

describe('formatting', () => {
  test.each(NAMES)('%s is formatted as terraform fmt does', (name) => {
    expect(format(fixture(`${name}.in.tf`))).toBe(fixture(`${name}.out.tf`));
  });

  test.each(NAMES)('%s stays as it is the second time', (name) => {
    const once = format(fixture(`${name}.in.tf`));
    expect(format(once)).toBe(once);
  });

  test('a file with an error is formatted where it is sound', () => {
    const text = 'a   "b" {\nc=1\n}\n\nx "y" {\n  z  = [1\n}\n\nd   "e" {\nf=1\n}\n';
    expect(format(text)).toBe('a "b" {\n  c = 1\n}\n\nx "y" {\n  z  = [1\n}\n\nd "e" {\n  f = 1\n}\n');
  });

  test('a range limits the edits', () => {
    const text = 'a=1\nb=2\nc=3\n';
    expect(format(text, { start: 4, end: 7 })).toBe('a=1\nb = 2\nc=3\n');
  });

  test('changes blanks only, whatever the text is', () => {
    const sound = fixture('alignment.in.tf');
    const splice = fc.record({
      at: fc.nat(sound.length),
      cut: fc.nat(12),
      put: fc.constantFrom('', ' ', '\n', '"', '{', '}', '${', '(', ']', '#'),
    });
    const marks = (text: string) => text.replace(/\s+/g, '');
    fc.assert(
      fc.property(splice, ({ at, cut, put }) => {
        const text = sound.slice(0, at) + put + sound.slice(at + cut);
        const once = format(text);
        expect(marks(once).replace(/"/g, '')).toBe(marks(text).replace(/"/g, ''));
        expect(format(once)).toBe(once);
      }),
      { numRuns: 300, seed: 6 },
    );
  });
});
