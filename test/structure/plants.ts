/** One forbidden import or name of each kind, where it must not be, and who must refuse it. */

export type Judge = 'compiler' | 'linter' | 'law';

export interface Plant {
  readonly what: string;
  /** Repository-relative path of the file that is planted. */
  readonly path: string;
  readonly text: string;
  readonly refusedBy: readonly Judge[];
}

const core = 'server/core';
const using = (from: string, name = 'x'): string =>
  `import { ${name} } from '${from}';\nexport const planted = ${name};\n`;

export const plants: readonly Plant[] = [
  {
    what: 'a Node.js module in the core',
    path: `${core}/model/plant-node.ts`,
    text: using('node:fs', 'readFileSync'),
    refusedBy: ['compiler', 'linter', 'law'],
  },
  {
    what: 'a package in the core that is no parser',
    path: `${core}/service/plant-package.ts`,
    text: using('vscode-languageserver-protocol', 'CompletionItemKind'),
    refusedBy: ['linter', 'law'],
  },
  {
    what: 'the LSP layer in the core',
    path: `${core}/service/plant-lsp.ts`,
    text: using('../../lsp/uris.ts', 'x'),
    refusedBy: ['compiler', 'law'],
  },
  {
    what: 'another language in a language',
    path: `${core}/languages/ansible/plant-language.ts`,
    text: using('../macfile/index.ts'),
    refusedBy: ['compiler', 'linter', 'law'],
  },
  {
    what: 'a language in a rule',
    path: `${core}/rules/planted/plant-language.ts`,
    text: using('../../languages/language.ts'),
    refusedBy: ['compiler', 'linter', 'law'],
  },
  {
    what: 'another rule in a rule',
    path: `${core}/rules/planted/plant-rule.ts`,
    text: using('./plant-language.ts', 'planted'),
    refusedBy: ['linter', 'law'],
  },
  {
    what: 'rules in the planner',
    path: `${core}/planner/plant-rules.ts`,
    text: using('../rules/define.ts'),
    refusedBy: ['compiler', 'linter', 'law'],
  },
  {
    what: 'languages in the planner',
    path: `${core}/planner/plant-languages.ts`,
    text: using('../languages/language.ts'),
    refusedBy: ['compiler', 'linter', 'law'],
  },
  {
    what: 'languages in the reading of text',
    path: `${core}/syntax/plant-languages.ts`,
    text: using('../languages/language.ts'),
    refusedBy: ['compiler', 'linter', 'law'],
  },
  {
    what: 'anything above the model in the model',
    path: `${core}/model/plant-syntax.ts`,
    text: using('../syntax/yaml.ts'),
    refusedBy: ['compiler', 'linter', 'law'],
  },
  {
    what: 'the host in the LSP layer',
    path: 'server/lsp/plant-host.ts',
    text: using('../hosts/node.ts'),
    refusedBy: ['compiler', 'linter', 'law'],
  },
  {
    what: "the server's inside in the client",
    path: 'client/plant-server.ts',
    text: using('../server/core/service/api.ts'),
    refusedBy: ['compiler', 'linter', 'law'],
  },
  {
    what: 'VS Code in the page of the panel',
    path: 'client/preview/view/plant-vscode.ts',
    text: using('vscode', 'window'),
    refusedBy: ['linter', 'law'],
  },
  {
    what: 'a clock in the core',
    path: `${core}/model/plant-clock.ts`,
    text: 'export const planted = Date.now();\n',
    refusedBy: ['linter'],
  },
  {
    what: 'a console in the core',
    path: `${core}/planner/plant-console.ts`,
    text: "console.log('planted');\n",
    refusedBy: ['compiler', 'linter'],
  },
  {
    what: 'the network in the core',
    path: `${core}/schema/plant-fetch.ts`,
    text: "export const planted = fetch('https://example.com');\n",
    refusedBy: ['compiler', 'linter'],
  },
  {
    what: 'a type taken from another rule by import()',
    path: `${core}/rules/planted/plant-import-type.ts`,
    text: "export type Planted = typeof import('./plant-rule.ts').planted;\n",
    refusedBy: ['law'],
  },
  {
    what: 'a module by a name that is computed',
    path: `${core}/service/plant-computed.ts`,
    text: 'export const planted = (name: string): Promise<unknown> => import(name);\n',
    refusedBy: ['law'],
  },
  {
    what: 'types of Node.js by a triple slash',
    // In a project of its own: the reference gives its whole project the types of Node.js.
    path: `${core}/languages/terraform/plant-reference.ts`,
    text: '/// <reference types="node" />\nexport const planted = 1;\n',
    refusedBy: ['law'],
  },
  {
    what: 'a function of 81 lines',
    path: `${core}/schema/plant-long-function.ts`,
    text: `export function planted(): number {\n  let sum = 0;\n${'  sum += 1;\n'.repeat(81)}  return sum;\n}\n`,
    refusedBy: ['linter'],
  },
  {
    what: 'a file of 401 lines',
    path: `${core}/schema/plant-long-file.ts`,
    text: Array.from({ length: 401 }, (_, line) => `export const planted${line} = ${line};\n`).join(''),
    refusedBy: ['linter'],
  },
];

/** What is allowed, to see that the judges do not simply refuse everything. */
export const sound: readonly Plant[] = [
  {
    what: 'the model and what rules share, in a rule',
    path: `${core}/rules/planted/sound.ts`,
    text: "import type { Rule } from '../define.ts';\nimport type { Span } from '../../model/span.ts';\nexport type Sound = [Rule, Span];\n",
    refusedBy: [],
  },
  {
    what: 'the protocol and the model, in the client',
    path: 'client/sound.ts',
    text: "import type { Span } from '../server/core/model/span.ts';\nimport type { PlanParams } from '../server/protocol.ts';\nexport type Sound = [Span, PlanParams];\n",
    refusedBy: [],
  },
];
