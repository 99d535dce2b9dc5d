import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strToU8, unzipSync, zipSync } from 'fflate';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { repack } from '../../scripts/repack.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'verdigris-repack-'));
});
afterAll(() => rm(folder, { recursive: true }));

const files = {
  'extension/a.json': strToU8(JSON.stringify(Array.from({ length: 2000 }, (_none, at) => `name ${at * 7919}`))),
  'extension/empty': new Uint8Array(),
  'extension/ü.md': strToU8('Über'),
};

test('the same files, smaller, and the same bytes whenever it was packed', async () => {
  const archives = await Promise.all(
    ['2001-02-03', '2020-10-11'].map(async (day) => {
      const path = join(folder, `${day}.zip`);
      const packed = zipSync(files, { level: 1, mtime: new Date(day) });
      await writeFile(path, packed);
      await repack(path, new Date(2000, 0, 1));
      const bytes = await readFile(path);
      expect(bytes.length).toBeLessThan(packed.length);
      expect(unzipSync(bytes)).toEqual(files);
      return bytes;
    }),
  );
  expect(archives[0]?.equals(archives[1] ?? Buffer.of())).toBe(true);
});
