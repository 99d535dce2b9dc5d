import { stat } from 'node:fs/promises';
import { relative, resolve } from 'node:path';
import { textOf, textOfStandardInput } from '../files.ts';
import { walk } from '../walk.ts';
import { Usage } from './arguments.ts';

/** One text to look at. */
export interface Input {
  /** Absolute, with `/`. */
  readonly path: string;
  /** As people see it: relative to the current folder, with `/`. */
  readonly shown: string;
  readonly text: string;
}

export interface Inputs {
  readonly inputs: readonly Input[];
  /** One line each: they make the exit status 2 and stop nothing. */
  readonly troubles: readonly string[];
}

/** Reads every path: a file, a folder with all below it, or `-`. Sorted by shown path; a file named twice is read once. */
export async function readInputs(paths: readonly string[], stdinName: string | undefined): Promise<Inputs> {
  if (paths.length === 0) throw new Usage('Name at least one PATH, or "-" for standard input.');
  const troubles: string[] = [];
  const found = new Map<string, Input>();
  for (const path of paths) {
    if (path === '-') {
      const input = await standardInput(stdinName);
      found.set(input.path, input);
      continue;
    }
    for await (const each of filesAt(path, troubles)) {
      const input = found.has(each) ? undefined : await inputAt(each, troubles);
      if (input) found.set(each, input);
    }
  }
  const inputs = [...found.values()].sort((a, b) => (a.shown < b.shown ? -1 : a.shown > b.shown ? 1 : 0));
  return { inputs, troubles };
}

export function absolute(path: string): string {
  return resolve(path).replaceAll('\\', '/');
}

export function shownPath(path: string): string {
  return relative(process.cwd(), path).replaceAll('\\', '/') || path;
}

async function standardInput(name: string | undefined): Promise<Input> {
  if (name === undefined) throw new Usage('"-" needs --stdin-filename: the name tells the language.');
  const path = absolute(name);
  return { path, shown: shownPath(path), text: await textOfStandardInput() };
}

async function* filesAt(path: string, troubles: string[]): AsyncGenerator<string> {
  const whole = absolute(path);
  try {
    if ((await stat(whole)).isDirectory()) yield* walk(whole);
    else yield whole;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    troubles.push(code === 'ENOENT' ? `There is no ${path}` : `${path} cannot be read: ${message}`);
  }
}

async function inputAt(path: string, troubles: string[]): Promise<Input | undefined> {
  const text = await textOf(path);
  if (text === undefined) troubles.push(`${shownPath(path)} cannot be read`);
  return text === undefined ? undefined : { path, shown: shownPath(path), text };
}
