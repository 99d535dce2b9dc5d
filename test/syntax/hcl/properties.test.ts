import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Span } from '../../../server/core/model/span.ts';
import { childrenOf } from '../../../server/core/syntax/hcl/walk.ts';
import { type HclBody, type HclExpression, type HclFile, readHcl } from '../../../server/core/syntax/hcl.ts';

const SOUND = readFileSync(join(import.meta.dirname, '../../../samples/terraform/main.tf'), 'utf8');
const PIECES = [
  '{',
  '}',
  '[',
  ']',
  '(',
  ')',
  '"',
  '${',
  '%{',
  '<<EOT\n',
  '\nEOT\n',
  '.',
  '=',
  '\n',
  '\r\n',
  '\u0000',
  '\ud800',
  '# ',
  '/*',
  'for ',
  'a "b" {\n',
  '\\',
  '~}',
];

function expectInside(file: HclFile): void {
  const { length } = file.text;
  const check = ({ start, end }: Span) => {
    if (!(start >= 0 && start <= end && end <= length)) throw new Error(`span ${start}-${end} of ${length}`);
  };
  for (const { span } of [...file.problems, ...file.comments]) check(span);
  const expression = (node: HclExpression): void => {
    check(node.span);
    for (const [child] of childrenOf(node)) expression(child);
  };
  const body = (node: HclBody): void => {
    check(node.span);
    for (const item of node.items) {
      check(item.span);
      if (item.kind === 'attribute') expression(item.value);
      else for (const label of item.labels) check(label.span);
      if (item.kind === 'block') body(item.body);
    }
  };
  body(file.body);
}

/** Tokens and the blanks between them give the text again. */
function expectLossless({ text, tokens }: HclFile): void {
  let at = text.startsWith('\ufeff') ? 1 : 0;
  tokens.kinds.forEach((_, i) => {
    const start = tokens.starts[i] ?? 0;
    expect(start).toBeGreaterThanOrEqual(at);
    expect(text.slice(at, start)).toMatch(/^[ \t]*$/);
    at = tokens.ends[i] ?? start;
  });
  expect(at).toBe(text.length);
}

describe('any text', () => {
  test('splices of a sound file are read with all places inside', () => {
    const splice = fc.record({ at: fc.nat(SOUND.length), cut: fc.nat(40), put: fc.constantFrom('', ...PIECES) });
    fc.assert(
      fc.property(fc.array(splice, { minLength: 1, maxLength: 4 }), (splices) => {
        const text = splices.reduce((out, { at, cut, put }) => out.slice(0, at) + put + out.slice(at + cut), SOUND);
        const file = readHcl(text);
        expectInside(file);
        expectLossless(file);
      }),
      { numRuns: 400, seed: 4 },
    );
  });

  test('heaps of pieces are read', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.constantFrom(...PIECES), fc.string({ maxLength: 6 })), { maxLength: 60 }),
        (pieces) => {
          const file = readHcl(pieces.join(''));
          expectInside(file);
          expectLossless(file);
        },
      ),
      { numRuns: 1000, seed: 5 },
    );
  });
});
