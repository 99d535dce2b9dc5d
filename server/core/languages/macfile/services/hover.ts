import type { Hover } from '../../../model/editor.ts';
import { placeAt } from '../../../syntax/place.ts';
import type { Surroundings } from '../../language.ts';
import { entryKind, type Named } from '../model.ts';
import type { MacfileReading } from '../reading.ts';
import { addressReference, type MacReference, referencesIn } from '../references.ts';
import { resolve, type Target } from '../resolve.ts';
import { type Scope, type Sourced, scopeOf, settingText, usersOf, type WorkEntry } from '../scope.ts';
import { scriptAt } from '../scripts.ts';
import { keyFact, type MapPlace } from '../structure.ts';
import { spanIn } from '../texts.ts';
import { textsOf } from '../uses.ts';
import { knownValues } from '../values.ts';
import { everywhere, type Occurrence, occurrenceAt } from './occurrences.ts';

export function hover(reading: MacfileReading, offset: number, around: Surroundings): Hover | undefined {
  const scope = scopeOf(reading, around.project);
  return (
    placeholderHover(reading, offset, around) ??
    referenceHover(reading, offset, scope) ??
    nameHover(reading, offset, scope) ??
    keyHover(reading, offset) ??
    valueHover(reading, offset, around)
  );
}

/** Text of the workspace as code, whatever it holds. */
function code(text: string): string {
  const longest = Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  const padded = text.startsWith('`') || text.endsWith('`') ? ` ${text} ` : text;
  return `${fence}${padded.replaceAll(/\s+/g, ' ')}${fence}`;
}

function block(text: string): string {
  const longest = Math.max(2, ...(text.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  const lines = text.trim().split('\n');
  const shown = lines.length > 12 ? [...lines.slice(0, 12), '…'] : lines;
  return `${fence}sh\n${shown.join('\n')}\n${fence}`;
}

function placeholderHover(reading: MacfileReading, offset: number, { project }: Surroundings): Hover | undefined {
  const placeholder = reading.placeholders.find(({ span }) => span.start <= offset && offset <= span.end);
  if (placeholder === undefined || placeholder.name === '') return undefined;
  const { name, span } = placeholder;
  const uses = everywhere(reading, { kind: 'placeholder', name }, project).length;
  const markdown = `Parameter ${code(`{${name}}`)}, given with ${code(`-p ${name}=…`)} and put in before YAML is read.\n\nUsed ${uses === 1 ? 'once' : `${uses} times`}.`;
  return { markdown, span };
}

function referenceHover(reading: MacfileReading, offset: number, scope: Scope): Hover | undefined {
  for (const { node, from, entry } of textsOf(scope)) {
    if (from !== reading || offset < node.span.start || offset > node.span.end) continue;
    for (const reference of referencesIn(node)) {
      const span = spanIn(reading, node, reference.span.start, reference.span.end);
      if (offset < span.start || offset > span.end) continue;
      return { markdown: describeTarget(resolve(scope, reference), reference, entry), span };
    }
  }
  return undefined;
}

function describeTarget(target: Target, { name, rest }: MacReference, user: WorkEntry | undefined): string {
  switch (target.kind) {
    case 'property': {
      const { value } = target.setting;
      return `${code(target.key)} of entry ${code(target.entry.name)}: ${value.kind === 'scalar' ? code(value.text) : 'no text'}`;
    }
    case 'param': {
      const value = user?.params.get(target.name)?.value;
      const shown = value?.kind === 'scalar' ? `: ${code(value.text)}` : '';
      return `Param ${code(target.name)}${user === undefined ? '' : ` of entry ${code(user.name)}`}${shown}`;
    }
    case 'output':
      return `${target.format === 'json' ? `The value at ${code(target.path)} of the JSON` : `The first match of ${code(target.path)} in the text`} that entry ${code(target.entry.name)} prints.`;
    case 'ssh':
      return `Runs action ${code(rest)} on every instance of ${target.role === undefined ? 'entry' : 'role'} ${code(name)}; the outputs are joined by a space.\n\n${scriptText(target.action, 'ssh')}`;
    case 'bash':
      return `Runs action ${code(name)} on the machine that runs mac, at every use, and reads ${code(rest)} of what it prints.\n\n${scriptText(target.action, 'bash')}`;
    case 'broken':
      return target.message;
  }
}

function scriptText(owner: Named, kind: 'ssh' | 'bash' | 'create bash'): string {
  return scriptAt(owner, kind)
    .map(({ node }) => block(node.text))
    .join('');
}

function nameHover(reading: MacfileReading, offset: number, scope: Scope): Hover | undefined {
  const occurrence = occurrenceAt(reading, scope, offset);
  const markdown = occurrence && describeName(occurrence, scope);
  return occurrence === undefined || markdown === undefined ? undefined : { markdown, span: occurrence.span };
}

function describeName({ symbol }: Occurrence, scope: Scope): string | undefined {
  const { kind, name } = symbol;
  if (kind === 'role') return scope.roles.has(name) ? describeRole(name, scope) : undefined;
  if (kind === 'entry') {
    const entry = scope.entries.find((one) => one.name === name);
    return entry && describeEntry(entry, scope);
  }
  if (kind === 'param')
    return `Param ${code(name)}, read by ${code(symbol.owner ?? '')} as ${code(`infrastructure.param.${name}`)}.`;
  const declared: Sourced | undefined =
    kind === 'resource' ? scope.resources.get(name) : kind === 'action' ? scope.actions.get(name) : undefined;
  if (declared === undefined) return undefined;
  const origin = declared.from === scope.main ? '' : ` from ${code(declared.from.source.path)}`;
  const scripts = (['create bash', 'bash', 'ssh'] as const).flatMap((one) => scriptAt(declared, one));
  return `${kind === 'resource' ? 'Resource' : 'Action'} ${code(name)}${origin}\n\n${scripts.map(({ node }) => block(node.text)).join('\n')}`;
}

function describeRole(name: string, scope: Scope): string {
  const users = usersOf(scope, 'role', name);
  const entries = users.map((entry) => code(entry.name)).join(', ');
  return `Role ${code(name)}${users.length === 0 ? ', used by no entry' : `, used by ${entries}`}`;
}

function describeEntry(entry: WorkEntry, scope: Scope): string {
  const step = (scope.index.order.get(entry) ?? 0) + 1;
  const what = entry.kind === 'none' ? '' : `: ${entry.kind} ${code(settingText(entry, entry.kind) ?? '?')}`;
  const origin = entry.base === undefined ? '' : `\n\nMade from the default in ${code(entry.base.from.source.path)}.`;
  const ready = settingText(entry, 'ready');
  return `Entry ${code(entry.name)}, step ${step} of ${scope.entries.length}${what}${ready === undefined ? '' : `, waits for ${code(ready)}`}${origin}`;
}

function keyHover(reading: MacfileReading, offset: number): Hover | undefined {
  const place = placeAt(reading.tree, offset);
  if (place.role !== 'key' || place.node?.kind !== 'scalar') return undefined;
  const fact = keyFact(mapPlace(reading, place.path) ?? 'main', place.node.text);
  if (fact === undefined || mapPlace(reading, place.path) === undefined) return undefined;
  return {
    markdown: `${code(fact.key)}${fact.required === true ? ' (required)' : ''}\n\n${fact.documentation}`,
    span: place.node.span,
  };
}

/** What kind of map stands at a path. */
function mapPlace(reading: MacfileReading, path: readonly string[]): MapPlace | undefined {
  const [section, name, inner] = path;
  if (section === undefined) return reading.file.kind;
  if (name === undefined) return undefined;
  if (section === 'roles')
    return inner === undefined ? 'role' : path.length === 3 && inner === 'instance create' ? 'instance' : undefined;
  if (inner !== undefined) return undefined;
  if (section === 'actions') return 'action';
  if (section === 'resources') return 'resource';
  if (section !== 'infrastructures' && section !== 'defaults') return undefined;
  const entry = reading.file[section].find((one) => one.name === name);
  return entryKind(entry?.body) === 'role' ? 'role-entry' : 'command-entry';
}

function valueHover(reading: MacfileReading, offset: number, { data }: Surroundings): Hover | undefined {
  const place = placeAt(reading.tree, offset);
  if (place.role !== 'value' || place.node?.kind !== 'scalar') return undefined;
  const { text, span } = place.node;
  const address = addressReference(text);
  if (address?.wellFormed) return { markdown: addressText(address.kind, address.name), span };
  const key = place.path[2];
  const known = knownValues(data);
  const values = key === 'provider' ? known.providers : key === 'deployment' ? known.deployments : [];
  const documentation = values.find(({ name }) => name === text)?.documentation;
  return documentation === undefined ? undefined : { markdown: documentation, span };
}

function addressText(kind: string, name: string): string {
  if (kind === 'FACT') return `A fact of every instance of ${code(name)}, looked up when the instance is set up.`;
  return `The list of ${kind === 'PUBLIC_IP' ? 'public' : 'private'} addresses of the instances of ${code(name)}.`;
}
