import type { Guards, LocalState, PhysicalName, Resource } from '../../../model/fact.ts';
import type { Lifecycle } from '../../../model/lifecycle.ts';
import type { Span } from '../../../model/span.ts';
import { entryOf, type TreeNode } from '../../../model/tree.ts';
import { literalNumber, literalText, type MapEntry, type MapValue, type Value, valueAt } from '../../../model/value.ts';
import type { DataSource } from '../../../schema/data.ts';
import { classify } from '../../../schema/lifecycle.ts';
import { follow, instanceOf, namedIn, scalarAt } from '../model.ts';
import type { MacfileReading } from '../reading.ts';
import { type Scope, type Sourced, settingText, type WorkEntry } from '../scope.ts';
import { scriptAt } from '../scripts.ts';
import { asWritten, commandsIn } from './commands.ts';
import { type CommandOption, isReading, type MainCommand, mainCommand, optionsOf } from './main-command.ts';
import { createdName, type NamedBy } from './naming.ts';
import { type ValueContext, valueOfNode, valueOfText } from './value.ts';

/** One entry of the work list as a resource, with the name its command gives it and what it says about itself. */
export interface EntryFacts {
  readonly entry: WorkEntry;
  readonly resource: Resource;
  readonly names: readonly PhysicalName[];
  /** Words of its create command, for names that others use. */
  readonly words: readonly string[];
}

export function entryFacts(scope: Scope, entry: WorkEntry, order: number, data: DataSource): EntryFacts {
  const context: ValueContext = { scope, entry, anchor: entry.written.key };
  return entry.kind === 'role' ? roleEntry(context, entry, order, data) : commandEntry(context, entry, order, data);
}

function baseOf({ scope, anchor }: ValueContext, entry: WorkEntry, order: number, type: string) {
  const { written } = entry;
  const setting = entry.kind === 'none' ? undefined : entry.settings.get(entry.kind);
  const typeSpan = setting?.from === scope.main ? setting.value.span : anchor;
  return {
    fact: 'resource',
    node: nodeOf(scope, entry),
    span: written.entry.span,
    header: anchor,
    name: { value: entry.name, span: anchor },
    type: { value: type, span: typeSpan },
    order,
  } as const;
}

export function nodeOf({ main }: Scope, entry: WorkEntry): string {
  return `${main.file.kind === 'library' ? 'defaults' : 'infrastructures'}.${entry.name}`;
}

function roleEntry(context: ValueContext, entry: WorkEntry, order: number, data: DataSource): EntryFacts {
  const { scope } = context;
  const type = 'mac instance create';
  const role = scope.roles.get(settingText(entry, 'role') ?? '');
  const settings = [...entrySettings(context, entry), ...(role === undefined ? [] : [roleSettings(context, role)])];
  const amount = entry.settings.get('amount');
  const count = amount === undefined ? 1 : countOf(valueOfNode(amount.value, amount.from, context));
  const resource: Resource = {
    ...baseOf(context, entry, order, type),
    settings: mapOf(settings, entry.written.entry.span),
    lifecycle: refined(classify('macfile', type, data), role, entry),
    instances: count,
    destroyable: true,
  };
  return { entry, resource, names: [], words: [] };
}

function entrySettings(context: ValueContext, entry: WorkEntry): readonly MapEntry[] {
  return [...entry.settings].map(([key, { key: keySpan, entry: tree, value, from }]) => {
    const own = from === context.scope.main;
    return {
      key: { value: key, span: own ? keySpan : context.anchor },
      value: valueOfNode(value, from, context),
      span: own ? tree.span : context.anchor,
    };
  });
}

/**
 * `roles.<role>.instance create` without its script, which is a fact of its own: a difference is then named by the path a person
 * finds it at.
 */
function roleSettings(context: ValueContext, role: Sourced): MapEntry {
  const { anchor } = context;
  const instance = instanceOf(role);
  const body = instance === undefined ? undefined : valueOfNode(instance, role.from, context);
  const kept = body?.kind === 'map' ? body.entries.filter(({ key }) => key.value !== 'bootstrap bash') : [];
  const wrap = (key: string, value: Value): MapEntry => ({
    key: { value: key, span: anchor },
    value,
    span: value.span,
  });
  const create = wrap('instance create', mapOf(kept, body?.span ?? anchor));
  return wrap('roles', mapOf([wrap(role.name, mapOf([create], create.span))], create.span));
}

function mapOf(entries: readonly MapEntry[], span: Span): MapValue {
  return { kind: 'map', entries, span };
}

function countOf(value: Value): number | 'unknown' {
  return literalNumber(value) ?? 'unknown';
}

/** A class that only names or disks suggest is shown as "probably". */
const PROBABLY = 0.6;

const WORKLOADS = [
  [
    'persistent',
    /(?:^|[^a-z])(?:db|database|mysql|mariadb|postgres(?:ql)?|pgsql|mongo(?:db)?|couchdb|cassandra|elasticsearch|nfs)(?:[^a-z]|$)/i,
  ],
  ['volatile', /(?:^|[^a-z])(?:queue|rabbitmq|activemq|kafka|broker|mq)(?:[^a-z]|$)/i],
  ['cache', /(?:^|[^a-z])(?:cache|redis|memcached?|varnish)(?:[^a-z]|$)/i],
] as const;

/** A role with disks, or one that is named like a store, keeps something. */
function refined(lifecycle: Lifecycle, role: Sourced | undefined, entry: WorkEntry): Lifecycle {
  const reasons = (why: string) => [...lifecycle.reasons, why];
  const disks = role === undefined ? [] : disksOf(role);
  if (disks.length > 0) {
    const why = `PROPERTY: it has a disk of its own for data (${disks[0]?.device})`;
    return { ...lifecycle, class: 'persistent', confidence: PROBABLY, reasons: reasons(why) };
  }
  const configuration = scalarAt(role && instanceOf(role), 'configuration')?.text;
  const names = [role?.name ?? settingText(entry, 'role'), configuration].filter((name) => name !== undefined);
  for (const [state, pattern] of WORKLOADS) {
    const name = names.find((one) => pattern.test(one));
    if (name !== undefined)
      return { ...lifecycle, class: state, confidence: PROBABLY, reasons: reasons(`NAME: "${name}"`) };
  }
  return lifecycle;
}

interface Disk {
  readonly device: string;
  readonly node: TreeNode;
}

const ROOT_DEVICE = /^(?:\/dev\/(?:xvda|sda1?|nvme0n1)|root)$/;

function disksOf(role: Sourced): readonly Disk[] {
  const list = follow(entryOf(instanceOf(role), 'hd')?.value);
  if (list?.kind !== 'list') return [];
  return list.items.flatMap((item) => {
    const [disk] = namedIn(item);
    const device = disk?.name ?? (item.kind === 'scalar' ? item.text.split(':')[0] : undefined);
    return device === undefined || ROOT_DEVICE.test(device) ? [] : [{ device, node: item }];
  });
}

export function localStates(reading: MacfileReading): readonly LocalState[] {
  return reading.file.roles.flatMap((role) =>
    disksOf({ ...role, from: reading }).map(
      ({ device, node }): LocalState => ({
        fact: 'local-state',
        node: `roles.${role.name}.instance create.hd`,
        span: node.span,
        path: device,
      }),
    ),
  );
}

function commandEntry(context: ValueContext, entry: WorkEntry, order: number, data: DataSource): EntryFacts {
  const { scope } = context;
  const declared = entry.kind === 'action' ? scope.actions : scope.resources;
  const owner = declared.get(settingText(entry, entry.kind) ?? '');
  const [script] = owner === undefined ? [] : scriptAt(owner, entry.kind === 'action' ? 'bash' : 'create bash');
  const commands = owner === undefined || script === undefined ? [] : commandsIn(owner.from, script.node, true);
  const main = mainCommand(commands, data);
  const type = main?.type ?? (entry.kind === 'action' ? 'mac action' : 'mac resource');
  const isOwn = owner?.from === scope.main;
  const flags = main === undefined ? [] : flagEntries(context, main, isOwn);
  const settings = mapOf(flags, isOwn && script !== undefined ? script.node.span : entry.written.entry.span);
  const destroy = owner === undefined ? undefined : scriptAt(owner, 'destroy bash')[0];
  const readOnly =
    commands.length > 0 &&
    commands.every((command) => isReading(mainCommand([command], data)?.type ?? command.program));
  const instances = instancesOf(type, settings);
  const resource: Resource = {
    ...baseOf(context, entry, order, type),
    settings,
    lifecycle: classify('macfile', type, data),
    ...(instances === undefined ? {} : { instances }),
    ...(entry.kind === 'resource' && owner !== undefined ? { destroyable: destroy !== undefined } : {}),
    ...(isOwn && owner !== undefined
      ? { definition: { node: `${entry.kind}s.${owner.name}`, header: owner.key } }
      : {}),
    ...(entry.kind === 'resource' ? { guards: guardsOf(owner, settings, destroy !== undefined) } : {}),
    ...(readOnly ? { readOnly } : {}),
  };
  const named = main === undefined ? undefined : createdName(type, flags, settings);
  return {
    entry,
    resource,
    names:
      named === undefined ? [] : [physicalName(resource, named, context, isOwn ? undefined : owner, script?.node.span)],
    words: commands.flatMap(({ words, redirects }) =>
      [...words, ...redirects.map(({ target }) => target)].map(({ text }) => shown(asWritten(text), context)),
    ),
  };
}

/** A word with params put in, as another entry would write the same name. */
function shown(text: string, context: ValueContext): string {
  const value = valueOfText(text, context.anchor, () => context.anchor, context);
  return writtenText(value) ?? text;
}

/** Literal text and placeholders as written; undefined where something else is part of it. */
export function writtenText(value: Value): string | undefined {
  if (value.kind === 'reference') {
    if (value.target.startsWith('parameters.')) return `{${value.target.slice('parameters.'.length)}}`;
    return value.known === undefined ? `{${value.target}.${value.attribute ?? ''}}` : writtenText(value.known);
  }
  if (value.kind !== 'unknown') return literalText(value);
  const parts = (value.parts ?? []).map((part) => ('kind' in part ? writtenText(part) : part.value));
  return parts.every((part) => part !== undefined) ? parts.join('') : undefined;
}

function flagEntries(context: ValueContext, main: MainCommand, isOwn: boolean): readonly MapEntry[] {
  const { options, plain } = optionsOf(main);
  const entries = options.map((option) => optionEntry(context, option, isOwn));
  const [first] = plain;
  if (first === undefined) return entries;
  const items = plain.map((word) => wordValue(context, word.text, isOwn ? word.span : context.anchor));
  const span = isOwn ? { start: first.span.start, end: plain.at(-1)?.span.end ?? first.span.end } : context.anchor;
  const list: MapEntry = { key: { value: 'arguments', span }, value: { kind: 'list', items, span }, span };
  return [...entries, list];
}

function optionEntry(context: ValueContext, { name, word, values, inline }: CommandOption, isOwn: boolean): MapEntry {
  const span = isOwn ? { start: word.span.start, end: values.at(-1)?.span.end ?? word.span.end } : context.anchor;
  const key = { value: name, span: isOwn ? word.span : context.anchor };
  if (inline !== undefined) {
    const exact = word.span.end - word.span.start === word.text.length;
    const start = exact ? word.span.end - inline.length : word.span.start;
    return { key, value: wordValue(context, inline, isOwn ? { start, end: word.span.end } : context.anchor), span };
  }
  const items = values.map((value) => wordValue(context, value.text, isOwn ? value.span : context.anchor));
  const [only] = items;
  if (only === undefined) return { key, value: { kind: 'scalar', value: true, span }, span };
  if (items.length === 1) return { key, value: only, span };
  return { key, value: { kind: 'list', items, span }, span };
}

function wordValue(context: ValueContext, word: string, span: Span): Value {
  const text = asWritten(word);
  const exact = span.end - span.start === text.length;
  const spanOf = (start: number, end: number): Span =>
    exact ? { start: span.start + start, end: span.start + end } : span;
  if (/[$`]/.test(text)) return { kind: 'unknown', reason: 'shell expansion', span };
  return valueOfText(text, span, spanOf, context);
}

/** Machines that a command starts: a group's wished size, a run's count. */
function instancesOf(type: string, settings: MapValue): number | 'unknown' | undefined {
  const first = (...names: readonly string[]): Value | undefined =>
    names.map((name) => valueAt(settings, name)).find((value) => value !== undefined);
  if (type === 'aws autoscaling create-auto-scaling-group') {
    const size = first('--desired-capacity', '--min-size');
    return size === undefined ? 1 : countText(size);
  }
  if (type === 'aws ec2 run-instances') {
    const count = first('--count');
    return count === undefined ? 1 : countText(count);
  }
  if (type === 'aws ecs create-service') {
    const count = first('--desired-count');
    return count === undefined ? 1 : countText(count);
  }
  return undefined;
}

function countText(value: Value): number | 'unknown' {
  const literal = value.kind === 'reference' ? value.known : value;
  return literal === undefined ? 'unknown' : countOf(literal);
}

function guardsOf(owner: Sourced | undefined, settings: MapValue, destroyable: boolean): Guards {
  const destroy = owner === undefined ? undefined : scriptAt(owner, 'destroy bash')[0]?.node.text;
  return {
    retain: !destroyable,
    snapshot: /--final-(?:db-|cluster-)?snapshot-identifier/.test(destroy ?? ''),
    preventDestroy: valueAt(settings, '--deletion-protection') !== undefined,
    createBeforeDestroy: false,
  };
}

/** A name that a library writes belongs to the library's text; one that comes from the params of the entry stands here. */
function physicalName(
  resource: Resource,
  { path, value, scope }: NamedBy,
  { anchor, scope: { main } }: ValueContext,
  library: Sourced | undefined,
  script: Span | undefined,
): PhysicalName {
  const elsewhere = library !== undefined && script !== undefined && value.span === anchor;
  return {
    fact: 'physical-name',
    node: resource.node,
    span: elsewhere ? script : value.span,
    ...(elsewhere ? { file: library.from.source.path } : {}),
    resource: resource.node,
    path,
    value,
    scope,
    colourAware: differsByVersion(value, colourParameters(main)),
  };
}

/** Parameters that tell two copies apart: those of `version`, else those that are named like a version. */
export function colourParameters(reading: MacfileReading): ReadonlySet<string> {
  const version = scalarAt(reading.file.root, 'version');
  const inVersion = [...(version?.text ?? '').matchAll(/\{([A-Za-z_-]+)\}/g)].map((match) => match[1] ?? '');
  if (inVersion.length > 0) return new Set(inVersion);
  const names = reading.placeholders.map(({ name }) => name);
  return new Set(
    names.filter((name) => /(?:^|[_-])(?:VERSION|VER|COLOU?R|BUILD|RELEASE|REVISION|COMMIT|SHA)$/i.test(name)),
  );
}

/** What a run makes has an id of its own in every copy; a literal and any other parameter stay the same. */
function differsByVersion(value: Value, colours: ReadonlySet<string>): boolean {
  if (value.kind === 'unknown')
    return (value.parts ?? []).some((part) => 'kind' in part && differsByVersion(part, colours));
  if (value.kind === 'list') return value.items.some((item) => differsByVersion(item, colours));
  if (value.kind !== 'reference') return false;
  if (value.target.startsWith('parameters.')) return colours.has(value.target.slice('parameters.'.length));
  if (value.known !== undefined) return differsByVersion(value.known, colours);
  return value.target !== 'param';
}
