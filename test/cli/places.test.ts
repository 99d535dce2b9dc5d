import { spawnSync } from 'node:child_process';
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { TEMPLATE } from '../protocol/texts.ts';
import { type Place, place } from './run.ts';

vi.setConfig({ testTimeout: 120_000 });

let here: Place;
afterEach(() => here.remove());

interface Report {
  readonly files: readonly { readonly path: string; readonly findings: readonly unknown[] }[];
  readonly summary: { readonly files: number };
}

async function report(...args: readonly string[]): Promise<Report> {
  const { out } = await here.run('check', ...args, '--format', 'json');
  return JSON.parse(out) as Report;
}

test('a baseline and machine formats name files from the top of the repository, wherever the run starts', async () => {
  here = place({ 'infra/a.yaml': TEMPLATE });
  here.git('init');
  expect((await here.run('check', 'infra', '--write-baseline', 'known.json')).status).toBe(0);
  const inside = { ...here, run: (...args: readonly string[]) => here.runIn('infra', ...args) };
  expect((await inside.run('check', 'a.yaml', '--baseline', '../known.json')).out).toContain('No findings');
  const uri = async (...args: readonly string[]) =>
    JSON.parse((await inside.run('check', 'a.yaml', '--format', 'sarif', ...args)).out).runs[0].results[0].locations[0]
      .physicalLocation.artifactLocation.uri;
  expect(await uri()).toBe('infra/a.yaml');
  expect(await uri('--root', '.')).toBe('a.yaml');
  expect((await inside.run('check', 'a.yaml', '--format', 'github')).out).toContain('file=infra/a.yaml,');
});

test('a pipe does not keep the run waiting, found or named, and no other special file does', async () => {
  here = place({ 'a.yaml': TEMPLATE });
  for (const name of ['b.yaml', '.gitignore', '.verdigris.yaml']) {
    expect(spawnSync('mkfifo', [join(here.folder, name)]).status).toBe(0);
  }
  const { files } = await report('.');
  expect(files.map(({ path }) => path)).toEqual(['a.yaml']);
  const { status, err } = await here.run('check', 'b.yaml', '/dev/null');
  expect(status).toBe(2);
  expect(err).toContain('b.yaml is neither a file nor a folder');
  expect(err).toContain('/dev/null is neither a file nor a folder');
  expect((await here.run('check', 'a.yaml', '--baseline', 'b.yaml')).status).toBe(2);
});

test('many files are judged in threads, with the same words in the same order', async () => {
  const many = Object.fromEntries(
    Array.from({ length: 210 }, (_, at): [string, string] => [`f${at}.yaml`, TEMPLATE]).flatMap((file, at) => [
      file,
      [`m${at}/main.tf`, 'resource "aws_sqs_queue" "orders" {\n  name_prefix = "orders-"\n}\n'] as [string, string],
    ]),
  );
  here = place(many);
  const [all, some] = [await report('.'), await report(...Object.keys(many).slice(0, 20))];
  expect(all.summary.files).toBe(420);
  expect(all.files.map(({ path }) => path)).toEqual(Object.keys(many).sort());
  for (const file of some.files) expect(all.files.find(({ path }) => path === file.path)).toEqual(file);
});

test('a linked Terraform file is judged in each module it lies in, but never one from outside', async () => {
  const shared = 'output "a" {\n  value = var.stage\n}\n';
  here = place({
    'in/common/out.tf': shared,
    'in/common/main.tf': 'variable "stage" {}\n',
    'in/web/main.tf': 'variable "port" {}\n',
    'in/web/values.yaml': TEMPLATE,
    'outside/secret.tf': shared,
  });
  const link = (to: string, from: string) => symlinkSync(to, join(here.folder, from));
  link('../common/out.tf', 'in/web/out.tf');
  link('../web/values.yaml', 'in/common/values.yaml');
  link('../../outside/secret.tf', 'in/web/secret.tf');
  link('circle.tf', 'in/web/circle.tf');
  link('nowhere.tf', 'in/web/dangling.tf');
  link('../common', 'in/web/folder.tf');
  mkdirSync(join(here.folder, 'in/web/real.tf'));
  const { files } = await report('in');
  const said = files
    .filter(({ path }) => path !== 'in/web/values.yaml')
    .map(({ path, findings }) => [path, findings.map((each) => (each as { code: string }).code)]);
  expect(said).toEqual([
    ['in/common/main.tf', []],
    ['in/common/out.tf', []],
    ['in/web/main.tf', ['terraform/unused-declaration']],
    ['in/web/out.tf', ['terraform/undeclared-reference']],
  ]);
});
