import { describe, expect, test } from 'vitest';
import { cloudformation } from '../../../server/core/languages/cloudformation/index.ts';
import { applyEdits } from '../../../server/core/model/span.ts';
import { findings, open, template } from './template.ts';

/** Line, severity and code of each finding, with the beginning of its message. */
function told(text: string, path?: string): string[] {
  return findings(text, path).map(
    ({ span, severity, code, message }) =>
      `${text.slice(0, span.start).split('\n').length} ${severity} ${code.split('/')[1]}: ${message.slice(0, 40)}`,
  );
}

const TOPIC = '  B:\n    Type: AWS::SNS::Topic\n';
const HEAD = "AWSTemplateFormatVersion: '2010-09-09'\nResources:\n";
const bucket = (line: string) => `${HEAD}  A:\n    Type: AWS::S3::Bucket\n${line}${TOPIC}`;

describe('text that is not finished', () => {
  test.each([
    [
      'a quote',
      bucket('    Properties:\n      BucketName: "abc\n'),
      ['6 error syntax: The quote " is opened here and never clo'],
    ],
    [
      'a quoted Sub',
      bucket('    Properties:\n      BucketName: !Sub "${\n'),
      ['6 error syntax: The quote " is opened here and never clo'],
    ],
    ['a bracket', bucket('    Properties: { Tags: [a,\n'), ['5 error syntax: A closing ]} is missing on this line.']],
    [
      'a type',
      bucket('').replace('AWS::S3::Bucket', ''),
      ['4 error wrong-shape: The type of A is a plain text, such as A'],
    ],
    [
      'a tab',
      bucket('\tProperties:\n\t  BucketName: abc\n'),
      [
        '5 error syntax: A tab in the indentation: YAML allows sp',
        '6 error syntax: A tab in the indentation: YAML allows sp',
      ],
    ],
  ])('%s: one place is named, and the rest is read', (_, text, expected) => {
    expect(told(text)).toEqual(expected);
    expect([...open(text).reading.names.resources.keys()]).toEqual(['A', 'B']);
  });

  test('every beginning of a template is read, and every finding lies in it', () => {
    const whole = template(
      "A:\n  Type: AWS::S3::Bucket\n  Properties:\n    BucketName: !Sub '${B}-x'\n    Tags: [{ Key: a, Value: !Ref B }]\nB: { Type: AWS::SNS::Topic }",
      'Parameters:\n  P: { Type: String, Default: "a" }\n',
    );
    for (let end = 0; end < whole.length; end++)
      for (const { span } of findings(whole.slice(0, end)))
        expect(span.start >= 0 && span.start <= span.end && span.end <= end).toBe(true);
  });
});

describe('the same name twice', () => {
  test.each([
    [`${HEAD}${TOPIC}${TOPIC}`, 'shop.yaml', '5 error duplicate-key: B stands twice in this map; the later on'],
    [
      bucket('    Properties:\n      BucketName: abc\n      BucketName: abd\n'),
      'shop.yaml',
      '7 error duplicate-key: BucketName stands twice in this map; the',
    ],
    [
      '{ "Resources": {\n"A": { "Type": "AWS::SNS::Topic" },\n"A": { "Type": "AWS::SNS::Topic" } } }',
      'shop.json',
      '3 error duplicate-key: A stands twice in this map; the later on',
    ],
  ])('%#', (text, path, expected) => {
    expect(told(text, path)).toEqual([expected]);
    expect(findings(text, path)[0]?.related).toHaveLength(1);
  });
});

describe('more than anybody writes', () => {
  test('20,000 resources', () => {
    const many = Array.from({ length: 20_000 }, (_, i) => `  R${i}: { Type: AWS::SNS::Topic, Properties: {} }\n`);
    expect(
      told(
        `${HEAD}${many
          .join('')
          .slice(0, 900_000)
          .replace(/[^\n]*$/, '')}`,
      ),
    ).toEqual([expect.stringMatching(/^2 warning template-limit: Resources has \d+ entries/)]);
  });

  test('20,000 resources in JSON', () => {
    const many = Array.from({ length: 20_000 }, (_, i) => `"R${i}":{"Type":"AWS::SNS::Topic"}`).join(',');
    expect(told(`{"Resources":{${many}}}`, 'a.json')).toEqual([
      '1 warning template-limit: Resources has 20000 entries; the service',
    ]);
  });

  test('aliases of aliases', () => {
    const chain = Array.from(
      { length: 30 },
      (_, i) => `  a${i + 1}: &a${i + 1} [*a${i}, *a${i}, *a${i}, *a${i}]\n`,
    ).join('');
    const text = `Metadata:\n  a0: &a0 [x, x]\n${chain}${HEAD.slice(HEAD.indexOf('Resources'))}  A:\n    Type: AWS::S3::Bucket\n    Properties:\n      Tags: *a30\n`;
    const found = told(text);
    expect(found.length).toBeLessThan(60);
    expect(found).toContainEqual(expect.stringContaining('info alias: *a0 is expanded by packaging'));
  });

  test('an alias of itself, and one of nothing', () => {
    expect(told(`${HEAD}  A: &a\n    Type: AWS::S3::Bucket\n    Properties: *a\n`)).toEqual([
      '5 error syntax: Alias *a stands inside the node it refer',
    ]);
    expect(told(`${HEAD}${TOPIC}  A: *nothing\n`)).toContain(
      '5 error syntax: Alias *nothing has no anchor before it. ',
    );
  });

  test.each([
    [`${HEAD}  A: ${'['.repeat(5000)}\n`, 'a.yaml'],
    [`${HEAD}${Array.from({ length: 300 }, (_, i) => `${'  '.repeat(i + 1)}k${i}:`).join('\n')} x\n`, 'a.yaml'],
    [`{"Resources": ${'{"a":'.repeat(3000)}1${'}'.repeat(3000)}}`, 'a.json'],
  ])('brackets too deep %#', (text, path) => {
    expect(told(text, path)).toEqual([expect.stringMatching(/error nesting-too-deep: Nested deeper than 100 levels/)]);
  });

  test('one very long text', () => {
    expect(told(bucket(`    Properties: { BucketName: ${'x'.repeat(400_000)} }\n`))).toEqual([
      '5 warning length: BucketName takes 3 to 63 characters, and',
    ]);
  });
});

describe('other encodings', () => {
  const text = `${HEAD}${TOPIC}`;
  test('UTF-16 is one finding, not one for every character', () => {
    const wide = [...text].map((character) => `${character}\0`).join('');
    expect(told(wide)).toEqual(['1 error syntax: This file is UTF-16, and the service rea']);
  });

  test('characters that were lost', () => {
    expect(told(bucket('    # Gr\ufffd\ufffde\n'))).toEqual([
      '5 warning syntax: Here stand bytes that are no UTF-8 and w',
    ]);
  });

  test('a mark at the beginning is none of it, nor are other line ends', () => {
    expect(told(`\ufeff${text}`)).toEqual([]);
    expect(told(text.replaceAll('\n', '\r\n'))).toEqual([]);
    expect(told('\ufeff{ "Resources": { "A": { "Type": "AWS::SNS::Topic" } } }', 'a.json')).toEqual([]);
  });

  test('spaces from a web page', () => {
    const copied = `${HEAD}${TOPIC.replaceAll('  ', '\u00a0 ')}`;
    const [first] = findings(copied);
    expect(findings(copied).map(({ message }) => message)).toContain(
      'The space U+00A0 in the indentation is a letter to YAML: a plain space is meant.',
    );
    const fix = findings(copied).flatMap(({ fixes }) => fixes ?? [])[0];
    expect(applyEdits(copied, fix?.edits ?? [])).toBe(text);
    expect(first?.span.end).toBeLessThanOrEqual(copied.length);
  });

  test('characters that no notation allows', () => {
    expect(told(bucket('    Metadata: { Note: a\u0007bc }\n'))).toEqual([
      '5 error syntax: The character U+0007 is not allowed in Y',
    ]);
  });
});

describe('JSON that is not quite JSON', () => {
  test('comments and commas are named one by one, and nothing else is', () => {
    const text = '{\n  // note\n  "Resources": {\n    /* more */ "A": { "Type": "AWS::SNS::Topic" },\n  }\n}\n';
    expect(told(text, 'a.json')).toEqual([
      '2 error syntax: JSON has no comments; most readers stop ',
      '4 error syntax: JSON has no comments; most readers stop ',
      '4 error syntax: JSON allows no comma after the last entr',
    ]);
    expect(cloudformation.symbols?.(open(text, 'a.json').reading)[0]?.children.map(({ name }) => name)).toEqual(['A']);
  });

  test('a second document, and things that are no template', () => {
    expect(told(`${HEAD}${TOPIC}---\nResources: {}\n`)).toEqual([
      '5 error syntax: A second document starts here; only one ',
    ]);
    for (const text of ['', 'null\n', '- a\n', '"text"\n']) expect(told(text)).toEqual([]);
    expect(told('Resources:\n  - A\n')).toEqual(['1 error wrong-shape: Resources must be a map of names, and is']);
  });
});
