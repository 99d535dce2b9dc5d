import { nameOf } from '../../../model/paths.ts';

/** What a file is to Terraform or OpenTofu, by its name alone. */
export type FileKind =
  | 'configuration'
  | 'variables'
  | 'test'
  | 'mock'
  | 'query'
  | 'stack'
  | 'deploy'
  | 'lock'
  | 'other';

export interface FileForm {
  readonly kind: FileKind;
  readonly json: boolean;
  readonly dialect: 'terraform' | 'opentofu';
  /** `override.tf` and `*_override.tf`: merged into what the other files declare. */
  readonly override: boolean;
}

const ENDINGS: readonly (readonly [string, FileKind])[] = [
  ['.tf', 'configuration'],
  ['.tofu', 'configuration'],
  ['.tf.json', 'configuration'],
  ['.tofu.json', 'configuration'],
  ['.tfvars', 'variables'],
  ['.tfvars.json', 'variables'],
  ['.tftest.hcl', 'test'],
  ['.tofutest.hcl', 'test'],
  ['.tftest.json', 'test'],
  ['.tfmock.hcl', 'mock'],
  ['.tfquery.hcl', 'query'],
  ['.tfcomponent.hcl', 'stack'],
  ['.tfstack.hcl', 'stack'],
  ['.tfdeploy.hcl', 'deploy'],
  ['.terraform.lock.hcl', 'lock'],
];

/** Endings of sources from which another tool writes configuration into their own folder: Jsonnet, Terramate. */
export const SOURCE_ENDINGS: readonly string[] = ['.tf.jsonnet', '.tofu.jsonnet', '.tm.hcl'];

/** Endings of the files that make up a module together with what surrounds it. */
export const MODULE_ENDINGS: readonly string[] = [
  '.tf',
  '.tofu',
  '.tf.json',
  '.tofu.json',
  '.tfvars',
  '.tfvars.json',
  '.tftest.hcl',
  '.tofutest.hcl',
  '.tfquery.hcl',
  '.tfcomponent.hcl',
  '.tfstack.hcl',
  '.tfdeploy.hcl',
  ...SOURCE_ENDINGS,
];

/** Hidden files and what editors leave behind are not read by the tool. */
export function isPassedOver(path: string): boolean {
  return /(?:^|\/)(?:\.(?!terraform\.lock\.hcl$)[^/]*|[^/]*~|#[^/]*#)$/.test(path);
}

export function formOf(path: string): FileForm {
  const name = nameOf(path).toLowerCase();
  const kind = ENDINGS.find(([ending]) => name.endsWith(ending))?.[1] ?? 'other';
  return {
    kind,
    json: name.endsWith('.json'),
    dialect: /\.tofu(?:test)?(?:\.|$)/.test(name) ? 'opentofu' : 'terraform',
    override: /(?:^|_)override\.(?:tf|tofu)(?:\.json)?$/.test(name),
  };
}
