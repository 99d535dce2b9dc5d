import type { Fix } from '../../../model/finding.ts';
import { entryOf, keyText, type MapNode, type TreeEntry } from '../../../model/tree.ts';
import type { AnsibleReading } from '../reading.ts';
import { indentAt, type Report } from './rule.ts';

/** `name` first; a block after all that governs it, so that this is seen. */
export function keyOrder(map: MapNode, node: string, { tree }: AnsibleReading, report: Report): void {
  const { entries } = map;
  const sorted = entries.toSorted((a, b) => rank(a) - rank(b));
  const at = sorted.findIndex((entry, index) => entry !== entries[index]);
  const first = sorted[at];
  if (at === -1 || first === undefined) return;
  const play = entryOf(map, 'hosts') !== undefined;
  const named = keyText(first) === 'name';
  const late = named ? first : (entries.slice(at).find((entry) => rank(entry) < rank(entries[at] ?? entry)) ?? first);
  report(
    play ? 'key-order[play]' : 'key-order[task]',
    { span: late.key.span, node },
    named ? 'The name comes first.' : `${keyText(late)} belongs before ${keyText(entries[at] ?? late)}.`,
    map.flow ? [] : reordered(entries, sorted, tree.text, named ? 'Put the name first' : 'Put the keys in order'),
  );
}

const LAST = ['block', 'rescue', 'always'];

function rank(entry: TreeEntry): number {
  const key = keyText(entry);
  return key === 'name' ? -1 : LAST.indexOf(key ?? '') + 1;
}

/** One entry as lines: comments above it, and the entry with what is behind it on its lines. */
interface Lines {
  readonly above: string;
  readonly own: string;
}

function reordered(entries: readonly TreeEntry[], sorted: readonly TreeEntry[], text: string, title: string): Fix[] {
  const [first] = entries;
  if (first === undefined) return [];
  const indent = indentAt(text, first.span.start);
  const lines = new Map<TreeEntry, Lines>();
  let from = first.span.start;
  for (const [index, entry] of entries.entries()) {
    const start = entry.span.start;
    const line = text.lastIndexOf('\n', start - 1) + 1;
    if (index > 0 && (line < from || text.slice(line, start) !== indent)) return [];
    const end = endOfLines(entry, indent.length, text);
    lines.set(entry, { above: index === 0 ? '' : text.slice(from, line), own: text.slice(start, end) });
    from = end;
  }
  if (lines.get(sorted[0] ?? first)?.above !== '') return [];
  const last = from;
  const ended = text.charAt(last - 1) === '\n';
  const written = sorted.map((entry, index) => {
    const { above, own } = lines.get(entry) ?? { above: '', own: '' };
    return `${above}${index === 0 ? '' : indent}${own}${own.endsWith('\n') ? '' : '\n'}`;
  });
  const joined = written.join('');
  const whole = ended ? joined : joined.slice(0, -1);
  return [{ title, safety: 'safe', edits: [{ span: { start: first.span.start, end: last }, text: whole }] }];
}

/** Where the next entry may begin: behind the last line of this one, and behind comments that stand further right. */
function endOfLines({ span }: TreeEntry, column: number, text: string): number {
  let end = lineEnd(text, text.charAt(span.end - 1) === '\n' ? span.end - 1 : span.end);
  for (;;) {
    const next = lineEnd(text, end);
    const line = text.slice(end, next);
    if (next === end || !/^ *#/.test(line) || line.indexOf('#') <= column) return end;
    end = next;
  }
}

function lineEnd(text: string, offset: number): number {
  const at = text.indexOf('\n', offset);
  return at === -1 ? text.length : at + 1;
}
