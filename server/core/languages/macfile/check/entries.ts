import type { Finding } from '../../../model/finding.ts';
import type { MapNode } from '../../../model/tree.ts';
import { closest } from '../../../schema/closest.ts';
import { entryKind, isEmpty, type Named } from '../model.ts';
import type { MacfileReading } from '../reading.ts';
import { describe, quoted, scalarType } from '../scalars.ts';
import { inheritedName, type Parent, type Scope, type WorkEntry } from '../scope.ts';
import { keyFact, type MapPlace } from '../structure.ts';
import { didYouMean, finding, listed, replace } from './report.ts';
import { checkKeys, isUnknown } from './structure.ts';

/** Structure of every entry of the work list as it is after inheritance, and the inheritance itself. */
export function checkEntries(scope: Scope): readonly Finding[] {
  const { main } = scope;
  if (main.file.kind === 'library') return main.file.defaults.flatMap((named) => checkDefault(main, named));
  const found = scope.entries.flatMap((entry) => checkEntry(scope, entry));
  if (scope.parents.length === 0) return found;
  return [...found, ...main.file.infrastructures.flatMap((named) => checkInheritance(scope, named))];
}

/** A default may be completed by who uses it, so nothing is missing in it. */
function checkDefault(reading: MacfileReading, named: Named): readonly Finding[] {
  const { body } = named;
  if (isEmpty(body) || isUnknown(body)) return [];
  const owner = `default "${named.name}"`;
  if (body.kind !== 'map') return body.kind === 'scalar' && !reading.sound ? [] : [notMap(reading, named, owner)];
  const all = new Set(['role', 'name', 'location']);
  return checkKeys(reading, body, placeOf(body, entryKind(body)), { anchor: named.key, owner, inherited: all });
}

function checkEntry(scope: Scope, entry: WorkEntry): readonly Finding[] {
  const { main } = scope;
  const { written, base } = entry;
  const owner = `entry "${entry.name}"`;
  const { body } = written;
  const inherits = scope.parents.length > 0;
  if (isUnknown(body) || (inherits && isWildcard(written))) return [];
  if (isEmpty(body) && inherits && inheritedName(written.name) !== undefined) {
    return base === undefined ? [] : checkKind(scope, entry, owner);
  }
  if (isEmpty(body)) return main.sound ? [emptyEntry(main, written, owner)] : [];
  if (body.kind !== 'map') return body.kind === 'scalar' && !main.sound ? [] : [notMap(main, written, owner)];
  // The keys are looked at where they stand.
  if (written.entry.value.kind === 'alias') return checkKind(scope, entry, owner);
  const inherited = new Set(base === undefined ? [] : entry.settings.keys());
  const unknownBase = inheritedName(written.name) !== undefined && inherits && base === undefined;
  if (unknownBase) for (const key of ['role', 'name', 'location']) inherited.add(key);
  const kind = entry.kind === 'none' ? entryKind(body) : entry.kind;
  const found = checkKeys(main, body, placeOf(body, kind), { anchor: written.key, owner, inherited });
  const isSaid = found.some(({ code }) => code === 'macfile/missing-key' || code === 'macfile/unknown-key');
  return [...found, ...(isSaid || unknownBase ? [] : checkKind(scope, entry, owner))];
}

/** Without role, resource and action the keys tell what was meant: a role entry or a command entry. */
function placeOf(body: MapNode, kind: WorkEntry['kind']): MapPlace {
  if (kind === 'role') return 'role-entry';
  if (kind !== 'none') return 'command-entry';
  const keys = body.entries.flatMap(({ key }) => (key.kind === 'scalar' ? key.text : []));
  const fitting = (place: MapPlace) => keys.filter((key) => keyFact(place, key) !== undefined).length;
  return fitting('role-entry') > fitting('command-entry') ? 'role-entry' : 'command-entry';
}

function checkKind(scope: Scope, entry: WorkEntry, owner: string): readonly Finding[] {
  if (entry.kind !== 'none' || !scope.main.sound) return [];
  return [
    finding(scope.main, {
      code: 'missing-key',
      kind: 'schema',
      severity: 'error',
      message: `The ${owner} has neither "role" nor "resource" nor "action", so there is nothing to do for it, and mac refuses it. Add one of them.`,
      span: entry.written.key,
    }),
  ];
}

function emptyEntry(reading: MacfileReading, named: Named, owner: string): Finding {
  return finding(reading, {
    code: 'missing-key',
    kind: 'schema',
    severity: 'error',
    message: `The ${owner} is empty, and mac stops at this. Add "role", "resource" or "action".`,
    span: named.key,
  });
}

function notMap(reading: MacfileReading, named: Named, owner: string): Finding {
  return finding(reading, {
    code: 'wrong-type',
    kind: 'schema',
    severity: 'error',
    message: `The ${owner} is a map with "role", "resource" or "action"; this is ${describe(named.body)}.`,
    span: named.body.span,
  });
}

function isWildcard(named: Named): boolean {
  return named.name.endsWith('.*');
}

function checkInheritance(scope: Scope, named: Named): readonly Finding[] {
  const { key } = named.entry;
  if (key.kind === 'scalar' && !['text', 'unknown'].includes(scalarType(key))) {
    const message = `YAML reads the name "${named.name}" as ${describe(key)}, and a Macfile with parents needs text. Quote it.`;
    return [
      refused(
        scope,
        key.span,
        message,
        replace(`Write ${quoted(named.name)}`, key.span, quoted(named.name)),
        'wrong-type',
      ),
    ];
  }
  const reference = inheritedName(named.name);
  if (reference === undefined || named.name.includes('{')) return [];
  const { alias, section } = reference;
  const parent = scope.parents.find((one) => one.alias === alias);
  const span = { start: named.key.start, end: named.key.end };
  if (section.includes('.')) {
    return [
      refused(
        scope,
        span,
        `"${named.name}" has more than one dot: the form is alias.section or alias.*, and mac stops at anything else.`,
      ),
    ];
  }
  if (parent === undefined) {
    const meant = closest(
      alias,
      scope.parents.map((one) => one.alias),
    );
    const { hint, fix } = didYouMean(meant, span, meant && `${meant}.${section}`);
    const message = `No parent has the alias "${alias}", and mac stops at this.${hint} Under "parents": ${listed(scope.parents.map((one) => one.alias))}.`;
    return [refused(scope, span, message, fix, 'undefined-parent')];
  }
  if (parent.reading === undefined) return [];
  return section === '*' ? checkWildcard(scope, named, parent) : checkSection(scope, named, parent, section);
}

function checkSection(scope: Scope, named: Named, parent: Parent, section: string): readonly Finding[] {
  const defaults = parent.reading?.file.defaults ?? [];
  const base = defaults.find(({ name }) => name === section);
  if (base !== undefined) return checkMerge(scope, named, base);
  const names = defaults.map(({ name }) => name);
  const meant = closest(section, names);
  const { hint, fix } = didYouMean(meant, named.key, meant && `${parent.alias}.${meant}`);
  const known = hint === '' ? ` Its defaults: ${listed(names)}.` : hint;
  const message = `The library "${parent.alias}" has no default "${section}", and mac stops at this.${names.length === 0 ? '' : known}`;
  return [refused(scope, named.key, message, fix)];
}

function checkWildcard(scope: Scope, named: Named, parent: Parent): readonly Finding[] {
  const written = new Set(scope.main.file.infrastructures.map(({ name }) => name));
  const open = (parent.reading?.file.defaults ?? []).filter(
    ({ name, body }) => isEmpty(body) && !written.has(name) && !written.has(`${parent.alias}.${name}`),
  );
  if (open.length === 0 || parent.reading?.sound !== true) return [];
  const names = open.map(({ name }) => name);
  return [
    finding(scope.main, {
      code: 'missing-key',
      kind: 'schema',
      severity: 'error',
      message: `"${named.name}" brings in ${listed(names)}, which the library leaves empty, and mac stops at an empty entry. Write ${parent.alias}.${names[0]} with its own keys before it.`,
      span: named.key,
      ...(parent.path === undefined
        ? {}
        : { related: open.map(({ key }) => ({ message: 'Empty here.', path: parent.path as string, span: key })) }),
    }),
  ];
}

/** Text overrides, maps merge key by key, everything else crashes the tool. */
function checkMerge(scope: Scope, named: Named, base: Named): readonly Finding[] {
  if (named.body.kind !== 'map' || base.body.kind !== 'map') return [];
  const inherited = new Set(base.body.entries.flatMap(({ key }) => (key.kind === 'scalar' ? key.text : [])));
  return named.body.entries.flatMap(({ key, value }) => {
    if (key.kind !== 'scalar' || !inherited.has(key.text)) return [];
    const word = describe(value);
    if (word !== 'a number' && word !== 'a boolean') return [];
    const message = `"${key.text}" overrides a value of the library with ${word}, and mac can override with text only. Quote it.`;
    return [refused(scope, value.span, message, undefined, 'wrong-type')];
  });
}

function refused(
  scope: Scope,
  span: Finding['span'],
  message: string,
  fix?: ReturnType<typeof didYouMean>['fix'],
  code = 'undefined-entry',
): Finding {
  return finding(scope.main, { code, kind: 'schema', severity: 'error', message, span, fixes: [fix] });
}
