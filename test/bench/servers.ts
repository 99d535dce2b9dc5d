/** The servers that are compared. Peers are never dependencies of the product: those that are not at hand are said to be missing. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { dist, root } from '../../scripts/paths.ts';

export interface BenchServer {
  readonly name: string;
  readonly command: readonly string[];
  /** Kinds of files it has something to say about, syntax errors at least. */
  readonly speaks: readonly string[];
  /** The language id to open a kind with, where it is not that of the kind. */
  readonly languageId?: string;
  readonly configuration: (section: string) => unknown;
}

const yamlServer = join(root, 'node_modules', 'yaml-language-server', 'bin', 'yaml-language-server');

const all: readonly (BenchServer & { readonly needs: string; readonly install: string })[] = [
  {
    name: 'Verdigris',
    // As the extension starts it, with the same limit of memory.
    command: [
      process.execPath,
      '--max-old-space-size=256',
      '--max-semi-space-size=4',
      join(dist, 'server.js'),
      '--stdio',
    ],
    speaks: ['Macfile', 'CloudFormation'],
    configuration: () => ({}),
    needs: join(dist, 'server.js'),
    install: 'npm run build',
  },
  {
    name: 'yaml-language-server 2',
    command: [process.execPath, yamlServer, '--stdio'],
    speaks: ['Macfile', 'CloudFormation', 'plain YAML'],
    languageId: 'yaml',
    configuration: (section) =>
      section === 'yaml' ? { validate: true, hover: true, completion: true, schemaStore: { enable: false } } : {},
    needs: yamlServer,
    install: 'npm ci',
  },
];

/** Those that are there; each missing one is told to `say`. */
export function presentServers(say: (line: string) => void): readonly BenchServer[] {
  for (const { name, install } of all.filter((it) => !existsSync(it.needs))) {
    say(`NOT MEASURED: ${name}: it is not here; ${install} brings it.`);
  }
  return all.filter((it) => existsSync(it.needs));
}
