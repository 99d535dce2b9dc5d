import type { Context, Fact, NetworkMount, PackageInstall, Resource, Script, When } from '../../model/fact.ts';
import type { Span, Written } from '../../model/span.ts';
import { entryIn } from '../../model/table.ts';
import { entryOf, type ScalarNode } from '../../model/tree.ts';
import { literalBoolean, literalText, type MapValue, type Value, valueAt } from '../../model/value.ts';
import { scalarMap } from '../../syntax/scalar-map.ts';
import { readCommands } from '../../syntax/shell.ts';
import { factsOfScript } from '../../syntax/shell-facts.ts';
import type { Task } from './model.ts';
import { texts } from './model.ts';

export interface TaskInput {
  readonly task: Task;
  /** Full name. */
  readonly module: string;
  readonly classes: readonly string[];
  readonly settings: MapValue;
  readonly free: Written | undefined;
  readonly resource: Resource;
  readonly contexts: readonly Context[];
  /** The document, for places inside folded and quoted text. */
  readonly source: string;
}

/** What one task does to a machine: packages, upgrades, edits, code, downloads, commands. */
export function taskFacts(input: TaskInput): Fact[] {
  const { module } = input;
  const state = literalText(valueAt(input.settings, 'state'));
  if (state === 'absent' || state === 'removed') return [];
  const manager = entryIn(PACKAGE_MODULES, module);
  if (manager !== undefined) return [...packages(input, manager), ...upgrades(input)];
  if (module === 'ansible.builtin.git' || module === 'ansible.builtin.subversion') return checkout(input);
  if (module === 'ansible.builtin.get_url' || module === 'ansible.builtin.unarchive') return download(input);
  if (module === 'ansible.posix.mount') return mounts(input);
  if (input.classes.includes('in-place-edit')) return edit(input, 'in-place');
  if (input.classes.includes('render-config')) return edit(input, 'whole-file');
  if (/\.(shell|command|raw|script|win_shell|win_command)$/.test(module)) return script(input);
  return [];
}

/** Manager by full module name. `package` leaves the choice to the host. */
const PACKAGE_MODULES: Readonly<Record<string, string>> = {
  'ansible.builtin.apt': 'apt',
  'ansible.builtin.dnf': 'dnf',
  'ansible.builtin.dnf5': 'dnf',
  'ansible.builtin.yum': 'yum',
  'ansible.builtin.package': 'package',
  'ansible.builtin.pip': 'pip',
  'community.general.npm': 'npm',
  'community.general.gem': 'gem',
  'community.general.apk': 'apk',
  'community.general.pacman': 'pacman',
  'community.general.zypper': 'zypper',
  'community.general.homebrew': 'homebrew',
  'community.general.snap': 'snap',
};

function when({ contexts }: TaskInput): When {
  if (contexts.includes('imageBuild')) return 'build';
  return contexts.includes('module') ? 'unknown' : 'deploy';
}

function packages(input: TaskInput, manager: string): PackageInstall[] {
  const { settings, task } = input;
  const state = valueAt(settings, 'state');
  const latest = literalText(state) === 'latest';
  const onlyUpgrade = ['only_upgrade', 'update_only'].some((key) => literalBoolean(valueAt(settings, key)) === true);
  const more = {
    ...(latest && state && { latest: state.span }),
    ...(onlyUpgrade && { onlyUpgrade }),
    ...(input.contexts.length > 0 && { contexts: input.contexts }),
  };
  const version = valueAt(settings, 'version');
  const names = ['name', 'pkg', 'package'].map((key) => valueAt(settings, key)).find((value) => value !== undefined);
  return itemsOf(names).flatMap((item): PackageInstall[] => {
    const text = literalText(item);
    if (text === undefined || text === '*') return [];
    return text
      .split(',')
      .map((each) => each.trim())
      .filter((each) => each !== '' && !/[/:]/.test(each))
      .map((each) => ({ ...packageOf(each, item.span, manager, latest, version, task.path, when(input)), ...more }));
  });
}

function packageOf(
  text: string,
  span: Span,
  manager: string,
  latest: boolean,
  version: Value | undefined,
  node: string,
  at: When,
): PackageInstall {
  const [, name = text, pinned] = /^([^=<>~!]+?)\s*(?:==?\s*([^=\s]+)|[<>~!]=?.*)$/.exec(text) ?? [];
  const own = pinned ?? literalText(version);
  const known: PackageInstall['version'] =
    own !== undefined
      ? { kind: 'literal', value: own }
      : version !== undefined
        ? { kind: 'unknown' }
        : latest
          ? { kind: 'latest' }
          : { kind: 'none' };
  return { fact: 'package', node, span, manager, name: { value: name, span }, version: known, when: at };
}

function itemsOf(value: Value | undefined): readonly Value[] {
  return value?.kind === 'list' ? value.items : value ? [value] : [];
}

function upgrades(input: TaskInput): Fact[] {
  const { settings, module, task } = input;
  const upgrade = valueAt(settings, 'upgrade');
  const whole =
    upgrade !== undefined && literalText(upgrade) !== undefined && !/^(no|false)$/i.test(literalText(upgrade) ?? '');
  const names = itemsOf(valueAt(settings, 'name'));
  const all = literalText(valueAt(settings, 'state')) === 'latest' && names.some((name) => literalText(name) === '*');
  if (!whole && !all) return [];
  const security = literalBoolean(valueAt(settings, 'security')) === true;
  const span = (whole ? upgrade?.span : names[0]?.span) ?? task.map.span;
  return [
    {
      fact: 'os-upgrade',
      node: task.path,
      span,
      manager: entryIn(PACKAGE_MODULES, module) ?? 'package',
      when: when(input),
      ...(security && { securityOnly: true }),
    },
  ];
}

function checkout(input: TaskInput): Fact[] {
  const { settings, task } = input;
  const repository = literalText(valueAt(settings, 'repo')) ?? literalText(valueAt(settings, 'name'));
  const written = valueAt(settings, 'version') ?? valueAt(settings, 'revision');
  // Reads only: what is there already is looked at, nothing is fetched.
  if (literalBoolean(valueAt(settings, 'clone')) === false) return [];
  const revision = literalText(written);
  const destination = literalText(valueAt(settings, 'dest'));
  const local =
    texts(entryOf(task.map, 'delegate_to')?.value).some((host) => /^(localhost|127\.0\.0\.1)$/.test(host)) ||
    input.contexts.includes('localhost');
  if (local) return [];
  const pinned =
    written === undefined
      ? false
      : revision === undefined
        ? undefined
        : /^[0-9a-f]{7,40}$/i.test(revision) || /^v?\d+(\.\d+)+/.test(revision);
  return [
    {
      fact: 'checkout',
      node: task.path,
      span: (written ?? valueAt(settings, 'repo') ?? valueAt(settings, 'name'))?.span ?? task.map.span,
      repository: repository ?? '',
      ...(revision !== undefined && written && { revision: { value: revision, span: written.span } }),
      ...(pinned !== undefined && { pinned }),
      update: literalBoolean(valueAt(settings, 'update')) !== false,
      when: when(input),
      ...(destination !== undefined && { destination }),
    },
  ];
}

function download(input: TaskInput): Fact[] {
  const { settings, task, module } = input;
  const value = valueAt(settings, module.endsWith('get_url') ? 'url' : 'src');
  const url = literalText(value);
  if (url === undefined || value === undefined || !/^(https?|ftp):/.test(url)) return [];
  return [
    {
      fact: 'download',
      node: task.path,
      span: value.span,
      url: { value: url, span: value.span },
      verified: valueAt(settings, 'checksum') !== undefined,
      executed: false,
      when: when(input),
    },
  ];
}

/** A file system of another machine. */
function mounts({ settings, task }: TaskInput): NetworkMount[] {
  const type = valueAt(settings, 'fstype');
  const state = literalText(valueAt(settings, 'state'));
  if (
    !/^(?:nfs4?|efs|glusterfs|cifs|ceph)$/.test(literalText(type) ?? '') ||
    state === 'unmounted' ||
    type === undefined
  )
    return [];
  const source = valueAt(settings, 'src') ?? valueAt(settings, 'path');
  const target = literalText(source) ?? (source?.kind === 'unknown' ? (source.written ?? '') : '');
  return [{ fact: 'network-mount', node: task.path, span: source?.span ?? type.span, target }];
}

function edit(input: TaskInput, how: 'in-place' | 'whole-file'): Fact[] {
  const { settings, task } = input;
  const value = ['path', 'dest', 'destfile', 'name']
    .map((key) => valueAt(settings, key))
    .find((each) => each !== undefined);
  const file = literalText(value);
  if (file === undefined || value === undefined) return [];
  return [{ fact: 'config-edit', node: task.path, span: value.span, how, target: file, when: when(input) }];
}

/** Text of `shell`, `command` and their like. A local file run by `script` is not looked into. */
function script(input: TaskInput): Fact[] {
  const { task, settings, module, free } = input;
  const written = valueAt(settings, 'cmd');
  const node = task.action?.args;
  const args = node?.kind === 'map' ? entryOf(node, 'cmd')?.value : node;
  const scalar = args?.kind === 'scalar' && args.tag === undefined ? args : undefined;
  const text = literalOrTemplated(written) ?? free?.value;
  if (scalar === undefined || text === undefined || module.endsWith('.script')) return [];
  const fact: Script = {
    fact: 'script',
    node: task.path,
    span: scalar.span,
    when: when(input),
    where: input.contexts.includes('localhost') ? 'local' : 'instance',
    text: scalar.text,
    commands: commandsOf(input.source, scalar),
    stopsOnError: true,
  };
  return [fact, ...factsOfScript(fact)];
}

function literalOrTemplated(value: Value | undefined): string | undefined {
  return value === undefined ? undefined : (literalText(value) ?? 'templated');
}

function commandsOf(source: string, node: ScalarNode) {
  const map = scalarMap(source, node);
  return readCommands(masked(node.text), (start, end) => map.span(start, end));
}

/** `{{ x }}` becomes a placeholder of the same length that the shell reader knows to be unknown. */
function masked(text: string): string {
  return text.replace(/\{\{[^{}]*\}\}|\{%[^{}]*%\}/g, (match) => `\ue000${'x'.repeat(match.length - 2)}\ue001`);
}
