import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { BROKEN, FOREIGN, TEMPLATE } from '../protocol/texts.ts';
import { type Place, place } from './run.ts';

/** Every run is a process of its own. */
vi.setConfig({ testTimeout: 120_000 });

let here: Place;
afterEach(() => here.remove());

describe('fix', () => {
  test('--dry-run shows the change and makes none', async () => {
    here = place({ 'a.macfile': BROKEN });
    const { status, out } = await here.run('fix', '--dry-run', '.');
    expect(status).toBe(0);
    expect(out).toContain('-    role: wep\n+    role: web\n');
    expect(readFileSync(join(here.folder, 'a.macfile'), 'utf8')).toBe(BROKEN);
  });

  test('the diff of --dry-run is one that git applies, also at the end of a file', async () => {
    const short = `${BROKEN.slice(0, BROKEN.indexOf('role: wep'))}role: wep`;
    for (const text of [BROKEN, BROKEN.trimEnd(), short, `${short}\n`]) {
      here = place({ 'a.macfile': text });
      const { out } = await here.run('fix', '--dry-run', 'a.macfile');
      here.write('a.diff', out.slice(0, out.lastIndexOf('\n', out.length - 2) + 1));
      here.git('apply', '-p0', 'a.diff');
      const patched = readFileSync(join(here.folder, 'a.macfile'), 'utf8');
      here.write('a.macfile', text);
      await here.run('fix', 'a.macfile');
      expect(readFileSync(join(here.folder, 'a.macfile'), 'utf8')).toBe(patched);
      expect(patched).not.toBe(text);
      here.remove();
    }
  });

  test('a byte order mark and line ends stay; a file that is not UTF-8 is left as it is', async () => {
    const latin = Buffer.concat([Buffer.from(`${BROKEN}# caf`), Buffer.from([0xe9, 0x0a])]);
    here = place({ 'bom.macfile': `\uFEFF${BROKEN.replaceAll('\n', '\r\n')}` });
    here.write('latin.macfile', latin);
    const { status, err } = await here.run('fix', '.');
    expect({ status, err }).toEqual({
      status: 2,
      err: 'verdigris: latin.macfile is left as it is: it is not text in UTF-8\n',
    });
    expect(readFileSync(join(here.folder, 'latin.macfile'))).toEqual(latin);
    expect(readFileSync(join(here.folder, 'bom.macfile'), 'utf8')).toBe(
      `\uFEFF${BROKEN.replace('wep', 'web').replaceAll('\n', '\r\n')}`,
    );
  });

  test('applies safe fixes, keeps the rest, and has nothing to do a second time', async () => {
    here = place({ 'a.macfile': BROKEN, 'service.yaml': FOREIGN });
    expect((await here.run('fix', '.')).out).toContain('1 of 2 files changed.');
    const fixed = readFileSync(join(here.folder, 'a.macfile'), 'utf8');
    expect(fixed).toBe(BROKEN.replace('wep', 'web'));
    expect((await here.run('fix', '.')).out).toBe('Nothing to fix.\n');
    expect(readFileSync(join(here.folder, 'service.yaml'), 'utf8')).toBe(FOREIGN);
  });

  test('a file that does not exist is said, and the others are fixed', async () => {
    here = place({ 'a.macfile': BROKEN });
    expect(await here.run('fix', 'none.macfile', 'a.macfile')).toMatchObject({
      status: 2,
      err: 'verdigris: There is no none.macfile\n',
    });
    expect(readFileSync(join(here.folder, 'a.macfile'), 'utf8')).not.toContain('wep');
  });
});

describe('plan', () => {
  const changed = TEMPLATE.replace("'20'", "'40'");

  test('without a blue side is the first deployment', async () => {
    here = place({ 'infra/a.yaml': TEMPLATE });
    const { status, out } = await here.run('plan', 'infra/a.yaml', '--format', 'json');
    expect(status).toBe(0);
    const made = JSON.parse(out);
    expect(made).toMatchObject({ schema: 'verdigris.plan/1', input: { blue: 'none', green: 'file' } });
    expect(made.nodes[0].source.path).toBe('infra/a.yaml');
    expect((await here.run('plan', 'infra/a.yaml', '--format', 'json')).out).toBe(out);
  });

  test('--against a file, and a git revision, find what changes', async () => {
    here = place({ 'infra/a.yaml': TEMPLATE, 'old.yaml': TEMPLATE });
    here.git('init', '-q');
    here.git('add', '.');
    here.git('commit', '-q', '-m', 'one');
    here.write('infra/a.yaml', changed);
    for (const [against, blue] of [
      ['old.yaml', 'file'],
      ['HEAD', 'git:HEAD'],
      ['main', 'git:main'],
      ['merge-base:main', /^git:merge-base:/],
    ] as const) {
      const { out, err } = await here.run('plan', 'infra/a.yaml', '--against', against, '--format', 'json');
      expect(err).toBe('');
      const made = JSON.parse(out);
      expect(made.input.blue).toEqual(typeof blue === 'string' ? blue : expect.stringMatching(blue));
      const changes = Object.fromEntries(
        made.nodes.map((node: { id: string; change: string }) => [node.id, node.change]),
      );
      expect(changes['Resources.Queue']).toBe('unchanged');
      expect(changes['Resources.Db']).not.toMatch(/unchanged|add/);
    }
  });

  test('every format is printed', async () => {
    here = place({ 'a.yaml': TEMPLATE });
    for (const [format, start] of [
      ['markdown', '# Blue-green plan'],
      ['mermaid', 'flowchart'],
      ['html', '<!doctype html>'],
      ['sarif', '{'],
      ['runbook', '# '],
    ] as const) {
      const { status, out } = await here.run('plan', 'a.yaml', '--format', format);
      expect([status, out.startsWith(start)], format).toEqual([0, true]);
    }
  });

  test.each([
    ['no file', ['plan']],
    ['a file that is not there', ['plan', 'none.yaml']],
    ['a file that is not ours', ['plan', 'service.yaml']],
    ['a revision that is not there', ['plan', 'a.yaml', '--against', 'nowhere']],
    ['a revision that is an option', ['plan', 'a.yaml', '--against=--output=x']],
    ['a tool plan of no known form', ['plan', 'a.yaml', '--tool-plan', 'service.yaml']],
    ['a plan diff since no revision', ['plan', 'a.yaml', '--since', 'nowhere']],
    ['a plan diff as a picture', ['plan', 'a.yaml', '--since', 'HEAD', '--format', 'html']],
    ['an unknown limit', ['plan', 'a.yaml', '--fail-on', 'all']],
    ['an unknown mode', ['plan', 'a.yaml', '--mode', 'all']],
  ])('2 for %s, with one clear line', async (_name, args) => {
    here = place({ 'a.yaml': TEMPLATE, 'service.yaml': FOREIGN });
    const { status, out, err } = await here.run(...args);
    expect([status, out]).toEqual([2, '']);
    expect(err).toMatch(/^verdigris: .+\n$/);
  });
});

describe('plan diff', () => {
  test('--since says what a change did to the plan, and --fail-on what the exit status is', async () => {
    here = place({ 'infra/a.yaml': TEMPLATE, 'infra/migrations/0001_first.sql': 'DROP TABLE long_ago;' });
    here.git('init', '-q');
    here.git('add', '.');
    here.git('commit', '-q', '-m', 'one');
    const again = ['plan', 'infra/a.yaml', '--against', 'main', '--since', 'HEAD'] as const;
    const same = await here.run(...again, '--format', 'json', '--fail-on', 'medium');
    expect(same).toMatchObject({ status: 0, err: '' });
    expect(JSON.parse(same.out)).toMatchObject({ verdict: 'as ready', warnings: { added: [], removed: [] } });

    here.write('infra/migrations/0002_second.sql', 'ALTER TABLE orders DROP COLUMN total;');
    const { status, out } = await here.run(...again, '--format', 'json', '--fail-on', 'blocker');
    expect(status).toBe(1);
    const diff = JSON.parse(out);
    expect(diff).toMatchObject({ schema: 'verdigris.plan-diff/1', since: 'HEAD', verdict: 'less ready' });
    expect(diff.readiness.before.score).toBeGreaterThan(diff.readiness.after.score);
    expect(diff.warnings.added).toMatchObject([
      { code: 'plan/destructive-migration', source: { path: 'infra/migrations/0002_second.sql' } },
    ]);
    expect(diff.pointOfNoReturn).toMatchObject({ before: null, after: { phase: 'contract' } });
    expect((await here.run(...again, '--format', 'json', '--fail-on', 'none')).out).toBe(out);

    const markdown = await here.run(...again);
    expect(markdown.status).toBe(0);
    expect(markdown.out).toContain('This change makes the deployment **less ready**: readiness ');
    expect(markdown.out).toContain('(infra/migrations/0002_second.sql:1)');
    const whole = await here.run('plan', 'infra/a.yaml', '--against', 'HEAD', '--fail-on', 'blocker');
    expect(whole.status).toBe(1);
    expect(whole.out).toContain('plan/destructive-migration');
    expect((await here.run('plan', 'infra/a.yaml', '--against', 'HEAD')).status).toBe(0);
  });
});

describe('rules', () => {
  test('lists all, and shows one by its id in any case', async () => {
    here = place();
    const list = await here.run('rules');
    expect(list.status).toBe(0);
    const ids = list.out
      .trimEnd()
      .split('\n')
      .map((line) => line.split(' ')[0]);
    expect(ids).toContain('no-latest-tag');
    expect(ids).toEqual(ids.toSorted());
    const { rules } = JSON.parse((await here.run('rules', '--format', 'json')).out);
    expect(rules.map(({ id }: { id: string }) => id)).toEqual(ids);
    expect((await here.run('rules', 'No-Latest-Tag')).out).toContain('no-latest-tag');
    expect(JSON.parse((await here.run('rules', 'no-latest-tag', '--format', 'json')).out)).toMatchObject({
      id: 'no-latest-tag',
      severity: 'warning',
    });
  });

  test('an unknown id is 2, with the nearest name', async () => {
    here = place();
    expect(await here.run('rules', 'no-latest-tags')).toMatchObject({
      status: 2,
      err: expect.stringContaining('did you mean no-latest-tag?'),
    });
  });
});

describe('help', () => {
  test.each(['check', 'fix', 'plan', 'rules', 'lsp'])('%s --help says how it is used', async (command) => {
    here = place();
    const asked = await here.run(command, '--help');
    expect(asked).toMatchObject({ status: 0, err: '' });
    expect(asked.out).toMatch(new RegExp(`^verdigris ${command} `));
    expect((await here.run('help', command)).out).toBe(asked.out);
  });

  test('without a command the overview is printed, with status 2 unless asked for', async () => {
    here = place();
    const [bare, asked, version] = [await here.run(), await here.run('--help'), await here.run('--version')];
    expect([bare.status, asked.status]).toEqual([2, 0]);
    expect(bare.out).toBe(asked.out);
    expect(version.out).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  test('lsp without --stdio is wrong usage', async () => {
    here = place();
    expect(await here.run('lsp')).toMatchObject({ status: 2, err: expect.stringContaining('verdigris lsp --stdio') });
  });
});
