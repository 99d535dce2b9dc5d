import fc from 'fast-check';
import { parseEvents } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import type { Tree, TreeNode } from '../../server/core/model/tree.ts';
import { entryOf } from '../../server/core/model/tree.ts';
import { readEvents } from '../../server/core/syntax/yaml/events.ts';
import { readTolerantly } from '../../server/core/syntax/yaml/tolerant.ts';
import { readYaml } from '../../server/core/syntax/yaml.ts';
import { Random, yamlDocument } from './generate.ts';
import { scalarsOf, spansOf } from './walk.ts';

const RUNS = 3_000;

describe('both readers', () => {
  it('give the same tree on every sound document', () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const text = yamlDocument(seed);
        expect(readTolerantly(text)).toEqual(readEvents(text));
      }),
      { numRuns: RUNS, seed: 1 },
    );
  });

  it('call a generated document sound', () => {
    for (let seed = 0; seed < 500; seed++) expect(() => parseEvents(yamlDocument(seed), {})).not.toThrow();
  });

  it('keep every span inside its parent and every scalar in its place', () => {
    for (let seed = 0; seed < 500; seed++) {
      const text = yamlDocument(seed);
      const tree = readYaml(text);
      expect(tree.tier).toBe('fast');
      for (const node of scalarsOf(tree)) {
        const source = text.slice(node.span.start, node.span.end);
        if (node.style === 'plain' && !source.includes('\n')) expect(source).toBe(node.text);
        if (node.style === 'double') expect(source.startsWith('"') && source.endsWith('"')).toBe(true);
        if (node.style === 'single') expect(source.startsWith("'") && source.endsWith("'")).toBe(true);
        if (node.style === 'literal') expect(source.startsWith('|')).toBe(true);
        if (node.style === 'folded') expect(source.startsWith('>')).toBe(true);
        if (node.style === 'empty') expect(source).toBe('');
        if (node.tag) expect(text.slice(node.tag.span.start, node.tag.span.end)).toBe(node.tag.value);
        if (node.anchor)
          expect(text.slice(node.anchor.span.start - 1, node.anchor.span.end)).toBe(`&${node.anchor.value}`);
      }
      for (const comment of tree.comments) {
        expect(text.slice(comment.span.start + 1, comment.span.end).trim()).toBe(comment.text);
        expect(text[comment.span.start]).toBe('#');
      }
    }
  });
});

describe('spans', () => {
  const rootOf = (text: string): TreeNode | undefined => readYaml(text).roots[0];

  it('puts an empty value behind its colon, dash or tag', () => {
    const root = rootOf('a:\nb: !Ref\nc:\n  -\n');
    expect(entryOf(root, 'a')?.value.span).toEqual({ start: 2, end: 2 });
    expect(entryOf(root, 'b')?.value.span).toEqual({ start: 10, end: 10 });
    const list = entryOf(root, 'c')?.value;
    expect(list?.kind === 'list' && list.items[0]?.span).toEqual({ start: 17, end: 17 });
  });

  it('ends a block scalar with its last line', () => {
    expect(entryOf(rootOf('a: |  # head\n  x\n\n\nb: 1\n'), 'a')?.value.span).toEqual({ start: 3, end: 16 });
    expect(entryOf(rootOf('a: |+\n\nb: 1\n'), 'a')?.value.span).toEqual({ start: 3, end: 5 });
  });

  it('refers an alias behind a mended line to the node before it', () => {
    const text = "a: &x {k: v}\nb: 'open\nc: *x\nd: [*x]\n";
    const { roots, tier } = readYaml(text);
    expect(tier).toBe('repaired');
    const [root] = roots;
    const first = entryOf(root, 'a')?.value;
    const alias = entryOf(root, 'c')?.value;
    expect(alias?.span).toEqual({ start: text.indexOf('*x'), end: text.indexOf('*x') + 2 });
    expect(alias?.kind === 'alias' && alias.target).toBe(first);
    expect(first?.span).toEqual({ start: 6, end: 12 });
  });

  it('refers aliases to their node without expanding them', () => {
    const root = rootOf('a: &x {k: v}\nb: *x\nc: *y\n');
    const alias = entryOf(root, 'b')?.value;
    expect(alias?.kind === 'alias' && alias.target).toBe(entryOf(root, 'a')?.value);
    expect(entryOf(root, 'c')?.value).toEqual({ kind: 'alias', name: 'y', span: { start: 22, end: 24 } });
    expect(readYaml('a: &x {k: v}\nb: *x\nc: *y\n').problems.map(({ code }) => code)).toEqual(['undefined-alias']);
  });

  it('reports a second document only when one is wanted', () => {
    const text = '# head\na: 1\n---\nb: 2\n';
    expect(readYaml(text).problems).toEqual([]);
    expect(readYaml(text).roots.length).toBe(2);
    expect(readYaml(text, { documents: 'one' }).problems).toMatchObject([
      { code: 'several-documents', span: { start: 12, end: 15 } },
    ]);
    expect(readYaml('---\na: 1\n...\n', { documents: 'one' }).problems).toEqual([]);
  });
});

/** A small template in the middle of being typed; | is the cursor. */
const STATES: Readonly<Record<string, string>> = {
  'key without colon': '    Type: AWS::SQS::Queue\n    Prop',
  'key with colon': '    Type: AWS::SQS::Queue\n    Properties:',
  'half a key below a map': '    Type: AWS::SQS::Queue\n    Properties:\n      Que',
  'open double quote': '    Type: "AWS::SQS::Queue\n    Properties: {}',
  'open single quote': "    Type: 'AWS::SQS::Queue\n    Properties: {}",
  'open quote behind a tag': '    Type: AWS::SQS::Queue\n    Properties:\n      QueueName: !Sub "${',
  'tab as indentation': '    Type: AWS::SQS::Queue\n\tProperties:\n      QueueName: x',
  'tab before a deeper key': '    Type: AWS::SQS::Queue\n    Properties:\n\t  QueueName: x',
  'open bracket': '    Type: AWS::SQS::Queue\n    DependsOn: [A, ',
  'open brace': '    Type: AWS::SQS::Queue\n    Properties: {QueueName: x',
  'lone dash': '    Type: AWS::SQS::Queue\n    DependsOn:\n      - A\n      -',
  'wrong indentation': '    Type: AWS::SQS::Queue\n     Properties:\n      QueueName: x',
  'colon inside a value': '    Type: AWS::SQS::Queue\n    Description: a: b',
  'lone exclamation mark': '    Type: AWS::SQS::Queue\n    DependsOn: !',
  'lone alias': '    Type: AWS::SQS::Queue\n    DependsOn: *',
  'at sign': '    Type: AWS::SQS::Queue\n    Description: @x',
};

describe('a text in the middle of being typed', () => {
  it.each(Object.entries(STATES))('keeps the other resources and the outputs: %s', (_, body) => {
    const text = `Parameters:\n  P:\n    Type: String\nResources:\n  First:\n    Type: AWS::SNS::Topic\n  Edited:\n${body}\n  Last:\n    Type: AWS::S3::Bucket\nOutputs:\n  Out:\n    Value: !Ref Last\n`;
    const tree = readYaml(text);
    const [root] = tree.roots;
    const resources = entryOf(root, 'Resources')?.value;
    for (const [name, type] of [
      ['First', 'AWS::SNS::Topic'],
      ['Last', 'AWS::S3::Bucket'],
    ] as const) {
      const value = entryOf(entryOf(resources, name)?.value, 'Type')?.value;
      expect(value?.kind === 'scalar' && value.text).toBe(type);
      expect(text.slice(value?.span.start, value?.span.end)).toBe(type);
    }
    const out = entryOf(entryOf(entryOf(root, 'Outputs')?.value, 'Out')?.value, 'Value')?.value;
    expect(out?.tag?.value).toBe('!Ref');
    expect(text.slice(out?.span.start, out?.span.end)).toBe('Last');
    expect(entryOf(resources, 'Edited')).toBeDefined();
    expect(spansInside(tree)).toBe(true);
  });

  it('keeps the sound blocks of a large text, whatever is broken in one of them', () => {
    const block = (i: number) =>
      `  R${i}:\n    Type: AWS::SQS::Queue\n    Properties:\n      QueueName: queue-${i}\n      Tags: [a, b]\n`;
    const before = Array.from({ length: 600 }, (_, i) => block(i)).join('');
    const after = Array.from({ length: 600 }, (_, i) => block(i + 1000)).join('');
    for (const body of Object.values(STATES)) {
      const tree = readYaml(`Resources:\n${before}  Edited:\n${body}\n${after}Outputs:\n  A: 1\n`);
      const resources = entryOf(tree.roots[0], 'Resources')?.value;
      expect(resources?.kind === 'map' && resources.entries.length).toBe(1201);
      expect(entryOf(entryOf(tree.roots[0], 'Outputs')?.value, 'A')).toBeDefined();
      expect(spansInside(tree)).toBe(true);
    }
  });
});

describe('broken bytes', () => {
  const SIGNS = [
    '"',
    "'",
    '[',
    ']',
    '{',
    '}',
    ':',
    '-',
    '\t',
    '\n',
    ' ',
    '#',
    '&',
    '*',
    '!',
    '|',
    '>',
    '%',
    '@',
    '\0',
    '\ud800',
    '\ufeff',
    '\r',
    '<<<<<<< a\n',
    '?',
    ',',
    '`',
  ];
  it('never throws and keeps every range inside the text, in 5,000 mutants', () => {
    const random = new Random(20270131);
    let worst = 0;
    for (let i = 0; i < 5_000; i++) {
      let text = yamlDocument(random.below(100_000));
      for (let edits = 1 + random.below(4); edits > 0; edits--) {
        const at = random.below(text.length + 1);
        const cut = random.chance(40) ? random.below(6) : 0;
        text = text.slice(0, at) + (random.chance(70) ? random.of(SIGNS) : '') + text.slice(at + cut);
      }
      const start = performance.now();
      const tree = readYaml(text);
      worst = Math.max(worst, performance.now() - start);
      expect(spansInside(tree)).toBe(true);
      if (tree.tier !== 'fast') expect(tree.problems.length).toBeGreaterThan(0);
    }
    expect(worst).toBeLessThan(1_000);
  });
});

describe('what PyYAML takes though the specification does not', () => {
  it.each([
    ['a: [\n  x,\n  y\n]\nb: 1\n', 'x'],
    ['a:\n  b: {\n  c: x\n  }\nb: 1\n', 'x'],
    ['a: "one\ntwo"\nb: 1\n', 'one two'],
    ["- k: 'one\n\ntwo'\n- b: 1\n", 'one\ntwo'],
  ])('%j', (text, value) => {
    const tree = readYaml(text);
    expect(tree).toMatchObject({ tier: 'fast', problems: [] });
    const node = scalarsOf(tree).find((scalar) => scalar.text === value);
    expect(node).toBeDefined();
    expect(spansInside(tree)).toBe(true);
    const last = scalarsOf(tree).find((scalar) => scalar.text === '1');
    expect(text.slice(last?.span.start, last?.span.end)).toBe('1');
  });

  it('still finds the quote that is never closed', () => {
    expect(readYaml('a: "one\nb: 1\nc: 2\n').problems.map(({ code }) => code)).toEqual(['unclosed-quote']);
  });
});

describe('clear findings', () => {
  it.each([
    ['a: 1\n<<<<<<< HEAD\nb: 2\n=======\nb: 3\n>>>>>>> other\nc: 4\n', 'merge conflict', 5],
    ['a: \0b\nc: 1\n', 'U+0000', 3],
    ['a: \ud800b\nc: 1\n', 'U+D800', 3],
    ['a:\n\tb: 1\nc: 1\n', 'tab', 3],
    ['a: "b\nc: 1\n', 'never closed', 3],
  ])('%j', (text, words, at) => {
    const tree = readYaml(text);
    expect(tree.problems[0]?.message).toContain(words);
    expect(tree.problems[0]?.span.start).toBe(at);
    expect(entryOf(tree.roots[0], 'c')?.value).toMatchObject({ kind: 'scalar' });
  });
});

function spansInside(tree: Tree): boolean {
  return spansOf(tree).every(({ start, end }) => start >= 0 && start <= end && end <= tree.text.length);
}
