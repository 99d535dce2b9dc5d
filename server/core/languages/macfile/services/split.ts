import type { Refactoring } from '../../../model/editor.ts';
import type { Lifecycle } from '../../../model/lifecycle.ts';
import { folderOf, joinPath, nameOf } from '../../../model/paths.ts';
import type { Edit, Span } from '../../../model/span.ts';
import { entryOf } from '../../../model/tree.ts';
import { classify } from '../../../schema/lifecycle.ts';
import type { Surroundings } from '../../language.ts';
import { blockOf } from '../blocks.ts';
import { commandsIn } from '../facts/commands.ts';
import { mainCommand } from '../facts/main-command.ts';
import type { Named } from '../model.ts';
import type { MacfileReading } from '../reading.ts';
import { type MacReference, referencesIn } from '../references.ts';
import { quoted } from '../scalars.ts';
import { type Scope, scopeOf, settingText, usersOf, type WorkEntry } from '../scope.ts';
import { scriptAt } from '../scripts.ts';
import { spanIn } from '../texts.ts';
import { type MacText, textsOf, textsOfEntry } from '../uses.ts';

/** Below this a class is only "probably". */
const SURE = 0.7;

/** A part of a Macfile that does not belong into a unit that is made anew for every version. */
interface Part {
  readonly word: 'state' | 'switch';
  readonly title: string;
  readonly what: string;
  /** A part of every version: its file takes the version that is to be served. */
  readonly versioned: boolean;
  readonly holds: (lifecycle: Lifecycle, type: string) => boolean;
}

const STATE: Part = {
  word: 'state',
  title: 'Split persistent resources into their own Macfile',
  what: 'what keeps data',
  versioned: false,
  holds: (lifecycle) => lifecycle.class === 'persistent',
};

const SWITCH: Part = {
  word: 'switch',
  title: 'Move the switch into its own Macfile, to be run after the checks',
  what: 'where traffic goes',
  versioned: true,
  holds: (lifecycle, type) => lifecycle.class === 'router' && SWITCHES.test(type),
};

/** Commands that send users elsewhere at the moment they are run. */
const SWITCHES =
  /route53 change-resource-record-sets|elbv2 modify-(listener|rule)|deployment slot swap|lambda update-alias/;

/**
 * Entries that keep data move, with their resources, to `<name>.state.macfile`, entries that switch traffic to `<name>.switch.macfile`;
 * what the rest reads of their output becomes a parameter. Nothing where something else ties the two parts together.
 */
export function splits(reading: MacfileReading, around: Surroundings): readonly Refactoring[] {
  return [STATE, SWITCH].flatMap((part) => splitOff(part, reading, around) ?? []);
}

function splitOff(part: Part, reading: MacfileReading, { project, data }: Surroundings): Refactoring | undefined {
  if (reading.file.kind === 'library' || !reading.sound) return undefined;
  const scope = scopeOf(reading, project);
  const moved = scope.entries.filter((entry) => belongs(part, scope, entry, data));
  const rest = scope.entries.filter((entry) => !moved.includes(entry));
  const path = joinPath(folderOf(reading.source.path), `${titleOf(reading)}.${part.word}.macfile`);
  if (moved.length === 0 || !rest.some(({ kind }) => kind === 'role') || project.text(path) !== undefined)
    return undefined;
  const resources = resourcesOf(scope, moved);
  const uses = outputsRead(scope, rest, moved);
  if (resources === undefined || uses === undefined || !standAlone(scope, moved)) return undefined;
  const cut = [
    ...cuts(
      reading,
      'infrastructures',
      moved.map(({ written }) => written),
    ),
    ...cuts(reading, 'resources', resources),
  ];
  if (cut.some((span) => span === undefined)) return undefined;
  const removals = cut.map((span): Edit => ({ span: span as Span, text: '' }));
  const created = partFile(
    part,
    reading,
    resources,
    moved.map(({ written }) => written),
  );
  return {
    title: part.title,
    kind: 'refactor.extract',
    edits: [
      { path: reading.source.path, edits: [...removals, ...uses] },
      { path, edits: [{ span: { start: 0, end: 0 }, text: created }], create: true },
    ],
  };
}

function titleOf(reading: MacfileReading): string {
  return nameOf(reading.source.path).replace(/\.?macfile$/i, '') || 'shop';
}

function belongs(part: Part, scope: Scope, entry: WorkEntry, data: Surroundings['data']): boolean {
  if (entry.kind !== 'resource' || entry.base !== undefined) return false;
  const resource = scope.resources.get(settingText(entry, 'resource') ?? '');
  const [script] = resource === undefined || resource.from !== scope.main ? [] : scriptAt(resource, 'create bash');
  const type = script && mainCommand(commandsIn(scope.main, script.node, true), data)?.type;
  const lifecycle = type === undefined ? undefined : classify('macfile', type, data);
  return type !== undefined && lifecycle !== undefined && lifecycle.confidence >= SURE && part.holds(lifecycle, type);
}

/** Resources of the moved entries; undefined when another entry uses one, too. */
function resourcesOf(scope: Scope, moved: readonly WorkEntry[]): readonly Named[] | undefined {
  const names = new Set(moved.map((entry) => settingText(entry, 'resource') ?? ''));
  const shared = [...names].some((name) => usersOf(scope, 'resource', name).some((user) => !moved.includes(user)));
  return shared ? undefined : scope.main.file.resources.filter(({ name }) => names.has(name));
}

/** Moved commands may refer to each other and to their own params only. */
function standAlone(scope: Scope, moved: readonly WorkEntry[]): boolean {
  const names = new Set(moved.map(({ name }) => name));
  const isOwn = ({ word, name }: MacReference) =>
    (word === 'infrastructure' && name === 'param') || (word === 'resource' && names.has(name));
  return moved.every(
    (entry) =>
      !entry.settings.has('ready') && textsOfEntry(scope, entry).every(({ node }) => referencesIn(node).every(isOwn)),
  );
}

/** Edits that replace outputs of the moved entries by parameters; undefined when the rest needs anything else of them. */
function outputsRead(
  scope: Scope,
  rest: readonly WorkEntry[],
  moved: readonly WorkEntry[],
): readonly Edit[] | undefined {
  const names = new Set(moved.map(({ name }) => name));
  const edits = new Map<number, Edit>();
  for (const text of textsOf(scope)) {
    if (text.entry === undefined || !rest.includes(text.entry)) continue;
    for (const reference of referencesIn(text.node)) {
      if (!names.has(reference.name)) continue;
      const edit = outputEdit(scope, text, reference);
      if (edit === undefined) return undefined;
      edits.set(edit.span.start, edit);
    }
  }
  return [...edits.values()];
}

function outputEdit({ main }: Scope, { node, from }: MacText, reference: MacReference): Edit | undefined {
  if (from !== main || reference.word !== 'resource' || !reference.rest.startsWith('json.')) return undefined;
  const last = reference.rest.split('.').findLast((part) => /[A-Za-z]/.test(part)) ?? 'value';
  const name = `${reference.name.replace(/_inf$/, '')}_${last}`.replace(/[^A-Za-z]+/g, '_').toUpperCase();
  const span = spanIn(from, node, reference.span.start, reference.span.end);
  const isWhole = node.style === 'plain' && reference.span.start === 0 && reference.span.end === node.text.length;
  return { span, text: isWhole ? quoted(`{${name}}`) : `{${name}}` };
}

/** Lines to take out of a section; the section itself when nothing stays in it. */
function cuts(
  reading: MacfileReading,
  section: 'infrastructures' | 'resources',
  gone: readonly Named[],
): readonly (Span | undefined)[] {
  const whole = entryOf(reading.file.root, section);
  if (whole !== undefined && reading.file[section].length === gone.length)
    return [blockOf(reading.source.text, whole.span)];
  return gone.map(({ entry }) => blockOf(reading.source.text, entry.span));
}

function partFile(part: Part, reading: MacfileReading, resources: readonly Named[], entries: readonly Named[]): string {
  const { text } = reading.source;
  const blocks = (named: readonly Named[]) =>
    named.map(({ entry }) => {
      const lines = blockOf(reading.source.text, entry.span);
      const block = lines === undefined ? '' : text.slice(lines.start, lines.end);
      return block.endsWith('\n') ? block : `${block}\n`;
    });
  return [
    'mac: 1.0.0\n',
    `description: ${part.what} of ${titleOf(reading)}\n`,
    `name: ${quoted(`${titleOf(reading)}-${part.word}`)}\n`,
    `version: ${part.versioned ? quoted('{INF_VERSION}') : "'1'"}\n`,
    '\nresources:\n',
    ...blocks(resources),
    '\ninfrastructures:\n',
    ...blocks(entries),
  ].join('');
}
