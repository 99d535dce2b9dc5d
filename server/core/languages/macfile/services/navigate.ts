import type { Location, Reference, Rename } from '../../../model/editor.ts';
import type { Span } from '../../../model/span.ts';
import type { Surroundings } from '../../language.ts';
import type { MacfileReading } from '../reading.ts';
import { referencesIn } from '../references.ts';
import { resolve } from '../resolve.ts';
import { pathOfParent, scopeOf } from '../scope.ts';
import { spanIn } from '../texts.ts';
import { textsOf } from '../uses.ts';
import { everywhere, locationOf, type MacSymbol, occurrenceAt } from './occurrences.ts';

export function definition(reading: MacfileReading, offset: number, { project }: Surroundings): readonly Location[] {
  const scope = scopeOf(reading, project);
  const parent = reading.file.parents.find(({ body }) => holds(body.span, offset));
  if (parent?.body.kind === 'scalar') {
    const path = pathOfParent(reading, parent.body.text);
    return path === undefined ? [] : [{ path, span: { start: 0, end: 0 } }];
  }
  const setting = settingAt(reading, offset, project);
  if (setting !== undefined) return [setting];
  const occurrence = occurrenceAt(reading, scope, offset);
  if (occurrence === undefined) return [];
  const found = everywhere(reading, occurrence.symbol, project);
  const declared = found.filter(({ role }) => role === 'definition');
  if (occurrence.symbol.kind === 'placeholder') return found.slice(0, 1).map(locationOf);
  return declared.map(locationOf);
}

/** `infrastructure.ENTRY.location` leads to the value it stands for. */
function settingAt(reading: MacfileReading, offset: number, project: Surroundings['project']): Location | undefined {
  const scope = scopeOf(reading, project);
  for (const { node, from } of textsOf(scope)) {
    if (from !== reading || !holds(node.span, offset)) continue;
    for (const reference of referencesIn(node)) {
      const span = spanIn(reading, node, reference.restSpan.start, reference.restSpan.end);
      const target = resolve(scope, reference);
      if (target.kind === 'property' && holds(span, offset)) {
        return { path: target.setting.from.source.path, span: target.setting.key, full: target.setting.entry.span };
      }
    }
  }
  return undefined;
}

function holds({ start, end }: Span, offset: number): boolean {
  return start <= offset && offset <= end;
}

export function references(reading: MacfileReading, offset: number, { project }: Surroundings): readonly Reference[] {
  const occurrence = occurrenceAt(reading, scopeOf(reading, project), offset);
  if (occurrence === undefined) return [];
  return everywhere(reading, occurrence.symbol, project).map((found) => ({ ...locationOf(found), role: found.role }));
}

export function renameable(
  reading: MacfileReading,
  offset: number,
  { project }: Surroundings,
): { readonly span: Span; readonly name: string } | undefined {
  const occurrence = occurrenceAt(reading, scopeOf(reading, project), offset);
  return occurrence === undefined ? undefined : { span: occurrence.span, name: occurrence.symbol.name };
}

/** What a name may consist of, and why. */
const LEGAL: Readonly<Record<MacSymbol['kind'], readonly [RegExp, string]>> = {
  placeholder: [/^[A-Za-z_-]+$/, 'mac looks for parameters of letters, "_" and "-" only'],
  role: [
    /^[A-Za-z][\w-]*$/,
    '"ready" can wait only for names that begin with a letter, and references end at anything but letters, digits, "_" and "-"',
  ],
  entry: [/^[A-Za-z_][\w-]*$/, 'a reference ends at anything but letters, digits, "_" and "-"'],
  action: [/^[A-Za-z_][\w-]*$/, 'a reference ends at anything but letters, digits, "_" and "-"'],
  param: [/^[A-Za-z_][\w-]*$/, 'a reference ends at anything but letters, digits, "_" and "-"'],
  resource: [/^[A-Za-z_][\w -]*$/, 'a resource name is a plain key'],
  parent: [/^[A-Za-z_][\w-]*$/, 'the name stands before a dot'],
};

export function rename(
  reading: MacfileReading,
  offset: number,
  newName: string,
  { project }: Surroundings,
): Rename | { readonly refused: string } {
  const occurrence = occurrenceAt(reading, scopeOf(reading, project), offset);
  if (occurrence === undefined) return { refused: 'There is no name of this Macfile here.' };
  const { symbol } = occurrence;
  const [legal, why] = LEGAL[symbol.kind];
  if (!legal.test(newName)) return { refused: `"${newName}" cannot be a name here: ${why}.` };
  const places = everywhere(reading, symbol, project);
  if (newName !== symbol.name && everywhere(reading, { ...symbol, name: newName }, project).some(isDeclared)) {
    return { refused: `There is already a ${symbol.kind} called "${newName}".` };
  }
  const paths = [...new Set(places.map(({ path }) => path))];
  return {
    edits: paths.map((path) => ({
      path,
      edits: places.filter((one) => one.path === path).map(({ span }) => ({ span, text: newName })),
    })),
  };
}

function isDeclared({ role, symbol }: { readonly role: Reference['role']; readonly symbol: MacSymbol }): boolean {
  return role === 'definition' || symbol.kind === 'placeholder';
}
