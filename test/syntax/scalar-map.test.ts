import { describe, expect, it } from 'vitest';
import { scalarMap } from '../../server/core/syntax/scalar-map.ts';
import { readYaml } from '../../server/core/syntax/yaml.ts';
import { yamlDocument } from './generate.ts';
import { scalarsOf } from './walk.ts';

/** What a source range stands for, for the escapes that the generator writes. */
const ESCAPED: Readonly<Record<string, string>> = {
  "''": "'",
  '\\n': '\n',
  '\\t': '\t',
  '\\u00e9': 'é',
  '\\"': '"',
  '\\\\': '\\',
  '\\U0001F600': '😀',
  '\r\n': '\n',
};

describe('scalarMap', () => {
  it('maps every decoded character to the source it came from, and back', () => {
    let characters = 0;
    for (let seed = 0; seed < 3_000; seed++) {
      const text = yamlDocument(seed);
      for (const node of scalarsOf(readYaml(text))) {
        const map = scalarMap(text, node);
        for (let i = 0; i < node.text.length; i++) {
          const { start, end } = map.span(i, i + 1);
          const source = text.slice(start, end);
          const sign = node.text.charAt(i);
          const folded = sign === ' ' && (source === '\n' || source === '\r\n');
          const missingBreak = sign === '\n' && start === text.length;
          const whole = ESCAPED[source] ?? source;
          expect(whole === sign || whole.includes(sign) || folded || missingBreak).toBe(true);
          if (end > start) expect(map.toSource(map.toDecoded(start))).toBe(start);
          if (i > 0) expect(start).toBeGreaterThanOrEqual(map.toSource(i - 1));
          characters++;
        }
        expect(map.toDecoded(text.length)).toBeLessThanOrEqual(node.text.length + 1);
      }
    }
    expect(characters).toBeGreaterThan(100_000);
  });

  const spanIn = (text: string, decoded: string) => {
    const [node] = scalarsOf(readYaml(text)).filter((scalar) => scalar.text.includes(decoded));
    if (!node) return undefined;
    const at = node.text.indexOf(decoded);
    const { start, end } = scalarMap(text, node).span(at, at + decoded.length);
    return text.slice(start, end);
  };

  it.each([
    ['a: one two three', 'two', 'two'],
    ['a: "x\\ty z"', 'y', 'y'],
    ['a: "x\\"y"', '"y', '\\"y'],
    ["a: 'it''s me'", "it's", "it''s"],
    ['a: |\n  one\n  two three\n', 'two', 'two'],
    ['a: |2\n    one\n   two\n', ' two', ' two'],
    ['a: >-\n  one\n  two\n\n  three\n', 'one two', 'one\n  two'],
    ['a: >\n  one\n\n  three\n', 'e\nthree', 'e\n\n  three'],
    ['a: |\r\n  one\r\n  two\r\n', 'e\nt', 'e\r\n  t'],
    ['a: "one\n  two"', 'one two', 'one\n  two'],
    ['a: "one \\\n  two"', 'one two', 'one \\\n  two'],
  ])('%j finds %j', (text, decoded, source) => expect(spanIn(text, decoded)).toBe(source));

  it('decodes an unclosed quote that was repaired', () => {
    const text = 'a: "b c\nd: 1\n';
    const node = scalarsOf(readYaml(text)).find((scalar) => scalar.text === 'b c');
    expect(node && scalarMap(text, node).span(2, 3)).toEqual({ start: 6, end: 7 });
  });
});
