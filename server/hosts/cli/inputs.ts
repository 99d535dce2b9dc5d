import { stat } from 'node:fs/promises';
import { relative, resolve } from 'node:path';
import { textOf, textOfStandardInput } from '../files.ts';
import { walk } from '../walk.ts';
import { Usage } from './arguments.ts';

/** A file to look at. */
export interface Named {
  /** Absolute, with `/`. */
  readonly path: string;
  /** As people see it: relative to the current folder, with `/`. */
  readonly shown: string;
}

/** One text to look at. */
export interface Input extends Named {
  readonly text: string;
}

export interface Listed {
  /** Sorted by shown path; a file named twice stands once. */
  readonly files: readonly Named[];
  /** What came on standard input. */
  readonly piped?: Input;
  /** One line each: they make the exit status 2 and stop nothing. */
  readonly troubles: string[];
}

/** Finds every path: a file, a folder with all below it, or `-`. */
export async function listInputs(paths: readonly string[], stdinName: string | undefined): Promise<Listed> {
  if (paths.length === 0) throw new Usage('Name at least one PATH, or "-" for standard input.');
  const troubles: string[] = [];
  const found = new Set<string>();
  for (const path of paths) {
    if (path === '-') continue;
    for await (const each of filesAt(path, troubles)) found.add(each);
  }
  const piped = paths.includes('-') ? await standardInput(stdinName) : undefined;
  if (piped) found.add(piped.path);
  const files = [...found].map((path) => ({ path, shown: shownPath(path) }));
  return { files: files.sort(byShown), troubles, ...(piped ? { piped } : {}) };
}

/** Reads what was listed; what cannot be read becomes a trouble. */
export async function readInputs({ files, piped, troubles }: Listed): Promise<readonly Input[]> {
  const inputs: Input[] = [];
  for (const named of files) {
    const text = named.path === piped?.path ? piped.text : await textOf(named.path);
    if (text === undefined) troubles.push(`${named.shown} cannot be read`);
    else inputs.push({ ...named, text });
  }
  return inputs;
}

function byShown(a: Named, b: Named): number {
  return a.shown < b.shown ? -1 : a.shown > b.shown ? 1 : 0;
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
    const info = await stat(whole);
    if (info.isDirectory()) yield* walk(whole);
    else if (info.isFile()) yield whole;
    else troubles.push(`${path} is neither a file nor a folder; give what it says on standard input, with "-"`);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    troubles.push(code === 'ENOENT' ? `There is no ${path}` : `${path} cannot be read: ${message}`);
  }
}
