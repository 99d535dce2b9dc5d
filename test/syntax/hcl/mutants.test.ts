import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from '@cdktf/hcl2json';
import { describe, expect, test } from 'vitest';
import { readHcl } from '../../../server/core/syntax/hcl.ts';

const SAMPLES = join(import.meta.dirname, '../../../samples/terraform');
const FILES = ['main.tf', 'data.tf', 'modules/worker/main.tf'];
const MUTANTS_PER_FILE = 120;

/** Minimal standard generator: the same mutants on every machine. */
function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 48271) % 2147483647;
    return state % below;
  };
}

function* mutants(text: string, seed: number): Iterable<string> {
  const next = random(seed);
  for (let i = 0; i < MUTANTS_PER_FILE; i++) {
    const at = next(text.length);
    if (i % 3 === 0) yield text.slice(0, at) + text.slice(at + 1);
    else if (i % 3 === 1) yield text.slice(0, at) + '"({[.=,$'.charAt(next(8)) + text.slice(at);
    else yield text.slice(0, at) + text.slice(at + 5);
  }
}

/** Lines of the reference parser's complaints; none for a valid text. */
async function judge(text: string): Promise<number[]> {
  try {
    await parse('x.tf', text);
    return [];
  } catch (error) {
    return [...String(error).matchAll(/x\.tf:(\d+),/g)].map(([, line]) => Number(line));
  }
}

/** Blocks at the top; a block whose header was hit is still one, under another name. */
function topBlocks(text: string): number {
  return readHcl(text).body.items.filter(({ kind }) => kind === 'block').length;
}

describe('mutants of sound files', () => {
  test('agree with the reference parser, and keep their blocks', async () => {
    const count = { all: 0, agree: 0, falseErrors: 0, rejected: 0, sameLine: 0, blocks: 0, kept: 0 };
    for (const [i, file] of FILES.entries()) {
      const text = readFileSync(join(SAMPLES, file), 'utf8');
      const original = topBlocks(text);
      for (const mutant of mutants(text, 20261124 + i)) {
        const lines = await judge(mutant);
        const { problems } = readHcl(mutant);
        const own = problems.map(({ span }) => mutant.slice(0, span.start).split('\n').length);
        count.all++;
        count.agree += Number(lines.length > 0 === problems.length > 0);
        count.falseErrors += Number(lines.length === 0 && problems.length > 0);
        count.blocks += original;
        count.kept += Math.min(original, topBlocks(mutant));
        if (lines.length === 0 || own.length === 0) continue;
        count.rejected++;
        count.sameLine += Number(Math.abs(Math.min(...lines) - Math.min(...own)) <= 1);
      }
    }
    expect(count.all).toBe(3 * MUTANTS_PER_FILE);
    expect(count.falseErrors).toBe(0);
    expect(count.agree / count.all).toBeGreaterThanOrEqual(0.99);
    expect(count.kept / count.blocks).toBeGreaterThanOrEqual(0.99);
    // For an index that is never closed the reference names the place where it gives up, we the line that cannot belong to it.
    expect(count.sameLine / count.rejected).toBeGreaterThanOrEqual(0.96);
  }, 120_000);
});
