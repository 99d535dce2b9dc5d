import { writeFile } from 'node:fs/promises';

export interface Output {
  write(text: string): void;
  warn(line: string): void;
  /** Colours are for people only. */
  readonly colours: boolean;
}

export const processOutput: Output = {
  write: (text) => void process.stdout.write(text),
  warn: (line) => void process.stderr.write(`verdigris: ${oneLine(line)}\n`),
  colours: process.stdout.isTTY === true && process.env.NO_COLOR === undefined && process.env.TERM !== 'dumb',
};

/** A name or a message on one line: what stands in it must not steer the terminal. */
export function oneLine(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are exactly what is replaced
  return text.replace(/[\u0000-\u001F\u007F-\u009F]+/g, ' ');
}

/** Milliseconds before progress is worth a line. */
const PATIENCE = 1000;

/** A line on standard error that is overwritten as work goes on, when a person is watching and it takes long. */
export function progressOf(total: number): { at(done: number): void; end(): void } {
  const start = performance.now();
  let shown = false;
  return {
    at(done) {
      if (process.stderr.isTTY !== true || performance.now() - start < PATIENCE) return;
      shown = true;
      process.stderr.write(`\r${done} of ${total} files`);
    },
    end() {
      if (shown) process.stderr.write('\r\u001B[K');
    },
  };
}

export async function writeTextFile(path: string, text: string): Promise<void> {
  try {
    await writeFile(path, text);
  } catch (error) {
    throw new Error(`${path} cannot be written: ${(error as Error).message}`);
  }
}
