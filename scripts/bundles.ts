/** What is bundled from what. Everything that ships is in one of these bundles; nothing is loaded from node_modules at run time. */
import type { BuildOptions, Plugin } from 'esbuild';

const shared = {
  bundle: true,
  minify: true,
  sourcemap: false,
  legalComments: 'none',
  metafile: true,
  logLevel: 'warning',
  // One letter outside Latin-1 would make the runtime keep the whole text with two bytes each.
  charset: 'ascii',
  outdir: 'dist',
} satisfies BuildOptions;

/** ES modules that still hold CommonJS packages need a `require` for Node's own modules. */
const requireInModules = {
  js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
};

/**
 * yaml-language-server weighs more than all the rest and is needed for few documents. Whoever imports
 * `server/jsonschema/index.ts` dynamically gets the bundle `dist/jsonschema.js`, read on first use.
 */
const jsonschemaApart: Plugin = {
  name: 'jsonschema-apart',
  setup(build) {
    build.onResolve({ filter: /jsonschema\/index\.ts$/ }, (args) =>
      args.kind === 'dynamic-import' ? { path: './jsonschema.js', external: true } : undefined,
    );
  },
};

/** What yaml-language-server brings along for formatting and for other languages' messages, half its weight: never called. */
const unusedParts: Plugin = {
  name: 'unused-parts',
  setup(build) {
    build.onResolve({ filter: /^(prettier|ajv-i18n)(\/|$)/ }, ({ path }) => ({ path, namespace: 'unused' }));
    build.onLoad({ filter: /./, namespace: 'unused' }, () => ({ contents: 'module.exports = {};' }));
  },
};

const nodeModules = {
  ...shared,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  banner: requireInModules,
  // The default order picks jsonc-parser's UMD build, whose inner requires esbuild cannot follow.
  mainFields: ['module', 'main'],
} satisfies BuildOptions;

export const bundles: Readonly<Record<string, BuildOptions>> = {
  client: {
    ...shared,
    entryPoints: { extension: 'client/extension.ts' },
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    outExtension: { '.js': '.cjs' },
    external: ['vscode'],
  },
  // Server and command line share most of their code: it goes into common chunks.
  server: {
    ...nodeModules,
    entryPoints: {
      server: 'server/hosts/node.ts',
      cli: 'server/hosts/cli/main.ts',
      'check-thread': 'server/hosts/cli/check-thread.ts',
    },
    splitting: true,
    chunkNames: 'shared-[hash]',
    plugins: [jsonschemaApart],
  },
  jsonschema: {
    ...nodeModules,
    entryPoints: { jsonschema: 'server/jsonschema/index.ts' },
    plugins: [unusedParts],
  },
  // The view of the panel; the build puts it into one file of data, which the HTML export is made of as well.
  page: {
    ...shared,
    entryPoints: { page: 'client/preview/view/index.ts' },
    outdir: 'dist/page',
    platform: 'browser',
    target: 'es2022',
    format: 'iife',
  },
  'web client': {
    ...shared,
    entryPoints: { extension: 'client/extension.web.ts' },
    outdir: 'dist/web',
    platform: 'browser',
    target: 'es2022',
    // Not .cjs: VS Code's worker host appends .js to whatever does not end in it.
    format: 'cjs',
    external: ['vscode'],
  },
  'web server': {
    ...shared,
    entryPoints: { server: 'server/hosts/worker.ts' },
    outdir: 'dist/web',
    platform: 'browser',
    target: 'es2022',
    format: 'iife',
    mainFields: ['browser', 'module', 'main'],
  },
};
