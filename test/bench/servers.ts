/**
 * The servers that are compared. Peers are never dependencies of the product: those that are not at hand are said to be missing. Where one
 * lies is said by an environment variable, or it is put into `.cache/peers`.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { cache, dist, root } from '../../scripts/paths.ts';
import { SERVER_LIMITS } from '../../server/protocol.ts';
import { cloudFormationSchema } from './cloudformation-schema.ts';

export interface BenchServer {
  readonly name: string;
  readonly command: readonly string[];
  /** Kinds of files it has something to say about, syntax errors at least. */
  readonly speaks: readonly string[];
  /** The language id to open a kind with, where it is not that of the kind. */
  readonly languageId?: string;
  /** Its `initializationOptions`. */
  readonly options?: unknown;
  readonly configuration: (section: string) => unknown;
}

const yamlServer = join(root, 'node_modules', 'yaml-language-server', 'bin', 'yaml-language-server');
const templates = ['CloudFormation', 'CloudFormation JSON'];
const playbooks = ['Ansible', 'Ansible alias bomb'];

const awsServer = peer('VERDIGRIS_BENCH_AWS', 'cfn-lsp-server-standalone.js');
const terraformServer = peer('VERDIGRIS_BENCH_TERRAFORM_LS', 'terraform-ls');
const ansibleServer = peer('VERDIGRIS_BENCH_ANSIBLE_LS', 'ansible-language-server');

const all: readonly (BenchServer & { readonly needs: string; readonly install: string })[] = [
  {
    name: 'Verdigris',
    // As the extension starts it, with the same limit of memory.
    command: [process.execPath, ...SERVER_LIMITS, join(dist, 'server.js'), '--stdio'],
    speaks: ['Macfile', ...templates, 'Terraform', ...playbooks],
    configuration: () => ({}),
    needs: join(dist, 'server.js'),
    install: 'npm run build brings it',
  },
  {
    name: 'yaml-language-server 2',
    command: [process.execPath, yamlServer, '--stdio'],
    speaks: ['Macfile', ...templates, ...playbooks, 'plain YAML'],
    languageId: 'yaml',
    configuration: (section) => (section === 'yaml' ? yamlSettings : {}),
    needs: yamlServer,
    install: 'npm ci brings it',
  },
  {
    name: 'yaml-language-server 2 + schema',
    command: [process.execPath, yamlServer, '--stdio'],
    speaks: templates,
    languageId: 'yaml',
    configuration: (section) =>
      section === 'yaml' ? { ...yamlSettings, ...templateSettings(), schemas: templateSchemas() } : {},
    needs: yamlServer,
    install: 'npm ci brings it',
  },
  {
    name: 'AWS CloudFormation LS',
    command: [process.execPath, awsServer, '--stdio'],
    speaks: templates,
    options: {
      aws: { clientInfo: { extension: { name: 'bench', version: '1' }, clientId: 'bench' }, telemetryEnabled: false },
    },
    configuration: () => ({}),
    needs: awsServer,
    install:
      'VERDIGRIS_BENCH_AWS names the built cfn-lsp-server-standalone.js of aws-cloudformation/cloudformation-languageserver',
  },
  {
    name: 'terraform-ls',
    command: [terraformServer, 'serve'],
    speaks: ['Terraform'],
    configuration: () => ({}),
    needs: terraformServer,
    install: 'VERDIGRIS_BENCH_TERRAFORM_LS names the program',
  },
  {
    name: 'ansible-language-server',
    command: [process.execPath, ansibleServer, '--stdio'],
    speaks: playbooks,
    languageId: 'ansible',
    configuration: (section) => (section === 'ansible' ? ansibleSettings : {}),
    needs: ansibleServer,
    install: 'VERDIGRIS_BENCH_ANSIBLE_LS names bin/ansible-language-server of @ansible/ansible-language-server',
  },
];

const yamlSettings = { validate: true, hover: true, completion: true, schemaStore: { enable: false } };

/** Functions of templates are tags. */
function templateSettings(): object {
  const scalars = ['Ref', 'Sub', 'GetAtt', 'ImportValue', 'GetAZs', 'Base64', 'Condition'];
  const lists = ['Sub', 'GetAtt', 'If', 'Equals', 'And', 'Or', 'Not', 'Join', 'Select', 'Split', 'FindInMap', 'Cidr'];
  const customTags = [...scalars.map((tag) => `!${tag} scalar`), ...lists.map((tag) => `!${tag} sequence`)];
  return { customTags };
}

function templateSchemas(): object {
  return { [String(pathToFileURL(cloudFormationSchema()))]: ['*.template.yaml', '*.template.json'] };
}

/** Programs it would start are not at hand, nor wanted: what is measured is the server. */
const ansibleSettings = {
  ansible: { path: 'ansible', useFullyQualifiedCollectionNames: true },
  completion: { provideRedirectModules: true, provideModuleOptionAliases: true },
  executionEnvironment: { enabled: false },
  python: { interpreterPath: '', activationScript: '' },
  validation: { enabled: true, lint: { enabled: false, path: 'ansible-lint', arguments: '' } },
};

function peer(variable: string, file: string): string {
  return process.env[variable] ?? join(cache, 'peers', file);
}

/** Those that are there; each missing one is told to `say`. */
export function presentServers(say: (line: string) => void): readonly BenchServer[] {
  for (const { name, install } of all.filter((it) => !existsSync(it.needs))) {
    say(`NOT MEASURED: ${name}: it is not here; ${install}.`);
  }
  return all.filter((it) => existsSync(it.needs));
}
