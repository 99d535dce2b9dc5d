import { foldersAbove, nameOf } from '../model/paths.ts';
import { entryOf, type TreeNode } from '../model/tree.ts';
import type { Detection, DetectionInput } from './detect.ts';
import { children, has, hasAny, keysOf, textAt, textOf } from './detect-foreign.ts';

/** Content that only Ansible files have, wherever they lie. */
export function strongAnsible(input: DetectionInput, root: TreeNode | undefined): Detection | undefined {
  if (root?.kind === 'list') return strongList(input, root);
  if (root?.kind !== 'map' || root.entries.length === 0) return undefined;
  const found = MAPPINGS.find((each) => each.is(root, input));
  return found && ansible(found.kind, found.reason, 0.97);
}

/**
 * Place in an Ansible project, for content that has no shape of its own. A folder name alone decides nothing:
 * pipelines and task runners use the same names.
 */
export function ansiblePathKind(input: DetectionInput, root: TreeNode | undefined): Detection | undefined {
  const found = PLACES.find((each) => each.place.test(input.path));
  if (!found) return undefined;
  const content = root === undefined || (root.kind === 'scalar' && root.style === 'empty') ? 'empty' : root.kind;
  if (!found.content.includes(content) || (root?.kind === 'list' && root.items.some((item) => item.kind === 'map')))
    return undefined;
  const marker = projectMarker(input);
  return marker === undefined
    ? undefined
    : ansible(found.kind, `${found.reason} in an Ansible project (${marker})`, 0.9);
}

/** Paths whose existence tells whether a file lies in an Ansible project, nearest first. The host looks; see `Wanted.probes`. */
export function projectProbes(path: string): string[] {
  return marksOf(path).flatMap((folder) =>
    MARKERS.map((marker) => (folder === '' && !path.startsWith('/') ? marker : `${folder}/${marker}`)),
  );
}

/** The folder that a path marks as the top of a project, without a slash at its end; undefined for one that marks none. */
export function markedFolder(path: string): string | undefined {
  const marker = MARKERS.find((each) => path === each || path.endsWith(`/${each}`));
  if (marker === undefined) return undefined;
  return path.slice(0, Math.max(0, path.length - marker.length - 1));
}

/** Folders whose marks decide about a file, nearest first. */
export function marksOf(path: string): string[] {
  if (!PLACES.some((each) => each.place.test(path))) return [];
  return foldersAbove(path)
    .slice(0, 8)
    .map((folder) => folder.replace(/\/$/, ''));
}

const MARKERS = [
  'ansible.cfg',
  'galaxy.yml',
  'roles',
  'meta/main.yml',
  'meta/main.yaml',
  'tasks/main.yml',
  'collections/ansible_collections',
  'group_vars',
  'host_vars',
] as const;

function projectMarker(input: DetectionInput): string | undefined {
  const found = projectProbes(input.path).find((path) => input.exists(path));
  return found === undefined ? undefined : nameOf(found);
}

function ansible(kind: string, reason: string, confidence: number): Detection {
  return { language: 'ansible', kind, reason, confidence };
}

function strongList(input: DetectionInput, root: TreeNode): Detection | undefined {
  const items = children(root);
  const mappings = items.filter((item) => item.kind === 'map');
  if (mappings.length === 0 || mappings.length < items.length / 2) return undefined;
  const plays = mappings.filter(isPlay).length;
  const tasks = mappings.filter((item) => isTask(input, item)).length;
  if (plays > 0 && plays >= tasks)
    return ansible('playbook', 'a playbook: a list of plays with hosts or import_playbook', 0.99);
  if (tasks > 0 && tasks >= mappings.length / 2) {
    const handlers = /(^|\/)handlers\//.test(input.path) || mappings.some((item) => has(item, 'listen'));
    return handlers
      ? ansible('handlers', 'handlers: a list of tasks with known modules', 0.98)
      : ansible('tasks', 'a list of tasks with known modules', 0.98);
  }
  return isRequirementList(mappings) ? ansible('requirements', 'a list of roles to install', 0.95) : undefined;
}

function isPlay(item: TreeNode): boolean {
  return has(item, 'hosts') || keysOf(item).some((key) => /^(?:[\w-]+\.[\w-]+\.)?import_playbook$/.test(key));
}

function isTask({ knowsModule }: DetectionInput, item: TreeNode): boolean {
  if (has(item, 'hosts')) return false;
  return keysOf(item).some(
    (key) =>
      /^(block|action|local_action)$/.test(key) ||
      TASK_ONLY.test(key) ||
      /^[a-z_][\w]*\.[a-z_][\w]*\.[a-z_][\w]*$/i.test(key) ||
      BUILTIN_MODULES.has(key) ||
      knowsModule(key),
  );
}

/** Keywords of a task that the steps of no pipeline have: a module of one's own stands beside them. */
const TASK_ONLY = /^(register|changed_when|failed_when|delegate_to|become|with_items)$/;

/** Keys of a role in a requirements file. */
const REQUIREMENT_KEYS = new Set(['name', 'src', 'version', 'scm', 'source', 'type', 'role']);

function isRequirementList(items: readonly TreeNode[]): boolean {
  const onlyThese = items.every((item) => keysOf(item).every((key) => REQUIREMENT_KEYS.has(key)));
  return (
    onlyThese && items.some((item) => hasAny(item, 'src', 'scm', 'role') || (has(item, 'name') && has(item, 'version')))
  );
}

/** Keys of `galaxy.yml`. */
const GALAXY_KEYS = new Set(
  (
    'namespace name version readme authors description license license_file tags dependencies repository ' +
    'documentation homepage issues build_ignore manifest'
  ).split(' '),
);
const META_KEYS = new Set(['dependencies', 'allow_duplicates', 'collections', 'argument_specs']);

interface MappingKind {
  readonly kind: string;
  readonly reason: string;
  is(this: void, root: TreeNode, input: DetectionInput): boolean;
}

const MAPPINGS: readonly MappingKind[] = [
  {
    kind: 'meta',
    reason: 'the metadata of a role',
    is: (root, { path }) =>
      has(root, 'galaxy_info') ||
      (/(^|\/)meta\/main\.(ya?ml|json)$/.test(path) && keysOf(root).every((key) => META_KEYS.has(key))),
  },
  {
    kind: 'argument-specs',
    reason: 'the argument specification of a role',
    is: (root) => entryOf(root, 'argument_specs')?.value.kind === 'map',
  },
  { kind: 'requirements', reason: 'a list of roles and collections to install', is: isRequirementMap },
  {
    kind: 'galaxy',
    reason: 'the metadata of a collection',
    is: (root) =>
      has(root, 'namespace') &&
      has(root, 'name') &&
      has(root, 'version') &&
      keysOf(root).every((key) => GALAXY_KEYS.has(key)),
  },
  {
    kind: 'runtime',
    reason: 'the runtime metadata of a collection',
    is: (root) => hasAny(root, 'plugin_routing', 'requires_ansible'),
  },
  {
    kind: 'inventory-plugin',
    reason: 'the settings of an inventory plugin',
    is: (root, { knowsModule }) => {
      const plugin = textAt(root, 'plugin');
      return plugin !== undefined && (/^[\w-]+\.[\w-]+\.[\w-]+$/.test(plugin) || knowsModule(`inventory:${plugin}`));
    },
  },
  { kind: 'inventory', reason: 'an inventory: groups with hosts, vars or children', is: isInventory },
  {
    kind: 'molecule',
    reason: 'a Molecule scenario',
    is: (root) => ['driver', 'platforms', 'provisioner', 'verifier'].filter((key) => has(root, key)).length >= 2,
  },
  {
    kind: 'execution-environment',
    reason: 'an execution environment',
    is: (root) =>
      /^[123]$/.test(textAt(root, 'version') ?? '') && hasAny(root, 'dependencies', 'images') && isEnvironment(root),
  },
];

/** Lock files of package managers have a version and dependencies as well. */
function isEnvironment(root: TreeNode): boolean {
  const known =
    /^(version|dependencies|images|additional_build_files|additional_build_steps|build_arg_defaults|options|ansible_config)$/;
  return keysOf(root).every((key) => known.test(key));
}

function isRequirementMap(root: TreeNode): boolean {
  const keys = keysOf(root);
  return (
    keys.every((key) => key === 'roles' || key === 'collections') &&
    children(root).every((value) => value.kind === 'list')
  );
}

function isInventory(root: TreeNode): boolean {
  const groups = children(root);
  const isGroup = (group: TreeNode): boolean =>
    group.kind === 'map' &&
    group.entries.length > 0 &&
    keysOf(group).every((key) => /^(hosts|vars|children)$/.test(key));
  const isBare = (group: TreeNode): boolean => group.kind === 'scalar' && textOf(group) === '';
  return groups.some(isGroup) && groups.every((group) => isGroup(group) || isBare(group));
}

interface Place {
  readonly place: RegExp;
  readonly kind: string;
  readonly reason: string;
  readonly content: readonly ('map' | 'list' | 'empty' | 'scalar' | 'alias')[];
}

const YAML_END = String.raw`[^/]+\.(?:ya?ml|json)$`;
const PLACES: readonly Place[] = [
  {
    place: /(^|\/)(group_vars|host_vars)\/.+/,
    kind: 'vars',
    reason: 'variables of a group or host',
    content: ['map', 'empty'],
  },
  {
    place: new RegExp(`(^|/)roles/[^/]+/(vars|defaults)/(?:.*/)?${YAML_END}`),
    kind: 'vars',
    reason: 'variables of a role',
    content: ['map', 'empty'],
  },
  {
    place: new RegExp(`(^|/)(vars|defaults)/(?:.*/)?${YAML_END}`),
    kind: 'vars',
    reason: 'a vars file',
    content: ['map', 'empty'],
  },
  {
    place: new RegExp(`(^|/)tasks/(?:.*/)?${YAML_END}`),
    kind: 'tasks',
    reason: 'tasks of a role',
    content: ['list', 'empty', 'scalar'],
  },
  {
    place: new RegExp(`(^|/)handlers/(?:.*/)?${YAML_END}`),
    kind: 'handlers',
    reason: 'handlers of a role',
    content: ['list', 'empty', 'scalar'],
  },
  {
    place: /(^|\/)molecule\/[^/]+\/molecule\.ya?ml$/,
    kind: 'molecule',
    reason: 'a Molecule scenario',
    content: ['map', 'empty'],
  },
  { place: /(^|\/)galaxy\.ya?ml$/, kind: 'galaxy', reason: 'the metadata of a collection', content: ['map', 'empty'] },
  {
    place: /(^|\/)(meta\/)?requirements\.ya?ml$/,
    kind: 'requirements',
    reason: 'roles and collections to install',
    content: ['map', 'list', 'empty'],
  },
  {
    place: /(^|\/)(\.ansible-lint|\.config\/ansible-lint\.ya?ml)$/,
    kind: 'lint-config',
    reason: 'the settings of ansible-lint',
    content: ['map', 'empty'],
  },
  {
    place: /(^|\/)execution-environment\.ya?ml$/,
    kind: 'execution-environment',
    reason: 'an execution environment',
    content: ['map', 'empty'],
  },
  {
    place: /(^|\/)templates\/.+/,
    kind: 'template',
    reason: 'a template',
    content: ['map', 'list', 'scalar', 'empty', 'alias'],
  },
  {
    place: /(^|\/)(inventory\/.+|inventory(\.[^/]+)?|hosts(\.ini)?|[^/]*\.ini)$/,
    kind: 'inventory',
    reason: 'an inventory',
    content: ['map', 'empty'],
  },
];

/** Short names of `ansible.builtin`, old spellings included: they must be known before any data is loaded. */
const BUILTIN_MODULES = new Set(
  (
    'add_host apt apt_key apt_repository assemble assert async_status blockinfile command copy cron deb822_repository debconf debug dnf ' +
    'dnf5 dpkg_selections expect fail fetch file find gather_facts get_url getent git group group_by hostname import_role import_tasks ' +
    'include include_role include_tasks include_vars iptables known_hosts lineinfile meta mount_facts package package_facts pause ping pip ' +
    'raw reboot replace rpm_key script service service_facts set_fact set_stats setup shell slurp stat subversion systemd systemd_service ' +
    'sysvinit tempfile template unarchive uri user validate_argument_spec wait_for wait_for_connection yum yum_repository'
  ).split(' '),
);
