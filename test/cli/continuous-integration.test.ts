import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { parse } from 'yaml';
import { TEMPLATE } from '../protocol/texts.ts';
import { type Place, place } from './run.ts';

vi.setConfig({ testTimeout: 120_000 });

const ROOT = join(import.meta.dirname, '../..');
const MAIN = join(ROOT, 'server/hosts/cli/main.ts');

let here: Place;
afterEach(() => here.remove());

/** A program that runs the command line from source, under the name it is installed as. */
function installed(path: string): void {
  writeFileSync(path, `#!/bin/sh\nexec "${process.execPath}" --no-warnings "${MAIN}" "$@"\n`);
  chmodSync(path, 0o755);
}

interface Step {
  readonly name: string;
  readonly run: string;
  readonly env: Readonly<Record<string, string>>;
}

interface Action {
  readonly inputs: Readonly<Record<string, { readonly default: string }>>;
  readonly runs: { readonly using: string; readonly steps: readonly Step[] };
}

describe('the GitHub action', () => {
  const action = parse(readFileSync(join(ROOT, 'action.yml'), 'utf8')) as Action;

  /** Runs a step as a runner does: expressions of `env` filled in, the script given to bash with `-e -o pipefail`. */
  function runStep(name: string, inputs: Readonly<Record<string, string>>) {
    const step = action.runs.steps.find((each) => each.name === name);
    if (!step) throw new Error(`There is no step ${name}`);
    const env = Object.fromEntries(
      Object.entries(step.env).map(([key, expression]) => {
        const [, input] = /^\$\{\{ inputs\.([\w-]+) \}\}$/.exec(expression) ?? [];
        if (input === undefined)
          return [key, expression.replace('${{ github.action_path }}', join(here.folder, '.action'))];
        return [key, inputs[input] ?? action.inputs[input]?.default ?? 'no such input'];
      }),
    );
    const output = join(here.folder, '.output');
    writeFileSync(output, '');
    const ran = spawnSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', step.run], {
      cwd: here.folder,
      encoding: 'utf8',
      env: { PATH: `${join(here.folder, '.bin')}:${process.env.PATH}`, GITHUB_OUTPUT: output, ...env },
    });
    return { ...ran, outputs: readFileSync(output, 'utf8') };
  }

  /** A repository that uses the action, with a built command line where the action is. */
  function repository(files: Readonly<Record<string, string>>): void {
    here = place(files);
    here.git('init');
    for (const folder of ['.action/dist', '.bin']) mkdirSync(join(here.folder, folder), { recursive: true });
    writeFileSync(join(here.folder, '.action/dist/package.json'), '{ "type": "module" }');
    writeFileSync(join(here.folder, '.action/dist/cli.js'), `await import(${JSON.stringify(MAIN)});\n`);
    symlinkSync(process.execPath, join(here.folder, '.bin/node'));
  }

  test('every input of a step is declared, and nothing of a workflow is pasted into a script', () => {
    here = place();
    expect(action.runs.using).toBe('composite');
    for (const { run, env } of action.runs.steps) {
      expect(run).not.toContain('${{');
      for (const [, input = ''] of Object.values(env)
        .join('\n')
        .matchAll(/inputs\.([\w-]+)/g)) {
        expect(action.inputs).toHaveProperty(input);
      }
    }
  });

  test('annotates what it finds, and fails by severity', () => {
    repository({ 'infra/a.yaml': TEMPLATE });
    expect(runStep('Build the command line', {}).status).toBe(0);
    const failed = runStep('Check', {});
    expect(failed.stdout).toContain('::error file=infra/a.yaml,line=');
    expect(failed.status).toBe(1);
    here.write('.verdigris.yaml', 'root: true\n');
    const none = runStep('Check', { paths: '.verdigris.yaml\n', 'fail-on': 'warning' });
    expect(none).toMatchObject({ status: 0, stdout: '' });
  });

  test('writes SARIF beside, heeds a baseline, and takes hostile inputs as what they are', () => {
    repository({ 'infra/a.yaml': TEMPLATE });
    const { status, outputs } = runStep('Check', { 'sarif-file': 'out.sarif' });
    expect(status).toBe(1);
    expect(outputs).toBe('sarif-file=out.sarif\n');
    const [run] = JSON.parse(readFileSync(join(here.folder, 'out.sarif'), 'utf8')).runs;
    expect(run.results[0].locations[0].physicalLocation.artifactLocation.uri).toBe('infra/a.yaml');
    spawnSync(process.execPath, ['--no-warnings', MAIN, 'check', '.', '--write-baseline', 'known.json'], {
      cwd: here.folder,
    });
    expect(runStep('Check', { baseline: 'known.json', 'fail-on': 'info' }).status).toBe(0);
    const hostile = runStep('Check', { paths: '$(touch pwned)\n--config=x\n`touch pwned`' });
    expect(hostile.status).toBe(2);
    expect(() => readFileSync(join(here.folder, 'pwned'))).toThrow();
  });
});

describe('the pre-commit hook', () => {
  const [hook] = parse(readFileSync(join(ROOT, '.pre-commit-hooks.yaml'), 'utf8')) as [
    { readonly id: string; readonly entry: string; readonly files: string; readonly language: string },
  ];

  test('takes our files and no others', () => {
    here = place();
    const pattern = new RegExp(hook.files);
    for (const path of ['a/Macfile', 'b.tf', 'x/y.yml', 't.template', 'inventory/hosts', 'a.macfile']) {
      expect(pattern.test(path), path).toBe(true);
    }
    for (const path of ['README.md', 'a.ts', 'ghosts', 'Macfile.bak', 'x.tf.orig']) {
      expect(pattern.test(path), path).toBe(false);
    }
  });

  test('its command is what the package installs, and it refuses a commit with findings', () => {
    const { bin } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { bin: Record<string, string> };
    const [program = '', ...options] = hook.entry.split(' ');
    expect(hook.language).toBe('node');
    expect(bin[program]).toBe('./dist/cli.js');
    here = place({ 'infra/a.yaml': TEMPLATE, 'infra/ok.tf': 'locals {\n  a = 1\n}\n', 'bin/.keep': '' });
    here.git('init');
    installed(join(here.folder, 'bin', program));
    const commit = (...files: readonly string[]) =>
      spawnSync(join(here.folder, 'bin', program), [...options, ...files], { cwd: here.folder, encoding: 'utf8' });
    expect(commit('infra/a.yaml', 'infra/ok.tf')).toMatchObject({ status: 1 });
    expect(commit('infra/ok.tf')).toMatchObject({ status: 0 });
  });
});
