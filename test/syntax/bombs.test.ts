import { describe, expect, it } from 'vitest';
import { duplicateKeys } from '../../server/core/syntax/duplicates.ts';
import { readJson } from '../../server/core/syntax/json.ts';
import { readYaml } from '../../server/core/syntax/yaml.ts';
import { bombs } from './bombs.ts';
import { cpuTime, slowness } from './timing.ts';

/** Milliseconds of processor time, by the pace of this machine. */
const LIMIT = 200 * slowness();

function timed<T>(run: () => T): { value: T; took: number } {
  let value: T | undefined;
  const took = cpuTime(() => {
    value = run();
  });
  return { value: value as T, took };
}

describe('texts made to hurt a reader', () => {
  it.each(bombs)('$name', ({ text, problem }) => {
    const before = process.memoryUsage().heapUsed;
    const { value: tree, took } = timed(() => readYaml(text));
    expect(took).toBeLessThan(LIMIT);
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(250_000_000);
    expect(duplicateKeys(tree).length).toBeLessThan(100_000);
    const found = tree.problems.map(({ code, span }) => [code, span.start] as const);
    if (problem) expect(found).toContainEqual(problem);
    else expect(found).toEqual([]);
  });

  it('reads 100 levels, and says one thing about 101 and about 100,000', () => {
    const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;
    expect(readYaml(nested(100)).problems).toEqual([]);
    for (const depth of [101, 1_000, 100_000]) {
      const { value: tree, took } = timed(() => readYaml(nested(depth)));
      expect(tree.problems.map(({ code, span }) => [code, span.start])).toEqual([['too-deep', 100]]);
      expect(took).toBeLessThan(LIMIT / 4);
      const { value: json, took: jsonTook } = timed(() => readJson(nested(depth)));
      expect(json.problems.map(({ code, span }) => [code, span.start])).toEqual([['too-deep', 100]]);
      expect(jsonTook).toBeLessThan(LIMIT / 4);
    }
    expect(readJson(nested(100)).problems).toEqual([]);
  });

  it('reads 100 levels of block maps, and keeps what stands beside a deeper one', () => {
    const nested = (depth: number) => Array.from({ length: depth }, (_, i) => `${' '.repeat(i)}k:`).join('\n');
    expect(readYaml(nested(100)).problems).toEqual([]);
    const tree = readYaml(`before: 1\n${nested(400)}\nafter: 2\n`);
    expect(tree.problems.map(({ code }) => code)).toEqual(['too-deep']);
    const root = tree.roots[0];
    expect(root?.kind === 'map' && root.entries.map(({ key }) => key.kind === 'scalar' && key.text)).toEqual([
      'before',
      'k',
      'after',
    ]);
  });
});
