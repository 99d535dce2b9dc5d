import type { CompletionItem } from '../../../model/editor.ts';
import type { Span } from '../../../model/span.ts';
import type { TreePlace } from '../../../syntax/place.ts';
import type { MacfileReading } from '../reading.ts';
import { referencesIn } from '../references.ts';
import { actionsOfKind } from '../resolve.ts';
import { scalarType } from '../scalars.ts';
import { type Scope, usersOf, type WorkEntry } from '../scope.ts';
import { paramsRead, textsOf } from '../uses.ts';

/** A reference that may be written at a place: its text, and what it stands for. */
interface Offer {
  readonly text: string;
  readonly detail: string;
  readonly again?: boolean;
  readonly snippet?: string;
}

/** Reference forms inside commands, params, role environments and the texts of role entries. */
export function completeReference(
  reading: MacfileReading,
  place: TreePlace,
  offset: number,
  scope: Scope,
): readonly CompletionItem[] {
  const kind = textKind(place);
  if (kind === undefined) return [];
  const { text } = reading.source;
  const word = /[\w.-]*$/.exec(text.slice(Math.max(0, offset - 200), offset))?.[0] ?? '';
  const rest = /^[\w.-]*/.exec(text.slice(offset, offset + 200))?.[0] ?? '';
  const span: Span = { start: offset - word.length, end: offset + rest.length };
  return offers(word, kind, place, scope).map((offer, rank) => ({
    label: offer.text,
    kind: 'reference',
    detail: offer.detail,
    edit: { span, text: offer.snippet ?? offer.text },
    ...(offer.snippet === undefined ? {} : { snippet: true }),
    ...(offer.again === true ? { retrigger: true } : {}),
    rank: 10 + rank,
  }));
}

type TextKind = 'create' | 'destroy' | 'bash' | 'param' | 'environment' | 'scalar';

function textKind({ path }: TreePlace): TextKind | undefined {
  const [section, , key, inner] = path;
  if (section === 'resources') return key === 'create bash' ? 'create' : key === 'destroy bash' ? 'destroy' : undefined;
  if (section === 'actions') return key === 'bash' ? 'bash' : undefined;
  if (section === 'roles') return path[3] === 'environment' && path.length > 5 ? 'environment' : undefined;
  if (section !== 'infrastructures' && section !== 'defaults') return undefined;
  if (key === 'params') return inner === undefined ? undefined : 'param';
  return key === 'net' || key === 'location' || key === 'hardware' ? 'scalar' : undefined;
}

function offers(word: string, kind: TextKind, place: TreePlace, scope: Scope): readonly Offer[] {
  const [first = '', name, ...rest] = word.split('.');
  if (name === undefined) return beginnings(kind).filter(({ text }) => text.startsWith(first));
  if (rest.length === 0) return names(first, kind, place, scope);
  return endings(first, name, place, scope);
}

function beginnings(kind: TextKind): readonly Offer[] {
  const all: readonly Offer[] = [
    { text: 'resource.', detail: 'what an entry printed', again: true },
    { text: 'infrastructure.', detail: 'a key of an entry, or an action on its instances', again: true },
    { text: 'infrastructure.param.', detail: 'a param of this entry', again: true },
    { text: 'role.', detail: 'an action on the instances of a role', again: true },
    { text: 'action.', detail: 'what a local action prints', again: true },
  ];
  if (kind === 'destroy') return all.filter(({ text }) => text === 'resource.' || text === 'infrastructure.param.');
  const hasParams = kind !== 'environment' && kind !== 'scalar';
  return all.filter(({ text }) => hasParams || text !== 'infrastructure.param.');
}

function names(word: string, kind: TextKind, place: TreePlace, scope: Scope): readonly Offer[] {
  const own = ownEntries(place, scope);
  switch (word) {
    case 'role':
      return [...scope.roles.keys()].map((name) => ({ text: `role.${name}.`, detail: 'role', again: true }));
    case 'action':
      return actionsOfKind(scope, 'bash').map((name) => ({ text: `action.${name}.`, detail: 'action', again: true }));
    case 'resource':
      return before(scope, own)
        .filter((entry) => entry.kind === 'resource' || entry.kind === 'action')
        .map(({ name }) => ({ text: `resource.${name}.`, detail: 'entry that runs before', again: true }));
    case 'infrastructure': {
      const entries = scope.entries.map(({ name }) => ({
        text: `infrastructure.${name}.`,
        detail: 'entry',
        again: true,
      }));
      return kind === 'destroy' ? [] : entries;
    }
    default:
      return [];
  }
}

function endings(word: string, name: string, place: TreePlace, scope: Scope): readonly Offer[] {
  if (word === 'infrastructure' && name === 'param') return params(place, scope);
  if (word === 'resource' || word === 'action') return outputs(scope, word, name);
  const ssh = actionsOfKind(scope, 'ssh').map((action) => ({
    text: `${word}.${name}.${action}`,
    detail: 'action on its instances',
  }));
  if (word === 'role') return ssh;
  const entry = scope.entries.find((one) => one.name === name);
  if (word !== 'infrastructure' || entry === undefined) return [];
  const keys = [...entry.settings].flatMap(([key, { value }]): readonly Offer[] => {
    const isText = value.kind === 'scalar' && ['text', 'unknown'].includes(scalarType(value));
    return isText ? [{ text: `infrastructure.${name}.${key}`, detail: value.text }] : [];
  });
  return entry.kind === 'role' ? [...keys, ...ssh] : keys;
}

/** Params that the entries using this command give, and those it already reads. */
function params(place: TreePlace, scope: Scope): readonly Offer[] {
  const [section, name = ''] = place.path;
  const given = ownEntries(place, scope).flatMap((entry) => [...entry.params.keys()]);
  const read = paramsRead(scope, section === 'actions' ? 'action' : 'resource', name);
  return [...new Set([...given, ...read])].map((param) => ({ text: `infrastructure.param.${param}`, detail: 'param' }));
}

/** Paths of this output that are used elsewhere, then the two forms. */
function outputs(scope: Scope, word: string, name: string): readonly Offer[] {
  const used = new Set<string>();
  for (const { node } of textsOf(scope)) {
    for (const one of referencesIn(node))
      if (one.word === word && one.name === name && one.rest.startsWith('json.')) used.add(one.rest);
  }
  const stem = `${word}.${name}`;
  return [
    ...[...used].sort().map((rest) => ({ text: `${stem}.${rest}`, detail: 'used in this file' })),
    { text: `${stem}.json.`, detail: 'path into the JSON it prints', snippet: `${stem}.json.$\{1:Key}` },
    {
      text: `${stem}.text.regex()`,
      detail: 'first match in what it prints',
      snippet: `${stem}.text.regex($\{1:expression})`,
    },
  ];
}

function ownEntries({ path }: TreePlace, scope: Scope): readonly WorkEntry[] {
  const [section, name = ''] = path;
  if (section === 'resources') return usersOf(scope, 'resource', name);
  if (section === 'actions') return usersOf(scope, 'action', name);
  return scope.entries.filter((entry) => entry.written.name === name || entry.name === name);
}

/** Entries that have run when the first of the given ones starts; all of them for a command that no entry uses. */
function before(scope: Scope, own: readonly WorkEntry[]): readonly WorkEntry[] {
  const first = scope.entries.findIndex((entry) => own.includes(entry));
  return first < 0 ? scope.entries : scope.entries.slice(0, first);
}
