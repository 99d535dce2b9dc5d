import { describe, expect, it } from 'vitest';
import { entryOf } from '../../server/core/model/tree.ts';
import { duplicateKeys } from '../../server/core/syntax/duplicates.ts';
import { readJson } from '../../server/core/syntax/json.ts';
import { readYaml } from '../../server/core/syntax/yaml.ts';
import { Random } from './generate.ts';
import { nodesOf, spansOf } from './walk.ts';

describe('readJson', () => {
  it('gives the tree that YAML gives for the same text', () => {
    const text = JSON.stringify({ a: ['x', 1, true, null, { 'b c': 'é"\n' }], d: {}, e: [], f: -1.5 }, undefined, 2);
    expect(readJson(text).roots).toEqual(readYaml(text).roots);
    expect(readJson(text)).toMatchObject({ problems: [], comments: [], tier: 'fast' });
  });

  it.each([
    ['{"a": 1,}', 'trailing-comma', 7],
    ['[1, 2, ]', 'trailing-comma', 5],
    ['{"a": 1 /* why */}', 'comment', 8],
    ['// head\n{"a": 1}', 'comment', 0],
    ['{"a" 1}', 'syntax', 5],
    ['{"a": "b\n}', 'unclosed-quote', 6],
    ['{"a": 1} 2', 'syntax', 9],
    ['{"a": 1', 'syntax', 0],
  ])('%j has a problem %s at %i', (text, code, at) => {
    const tree = readJson(text);
    expect(tree.problems.map((problem) => [problem.code, problem.span.start])).toContainEqual([code, at]);
    expect(tree.roots.length).toBe(1);
  });

  it('keeps the sound parts while typing', () => {
    for (const middle of ['"b": ', '"b"', '"b": {', '"b": [1, ', '"b": {"c": ', '"b": "x']) {
      const tree = readJson(`{\n  "a": 1,\n  ${middle}\n  "z": {"k": "v"}\n}`);
      expect(entryOf(tree.roots[0], 'a')?.value).toMatchObject({ text: '1' });
      expect([...nodesOf(tree)].some((node) => node.kind === 'scalar' && node.text === 'v')).toBe(true);
    }
  });

  it('puts a value that nobody wrote behind its colon', () => {
    expect(entryOf(readJson('{"a": , "b": 1}').roots[0], 'a')?.value).toMatchObject({
      style: 'empty',
      span: { start: 5, end: 5 },
    });
  });

  it('reads behind a byte order mark', () => expect(readJson('\ufeff{"a": 1}').problems).toEqual([]));

  it('never throws and keeps every range inside, in 5,000 mutants', () => {
    const random = new Random(5);
    const sound = JSON.stringify({ a: [1, { b: 'c' }], d: null, e: { f: [true, 'x\\y'] } }, undefined, 1);
    for (let i = 0; i < 5_000; i++) {
      let text = sound;
      for (let edits = 1 + random.below(5); edits > 0; edits--) {
        const at = random.below(text.length + 1);
        text =
          text.slice(0, at) +
          random.of(['"', '{', '}', '[', ']', ',', ':', '\\', '/*', '//', '\n', '', '\0', '\ud800']) +
          text.slice(at + random.below(4));
      }
      const tree = readJson(text);
      for (const { start, end } of spansOf(tree)) expect(start >= 0 && start <= end && end <= text.length).toBe(true);
      if (tree.tier !== 'fast') expect(tree.problems.length).toBeGreaterThan(0);
    }
  });
});

describe('duplicateKeys', () => {
  it('points at the later key and relates the first', () => {
    const text = 'a: 1\nb:\n  c: 1\n  c: 2\n"a": 3\n<<: x\n<<: y\n';
    expect(
      duplicateKeys(readYaml(text)).map(({ key, span, related }) => [key, span.start, related[0]?.span.start]),
    ).toEqual([
      ['c', 17, 10],
      ['a', 22, 0],
    ]);
    expect(duplicateKeys(readJson('{"a": 1, "b": {"a": 1}, "a": 2}')).map(({ span }) => span.start)).toEqual([24]);
  });

  it('reports in each document by itself', () => expect(duplicateKeys(readYaml('a: 1\n---\na: 1\n'))).toEqual([]));
});
