import type { Finding, Fix } from '../../../model/finding.ts';
import type { Span } from '../../../model/span.ts';
import { entryOf, keyText, type MapNode, type TreeEntry, type TreeNode } from '../../../model/tree.ts';
import { closest } from '../../../schema/closest.ts';
import { follow, instanceOf, isEmpty, isNull, type Named } from '../model.ts';
import type { MacfileReading } from '../reading.ts';
import { describe } from '../scalars.ts';
import { keyFact, keysOf, type MapPlace } from '../structure.ts';
import { didYouMean, finding, listed, replace } from './report.ts';
import { checkValue } from './values.ts';

/** Sections, roles, actions and resources of one file; entries are looked at after inheritance. */
export function checkStructure(reading: MacfileReading): readonly Finding[] {
  const { file, tree } = reading;
  const root = follow(tree.roots[0]);
  if (root === undefined) return [];
  if (root.kind !== 'map') {
    const message = `A Macfile is a map with the keys ${listed(required('main'))}; this is ${describe(root)}.`;
    return [wrongType(reading, root.span, message)];
  }
  if (file.kind === 'library') {
    return [...checkSections(reading, root), ...checkActions(reading), ...checkResources(reading)];
  }
  return [
    ...checkKeys(reading, root, 'main', { anchor: firstKey(root), owner: 'the file' }),
    ...checkSections(reading, root),
    ...file.roles.flatMap((role) => checkRole(reading, role)),
    ...checkActions(reading),
    ...checkResources(reading),
  ];
}

function firstKey(map: MapNode): Span {
  return map.entries[0]?.key.span ?? map.span;
}

const SECTION_EFFECT = 'mac stops at this with an error';

function checkSections(reading: MacfileReading, root: MapNode): readonly Finding[] {
  return ['parents', 'roles', 'actions', 'resources', 'infrastructures', 'defaults'].flatMap((key) => {
    const entry = root.entries.findLast((one) => keyText(one) === key);
    const value = follow(entry?.value);
    if (entry === undefined || value === undefined || value.kind === 'map' || isUnknown(value)) return [];
    const present = isEmpty(value);
    if (value.kind === 'scalar' && !reading.sound) return [];
    const fixes = present && key !== 'infrastructures' ? [removal(reading, entry, `Remove "${key}"`)] : [];
    const message = present
      ? `"${key}" has nothing below it, and ${SECTION_EFFECT}. Fill it or remove the key.`
      : `"${key}" is a map of names; this is ${describe(value)}, and ${SECTION_EFFECT}.`;
    return [wrongType(reading, present ? entry.key.span : value.span, message, fixes)];
  });
}

function checkRole(reading: MacfileReading, role: Named): readonly Finding[] {
  const owner = `role "${role.name}"`;
  const body = checkMapBody(reading, role, owner, 'instance create');
  if (body !== undefined) return body;
  const map = role.body as MapNode;
  const found = [...checkKeys(reading, map, 'role', { anchor: role.key, owner })];
  const entry = entryOf(map, 'instance create');
  const instance = instanceOf(role);
  if (entry === undefined || instance === undefined || isUnknown(instance)) return found;
  if (instance.kind !== 'map') {
    found.push(
      wrongType(
        reading,
        anchorOf(entry, instance),
        `"instance create" of ${owner} is a map; this is ${describe(instance)}. mac stops at this with an error.`,
      ),
    );
    return found;
  }
  return [
    ...found,
    ...checkKeys(reading, instance, 'instance', { anchor: entry.key.span, owner }),
    ...checkConfiguration(reading, entry, instance, owner),
  ];
}

function checkConfiguration(
  reading: MacfileReading,
  entry: TreeEntry,
  instance: MapNode,
  owner: string,
): readonly Finding[] {
  const configuration = entryOf(instance, 'configuration');
  const bootstrap = entryOf(instance, 'bootstrap bash');
  const both = configuration !== undefined && bootstrap !== undefined;
  if (!both && (configuration !== undefined || bootstrap !== undefined)) return [];
  if (!both && !reading.sound) return [];
  return [
    finding(reading, {
      code: 'configuration-and-bootstrap',
      kind: 'schema',
      severity: 'error',
      message: both
        ? `${capital(owner)} has both "configuration" and "bootstrap bash"; mac accepts exactly one. Keep the one that sets the instance up.`
        : `${capital(owner)} has neither "configuration" nor "bootstrap bash", so nothing would set its instances up; mac refuses the file. Add one.`,
      span: both ? bootstrap.key.span : entry.key.span,
      ...(both ? { related: [{ message: 'The other one.', span: configuration.key.span }] } : {}),
    }),
  ];
}

function checkActions(reading: MacfileReading): readonly Finding[] {
  return reading.file.actions.flatMap((action) => {
    const owner = `action "${action.name}"`;
    const body = checkMapBody(reading, action, owner, '"ssh" or "bash"');
    if (body !== undefined) return body;
    const map = action.body as MapNode;
    const found = [...checkKeys(reading, map, 'action', { anchor: action.key, owner })];
    const ssh = entryOf(map, 'ssh');
    const bash = entryOf(map, 'bash');
    if (ssh !== undefined && bash !== undefined) {
      found.push(
        wrongType(
          reading,
          bash.key.span,
          `${capital(owner)} has both "ssh" and "bash"; mac accepts exactly one. Make two actions of it.`,
        ),
      );
    } else if (ssh === undefined && bash === undefined && found.length === 0) {
      found.push(
        missing(
          reading,
          action.key,
          `${capital(owner)} has neither "ssh" nor "bash", and mac refuses it. Add the command.`,
        ),
      );
    }
    return found;
  });
}

function checkResources(reading: MacfileReading): readonly Finding[] {
  return reading.file.resources.flatMap((resource) => {
    const owner = `resource "${resource.name}"`;
    const body = checkMapBody(reading, resource, owner, '"create bash"');
    return body ?? checkKeys(reading, resource.body as MapNode, 'resource', { anchor: resource.key, owner });
  });
}

/** A finding when the body is not a map; undefined when it is one. */
function checkMapBody(
  reading: MacfileReading,
  named: Named,
  owner: string,
  needed: string,
): readonly Finding[] | undefined {
  const { body } = named;
  if (body.kind === 'map') return undefined;
  if (isUnknown(body) || (body.kind === 'scalar' && !reading.sound)) return [];
  if (isEmpty(body))
    return [missing(reading, named.key, `${capital(owner)} is empty, and mac stops at this. Add ${needed}.`)];
  return [wrongType(reading, body.span, `${capital(owner)} is a map with ${needed}; this is ${describe(body)}.`)];
}

export interface KeyCheck {
  /** Where a missing key is reported. */
  readonly anchor: Span;
  readonly owner: string;
  /** Keys that come from elsewhere (a library's default). */
  readonly inherited?: ReadonlySet<string>;
}

/** Unknown and missing keys of a map, and the type of every value. */
export function checkKeys(
  reading: MacfileReading,
  map: MapNode,
  place: MapPlace,
  { anchor, owner, inherited }: KeyCheck,
): readonly Finding[] {
  // Of a key that stands twice the tool sees the last.
  const last = new Map(map.entries.map((entry) => [keyText(entry), entry]));
  const present = new Set(map.entries.flatMap((entry) => keyText(entry) ?? []));
  const found: Finding[] = [];
  for (const entry of map.entries) {
    const key = keyText(entry);
    if (key === undefined || key === '<<' || key.includes('{')) continue;
    const fact = keyFact(place, key);
    if (fact === undefined) found.push(unknownKey(reading, entry, key, place, owner, present));
    else if (last.get(key) === entry) found.push(...checkValue(reading, entry, fact, place, owner));
  }
  if (!reading.sound) return found;
  for (const key of required(place)) {
    if (!present.has(key) && !inherited?.has(key)) found.push(missingKey(reading, map, place, key, anchor, owner));
  }
  return found;
}

function required(place: MapPlace): readonly string[] {
  return keysOf(place)
    .filter((fact) => fact.required === true)
    .map(({ key }) => key);
}

const STRANGERS = 500;

function unknownKey(
  reading: MacfileReading,
  entry: TreeEntry,
  key: string,
  place: MapPlace,
  owner: string,
  present: ReadonlySet<string>,
): Finding {
  const keys = keysOf(place).map((fact) => fact.key);
  // A map of hundreds of strangers is no map with a slip of the pen in it.
  const meant =
    present.size > STRANGERS
      ? undefined
      : closest(
          key,
          keys.filter((known) => !present.has(known)),
        );
  const { hint, fix } = didYouMean(meant, entry.key.span);
  const advice = hint === '' ? (elsewhere(key, place) ?? ` Possible keys: ${listed(keys)}.`) : hint;
  return finding(reading, {
    code: 'unknown-key',
    kind: 'schema',
    severity: 'error',
    message: `"${key}" is not a key of ${owner}, and mac refuses a file with keys it does not know.${advice}`,
    span: entry.key.span,
    fixes: [fix],
  });
}

/** Keys that exist, but in another place. */
function elsewhere(key: string, place: MapPlace): string | undefined {
  if ((place === 'instance' || place === 'role') && keyFact('role-entry', key) !== undefined) {
    return ' It belongs in the entry under "infrastructures" that uses the role.';
  }
  if (place === 'role-entry' && keyFact('instance', key) !== undefined) {
    return ' It belongs in the role, under "instance create".';
  }
  if (place === 'role-entry' && key === 'params')
    return ' Only entries with "resource" or "action" have params; a role takes "environment".';
  if (place === 'command-entry' && key === 'environment')
    return ' Only entries with "role" have an environment; a command takes "params".';
  if (place === 'main' && key === 'defaults') return ' Only a library that is named under "parents" has defaults.';
  return undefined;
}

function missingKey(
  reading: MacfileReading,
  map: MapNode,
  place: MapPlace,
  key: string,
  anchor: Span,
  owner: string,
): Finding {
  const message = `${capital(owner)} has no "${key}", and mac refuses it without. ${keyFact(place, key)?.documentation ?? ''}`;
  return missing(reading, anchor, message.trim(), [addition(reading, map, place, key)]);
}

const NEW_VALUES: Readonly<Record<string, readonly [string, Fix['safety']]>> = {
  'main mac': ['1.0.0', 'safe'],
  'main description': ["''", 'safe'],
  'main name': ["'{INF_NAME}'", 'suggestion'],
  'main version': ["'{INF_VERSION}'", 'suggestion'],
  'role-entry name': ["''", 'suggestion'],
};

/** Writes the missing key on a line of its own before the first key of a block map. */
function addition(reading: MacfileReading, map: MapNode, place: MapPlace, key: string): Fix | undefined {
  const value = NEW_VALUES[`${place} ${key}`];
  const first = map.entries[0];
  if (value === undefined || first === undefined || map.flow) return undefined;
  const { text } = reading.source;
  const at = first.key.span.start;
  const indent = text.slice(text.lastIndexOf('\n', at - 1) + 1, at);
  if (/\S/.test(indent)) return undefined;
  const line = text.includes('\r\n') ? '\r\n' : '\n';
  return replace(`Add "${key}: ${value[0]}"`, { start: at, end: at }, `${key}: ${value[0]}${line}${indent}`, value[1]);
}

function wrongType(
  reading: MacfileReading,
  span: Span,
  message: string,
  fixes: readonly (Fix | undefined)[] = [],
): Finding {
  return finding(reading, { code: 'wrong-type', kind: 'schema', severity: 'error', message, span, fixes });
}

function missing(
  reading: MacfileReading,
  span: Span,
  message: string,
  fixes: readonly (Fix | undefined)[] = [],
): Finding {
  return finding(reading, { code: 'missing-key', kind: 'schema', severity: 'error', message, span, fixes });
}

function anchorOf(entry: TreeEntry, value: TreeNode): Span {
  return isEmpty(value) ? entry.key.span : value.span;
}

/** An alias that leads nowhere, or a placeholder as the whole value: nothing is known about its type. */
export function isUnknown(node: TreeNode): boolean {
  if (node.kind === 'alias') return true;
  return node.kind === 'scalar' && node.style === 'plain' && !isNull(node) && /^\{[\w-]*\}$/.test(node.text);
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Removes a whole entry with its line, when it stands on lines of its own. */
export function removal(
  reading: MacfileReading,
  { span }: { readonly span: Span },
  title: string,
  safety: Fix['safety'] = 'safe',
): Fix | undefined {
  const { text } = reading.source;
  const start = text.lastIndexOf('\n', span.start - 1) + 1;
  const newline = text.indexOf('\n', Math.max(span.end - 1, span.start));
  const end = newline < 0 ? text.length : newline + 1;
  const around = text.slice(start, span.start) + text.slice(span.end, end).replace(/#.*/, '');
  return /\S/.test(around) ? undefined : { title, safety, edits: [{ span: { start, end }, text: '' }] };
}
