#!/usr/bin/env node
/** `dist/cli.js`: the command line. Exit status: 0 nothing found, 1 findings, 2 wrong usage, unreadable input or a failure of ours. */
import { Usage } from './arguments.ts';
import { helpFor } from './help.ts';
import { processOutput } from './output.ts';

type Command = (args: readonly string[]) => Promise<number>;

/** Each command is loaded on its own: `check` needs no language server. */
const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  check: async () => (await import('./check.ts')).check,
  fix: async () => (await import('./fix.ts')).fix,
  plan: async () => (await import('./plan.ts')).plan,
  rules: async () => (await import('./rules.ts')).rules,
  lsp: async () => (await import('./lsp.ts')).lsp,
};

async function main([name, ...rest]: readonly string[]): Promise<number> {
  const { write } = processOutput;
  if (name === '--version' || name === '-V') {
    const { productVersion } = await import('../disk.ts');
    write(`${productVersion()}\n`);
    return 0;
  }
  if (name === undefined || name === 'help' || name === '--help' || name === '-h') {
    write(helpFor(rest[0]));
    return name === undefined ? 2 : 0;
  }
  const load = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!load) throw new Usage(`There is no command ${JSON.stringify(name)}; verdigris --help lists them.`);
  if (rest.includes('--help') || rest.includes('-h')) {
    write(helpFor(name));
    return 0;
  }
  return (await load())(rest);
}

main(process.argv.slice(2)).then(
  (status) => {
    process.exitCode = status;
  },
  (error: unknown) => {
    processOutput.warn(error instanceof Error ? error.message : String(error));
    process.exitCode = 2;
  },
);
// A reader that went away (`| head`) is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 2));
process.stderr.on('error', () => {});
