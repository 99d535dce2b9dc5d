import { folderOf, joinPath, nameOf } from '../../../model/paths.ts';
import { entryOf, keyText, type MapNode, type TreeNode } from '../../../model/tree.ts';
import type { Neighbour, Project } from '../../language.ts';
import { texts, writtenText } from '../model.ts';
import { roleName } from '../project/files.ts';
import { layoutOf } from '../project/layout.ts';
import type { AnsibleReading } from '../reading.ts';
import type { LintConfig } from './config.ts';
import type { Report } from './rule.ts';

/** Files about a role or a collection: `meta/main.yml`, `galaxy.yml`, `meta/runtime.yml`. */
export function metadata(reading: AnsibleReading, project: Project, config: LintConfig, report: Report): void {
  const root = reading.tree.roots.find((each) => each !== undefined);
  if (root?.kind !== 'map') return;
  if (reading.kind === 'galaxy') galaxy(root, reading.source.path, project, report);
  else if (reading.kind === 'meta') {
    roleInfo(entryOf(root, 'galaxy_info')?.value, report);
    roleItself(root, reading.source.path, project, report);
  } else if (isRuntime(reading.source.path)) runtime(root, config, report);
}

/** What must be looked for beside such a file. */
export function metadataNeighbours(path: string): readonly Neighbour[] {
  const file = (each: string): Neighbour => ({ kind: 'file', path: each });
  if (/(^|\/)galaxy\.ya?ml$/.test(path)) return [...CHANGELOGS, ...RUNTIME].map(file);
  if (/(^|\/)meta\/main\.ya?ml$/.test(path)) return SPECIFICATIONS.map(file);
  return [];
}

const CHANGELOGS = ['changelogs/changelog.yaml', 'changelogs/changelog.yml', 'CHANGELOG.rst', 'CHANGELOG.md'];
const RUNTIME = ['meta/runtime.yml'];
const SPECIFICATIONS = ['argument_specs.yml', 'argument_specs.yaml'];

function isRuntime(path: string): boolean {
  return /(^|\/)meta\/runtime\.ya?ml$/.test(path);
}

function allMissing(folder: string, names: readonly string[], project: Project): boolean {
  return names.every((name) => project.missing(joinPath(folder, name)));
}

/** Tags of which the hub of collections wants one. */
const WANTED_TAGS =
  'application cloud database eda infrastructure linux monitoring networking security storage tools windows'.split(' ');
const LONGEST_TAG = 64;
const MOST_TAGS = 20;

function galaxy(root: MapNode, path: string, project: Project, report: Report): void {
  const header = { span: root.entries[0]?.key.span ?? root.span, node: '' };
  for (const entry of mapEntries(entryOf(root, 'dependencies')?.value))
    if (writtenText(entry.value)?.value.trim() === '')
      report(
        'galaxy[invalid-dependency-version]',
        { span: entry.span, node: '' },
        `Which versions of ${keyText(entry)}? Any is "*".`,
      );
  galaxyTags(root, header, report);
  if (allMissing(folderOf(path), CHANGELOGS, project))
    report('galaxy[no-changelog]', header, 'A collection has a changelog: CHANGELOG.md or changelogs/changelog.yaml.');
  const version = writtenText(entryOf(root, 'version')?.value);
  if (version === undefined || /^0\./.test(version.value))
    report(
      'galaxy-version-incorrect',
      { span: version?.span ?? header.span, node: '' },
      'A collection that others may use has version 1.0.0 at least.',
    );
  if (entryOf(root, 'version') === undefined) {
    report('galaxy[version-missing]', header, 'A collection has a version.');
    return;
  }
  if (allMissing(folderOf(path), RUNTIME, project))
    report('galaxy[no-runtime]', header, 'meta/runtime.yml says which releases of Ansible the collection needs.');
  if (entryOf(root, 'repository') === undefined)
    report('galaxy[no-repository]', header, 'The key repository says where the source is.');
  if (entryOf(root, 'license') === undefined && entryOf(root, 'license_file') === undefined)
    report('galaxy[no-license]', header, 'A collection has a license or a license_file.');
}

function galaxyTags(root: MapNode, header: Parameters<Report>[1], report: Report): void {
  const entry = entryOf(root, 'tags');
  const tags = entry?.value.kind === 'list' ? entry.value.items.flatMap((item) => writtenText(item) ?? []) : [];
  const at = { span: entry?.key.span ?? header.span, node: '' };
  if (!tags.some(({ value }) => WANTED_TAGS.includes(value)))
    report('galaxy[tags]', at, `One of these tags is needed: ${WANTED_TAGS.join(', ')}.`);
  const misspelt = tags.find(({ value }) => !/^[a-z][0-9a-z_]*$/.test(value) || value.includes('__'));
  if (misspelt !== undefined)
    report(
      'galaxy[tags-format]',
      { span: misspelt.span, node: '' },
      `A tag has small letters, digits and single underscores: ${misspelt.value}.`,
    );
  const long = tags.find(({ value }) => value.length > LONGEST_TAG);
  if (long !== undefined)
    report('galaxy[tags-length]', { span: long.span, node: '' }, `A tag has ${LONGEST_TAG} characters at most.`);
  if (tags.length > MOST_TAGS)
    report('galaxy[tags-count]', at, `A collection has ${MOST_TAGS} tags at most, this one ${tags.length}.`);
}

function mapEntries(node: TreeNode | undefined): MapNode['entries'] {
  return node?.kind === 'map' ? node.entries : [];
}

/** Values that a new role is made with. */
const SAMPLES: readonly (readonly [key: string, value: string])[] = [
  ['author', 'your name'],
  ['description', 'your description'],
  ['company', 'your company (optional)'],
  ['license', 'license (GPLv2, CC-BY, etc)'],
  ['license', 'license (GPL-2.0-or-later, MIT, etc)'],
];

function roleInfo(info: TreeNode | undefined, report: Report): void {
  if (info?.kind !== 'map') return;
  for (const [key, value] of SAMPLES) {
    const found = writtenText(entryOf(info, key)?.value);
    if (found?.value === value)
      report('meta-incorrect', { span: found.span, node: 'galaxy_info' }, `${key} is still the one of a new role.`);
  }
  roleTags(info, report);
  videos(entryOf(info, 'video_links')?.value, report);
}

function roleTags(info: MapNode, report: Report): void {
  const say = (span: TreeNode['span'], message: string) =>
    report('meta-no-tags', { span, node: 'galaxy_info' }, message);
  const old = entryOf(info, 'categories');
  if (old !== undefined) say(old.key.span, 'categories is now galaxy_tags.');
  for (const entry of [entryOf(info, 'galaxy_tags'), old]) {
    if (entry === undefined) continue;
    if (entry.value.kind === 'list')
      for (const { value, span } of entry.value.items.flatMap((item) => writtenText(item) ?? [])) {
        if (!/^[a-z0-9]+$/.test(value)) say(span, `A tag has small letters and digits only: ${value}.`);
      }
    else if (entry.value.kind === 'scalar' || entry.value.kind === 'map')
      say(entry.value.span, `${keyText(entry)} is a list.`);
  }
}

const VIDEO = /^https:\/\/(drive\.google\.com.*file\/d\/[\w-]+\/|vimeo\.com\/\d+|youtu\.be\/[\w-]+)/;

function videos(links: TreeNode | undefined, report: Report): void {
  if (links?.kind !== 'list') return;
  for (const item of links.items) {
    const at = { span: item.span, node: 'galaxy_info' };
    const url = writtenText(entryOf(item, 'url')?.value);
    if (item.kind !== 'map' || item.entries.some((entry) => !/^(url|title)$/.test(keyText(entry) ?? '')))
      report('meta-video-links', at, 'A video is a mapping of url and title.');
    else if (url !== undefined && !VIDEO.test(url.value.slice(0, 500)))
      report(
        'meta-video-links',
        { ...at, span: url.span },
        'A shared link of YouTube, Vimeo or Google Drive is wanted.',
      );
  }
}

function roleItself(root: MapNode, path: string, project: Project, report: Report): void {
  const dependencies = entryOf(root, 'dependencies')?.value;
  for (const item of dependencies?.kind === 'list' ? dependencies.items : []) {
    const name = roleName(item);
    if (name?.value.includes('/') === true && entryOf(item, 'src') === undefined)
      report('role-name[path]', { span: name.span, node: 'dependencies' }, BY_NAME);
  }
  if (!/(^|\/)meta\/main\.ya?ml$/.test(path)) return;
  const header = { span: root.entries[0]?.key.span ?? root.span, node: '' };
  const given = writtenText(entryOf(entryOf(root, 'galaxy_info')?.value, 'role_name')?.value);
  const name = given?.value ?? layoutOf(path).roleName;
  if (name !== undefined && !/^[a-z][a-z0-9_]*$/.test(name.replace(/^ansible-role-/, '')))
    report('role-name', { ...header, span: given?.span ?? header.span }, namedSo(name));
  const described = entryOf(root, 'argument_specs') !== undefined;
  if (!described && allMissing(folderOf(path), SPECIFICATIONS, project))
    report('role-argument-spec', header, 'meta/argument_specs.yml says which variables the role takes.');
}

export const BY_NAME = 'A role is named, and found in a folder of roles: take the path away.';

export function namedSo(name: string): string {
  return `A role is named with small letters, digits and underscores: ${nameOf(name)}.`;
}

/** Minor releases of Ansible that get fixes. */
const SUPPORTED = ['2.15.', '2.16.', '2.17.', '2.18.', '2.19.'];
const REQUIREMENT = /^\s*(~=|==|!=|<=|>=|<|>|===)\s*v?\d+(\.(\d+|\*))*((a|b|rc|\.post|\.dev)\d*)*\s*$/;

function runtime(root: MapNode, config: LintConfig, report: Report): void {
  const [wanted] = texts(entryOf(root, 'requires_ansible')?.value);
  const span = entryOf(root, 'requires_ansible')?.value.span;
  if (wanted === undefined || wanted === '' || span === undefined) return;
  const releases = [...SUPPORTED, ...config.supported];
  if (!releases.some((release) => wanted.includes(release)))
    report(
      'meta-runtime[unsupported-version]',
      { span, node: '' },
      `None of the releases that get fixes is named: ${releases.map((each) => each.replace(/\.$/, '')).join(', ')}.`,
    );
  if (wanted.split(',').some((part) => !REQUIREMENT.test(part.slice(0, 100))))
    report('meta-runtime[invalid-version]', { span, node: '' }, 'This is no range of versions: ">=2.16.0,<2.20".');
}
