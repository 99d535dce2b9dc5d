/** Whose documents the server is told about. Which of them are ours is decided there, by content. */
import type { DocumentFilter, DocumentSelector } from 'vscode-languageclient';

/** Where a document may live. `git`, `output`, `vscode-userdata` and the like are somebody else's views of a file. */
const schemes = ['file', 'untitled', 'vscode-vfs', 'vscode-remote', 'vscode-test-web', 'memfs'];

/** Language ids of our own and of the extensions we live beside. */
const ids = [
  'macfile',
  'yaml',
  'json',
  'jsonc',
  'cloudformation',
  'yaml-cloudformation',
  'json-cloudformation',
  'ansible',
  'ansible-jinja',
  'dockercompose',
  'terraform',
  'terraform-vars',
  'terraform-test',
  'terraform-mock',
  'terraform-search',
  'terraform-stack',
  'terraform-deploy',
  'opentofu',
  'opentofu-vars',
  'hcl',
];

/** For a machine on which nobody claims the file: then its language is `plaintext`, and the name has to do. */
const patterns = [
  '**/*.{macfile,tf,tofu,tfvars,template}',
  '**/*.{tftest,tofutest,tfmock,tfquery,tfcomponent,tfstack,tfdeploy}.hcl',
  '**/*.{tf,tofu}.json',
  '**/{Macfile,macfile}',
  '**/.verdigris.{yaml,yml}',
  '**/*.{j2,jinja2,ini}',
  '**/{ansible.cfg,hosts,inventory,samconfig.toml}',
  '**/{group_vars,host_vars}/**',
];

export function documentSelector(): DocumentSelector {
  const byId = schemes.flatMap((scheme) => ids.map((language): DocumentFilter => ({ scheme, language })));
  const byPath = schemes.flatMap((scheme) => patterns.map((pattern): DocumentFilter => ({ scheme, pattern })));
  return [...byId, ...byPath];
}
