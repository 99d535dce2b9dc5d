import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { JsonPush } from '../../server/core/syntax/json/push.ts';

/** Maps back to what `JSON.parse` makes. */
function plain(value: unknown): unknown {
  if (value instanceof Map) return Object.fromEntries([...value].map(([key, each]) => [key, plain(each)]));
  return Array.isArray(value) ? value.map(plain) : value;
}

function pushed(text: string, step: number): unknown {
  const reader = new JsonPush((value) => value);
  for (let at = 0; at < text.length; at += step) reader.push(text.slice(at, at + step));
  const end = reader.end();
  return 'value' in end ? plain(end.value) : end.fault;
}

describe('JSON that comes in pieces', () => {
  test('is what it would be as a whole', () => {
    fc.assert(
      fc.property(fc.json(), fc.integer({ min: 1, max: 9 }), fc.constantFrom(0, 2), (text, step, indent) => {
        const written = JSON.stringify(JSON.parse(text), null, indent);
        expect(pushed(written, step)).toEqual(JSON.parse(written));
      }),
      { numRuns: 500, seed: 4 },
    );
  });

  test('that is cut off is never taken for whole', () => {
    fc.assert(
      fc.property(fc.object({ maxDepth: 2 }), fc.nat(), (value, at) => {
        const text = JSON.stringify(value);
        const cut = text.slice(0, at % text.length);
        expect(typeof pushed(cut, 5)).toBe('string');
      }),
      { numRuns: 300, seed: 4 },
    );
  });

  test.each(['{"a":1]', '{"a"}', '{"a":}', '{1:2}', '[1 2]', '{"a" 1}', '[nul]', '[1]]', '"\\x"'])(
    '%s is refused',
    (text) => expect(typeof pushed(text, 3)).toBe('string'),
  );

  test('values are reduced on the way, and what is skipped is never held', () => {
    const seen: string[] = [];
    const reader = new JsonPush(
      (value, path) => {
        seen.push(path.join('/'));
        return Array.isArray(value) ? value.length : value;
      },
      (key) => key === 'text',
    );
    reader.push('{"a":{"list":[1,2,3],"text":{"b":[1]}},"text":"x"}');
    const end = reader.end();
    expect('value' in end && plain(end.value)).toEqual({ a: { list: 3 } });
    expect(seen).toEqual(['a/list', 'a', '']);
  });
});
