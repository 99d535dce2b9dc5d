import { describe, expect, test } from 'vitest';
import { readJson } from '../../server/core/syntax/json.ts';
import { placeAt } from '../../server/core/syntax/place.ts';
import { readYaml } from '../../server/core/syntax/yaml.ts';

/** The cursor is the bar. */
function at(marked: string, read = readYaml) {
  const offset = marked.indexOf('|');
  const { role, path, prefix } = placeAt(read(marked.replace('|', '')), offset);
  return `${role} ${path.join('/')} <${prefix}>`;
}

const HEAD = 'a:\n  b:\n    type: x\n    list:\n      - one: 1\n        two: 2\n      - three\n';

describe('a place in block style', () => {
  test.each([
    ['|', 'key  <>'],
    ['a:\n  |', 'key a <>'],
    ['a: |', 'value a <>'],
    ['a: x|y', 'value a <x>'],
    ['a:\n  b:|', 'value a/b <>'],
    ['a:\n  b: |', 'value a/b <>'],
    ['a:\n  b: 1\n  |', 'key a <>'],
    ['a:\n  b: 1\n  c|', 'key a <c>'],
    ['a:\n  b: 1\nc|', 'key  <c>'],
    ['a:\n  b: 1\n  c|\nd: 1\n', 'key a <c>'],
    [`${HEAD}    |`, 'key a/b <>'],
    [`${HEAD}      - |`, 'key a/b/list/2 <>'],
    [`${HEAD}        |`, 'key a/b/list/1 <>'],
    ['a:\n  - one: 1\n    |', 'key a/0 <>'],
    ['a:\n- one: 1\n- t|', 'value a/1 <t>'],
    ['a:\n  - |', 'key a/0 <>'],
    ["a: 'it|s'", 'value a <it>'],
    ['x: !Ref |\ny: 1', 'value x <>'],
  ])('%j', (text, expected) => {
    expect(at(text)).toBe(expected);
  });
});

describe('a place in flow style and JSON', () => {
  test.each([
    ['{"a": {"b|": 1}}', 'key a <b>'],
    ['{"a": {"b": |}}', 'value a/b <>'],
    ['{"a": {|}}', 'key a <>'],
    ['{"a": [1, |]}', 'value a/1 <>'],
    ['{"a": {"b": 1, |}}', 'key a <>'],
  ])('%j', (text, expected) => {
    expect(at(text, readJson)).toBe(expected);
    expect(at(text)).toBe(expected);
  });
});
