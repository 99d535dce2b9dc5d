import type { CompletionItem } from '../../../model/editor.ts';
import { folderOf } from '../../../model/paths.ts';
import { entryIn } from '../../../model/table.ts';
import { entryOf, keyText } from '../../../model/tree.ts';
import { placeAt, type TreePlace } from '../../../syntax/place.ts';
import type { Surroundings } from '../../language.ts';
import { entryKind, follow } from '../model.ts';
import { asMacfile, type MacfileReading } from '../reading.ts';
import { actionsOfKind } from '../resolve.ts';
import { type Scope, scopeOf, settingText } from '../scope.ts';
import { ENTRY_KEYS, type KeyFact, keysOf } from '../structure.ts';
import { paramsRead } from '../uses.ts';
import { knownValues } from '../values.ts';
import { completeReference } from './complete-reference.ts';

export function complete(reading: MacfileReading, offset: number, around: Surroundings): readonly CompletionItem[] {
  const inComment = reading.comments.some(({ span }) => span.start < offset && offset <= span.end);
  if (inComment) return [];
  const scope = scopeOf(reading, around.project);
  const place = placeAt(reading.tree, offset);
  const placeholder = completePlaceholder(reading, offset);
  if (placeholder !== undefined) return placeholder;
  if (place.role === 'key' && !place.item) return completeKey(reading, place, scope);
  return completeValue(reading, place, offset, scope, around);
}

/** Behind an opening brace: parameters that the file and its libraries already use. */
function completePlaceholder(reading: MacfileReading, offset: number): readonly CompletionItem[] | undefined {
  const { text } = reading.source;
  const open = /\{([A-Za-z_-]*)$/.exec(text.slice(Math.max(0, offset - 80), offset));
  if (open === null || text.charAt(offset - open[0].length - 1) === '$') return undefined;
  const rest = /^[A-Za-z_-]*\}?/.exec(text.slice(offset))?.[0] ?? '';
  const span = { start: offset - open[0].length, end: offset + rest.length };
  const here = span.start;
  const names = new Set(
    reading.placeholders.filter((one) => one.name !== '' && one.span.start !== here).map(({ name }) => name),
  );
  for (const name of ['INF_VERSION', 'INF_NAME']) names.add(name);
  return [...names].sort().map((name) => ({
    label: `{${name}}`,
    kind: 'variable',
    detail: `-p ${name}=…`,
    edit: { span, text: `{${name}}` },
    filter: `{${name}`,
  }));
}

function completeKey(reading: MacfileReading, place: TreePlace, scope: Scope): readonly CompletionItem[] {
  const [section, name, ...rest] = place.path;
  if (section === 'infrastructures' && name === undefined) return inheritedNames(place, scope);
  if ((section === 'infrastructures' || section === 'defaults') && rest[0] === 'params' && rest.length === 1) {
    return missingParams(reading, place, scope);
  }
  const keys = keysAt(reading, place);
  const taken = takenKeys(place);
  return keys
    .map((fact, index) => [fact, index] as const)
    .filter(([{ key }]) => !taken.has(key))
    .map(([fact, index]) => keyItem(reading, place, fact, (fact.required === true ? 0 : 100) + index));
}

function keysAt(reading: MacfileReading, { path, map }: TreePlace): readonly KeyFact[] {
  const [section, name, inner, ...deeper] = path;
  if (section === undefined) {
    const { kind, root } = reading.file;
    if (kind === 'library') return keysOf('library');
    return root === undefined || root.entries.length === 0
      ? [...keysOf('main'), ...keysOf('library').slice(2)]
      : keysOf('main');
  }
  if (name === undefined || deeper.length > 0) return [];
  if (section === 'roles')
    return inner === undefined ? keysOf('role') : inner === 'instance create' ? keysOf('instance') : [];
  if (inner !== undefined) return [];
  if (section === 'actions') return keysOf('action').filter(() => (map?.entries.length ?? 0) < 2);
  if (section === 'resources') return keysOf('resource');
  if (section !== 'infrastructures' && section !== 'defaults') return [];
  const kind = entryKind(map);
  if (kind === 'role') return keysOf('role-entry');
  return kind === 'none'
    ? ENTRY_KEYS
    : keysOf('command-entry').filter(({ key }) => key !== (kind === 'resource' ? 'action' : 'resource'));
}

function takenKeys({ map, node }: TreePlace): ReadonlySet<string> {
  return new Set(map?.entries.filter((entry) => entry.key !== node).flatMap((entry) => keyText(entry) ?? []) ?? []);
}

function keyItem(reading: MacfileReading, place: TreePlace, fact: KeyFact, rank: number): CompletionItem {
  const { key, snippet = ' $0', documentation, required } = fact;
  const hasColon = /^\s*:/.test(reading.source.text.slice(place.span.end, place.span.end + 40));
  return {
    label: key,
    kind: 'property',
    edit: { span: place.span, text: hasColon ? key : `${key}:${snippet}` },
    ...(hasColon ? {} : { snippet: true }),
    ...(required === true ? { detail: 'required' } : {}),
    documentation,
    rank,
    ...(documentation.startsWith('Accepted') ? { deprecated: true } : {}),
    ...(snippet.endsWith('$1') || snippet.endsWith('$0') ? { retrigger: snippet === ' $1' } : {}),
  };
}

function inheritedNames(place: TreePlace, scope: Scope): readonly CompletionItem[] {
  const taken = takenKeys(place);
  return scope.parents.flatMap(({ alias, reading }) => {
    const defaults = reading?.file.defaults ?? [];
    const names = [...(defaults.length > 0 ? ['*'] : []), ...defaults.map(({ name }) => name)];
    return names
      .map((name) => `${alias}.${name}`)
      .filter((label) => !taken.has(label))
      .map(
        (label, rank): CompletionItem => ({
          label,
          kind: 'reference',
          detail: label.endsWith('.*') ? 'every default that is not listed' : `default of ${alias}`,
          edit: { span: place.span, text: `${label}:` },
          rank,
        }),
      );
  });
}

/** Params that the command of the entry reads and nobody gives yet. */
function missingParams(reading: MacfileReading, place: TreePlace, scope: Scope): readonly CompletionItem[] {
  const entry = scope.entries.find(({ name, written }) => name === place.path[1] || written.name === place.path[1]);
  if (entry === undefined) return [];
  const taken = takenKeys(place);
  return paramsRead(scope, entry.kind, settingText(entry, entry.kind) ?? '')
    .filter((name) => !taken.has(name))
    .map((name, rank) =>
      keyItem(
        reading,
        place,
        {
          key: name,
          type: 'free',
          documentation: `Read by the command as \`infrastructure.param.${name}\`.`,
          snippet: ' $1',
        },
        rank,
      ),
    );
}

function completeValue(
  reading: MacfileReading,
  place: TreePlace,
  offset: number,
  scope: Scope,
  around: Surroundings,
): readonly CompletionItem[] {
  const [section, name, key, ...rest] = place.path;
  const isEntry = section === 'infrastructures' || section === 'defaults';
  if (section === 'parents' && name !== undefined && key === undefined) return libraries(reading, place, around);
  if ((section === 'version' || section === 'name') && name === undefined) return identity(place, section);
  if (isEntry && key !== undefined && rest.length === 0) {
    const values = entryValues(reading, place, scope, around);
    if (values.length > 0) return values;
  }
  const environment = place.path.lastIndexOf('environment');
  if (environment > 0 && place.path.length > environment + 2) {
    return [...addresses(place, scope), ...completeReference(reading, place, offset, scope)];
  }
  return completeReference(reading, place, offset, scope);
}

function identity(place: TreePlace, key: string): readonly CompletionItem[] {
  const name = key === 'version' ? 'INF_VERSION' : 'INF_NAME';
  return [valueItem(place, `{${name}}`, 'variable', `-p ${name}=…`, 0, quotedAs(place, `{${name}}`))];
}

function quotedAs({ node }: TreePlace, text: string): string {
  const isQuoted = node?.kind === 'scalar' && (node.style === 'single' || node.style === 'double');
  return isQuoted ? text : `'${text}'`;
}

function valueItem(
  place: TreePlace,
  label: string,
  kind: CompletionItem['kind'],
  detail?: string,
  rank = 0,
  text = label,
): CompletionItem {
  return { label, kind, edit: { span: place.span, text }, rank, ...(detail === undefined ? {} : { detail }) };
}

function entryValues(
  reading: MacfileReading,
  place: TreePlace,
  scope: Scope,
  { data }: Surroundings,
): readonly CompletionItem[] {
  const key = place.path[2] ?? '';
  const known = knownValues(data);
  const provider = providerAt(reading, place);
  const plain = (names: Iterable<string>, kind: CompletionItem['kind'], detail?: string) =>
    [...names].map((name, rank) => valueItem(place, name, kind, detail, rank));
  switch (key) {
    case 'role':
      return plain(scope.roles.keys(), 'reference', 'role');
    case 'resource':
      return plain(scope.resources.keys(), 'reference', 'resource');
    case 'action':
      return plain(actionsOfKind(scope, 'bash'), 'reference', 'action');
    case 'ready':
      return plain(
        [...scope.roles.keys()].map((name) => `role.${name}`),
        'reference',
        'waits until its instances are ready',
      );
    case 'provider':
      return known.providers.map((one, rank) => ({
        ...valueItem(place, one.name, 'enum', undefined, rank),
        documentation: one.documentation ?? '',
      }));
    case 'deployment':
      return known.deployments.map((one, rank) => ({
        ...valueItem(place, one.name, 'enum', undefined, rank),
        documentation: one.documentation ?? '',
      }));
    case 'release':
      return plain(
        known.releases.flatMap((one) => [one.name, ...one.versions.map((version) => `${one.name}:${version.name}`)]),
        'enum',
      );
    case 'hardware':
      return plain(entryIn(known.hardware, provider) ?? [], 'value', provider);
    case 'location':
      return plain(entryIn(known.locations, provider) ?? [], 'value', provider);
    default:
      return [];
  }
}

function providerAt(reading: MacfileReading, { path }: TreePlace): string {
  const entry = reading.file.infrastructures.find(({ name }) => name === path[1]);
  const provider = follow(entryOf(entry?.body, 'provider')?.value);
  return provider?.kind === 'scalar' && provider.text !== '' ? provider.text : 'amazon';
}

function addresses(place: TreePlace, scope: Scope): readonly CompletionItem[] {
  const names = [...scope.roles.keys(), ...scope.entries.filter(({ kind }) => kind === 'role').map(({ name }) => name)];
  return [...new Set(names)].flatMap((name, rank) => [
    valueItem(place, `${name}.PRIVATE_IP`, 'reference', 'private addresses of its instances', rank),
    valueItem(place, `${name}.PUBLIC_IP`, 'reference', 'public addresses of its instances', rank),
    valueItem(place, `${name}.FACT.hostname`, 'reference', 'a fact of its instances', rank),
  ]);
}

/** Libraries of the project, relative to the file. */
function libraries(reading: MacfileReading, place: TreePlace, { project }: Surroundings): readonly CompletionItem[] {
  const folder = folderOf(reading.source.path);
  return project.paths('macfile').flatMap((path, rank) => {
    const other = asMacfile(project.reading(path));
    if (path === reading.source.path || other?.file.kind !== 'library') return [];
    return [valueItem(place, relativeTo(folder, path), 'file', 'library', rank)];
  });
}

function relativeTo(folder: string, path: string): string {
  const from = folder === '' ? [] : folder.split('/');
  const to = path.split('/');
  let same = 0;
  while (same < from.length && same < to.length - 1 && from[same] === to[same]) same++;
  return [...from.slice(same).map(() => '..'), ...to.slice(same)].join('/');
}
