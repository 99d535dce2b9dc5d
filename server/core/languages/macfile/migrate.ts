import { nameOf } from '../../model/paths.ts';
import type { Edit, Span } from '../../model/span.ts';
import { entryOf, keyText, type MapNode, type TreeEntry } from '../../model/tree.ts';
import { bodyMap, instanceOf, type Named, scalarAt } from './model.ts';
import type { MacfileReading } from './reading.ts';
import { quoted } from './scalars.ts';
import { keyFact } from './structure.ts';

/** Keys that stood in the role before 2015-04 and belong to the entry since. */
const MOVED = ['name', 'deployment', 'release', 'hardware', 'location', 'provider', 'amount', 'net'];

/** What tells an old generation, in order of appearance; empty for a current file. */
export function oldFormatSigns(reading: MacfileReading): readonly { readonly key: Span; readonly what: string }[] {
  const { root, roles } = reading.file;
  if (root === undefined || reading.file.kind === 'library') return [];
  const timestamp = entryOf(root, 'timestamp');
  const signs = timestamp === undefined ? [] : [{ key: timestamp.key.span, what: '"timestamp" is gone since 2015' }];
  const inRoles = roles.flatMap((role) => movedKeys(reading, role));
  const isFirst = entryOf(root, 'mac') === undefined && entryOf(root, 'version') !== undefined;
  if (timestamp === undefined && !isFirst && !inRoles.some(({ lacking }) => lacking)) return [];
  if (timestamp === undefined && inRoles.length === 0) return [];
  for (const { entry } of inRoles) {
    signs.push({
      key: entry.key.span,
      what: `"${keyText(entry)}" belongs to the entry under "infrastructures", not to the role`,
    });
  }
  return signs;
}

interface Moved {
  readonly entry: TreeEntry;
  /** True when an entry that uses the role has no such key. */
  readonly lacking: boolean;
}

function movedKeys(reading: MacfileReading, role: Named): readonly Moved[] {
  const instance = instanceOf(role);
  if (instance?.kind !== 'map') return [];
  const users = usersOf(reading, role);
  return instance.entries.flatMap((entry) => {
    const key = keyText(entry);
    if (key === undefined || !MOVED.includes(key)) return [];
    const lacking = users.length === 0 || users.some((user) => entryOf(user, key) === undefined);
    return [{ entry, lacking }];
  });
}

function usersOf({ file }: MacfileReading, role: Named): readonly MapNode[] {
  return file.infrastructures.flatMap((entry) => {
    const body = bodyMap(entry);
    return body !== undefined && scalarAt(body, 'role')?.text === role.name ? [body] : [];
  });
}

/** The edits that bring a file to the current format; empty when it is current or cannot be changed line by line. Comments stay. */
export function migrate(reading: MacfileReading): readonly Edit[] {
  const { root, roles } = reading.file;
  if (root === undefined || oldFormatSigns(reading).length === 0) return [];
  const edits = [...rootEdits(reading, root), ...roles.flatMap((role) => roleEdits(reading, role))];
  return edits.some((edit) => edit === undefined) ? [] : edits.filter((edit) => edit !== undefined);
}

function rootEdits(reading: MacfileReading, root: MapNode): readonly (Edit | undefined)[] {
  const edits: (Edit | undefined)[] = [];
  const timestamp = entryOf(root, 'timestamp');
  const mac = entryOf(root, 'mac');
  const version = entryOf(root, 'version');
  if (timestamp !== undefined) edits.push(removeLine(reading, timestamp.span));
  const renames = mac === undefined && version !== undefined;
  if (renames) edits.push({ span: version.key.span, text: 'mac' });
  const added = [
    ...(mac === undefined && version === undefined ? ['mac: 1.0.0'] : []),
    ...(entryOf(root, 'description') === undefined ? ["description: ''"] : []),
    ...(entryOf(root, 'name') === undefined ? [`name: ${quoted(titleOf(reading))}`] : []),
    ...(version === undefined || renames ? ["version: '{INF_VERSION}'"] : []),
  ];
  const anchor = root.entries.find((entry) => keyText(entry) !== 'timestamp');
  if (added.length > 0 && anchor !== undefined) edits.push(insertBefore(reading, anchor, added));
  return edits;
}

function titleOf(reading: MacfileReading): string {
  return nameOf(reading.source.path).replace(/\.?macfile$/i, '') || 'infrastructure';
}

function roleEdits(reading: MacfileReading, role: Named): readonly (Edit | undefined)[] {
  const moved = movedKeys(reading, role);
  if (moved.length === 0) return [];
  const { text } = reading.source;
  const removals = moved.map(({ entry }) => removeLine(reading, entry.span));
  const insertions = usersOf(reading, role).flatMap((user) => {
    const lines = moved.flatMap(({ entry }) => {
      const key = keyText(entry);
      if (key === undefined || entryOf(user, key) !== undefined || keyFact('role-entry', key) === undefined) return [];
      return [`${key}: ${text.slice(entry.value.span.start, entry.value.span.end)}`.trimEnd()];
    });
    const first = user.entries[0];
    return lines.length === 0 || first === undefined
      ? []
      : [user.flow ? undefined : insertBefore(reading, first, lines)];
  });
  return [...removals, ...insertions];
}

/** The line(s) of an entry; a comment at the end of the line stays as a comment line. Undefined when something else shares the line. */
function removeLine(reading: MacfileReading, span: Span): Edit | undefined {
  const { text } = reading.source;
  const start = text.lastIndexOf('\n', span.start - 1) + 1;
  const newline = text.indexOf('\n', span.end);
  const end = newline < 0 ? text.length : newline + 1;
  if (/\S/.test(text.slice(start, span.start))) return undefined;
  const rest = text.slice(span.end, end);
  if (rest.trim() === '') return { span: { start, end }, text: '' };
  return rest.trimStart().startsWith('#')
    ? { span: { start: span.start, end: span.end + (rest.length - rest.trimStart().length) }, text: '' }
    : undefined;
}

function insertBefore(reading: MacfileReading, entry: TreeEntry, lines: readonly string[]): Edit | undefined {
  const { text } = reading.source;
  const at = entry.key.span.start;
  const indent = text.slice(text.lastIndexOf('\n', at - 1) + 1, at);
  if (/\S/.test(indent)) return undefined;
  const end = text.includes('\r\n') ? '\r\n' : '\n';
  return { span: { start: at, end: at }, text: lines.map((line) => `${line}${end}${indent}`).join('') };
}
