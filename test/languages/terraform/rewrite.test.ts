import { describe, expect, test } from 'vitest';
import { terraform } from '../../../server/core/languages/terraform/index.ts';
import type { Intent } from '../../../server/core/model/intent.ts';
import { applyEdits, type Span } from '../../../server/core/model/span.ts';
import { files } from './workspace.ts';

const TEXT = `# the database
resource "aws_db_instance" "db" {
  identifier = "shop" # name
  engine     = "postgres"
  tags = {
    Name = "x"
    Env  = "prod"
  }
  list = ["a", "b"]

  # about the end
  skip_final_snapshot = true
}

resource "aws_x" "one" { name = "x" }
`;

function span(part: string): Span {
  const start = TEXT.indexOf(part);
  return { start, end: start + part.length };
}

const bodyOf = (address: string): Span => {
  const { at } = files({ 'main.tf': TEXT });
  return at('main.tf').byAddress.get(address)?.block.body.span ?? { start: 0, end: 0 };
};

/** Changed lines only: `- old`, `+ new`. */
function change(text: string, ...intents: Intent[]): string[] {
  const { at } = files({ 'main.tf': text });
  const edits = terraform.rewrite(at('main.tf'), intents);
  const after = applyEdits(text, edits).split('\n');
  const before = text.split('\n');
  return [
    ...before.filter((line) => !after.includes(line)).map((line) => `- ${line}`),
    ...after.filter((line) => !before.includes(line)).map((line) => `+ ${line}`),
  ];
}

const CASES: readonly (readonly [string, Intent, readonly string[]])[] = [
  [
    'a truth value stays one',
    { kind: 'setScalar', at: span('true'), text: 'false' },
    ['-   skip_final_snapshot = true', '+   skip_final_snapshot = false'],
  ],
  [
    'text is quoted and escaped',
    { kind: 'setScalar', at: span('"postgres"'), text: 'a"${b}' },
    ['-   engine     = "postgres"', '+   engine     = "a\\"$${b}"'],
  ],
  [
    'an argument goes behind another, aligned',
    { kind: 'insertKey', map: bodyOf('aws_db_instance.db'), key: 'port', value: 1, after: 'engine' },
    ['+   port       = 1'],
  ],
  [
    'a map becomes a nested block',
    {
      kind: 'insertKey',
      map: bodyOf('aws_db_instance.db'),
      key: 'lifecycle',
      value: { map: [['prevent_destroy', true]] },
    },
    ['+   lifecycle {', '+     prevent_destroy = true'],
  ],
  [
    'a block on one line is opened',
    { kind: 'insertKey', map: bodyOf('aws_x.one'), key: 'a', value: { raw: 'var.b' } },
    ['- resource "aws_x" "one" { name = "x" }', '+ resource "aws_x" "one" {', '+   name = "x"', '+   a    = var.b'],
  ],
  [
    'what is there already is not added',
    { kind: 'insertKey', map: bodyOf('aws_db_instance.db'), key: 'engine', value: 'x' },
    [],
  ],
  [
    'an item of a list',
    { kind: 'insertItem', list: span('["a", "b"]'), value: 'c' },
    ['-   list = ["a", "b"]', '+   list = ["a", "b", "c"]'],
  ],
  [
    'an argument goes with its comments',
    { kind: 'removeEntry', at: span('skip_final_snapshot = true') },
    ['-   # about the end', '-   skip_final_snapshot = true'],
  ],
  [
    'an item goes with its comma',
    { kind: 'removeEntry', at: span('"b"') },
    ['-   list = ["a", "b"]', '+   list = ["a"]'],
  ],
  [
    'an entry of an object',
    { kind: 'removeEntry', at: span('Name = "x"') },
    ['-     Name = "x"', '-     Env  = "prod"', '+     Env = "prod"'],
  ],
  [
    'a name',
    { kind: 'renameKey', at: span('identifier'), key: 'identifier_prefix' },
    [
      '-   identifier = "shop" # name',
      '-   engine     = "postgres"',
      '+   identifier_prefix = "shop" # name',
      '+   engine            = "postgres"',
    ],
  ],
  [
    'text is replaced as it is',
    { kind: 'replaceText', at: span('postgres'), text: 'mysql' },
    ['-   engine     = "postgres"', '+   engine     = "mysql"'],
  ],
  [
    'an input takes the place of a text',
    { kind: 'useInput', at: span('"postgres"'), name: 'ENGINE', default: 'postgres' },
    [
      '-   engine     = "postgres"',
      '+   engine     = var.engine',
      '+ variable "engine" {',
      '+   type        = string',
      '+   description = "Engine"',
      '+   default     = "postgres"',
    ],
  ],
  [
    'an input inside a text',
    {
      kind: 'useInput',
      at: { start: span('shop"').start + 4, end: span('shop"').start + 4 },
      name: 'RELEASE',
      before: '-',
    },
    [
      '-   identifier = "shop" # name',
      '+   identifier = "shop-${var.release}" # name',
      '+ variable "release" {',
      '+   type        = string',
      '+   description = "Release"',
    ],
  ],
];

describe('intents', () => {
  test.each(CASES)('%s', (_, intent, wanted) => expect(change(TEXT, intent)).toEqual(wanted));

  test('an entry moves with its lines', () => {
    const { at } = files({ 'main.tf': TEXT });
    const edits = terraform.rewrite(at('main.tf'), [
      { kind: 'moveEntry', at: span('list = ["a", "b"]'), before: span('engine     = "postgres"') },
    ]);
    expect(applyEdits(TEXT, edits).split('\n').slice(2, 5)).toEqual([
      '  identifier = "shop" # name',
      '  list       = ["a", "b"]',
      '  engine     = "postgres"',
    ]);
  });

  test('a block that was not in form is not touched elsewhere', () => {
    const text = 'a "b" {\n  c = 1\n  longer = 2\n}\n';
    const { at } = files({ 'main.tf': text });
    const edits = terraform.rewrite(at('main.tf'), [{ kind: 'renameKey', at: { start: 10, end: 11 }, key: 'cc' }]);
    expect(applyEdits(text, edits)).toBe('a "b" {\n  cc = 1\n  longer = 2\n}\n');
  });

  test('line endings stay', () => {
    const text = 'a "b" {\r\n  c = 1\r\n}\r\n';
    const { at } = files({ 'main.tf': text });
    const map = { start: text.indexOf('{') + 1, end: text.indexOf('}') };
    const edits = terraform.rewrite(at('main.tf'), [{ kind: 'insertKey', map, key: 'd', value: { map: [['e', 1]] } }]);
    expect(applyEdits(text, edits)).toBe('a "b" {\r\n  c = 1\r\n\r\n  d {\r\n    e = 1\r\n  }\r\n}\r\n');
  });

  test('JSON stays JSON', () => {
    const text = '{\n  "resource": {\n    "a_b": {\n      "c": {\n        "d": 1\n      }\n    }\n  }\n}\n';
    const { at, around } = files({ 'main.tf.json': text });
    const reading = at('main.tf.json');
    const [resource] = terraform.facts(reading, around).filter((fact) => fact.fact === 'resource');
    const map = resource?.fact === 'resource' ? resource.settings.span : { start: 0, end: 0 };
    const edits = terraform.rewrite(reading, [{ kind: 'insertKey', map, key: 'e', value: { map: [['f', true]] } }]);
    expect(JSON.parse(applyEdits(text, edits))).toEqual({ resource: { a_b: { c: { d: 1, e: { f: true } } } } });
  });

  test('one intent that cannot be carried out stops all', () => {
    const { at } = files({ 'main.tf': TEXT });
    const intents: Intent[] = [
      { kind: 'setScalar', at: span('true'), text: 'false' },
      { kind: 'insertItem', list: span('"postgres"'), value: 'x' },
    ];
    expect(terraform.rewrite(at('main.tf'), intents)).toEqual([]);
  });

  test('a variable that another file of the module declares is not declared again', () => {
    const { at, around } = files({
      'main.tf': 'resource "a_b" "c" {\n  d = "x"\n}\n',
      'variables.tf': 'variable "release" {\n}\n',
    });
    const reading = at('main.tf');
    terraform.check(reading, around);
    const edits = terraform.rewrite(reading, [{ kind: 'useInput', at: { start: 27, end: 30 }, name: 'RELEASE' }]);
    expect(applyEdits(reading.source.text, edits)).toBe('resource "a_b" "c" {\n  d = var.release\n}\n');
  });
});
