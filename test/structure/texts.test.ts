import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../../scripts/paths.ts';
import { trackedFiles } from './tracked.ts';

const files = trackedFiles().map((path) => ({ path, text: textOf(path) }));
const sources = files.filter(({ path }) => /\.(ts|mjs|cjs|css)$/.test(path));

test('no file names a path of the machine it was written on', () => {
  const places = [root, homedir(), ...(dirname(root).split('/').length > 1 ? [dirname(root)] : [])]
    .filter((it) => !['/', '/tmp', '/home', '/var', '/srv', '/opt'].includes(it))
    .map((it) => `${it}/`);
  const found = files.filter(({ text }) => places.some((place) => text.includes(place))).map(({ path }) => path);
  expect(found).toEqual([]);
});

test('the lockfile holds no address of a registry', () => {
  const lock = JSON.parse(textOf('package-lock.json')) as { packages: Record<string, { resolved?: string }> };
  expect(Object.values(lock.packages).filter((it) => it.resolved?.startsWith('http'))).toEqual([]);
});

test('nine of ten source files have at most 250 lines, none more than 400', () => {
  const lines = sources.map(({ text }) => text.split('\n').length - 1).sort((a, b) => a - b);
  expect(lines[Math.floor(lines.length * 0.9)]).toBeLessThanOrEqual(250);
  expect(sources.filter(({ text }) => text.split('\n').length - 1 > 400).map(({ path }) => path)).toEqual([]);
});

test('no test is skipped, focused or left for later', () => {
  const marks = /\b(?:it|test|describe)\.(?:skip|only|todo|fails)\b/;
  expect(sources.filter(({ path, text }) => path.startsWith('test/') && marks.test(text)).map((it) => it.path)).toEqual(
    [],
  );
});

test('every setting and command is documented', () => {
  const { contributes = {} } = JSON.parse(textOf('package.json')) as Manifest;
  const sections = [contributes.configuration ?? []].flat();
  const settings = sections.flatMap((it) => Object.keys(it.properties ?? {}));
  const guides = files.filter(({ path }) => path === 'README.md' || /^docs\/[^/]+\.md$/.test(path));
  const documentation = guides.map(({ text }) => text).join('\n');
  expect(settings.length).toBeGreaterThan(0);
  expect(settings.length).toBeLessThanOrEqual(25);
  expect(settings.filter((name) => !documentation.includes(`\`${name}\``))).toEqual([]);
  const commands = (contributes.commands ?? []).filter((it) => it.category === 'Verdigris');
  expect(commands.length).toBeGreaterThan(0);
  const words = JSON.parse(textOf('package.nls.json')) as Record<string, string>;
  const titles = commands.map(({ title }) => title.replace(/^%(.*)%$/, (whole, key: string) => words[key] ?? whole));
  expect(titles.filter((title) => !documentation.includes(title))).toEqual([]);
});

test('the only contributed language is macfile', () => {
  const { contributes = {} } = JSON.parse(textOf('package.json')) as Manifest;
  expect((contributes.languages ?? []).map((it) => it.id)).toEqual(['macfile']);
});

interface Manifest {
  readonly contributes?: {
    readonly configuration?: Section | readonly Section[];
    readonly commands?: readonly { readonly category?: string; readonly title: string }[];
    readonly languages?: readonly { readonly id: string }[];
  };
}

interface Section {
  readonly properties?: Readonly<Record<string, unknown>>;
}

/** Empty for pictures and other binary files. */
function textOf(path: string): string {
  const bytes = readFileSync(join(root, path));
  return bytes.subarray(0, 8000).includes(0) ? '' : bytes.toString('utf8');
}
