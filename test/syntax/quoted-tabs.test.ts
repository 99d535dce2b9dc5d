import { expect, test } from 'vitest';
import { readYaml } from '../../server/core/syntax/yaml.ts';

test.each([
  "a: '{{ (x)\n\t+ y }}'\nb: 1\n",
  'a: "x\n\ty"\nb: 1\n',
  'a:\n  b: "x\n   \ty"\n  c: |\n    text\n    \ttabbed\n',
])('a tab that continues a quoted text is no mistake: %j', (text) => {
  const { problems, tier } = readYaml(text);
  expect(problems).toEqual([]);
  expect(tier).toBe('fast');
});

test.each(['a: x\n\tb: y\n', 'k:\n\t- x\n'])('a tab that indents is one: %j', (text) => {
  expect(readYaml(text).problems.map(({ code }) => code)).toContain('tab-indentation');
});
