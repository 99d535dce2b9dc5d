import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { BROKEN, FOREIGN, TEMPLATE } from '../protocol/texts.ts';
import { type Place, place } from './run.ts';

/** Every run is a process of its own. */
vi.setConfig({ testTimeout: 120_000 });

let here: Place;
afterEach(() => here.remove());

interface Report {
  readonly schema: string;
  readonly files: readonly {
    readonly path: string;
    readonly language: string | null;
    readonly findings: readonly {
      readonly code: string;
      readonly severity: string;
      readonly node: string;
      readonly range: unknown;
    }[];
  }[];
  readonly summary: { readonly files: number; readonly error: number; readonly warning: number };
}

async function report(...args: readonly string[]): Promise<Report> {
  const { out } = await here.run('check', '--format', 'json', ...args);
  return JSON.parse(out) as Report;
}

describe('what is checked', () => {
  test('a folder, sorted by path, whatever else lies in it', async () => {
    here = place({ 'b/queue.yaml': TEMPLATE, 'a.macfile': BROKEN, 'service.yaml': FOREIGN, 'notes.txt': 'mac: 1' });
    const { schema, files, summary } = await report('.');
    expect(schema).toBe('verdigris.check/1');
    expect(files.map(({ path, language }) => [path, language])).toEqual([
      ['a.macfile', 'macfile'],
      ['b/queue.yaml', 'cloudformation'],
      ['service.yaml', null],
    ]);
    expect(files[2]?.findings).toEqual([]);
    expect(summary.files).toBe(3);
    const finding = files[1]?.findings.find(({ code }) => code === 'cloudformation/unknown-property');
    expect(finding).toMatchObject({
      kind: 'schema',
      severity: 'error',
      range: { start: { line: 5, character: 6 }, end: { line: 5, character: 22 } },
      node: expect.stringContaining('Resources.Queue'),
      fixes: expect.arrayContaining([expect.objectContaining({ safety: 'safe' })]),
    });
  });

  test('.gitignore is honoured, also the one of a folder and its exceptions', async () => {
    here = place({
      '.gitignore': 'out/\n*.gen.yaml\n',
      'out/a.yaml': TEMPLATE,
      'b.gen.yaml': TEMPLATE,
      'c/.gitignore': '*.yaml\n!kept.yaml\n',
      'c/left.yaml': TEMPLATE,
      'c/kept.yaml': TEMPLATE,
      'node_modules/x/d.yaml': TEMPLATE,
    });
    expect((await report('.')).files.map(({ path }) => path)).toEqual(['c/kept.yaml']);
    // A file that is named is checked whatever .gitignore says.
    expect((await report('out/a.yaml')).files.map(({ path }) => path)).toEqual(['out/a.yaml']);
  });

  test('links in a circle, and out of the folder, are not followed', async () => {
    here = place({ 'in/a.yaml': TEMPLATE, 'outside/b.yaml': TEMPLATE });
    symlinkSync(join(here.folder, 'in'), join(here.folder, 'in', 'again'));
    symlinkSync(join(here.folder, 'outside'), join(here.folder, 'in', 'out'));
    symlinkSync(join(here.folder, 'nowhere'), join(here.folder, 'in', 'dangling.yaml'));
    expect((await report('in')).files.map(({ path }) => path)).toEqual(['in/a.yaml']);
  });
});

describe('input that nobody wrote for us', () => {
  test('a .gitignore that would keep a regular expression busy for years is not heeded, its other lines are', async () => {
    const deep = `${'a/'.repeat(50)}b.yaml`;
    here = place({ [deep]: TEMPLATE, 'out/a.yaml': TEMPLATE, '.gitignore': `${'a/**/'.repeat(20)}b/c\nout/\n` });
    const start = performance.now();
    expect((await report('.')).files.map(({ path }) => path)).toEqual([deep]);
    expect(performance.now() - start).toBeLessThan(30_000);
  });

  test('a file that is too large to be read says so, for its kind is known by its head', async () => {
    here = place({
      'a.yaml': TEMPLATE + '# x\n'.repeat(1_700_000),
      'b.yaml': `${TEMPLATE}#${' '.repeat(5_000_000)}\n`,
    });
    const { files } = await report('.');
    expect(files.map(({ language, findings }) => [language, findings.map(({ code }) => code)])).toEqual([
      ['cloudformation', ['cloudformation/document-too-large']],
      ['cloudformation', ['cloudformation/document-too-large']],
    ]);
  });

  test('bytes that are no text are left alone', async () => {
    here = place({ 'good.macfile': BROKEN });
    here.write(
      'a.yaml',
      Uint8Array.from({ length: 5000 }, (_, at) => (at * 7919) % 256),
    );
    const { files } = await report('.');
    expect(files.map(({ path, language }) => [path, language])).toEqual([
      ['a.yaml', null],
      ['good.macfile', 'macfile'],
    ]);
  });
});

describe('what is named', () => {
  test('standard input, under the name it is given', async () => {
    here = place();
    const { out, status } = await here.pipe(
      BROKEN,
      'check',
      '-',
      '--stdin-filename',
      'x/shop.macfile',
      '--format',
      'json',
    );
    const { files } = JSON.parse(out) as Report;
    expect(files.map(({ path, language }) => [path, language])).toEqual([['x/shop.macfile', 'macfile']]);
    expect(status).toBe(1);
    const nameless = await here.pipe(BROKEN, 'check', '-');
    expect(nameless).toMatchObject({
      status: 2,
      out: '',
      err: expect.stringMatching(/^verdigris: .*--stdin-filename.*\n$/),
    });
  });

  test('a file named twice is checked once', async () => {
    here = place({ 'a.yaml': TEMPLATE });
    expect((await report('a.yaml', '.', './a.yaml')).files).toHaveLength(1);
  });
});

describe('the exit status', () => {
  test('0 without findings, 1 with, by --fail-on', async () => {
    here = place({ 'bad.yaml': TEMPLATE, 'none.yaml': FOREIGN });
    expect((await here.run('check', 'none.yaml')).status).toBe(0);
    expect((await here.run('check', 'bad.yaml')).status).toBe(1);
    here.write('warned.yaml', TEMPLATE.replace('      VisibilityTimeot: 60\n', ''));
    expect((await here.run('check', 'warned.yaml')).status).toBe(0);
    expect((await here.run('check', 'warned.yaml', '--fail-on', 'info')).status).toBe(1);
  });

  test.each([
    ['no path', ['check']],
    ['no such file', ['check', 'nowhere.yaml']],
    ['an unknown option', ['check', '.', '--colour']],
    ['an unknown format', ['check', '.', '--format', 'xml']],
    ['an unknown severity', ['check', '.', '--fail-on', 'never']],
    ['an unknown profile', ['check', '.', '--profile', 'lenient']],
    ['a missing configuration', ['check', '.', '--config', 'none.yaml']],
    ['a missing baseline', ['check', '.', '--baseline', 'none.json']],
    ['an unknown command', ['lint', '.']],
  ])('2 for %s, with one clear line', async (_name, args) => {
    here = place({ 'a.yaml': FOREIGN });
    const { status, err } = await here.run(...args);
    expect(status).toBe(2);
    expect(err).toMatch(/^verdigris: .+\n$/);
  });

  test('a file that cannot be read is said, makes the status 2, and stops no other', async () => {
    here = place({ 'a.yaml': TEMPLATE, 'broken.yaml': 'AWSTemplateFormatVersion: "2010-09-09"\nResources:\n  A: [\n' });
    here.write('bytes.yaml', new Uint8Array([0xff, 0xfe, 0x00, 0x41, 0x0a, 0xc3]));
    const { status, out, err } = await here.run(
      'check',
      'missing.yaml',
      'broken.yaml',
      'a.yaml',
      'bytes.yaml',
      '--format',
      'json',
    );
    expect(status).toBe(2);
    expect(err).toBe('verdigris: There is no missing.yaml\n');
    const { files } = JSON.parse(out) as Report;
    expect(files.map(({ path }) => path)).toEqual(['a.yaml', 'broken.yaml', 'bytes.yaml']);
    expect(files[0]?.findings.length).toBeGreaterThan(0);
    expect(files[1]?.findings.length).toBeGreaterThan(0);
  });
});

describe('configuration', () => {
  test('the file above is heeded; --config replaces it; --profile wins', async () => {
    here = place({
      'infra/a.yaml': TEMPLATE,
      '.verdigris.yaml': 'rules:\n  cloudformation/unknown-property: off\n',
      'other.yaml': 'rules:\n  cloudformation/unknown-property: hint\n',
    });
    const severityOf = (found: Report): string | undefined =>
      found.files[0]?.findings.find(({ code }) => code === 'cloudformation/unknown-property')?.severity;
    expect(severityOf(await report('infra'))).toBeUndefined();
    expect(severityOf(await report('infra', '--config', 'other.yaml'))).toBe('hint');
    const all = (await report('infra')).files[0]?.findings.length ?? 0;
    const few = (await report('infra', '--profile', 'essentials')).files[0]?.findings.length ?? 0;
    expect(few).toBeLessThan(all);
  });

  test('a mistake in a configuration is said, whether it is walked over or named', async () => {
    here = place({ '.verdigris.yaml': 'profile: strikt\n', 'a.yaml': FOREIGN });
    const { files } = await report('.');
    expect(files[0]).toMatchObject({ path: '.verdigris.yaml', language: null });
    expect(files[0]?.findings.map(({ code }) => code)).toEqual(['config/schema']);
    const named = await here.run('check', 'a.yaml', '--config', '.verdigris.yaml');
    expect(named).toMatchObject({ status: 0, err: expect.stringMatching(/^verdigris: \.verdigris\.yaml:1: .+\n$/) });
  });

  test('a file may have any name', async () => {
    here = place({
      constructor: 'x',
      '__proto__/a.yaml': TEMPLATE,
      'known.json': '{"schema":"verdigris.baseline/1","files":{}}',
    });
    expect(await here.run('check', 'constructor', '--baseline', 'known.json')).toMatchObject({ status: 0, err: '' });
    expect((await report('__proto__', '--baseline', 'known.json')).files[0]?.findings).not.toEqual([]);
    here.write('b\u001B[31m\n.macfile', BROKEN);
    const { out } = await here.run('check', 'b\u001B[31m\n.macfile');
    expect(out).toContain('b [31m .macfile\n');
    expect(await here.run('check', 'no\u001B[31m\nsuch')).toMatchObject({
      status: 2,
      err: 'verdigris: There is no no [31m such\n',
    });
  });

  test('a baseline leaves out what is known, wherever it moved, and nothing else', async () => {
    here = place({ 'a.yaml': TEMPLATE });
    expect(await here.run('check', '.', '--write-baseline', 'known.json')).toMatchObject({ status: 0, out: '' });
    expect((await report('.', '--baseline', 'known.json')).files[0]?.findings).toEqual([]);
    here.write('a.yaml', `# moved\n\n${TEMPLATE.replace('Engine:', 'Engin:')}`);
    const { files } = await report('.', '--baseline', 'known.json');
    expect(files[0]?.findings.map(({ code }) => code)).toContain('cloudformation/unknown-property');
    expect(files[0]?.findings.every(({ node }) => node.startsWith('Resources.Db'))).toBe(true);
    const legacy = await report('.', '--baseline', 'known.json', '--profile', 'legacy');
    expect(
      legacy.files[0]?.findings.some(({ severity, node }) => severity === 'hint' && node.startsWith('Resources.Queue')),
    ).toBe(true);
  });
});

test('the same input gives the same bytes, in every format', async () => {
  here = place({ 'a.macfile': BROKEN, 'b.yaml': TEMPLATE });
  for (const format of ['text', 'json', 'sarif', 'junit', 'github']) {
    const run = () => here.run('check', '.', '--format', format);
    const [first, second] = await Promise.all([run(), run()]);
    expect(first.out).toBe(second.out);
    expect(first.out).not.toContain(here.folder);
  }
});
