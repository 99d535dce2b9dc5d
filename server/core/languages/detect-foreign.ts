import type { LanguageId } from '../model/fact.ts';
import { nameOf } from '../model/paths.ts';
import { entryOf, keyText, type TreeNode } from '../model/tree.ts';
import type { Detection } from './detect.ts';

/**
 * Content that clearly belongs to another tool, or to a language that is told by content alone. Checked in the order of the
 * classifier's table; evidence is keys and values of the tree, never text.
 */
export function foreignContent(
  path: string,
  roots: readonly (TreeNode | undefined)[],
  root: TreeNode | undefined,
): Detection | undefined {
  if (isMacfile(root)) return ours('macfile', 'a Macfile: mac stands beside its sections');
  if (isTemplate(root)) return ours('cloudformation', 'a CloudFormation template by its root keys');
  if (isParameterFile(root))
    return { ...ours('cloudformation', 'values for the parameters of a CloudFormation template'), kind: 'parameters' };
  if (roots.some((each) => has(each, 'apiVersion') && has(each, 'kind'))) {
    return foreign('kubernetes', 'a Kubernetes manifest: apiVersion and kind at its root');
  }
  if (root?.kind === 'list') return listOfOthers(root);
  if (root?.kind !== 'map') return undefined;
  const found = KINDS.find((each) => each.is(root, path));
  return found && foreign(found.kind, found.reason);
}

function ours(language: LanguageId, reason: string): Detection {
  return { language, kind: language, reason, confidence: 0.98 };
}

function foreign(kind: string, reason: string): Detection {
  return { language: null, kind, reason, confidence: 0.95 };
}

function isMacfile(root: TreeNode | undefined): boolean {
  return has(root, 'mac') && hasAny(root, 'infrastructures', 'roles', 'resources', 'actions');
}

const MACROS =
  /^AWS::(Serverless|LanguageExtensions|Include|SecretsManager|CodeDeployBlueGreen|CodeStar|ServiceCatalog)/;

function isTemplate(root: TreeNode | undefined): boolean {
  if (has(root, 'AWSTemplateFormatVersion')) return true;
  const resources = entryOf(root, 'Resources')?.value;
  if (children(resources).some((child) => isResourceType(textOf(entryOf(child, 'Type')?.value)))) return true;
  const transform = entryOf(root, 'Transform')?.value;
  const names = transform?.kind === 'list' ? transform.items.map(textOf) : [textOf(transform)];
  return names.some((name) => name !== undefined && MACROS.test(name));
}

/** The forms of the command line, of pipelines and of Git sync. */
function isParameterFile(root: TreeNode | undefined): boolean {
  if (root?.kind === 'list')
    return root.items.length > 0 && root.items.every((item) => textAt(item, 'ParameterKey') !== undefined);
  if (has(root, 'template-file-path')) return keysOf(root).every((key) => GIT_SYNC.includes(key));
  const parameters = entryOf(root, 'Parameters')?.value;
  return (
    parameters?.kind === 'map' &&
    keysOf(root).every((key) => PIPELINE.includes(key)) &&
    parameters.entries.length > 0 &&
    children(parameters).every((value) => value.kind === 'scalar' && value.style !== 'empty')
  );
}

const GIT_SYNC: readonly string[] = ['template-file-path', 'parameters', 'tags', 'stack-policy'];
const PIPELINE: readonly string[] = ['Parameters', 'Tags', 'StackPolicy'];

function isResourceType(type: string | undefined): boolean {
  return type !== undefined && /^(AWS|Alexa|Custom)::|^[^:\s]+::[^:\s]+::[^:\s]+$/.test(type);
}

interface ForeignKind {
  readonly kind: string;
  readonly reason: string;
  is(this: void, root: TreeNode, path: string): boolean;
}

const KINDS: readonly ForeignKind[] = [
  {
    kind: 'helm',
    reason: 'a Helm chart',
    is: (root, path) =>
      /^chart\.ya?ml$/i.test(nameOf(path)) ||
      (/^v[12]$/.test(textAt(root, 'apiVersion') ?? '') && has(root, 'name') && has(root, 'version')),
  },
  {
    kind: 'compose',
    reason: 'a Compose file: services with an image or a build',
    is: (root) => children(entryOf(root, 'services')?.value).some((child) => hasAny(child, 'image', 'build')),
  },
  {
    kind: 'workflow',
    reason: 'a workflow or an action: its triggers and jobs',
    is: (root) => (hasAny(root, 'on', 'true') && has(root, 'jobs')) || has(entryOf(root, 'runs')?.value, 'using'),
  },
  {
    kind: 'pipeline',
    reason: 'a pipeline: its stages and scripts',
    is: (root) => isPlainList(root, 'stages') || children(root).filter((child) => has(child, 'script')).length >= 2,
  },
  {
    kind: 'pipeline',
    reason: 'a pipeline by its root keys',
    is: (root) =>
      has(root, 'pipelines') ||
      (has(root, 'steps') && hasAny(root, 'trigger', 'pool')) ||
      (has(root, 'version') && has(root, 'jobs') && has(root, 'workflows')),
  },
  {
    kind: 'openapi',
    reason: 'an interface description',
    is: (root) => hasAny(root, 'openapi', 'swagger', 'asyncapi'),
  },
  {
    kind: 'serverless',
    reason: 'a Serverless Framework service',
    is: (root) => has(root, 'service') && has(root, 'provider') && has(root, 'functions'),
  },
  { kind: 'pulumi', reason: 'a Pulumi project', is: (root) => has(root, 'runtime') && has(root, 'name') },
  {
    kind: 'taskfile',
    reason: 'a task runner: version and a mapping of tasks',
    is: (root) => has(root, 'version') && entryOf(root, 'tasks')?.value.kind === 'map',
  },
  { kind: 'docs', reason: 'the settings of a documentation site', is: (root) => has(root, 'site_name') },
  {
    kind: 'pre-commit',
    reason: 'a pre-commit configuration',
    is: (root) => children(entryOf(root, 'repos')?.value).some((child) => has(child, 'hooks')),
  },
  {
    kind: 'schema',
    reason: 'a JSON Schema',
    is: (root) => has(root, '$schema') && hasAny(root, 'properties', '$defs', 'definitions'),
  },
  { kind: 'package', reason: 'a package manifest', is: (root) => has(root, 'dependencies') && has(root, 'scripts') },
];

function listOfOthers(root: TreeNode): Detection | undefined {
  const rulebook = children(root).some((item) => has(item, 'rules') && has(item, 'hosts') && has(item, 'sources'));
  return rulebook ? foreign('rulebook', 'an event rulebook: sources and rules') : undefined;
}

function isPlainList(root: TreeNode, key: string): boolean {
  const list = entryOf(root, key)?.value;
  return list?.kind === 'list' && list.items.length > 0 && list.items.every((item) => item.kind === 'scalar');
}

export function has(node: TreeNode | undefined, key: string): boolean {
  return entryOf(node, key) !== undefined;
}

export function hasAny(node: TreeNode | undefined, ...keys: readonly string[]): boolean {
  return keys.some((key) => has(node, key));
}

/** Values of a mapping or items of a list. */
export function children(node: TreeNode | undefined): readonly TreeNode[] {
  if (node?.kind === 'map') return node.entries.map((entry) => entry.value);
  return node?.kind === 'list' ? node.items : [];
}

export function keysOf(node: TreeNode | undefined): readonly string[] {
  return node?.kind === 'map' ? node.entries.flatMap((entry) => keyText(entry) ?? []) : [];
}

export function textOf(node: TreeNode | undefined): string | undefined {
  return node?.kind === 'scalar' ? node.text : undefined;
}

export function textAt(node: TreeNode | undefined, key: string): string | undefined {
  return textOf(entryOf(node, key)?.value);
}
