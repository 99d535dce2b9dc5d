import { describe, expect, it } from 'vitest';
import type { Intent } from '../../server/core/model/intent.ts';
import { applyEdits, type Span } from '../../server/core/model/span.ts';
import { readJson } from '../../server/core/syntax/json.ts';
import { rewriteEach, rewriteTree } from '../../server/core/syntax/rewrite.ts';
import { readYaml } from '../../server/core/syntax/yaml.ts';

/** Applies what `intents` makes of the text between «marks»; the spans come in the order of their opening marks. */
function run(marked: string, intents: (...spans: Span[]) => Intent | Intent[], json = false): string | undefined {
  const spans: { start: number; end: number }[] = [];
  const open: number[] = [];
  let text = '';
  for (const sign of marked) {
    if (sign === '«') open.push(spans.push({ start: text.length, end: text.length }) - 1);
    else if (sign === '»') Object.assign(spans[open.pop() ?? 0] ?? {}, { end: text.length });
    else text += sign;
  }
  const read = json ? readJson : readYaml;
  const made = intents(...spans);
  const edits = rewriteTree(read(text), Array.isArray(made) ? made : [made]);
  return edits.length === 0 ? undefined : applyEdits(text, edits);
}

const set =
  (text: string) =>
  (at = { start: 0, end: 0 }) =>
    ({ kind: 'setScalar', at, text }) as const;

describe('setScalar', () => {
  it.each([
    ['a: «b»', 'c', 'a: c'],
    ['a: «"b"» # why', 'c', 'a: "c" # why'],
    ["a: «'b'»", "it's", "a: 'it''s'"],
    ['a: !Sub «"b"»', 'c', 'a: !Sub "c"'],
    ['a: «!Sub "b"»', 'c', 'a: !Sub "c"'],
    ['a: «b»', 'yes', "a: 'yes'"],
    ['a: «b»', '1.10', "a: '1.10'"],
    ['a: «b»', '010', "a: '010'"],
    ['a: «b»', '1e3', "a: '1e3'"],
    ['a: «b»', '50:30', "a: '50:30'"],
    ['a: «b»', '{X}', "a: '{X}'"],
    ['a: «b»', '', "a: ''"],
    ['a: «b»', 'two\nlines', 'a: "two\\nlines"'],
    ['a: «1»', '3', 'a: 3'],
    ['a: «false»', 'true', 'a: true'],
    ['a: «1.10»', '1.10', "a: '1.10'"],
    ['a: «b»', 'b', undefined],
    ['a:«»', 'b', 'a: b'],
    ['a: [x, «y»]', 'p, q', "a: [x, 'p, q']"],
    ['«a»: b', 'c', 'a: c'],
    ['a: «|\n  one\n  two»\nb: 1', 'three\nfour\n', 'a: |\n  three\n  four\nb: 1'],
  ])('%j to %j', (text, value, expected) => expect(run(text, set(value))).toBe(expected));

  it.each([
    ['{"a": «"b"»}', 'c', '{"a": "c"}'],
    ['{"a": «1»}', '2', '{"a": 2}'],
    ['{"a": «1»}', 'x', '{"a": "x"}'],
    ['{"a": «"1"»}', '2', '{"a": "2"}'],
  ])('%j to %j in JSON', (text, value, expected) => expect(run(text, set(value), true)).toBe(expected));
});

const add =
  (key: string, value: Extract<Intent, { kind: 'insertKey' }>['value'], after?: string) =>
  (map = { start: 0, end: 0 }): Intent => ({
    kind: 'insertKey',
    map,
    key,
    value,
    ...(after !== undefined && { after }),
  });

describe('insertKey', () => {
  it.each([
    ['«a: 1»', add('b', 'x'), 'a: 1\nb: x'],
    ['«a: 1\nc: 2» # see\n', add('b', true, 'a'), 'a: 1\nb: true\nc: 2 # see\n'],
    ['r:\n    «a: 1\n    c: 2» # see\n\n# end\n', add('b', 5), 'r:\n    a: 1\n    c: 2 # see\n    b: 5\n\n# end\n'],
    ['r:\r\n  «a: 1»\r\n', add('b', 'x'), 'r:\r\n  a: 1\r\n  b: x\r\n'],
    ['«r»:\n  a: 1\n', add('b', 'x'), 'r:\n  a: 1\n  b: x\n'],
    ['«r:\n  a: 1»\n', add('a', 'x'), 'r:\n  a: 1\na: x\n'],
    ['r:\n  «a: 1»\n', add('a', 'x'), undefined],
    ['- «a: 1»\n- c: 1\n', add('b', 'x'), '- a: 1\n  b: x\n- c: 1\n'],
    ['r: «{a: 1}»', add('b', 'yes'), "r: {a: 1, b: 'yes'}"],
    ['r: «{}»', add('b', 'x'), 'r: { b: x }'],
    ['r:«»\ns: 1\n', add('b', 'x'), 'r:\n  b: x\ns: 1\n'],
    ['«a: |\n  text\n»c: 1\n', add('b', 'x', 'a'), undefined],
    ['r:\n  «a: |+\n    text\n\n\n»', add('b', 'x'), undefined],
    ['«a: 1»\n', add('b', { list: ['x', { map: [['y', 1]] }] }), 'a: 1\nb:\n  - x\n  - y: 1\n'],
    ['«a:\n- q»\n', add('b', { list: ['x'] }), 'a:\n- q\nb:\n- x\n'],
    ['«a:\n    c: q»\n', add('b', { map: [['x', 'y']] }), 'a:\n    c: q\nb:\n    x: y\n'],
    ['«a: 1»\n', add('b', { raw: '!Ref X' }), 'a: 1\nb: !Ref X\n'],
    ['«a: 1»\n', add('b', 'l1\nl2\n'), 'a: 1\nb: |\n  l1\n  l2\n'],
    ['«a: 1»\n', add('b', { map: [] }), 'a: 1\nb: {}\n'],
  ])('%j', (text, intent, expected) => expect(run(text, intent)).toBe(expected));

  it.each([
    ['«{"a": 1}»', add('b', 'x'), '{"a": 1, "b": "x"}'],
    ['«{\n  "a": 1\n}»', add('b', { map: [['c', true]] }), '{\n  "a": 1,\n  "b": {\n    "c": true\n  }\n}'],
    ['{\n\t"r": «{}»\n}', add('b', 'x'), '{\n\t"r": {\n\t\t"b": "x"\n\t}\n}'],
    ['«{}»', add('b', 'x'), '{"b": "x"}'],
  ])('%j in JSON', (text, intent, expected) => expect(run(text, intent, true)).toBe(expected));
});

describe('insertItem', () => {
  const item =
    (value: Extract<Intent, { kind: 'insertItem' }>['value']) =>
    (list = { start: 0, end: 0 }) =>
      ({ kind: 'insertItem', list, value }) as const;
  it.each([
    ['a:\n  «- x»\nb: 1\n', item('y'), 'a:\n  - x\n  - y\nb: 1\n'],
    [
      'a:\n«- x»\n',
      item({
        map: [
          ['k', 'v'],
          ['l', 'w'],
        ],
      }),
      'a:\n- x\n- k: v\n  l: w\n',
    ],
    ['a: «[x]»\n', item('y'), 'a: [x, y]\n'],
    ['a: «[]»\n', item('y'), 'a: [y]\n'],
    ['a: «[x]»\n', item('x'), undefined],
    ['«a»:\n', item('x'), 'a:\n  - x\n'],
    ['a: «[\n  x, # one\n  y # two\n]»\n', item('z'), 'a: [\n  x, # one\n  y, # two\n  z\n]\n'],
  ])('%j', (text, intent, expected) => expect(run(text, intent)).toBe(expected));
});

describe('removeEntry', () => {
  const remove = (at = { start: 0, end: 0 }) => ({ kind: 'removeEntry', at }) as const;
  it.each([
    ['a: 1\n«b: 2»\nc: 3\n', 'a: 1\nc: 3\n'],
    ['a: 1\n# about b\n«b»: 2 # too\nc: 3\n', 'a: 1\nc: 3\n'],
    ['a: 1\n# not about b\n\nb: «2»\nc: 3\n', 'a: 1\n# not about b\n\nc: 3\n'],
    ['a: 1\n«b: 2»', 'a: 1'],
    ['a: 1\r\n«b: 2»\r\nc: 3\r\n', 'a: 1\r\nc: 3\r\n'],
    ['a:\n  - x\n  - «y»\n', 'a:\n  - x\n'],
    ['a:\n  - «y»\nb: 1\n', 'b: 1\n'],
    ['- «n: x»\n  m: y\n', '- m: y\n'],
    ['- x: 1\n- «n: x»\n', '- x: 1\n'],
    ['a: {b: 1, «c: 2», d: 3}', 'a: {b: 1, d: 3}'],
    ['a: [1, «2»]', 'a: [1]'],
    ['a: [«1»]', 'a: []'],
    ['«a: 1»\n', undefined],
    ['a: 1\nb: «|\n  x\n  y»\nc: 1\n', 'a: 1\nc: 1\n'],
  ])('%j', (text, expected) => expect(run(text, remove)).toBe(expected));

  it('keeps a JSON object well formed', () => {
    expect(run('{\n  "a": 1,\n  «"b": 2»\n}', remove, true)).toBe('{\n  "a": 1\n}');
    expect(run('{\n  «"a": 1»,\n  "b": 2\n}', remove, true)).toBe('{\n  "b": 2\n}');
  });
});

describe('renameKey and moveEntry', () => {
  const rename =
    (key: string) =>
    (at = { start: 0, end: 0 }) =>
      ({ kind: 'renameKey', at, key }) as const;
  it.each([
    ['«a»: 1', rename('b'), 'b: 1'],
    ['"«a»": 1', rename('b'), '"b": 1'],
    ['«a: 1»\nb: 2', rename('b'), undefined],
    ['«a»: 1', rename('no'), "'no': 1"],
  ])('%j', (text, intent, expected) => expect(run(text, intent)).toBe(expected));

  const move = (first = { start: 0, end: 0 }, second = { start: 0, end: 0 }): Intent =>
    first.start > second.start
      ? { kind: 'moveEntry', at: first, before: second }
      : { kind: 'moveEntry', at: second, before: first };
  it.each([
    ['«a: 1»\nb: 2\n«c: 3»\n', 'c: 3\na: 1\nb: 2\n'],
    ['# of a\n«a»: 1\n# of b\n«b»:\n  - x # y\nc: 1\n', '# of b\nb:\n  - x # y\n# of a\na: 1\nc: 1\n'],
    ['- «x: 1»\n  «name: n»\n', '- name: n\n  x: 1\n'],
    ['{«a: 1», «b: 2»}', '{b: 2, a: 1}'],
    ['«a: 1»\n«b: 2»', 'b: 2\na: 1'],
  ])('moves %j', (text, expected) => expect(run(text, move)).toBe(expected));

  it('does nothing when the entry is there already', () => {
    expect(run('«a: 1»\n«b: 2»', (at, before) => ({ kind: 'moveEntry', at: at as Span, before: before as Span }))).toBe(
      undefined,
    );
  });
});

describe('several intents', () => {
  it('joins what goes to one place, in order', () => {
    expect(run('«a: 1»\n', (map) => [add('b', 'x')(map), add('c', 'y')(map)])).toBe('a: 1\nb: x\nc: y\n');
  });
  it('does nothing at all when one cannot be done', () => {
    expect(run('«a: 1»\nb: 1\n', (at) => [set('2')(at), { kind: 'renameKey', at: at as Span, key: 'b' }])).toBe(
      undefined,
    );
  });
  it('refuses text that breaks the document', () => {
    expect(run('a: «b»\n', (at) => ({ kind: 'replaceText', at: at as Span, text: '"' }))).toBe(undefined);
    expect(run('a: x«b»\n', (at) => ({ kind: 'replaceText', at: at as Span, text: 'c' }))).toBe('a: xc\n');
  });
});

describe('many wishes at once', () => {
  const text = 'a: 1\nb: [x]\nc: {d: 2}\n';
  const span = (part: string) => ({ start: text.indexOf(part), end: text.indexOf(part) + part.length });
  const wishes: Intent[][] = [
    [{ kind: 'setScalar', at: span('1'), text: '7' }],
    [{ kind: 'removeEntry', at: span('b: [x]') }],
    [{ kind: 'replaceText', at: span('{d: 2}'), text: '{d: [' }],
    [{ kind: 'insertKey', map: { start: 0, end: text.length - 1 }, key: 'e', value: 'new' }],
    [{ kind: 'setScalar', at: span('1'), text: '8' }],
  ];

  it('gives for each what it gives for it alone, and nothing for the one that breaks the text', () => {
    const tree = readYaml(text);
    const together = rewriteEach(tree, wishes);
    expect(together).toEqual(wishes.map((intents) => rewriteTree(tree, intents)));
    expect(together.map((edits) => edits.length)).toEqual([1, 1, 0, 1, 1]);
  });

  it('reads the changed text once for a thousand', () => {
    const long = Array.from({ length: 1000 }, (_, at) => `k${at}: ${at}\n`).join('');
    const tree = readYaml(long);
    const [root] = tree.roots;
    const all = (root?.kind === 'map' ? root.entries : []).map(({ value }): Intent[] => [
      { kind: 'setScalar', at: value.span, text: 'x' },
    ]);
    let reads = 0;
    const edits = rewriteEach(tree, all, (changed) => {
      reads++;
      return readYaml(changed);
    });
    expect([edits.filter(({ length }) => length === 1).length, reads]).toEqual([1000, 1]);
  });
});
