import { spawnSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { root } from '../../scripts/paths.ts';
import { breaches } from './law.ts';
import { type Judge, type Plant, plants, sound } from './plants.ts';
import { trackedFiles } from './tracked.ts';

const copy = realpathSync(mkdtempSync(join(tmpdir(), 'verdigris-structure-')));
let compiler = '';
let linter = '';

beforeAll(() => {
  for (const name of ['server', 'client', 'biome.json', 'package.json', 'tsconfig.base.json', '.gitignore']) {
    cpSync(join(root, name), join(copy, name), { recursive: true });
  }
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'), 'junction');
  for (const { path, text } of [...plants, ...sound]) {
    mkdirSync(dirname(join(copy, path)), { recursive: true });
    writeFileSync(join(copy, path), text);
  }
  compiler = outputOf('typescript/bin/tsc', [
    '-b',
    'server/hosts',
    'client',
    'client/preview/view',
    '--pretty',
    'false',
  ]);
  linter = outputOf('@biomejs/biome/bin/biome', [
    'lint',
    '--vcs-enabled=false',
    '--max-diagnostics=none',
    '--reporter=github',
    '.',
  ]);
}, 120_000);

afterAll(() => rmSync(copy, { recursive: true, force: true }));

test.each(plants)('refused: $what', (plant) => {
  expect(judgesThatRefuse(plant)).toEqual(expect.arrayContaining([...plant.refusedBy]));
});

test.each(sound)('allowed: $what', (plant) => {
  expect(judgesThatRefuse(plant)).toEqual([]);
});

test('every file keeps the law', () => {
  const files = trackedFiles().filter((path) => /^(server|client)\/.*\.ts$/.test(path));
  expect(files.length).toBeGreaterThan(50);
  expect(files.flatMap((path) => breaches(path, readFileSync(join(root, path), 'utf8')))).toEqual([]);
});

function judgesThatRefuse({ path, text }: Plant): readonly Judge[] {
  const refused: Record<Judge, boolean> = {
    compiler: compiler.split('\n').some((line) => line.startsWith(`${path}(`)),
    linter: linter.split('\n').some((line) => line.includes(`/${path},`) && line.startsWith('::error')),
    law: breaches(path, text).length > 0,
  };
  return (Object.keys(refused) as Judge[]).filter((judge) => refused[judge]);
}

function outputOf(script: string, args: readonly string[]): string {
  const done = spawnSync(process.execPath, [join(root, 'node_modules', script), ...args], {
    cwd: copy,
    encoding: 'utf8',
  });
  return `${done.stdout}\n${done.stderr}`.replaceAll('\\', '/');
}
