/** Texts made to hurt a reader of YAML. */

const aliasBomb = (lines: number) =>
  ['a0: &a0 [x, x, x, x, x, x, x, x, x, x]']
    .concat(Array.from({ length: lines }, (_, i) => `a${i + 1}: &a${i + 1} [${Array(10).fill(`*a${i}`).join(', ')}]`))
    .join('\n');
const mergeBomb = ['a0: &a0 {k: v}']
  .concat(Array.from({ length: 40 }, (_, i) => `a${i + 1}: &a${i + 1}\n  <<: [*a${i}, *a${i}]\n  k${i}: v`))
  .join('\n');
const keys = (count: number) => Array.from({ length: count }, (_, i) => `key${i}: value`).join('\n');

export interface Bomb {
  readonly name: string;
  readonly text: string;
  /** Code and offset of a problem that must be there; none = sound. */
  readonly problem?: readonly [code: string, at: number];
}

export const bombs: readonly Bomb[] = [
  { name: 'aliases that would expand to 10^9', text: aliasBomb(9) },
  { name: 'merge keys that would expand to 2^40', text: mergeBomb },
  { name: 'a node that contains itself', text: 'a: &a\n  b: *a\n', problem: ['undefined-alias', 11] },
  { name: '20,000 keys', text: keys(20_000) },
  {
    name: '20,000 keys with an error at the end',
    text: `${keys(20_000)}\n  x: : y: [`,
    problem: ['syntax', keys(20_000).length - 5],
  },
  {
    name: 'an error in the middle of 20,000 keys',
    text: `${keys(10_000)}\nbroken: ]\n${keys(10_000)}`,
    problem: ['syntax', keys(10_000).length + 9],
  },
  { name: 'a line of 5,000,000 letters', text: `a: ${'x'.repeat(5_000_000)}`, problem: ['too-large', 0] },
  { name: 'a line of 5,000,000 flow items', text: `a: [${'1,'.repeat(2_500_000)}]`, problem: ['too-large', 0] },
  { name: '5 MB of list items', text: '- 1\n'.repeat(1_300_000), problem: ['too-large', 1_200_004] },
  { name: 'more than 5 MB', text: `# ${'x'.repeat(60)}\n`.repeat(100_000), problem: ['too-large', 0] },
  { name: '100,000 documents', text: '---\n'.repeat(100_000), problem: ['too-large', 4_004] },
  {
    name: '100,000 documents with an error',
    text: `${'---\na: ]\n'.repeat(50_000)}`,
    problem: ['syntax', 7],
  },
  { name: '10,000 open brackets', text: `a: ${'['.repeat(10_000)}`, problem: ['too-deep', 103] },
  { name: '10,000 open braces after an error', text: `x: ]\na: ${'{'.repeat(10_000)}`, problem: ['syntax', 3] },
  { name: '10,000 dashes', text: '- '.repeat(10_000), problem: ['too-deep', 202] },
  { name: '10,000 question marks', text: '? '.repeat(10_000), problem: ['too-deep', 200] },
  { name: '40,000 unclosed quotes', text: '"a\n'.repeat(40_000), problem: ['syntax', 3] },
  { name: '40,000 lone anchors', text: '&a '.repeat(15_000), problem: ['syntax', 3] },
  { name: '30,000 tags on lines of their own', text: '!a\n'.repeat(15_000), problem: ['syntax', 3] },
  { name: '40,000 keys on one line', text: 'a: '.repeat(13_000), problem: ['syntax', 4] },
  { name: '10,000 lines that start with a tab', text: 'a:\n\tb: 1\n'.repeat(10_000), problem: ['tab-indentation', 3] },
  {
    name: '10,000 conflicts',
    text: '<<<<<<< HEAD\na: 1\n=======\na: 2\n>>>>>>> b\n'.repeat(10_000),
    problem: ['syntax', 0],
  },
  { name: '100,000 NUL characters', text: `a: 1\n${'\0'.repeat(100_000)}`, problem: ['syntax', 5] },
  { name: '100,000 lone surrogates', text: `a: 1\nb: ${'\ud800'.repeat(100_000)}`, problem: ['syntax', 8] },
  { name: '1 MB of quotes', text: `a: ${"'".repeat(1_000_001)}`, problem: ['unclosed-quote', 3] },
  { name: '40,000 colons', text: ':'.repeat(40_000) },
  { name: '40,000 percent lines', text: '%a\n'.repeat(40_000), problem: ['syntax', 119_998] },
  { name: '40,000 block headers', text: '- |\n'.repeat(40_000) },
  { name: '20,000 undefined aliases', text: '- *x\n'.repeat(20_000), problem: ['undefined-alias', 2] },
];
