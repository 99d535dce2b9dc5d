import type { Location, Reference } from '../../../model/editor.ts';
import type { Span } from '../../../model/span.ts';
import { entryOf, type ScalarNode } from '../../../model/tree.ts';
import type { Project } from '../../language.ts';
import { environmentOf, follow, instanceOf, type Named, namedIn, scalarAt } from '../model.ts';
import { asMacfile, type MacfileReading } from '../reading.ts';
import { addressReference, type MacReference, referencesIn } from '../references.ts';
import { inheritedName, pathOfParent, type Scope, scopeOf } from '../scope.ts';
import { scriptsOf } from '../scripts.ts';
import { spanIn } from '../texts.ts';

/** What a name names. Entries and library defaults are one kind: they meet under one name in the work list. */
export type SymbolKind = 'role' | 'resource' | 'action' | 'entry' | 'param' | 'placeholder' | 'parent';

export interface MacSymbol {
  readonly kind: SymbolKind;
  readonly name: string;
  /** Only for params: `resource lb` or `action look`, whose commands read it. */
  readonly owner?: string;
}

export interface Occurrence {
  readonly symbol: MacSymbol;
  readonly span: Span;
  readonly role: Reference['role'];
  /** The whole declaration, for definitions. */
  readonly full?: Span;
}

function sameSymbol(a: MacSymbol, b: MacSymbol): boolean {
  return a.kind === b.kind && a.name === b.name && a.owner === b.owner;
}

/** Every name of one file, declared or used, in order of appearance. */
export function occurrencesIn(reading: MacfileReading, scope: Scope): readonly Occurrence[] {
  const { file } = reading;
  const found: Occurrence[] = [
    ...declarations(file.roles, 'role'),
    ...declarations(file.resources, 'resource'),
    ...declarations(file.actions, 'action'),
    ...declarations(file.defaults, 'entry'),
    ...declarations(file.parents, 'parent'),
    ...file.infrastructures.flatMap((named) => entryNames(reading, named, file.parents.length > 0)),
    ...[...file.infrastructures, ...file.defaults].flatMap((named) => insideEntry(reading, scope, named)),
    ...file.roles.flatMap((role) => inEnvironment(reading, scope, instanceOf(role))),
    ...scriptsOf(file).flatMap(({ kind, owner, node }) =>
      kind === 'ssh' || kind === 'bootstrap bash'
        ? []
        : inText(reading, scope, node, `${kind === 'bash' ? 'action' : 'resource'} ${owner.name}`),
    ),
    ...reading.placeholders
      .filter(({ name }) => name !== '')
      .map(
        ({ name, span }): Occurrence => ({
          symbol: { kind: 'placeholder', name },
          span: { start: span.start + 1, end: span.end - 1 },
          role: 'read',
        }),
      ),
  ];
  return found.sort((a, b) => a.span.start - b.span.start || b.span.end - a.span.end);
}

function declarations(section: readonly Named[], kind: SymbolKind): readonly Occurrence[] {
  return section.map(({ name, entry, key }) => ({
    symbol: { kind, name },
    span: innerKey(key, entry.key.kind === 'scalar' ? entry.key : undefined),
    role: 'definition',
    full: entry.span,
  }));
}

/** Without the quotes. */
function innerKey(span: Span, node: ScalarNode | undefined): Span {
  const quoted = node?.style === 'single' || node?.style === 'double';
  return quoted ? { start: span.start + 1, end: span.end - 1 } : span;
}

function entryNames(reading: MacfileReading, named: Named, inherits: boolean): readonly Occurrence[] {
  const reference = inherits ? inheritedName(named.name) : undefined;
  const [own] = declarations([named], 'entry');
  if (reference === undefined || own === undefined) return own === undefined ? [] : [own];
  const dot = own.span.start + reference.alias.length;
  if (reading.source.text[dot] !== '.') return [];
  const alias: Occurrence = {
    symbol: { kind: 'parent', name: reference.alias },
    span: { start: own.span.start, end: dot },
    role: 'read',
  };
  if (reference.section === '*') return [alias];
  const section = { kind: 'entry', name: reference.section } as const;
  return [
    alias,
    { symbol: section, span: { start: dot + 1, end: own.span.end }, role: 'definition', full: named.entry.span },
  ];
}

function insideEntry(reading: MacfileReading, scope: Scope, named: Named): readonly Occurrence[] {
  const name = inheritedName(named.name)?.section ?? named.name;
  const merged = scope.entries.find((one) => one.written === named || one.name === name);
  const role = scalarAt(named.body, 'role');
  const resource = scalarAt(named.body, 'resource');
  const action = scalarAt(named.body, 'action');
  const ready = scalarAt(named.body, 'ready');
  const command = merged?.settings.get('resource')?.value ?? merged?.settings.get('action')?.value;
  const word = merged?.settings.has('resource') ? 'resource' : 'action';
  const owner = command?.kind === 'scalar' ? `${word} ${command.text}` : undefined;
  return [
    ...whole(reading, role, 'role'),
    ...whole(reading, resource, 'resource'),
    ...whole(reading, action, 'action'),
    ...(ready === undefined ? [] : readyName(reading, scope, ready)),
    ...namedIn(entryOf(named.body, 'params')?.value).flatMap((param) => [
      ...(owner === undefined ? [] : paramDeclaration(param, owner)),
      ...(param.body.kind === 'scalar' ? inText(reading, scope, param.body, owner) : []),
    ]),
    ...inEnvironment(reading, scope, named.body),
    ...['net', 'location', 'hardware', 'name', 'provider', 'release', 'deployment'].flatMap((key) => {
      const node = scalarAt(named.body, key);
      return node === undefined ? [] : inText(reading, scope, node, undefined);
    }),
  ];
}

function paramDeclaration(param: Named, owner: string): readonly Occurrence[] {
  return declarations([param], 'param').map((one) => ({ ...one, symbol: { ...one.symbol, owner } }));
}

function whole(reading: MacfileReading, node: ScalarNode | undefined, kind: SymbolKind): readonly Occurrence[] {
  if (node === undefined || node.text === '') return [];
  return [{ symbol: { kind, name: node.text }, span: spanIn(reading, node, 0, node.text.length), role: 'read' }];
}

function readyName(reading: MacfileReading, scope: Scope, node: ScalarNode): readonly Occurrence[] {
  if (!node.text.startsWith('role.')) return [];
  return [roleOrEntry(reading, scope, node, 'role.'.length, node.text.length)];
}

/** A name that may be a role's or an entry's; the role is looked for first. */
function roleOrEntry(reading: MacfileReading, scope: Scope, node: ScalarNode, start: number, end: number): Occurrence {
  const name = node.text.slice(start, end);
  const isEntry = !scope.roles.has(name) && scope.entries.some((entry) => entry.name === name);
  return { symbol: { kind: isEntry ? 'entry' : 'role', name }, span: spanIn(reading, node, start, end), role: 'read' };
}

function inEnvironment(
  reading: MacfileReading,
  scope: Scope,
  node: Parameters<typeof environmentOf>[0],
): readonly Occurrence[] {
  return environmentOf(node).flatMap(({ value }) => {
    if (value.kind !== 'scalar') return [];
    const address = addressReference(value.text);
    if (address?.wellFormed) return [roleOrEntry(reading, scope, value, 0, address.name.length)];
    return inText(reading, scope, value, undefined);
  });
}

function inText(
  reading: MacfileReading,
  scope: Scope,
  node: ScalarNode,
  owner: string | undefined,
): readonly Occurrence[] {
  return referencesIn(node)
    .filter(({ terminated }) => terminated)
    .flatMap((reference) =>
      namesOf(scope, reference, owner).map(
        ({ symbol, at }): Occurrence => ({
          symbol,
          span: spanIn(reading, node, at.start, at.end),
          role: 'read',
        }),
      ),
    );
}

function namesOf(
  scope: Scope,
  { word, name, rest, nameSpan, restSpan }: MacReference,
  owner: string | undefined,
): readonly { readonly symbol: MacSymbol; readonly at: Span }[] {
  if (word === 'infrastructure' && name === 'param') {
    return owner === undefined ? [] : [{ symbol: { kind: 'param', name: rest, owner }, at: restSpan }];
  }
  if (word === 'action') return [{ symbol: { kind: 'action', name }, at: nameSpan }];
  const first = { symbol: { kind: word === 'role' ? 'role' : 'entry', name } as const, at: nameSpan };
  const isAction = scope.actions.has(rest) || (word === 'role' && !rest.includes('.'));
  return isAction ? [first, { symbol: { kind: 'action', name: rest }, at: restSpan }] : [first];
}

export interface Found extends Occurrence {
  readonly path: string;
}

/** The name at an offset; the innermost when several overlap. */
export function occurrenceAt(reading: MacfileReading, scope: Scope, offset: number): Occurrence | undefined {
  return occurrencesIn(reading, scope).findLast(({ span }) => span.start <= offset && offset <= span.end);
}

/** Every place of a symbol in the files that share it: through `parents`, in both directions, as far as the name is used. */
export function everywhere(reading: MacfileReading, symbol: MacSymbol, project: Project): readonly Found[] {
  const found = new Map<string, readonly Found[]>();
  const open = [reading];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const path = next.source.path;
    if (found.has(path)) continue;
    const here = occurrencesIn(next, scopeOf(next, project)).filter((one) => sameSymbol(one.symbol, symbol));
    found.set(
      path,
      here.map((one) => ({ ...one, path })),
    );
    if (here.length > 0 && symbol.kind !== 'parent') open.push(...related(next, project));
  }
  return [...found.keys()].sort().flatMap((path) => found.get(path) ?? []);
}

/** Libraries of a Macfile, and the Macfiles of a library. */
function related(reading: MacfileReading, project: Project): readonly MacfileReading[] {
  const parents = parentPaths(reading).flatMap((path) => asMacfile(project.reading(path)) ?? []);
  const children = project.paths('macfile').flatMap((path) => {
    const other = asMacfile(project.reading(path));
    return other !== undefined && parentPaths(other).includes(reading.source.path) ? [other] : [];
  });
  return [...parents, ...children];
}

function parentPaths(reading: MacfileReading): readonly string[] {
  return reading.file.parents.flatMap(({ body }) => {
    const node = follow(body);
    return node?.kind === 'scalar' ? (pathOfParent(reading, node.text) ?? []) : [];
  });
}

export function locationOf({ path, span, full }: Found): Location {
  return full === undefined ? { path, span } : { path, span, full };
}
