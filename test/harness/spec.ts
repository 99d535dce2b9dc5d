/**
 * A page of docs/rules is documentation and test in one. Fenced blocks are files:
 *
 *     ```yaml macfile bad            language and role: bad, good, fix, silent; further words: path=…, profile=…, option.x=…
 *     image: nginx:latest
 *     #            ^^^^^^ no-latest-tag
 *     ```
 *
 * A comment line of carets points at the line above it; `(info)` behind the code says a lowered severity; `<-` says that it
 * starts with the first character of the line, however long it is. Marker lines are taken out before the text is read, so they work in JSON too. `fix` follows the file it fixes.
 */
import type { FindingSeverity } from '../../server/core/model/finding.ts';
import type { Span } from '../../server/core/model/span.ts';

export type Role = 'bad' | 'good' | 'fix' | 'silent';

export interface Expectation {
  readonly code: string;
  readonly severity?: FindingSeverity;
  readonly span: Span;
  /** Marked with `<-`: only the start is told. */
  readonly open?: boolean;
}

export interface Fence {
  /** Text of the last heading above. */
  readonly heading: string;
  /** The paragraph or list item right above the fence. */
  readonly lead: string;
  readonly language: string;
  readonly role: Role;
  readonly text: string;
  readonly expected: readonly Expectation[];
  readonly settings: Readonly<Record<string, string>>;
}

export interface Page {
  readonly title: string;
  readonly headings: readonly string[];
  readonly fences: readonly Fence[];
  /** Text under a heading, fences included. */
  section(heading: string): string;
}

const FENCE = /^```(\w+) (\w+) (bad|good|fix|silent)((?: \S+=\S+)*)\r?\n([\s\S]*?)^```$/gm;
const MARKER = /^(\s*)(#|\/\/)(\s*)(\^+|<-)\s+([\w/-]+)(?: \((\w+)\))?\s*$/;

export function readPage(markdown: string): Page {
  const sections = new Map(markdown.split(/^## /m).map((part) => [part.split('\n')[0] ?? '', part] as const));
  return {
    title: /^# (.*)$/m.exec(markdown)?.[1] ?? '',
    headings: [...withoutFences(markdown).matchAll(/^## (.*)$/gm)].map(([, text = '']) => text),
    fences: [...markdown.matchAll(FENCE)].map((match) => fenceOf(match, markdown)),
    section: (heading) => sections.get(heading) ?? '',
  };
}

function fenceOf(match: RegExpExecArray, markdown: string): Fence {
  const [, , language = '', role = 'bad', rest = '', body = ''] = match;
  const before = markdown.slice(0, match.index);
  const settings =
    rest.trim() === ''
      ? []
      : rest
          .trim()
          .split(' ')
          .map((pair) => pair.split('=', 2) as [string, string]);
  return {
    heading: [...withoutFences(before).matchAll(/^## (.*)$/gm)].at(-1)?.[1] ?? '',
    lead:
      before
        .trimEnd()
        .split(/\n\s*\n/)
        .at(-1)
        ?.trim() ?? '',
    language,
    role: role as Role,
    settings: Object.fromEntries(settings),
    ...takeMarkers(body),
  };
}

function withoutFences(markdown: string): string {
  return markdown.replace(/^```[\s\S]*?^```$/gm, '');
}

function takeMarkers(body: string): { text: string; expected: Expectation[] } {
  const expected: Expectation[] = [];
  let text = '';
  let lineStart = 0;
  for (const line of body.split(/(?<=\n)/)) {
    const marker = MARKER.exec(line.trimEnd());
    if (marker === null) {
      lineStart = text.length;
      text += line;
      continue;
    }
    const [, indent = '', leader = '', gap = '', pointer = '', code = '', severity] = marker;
    const start = lineStart + (pointer === '<-' ? 0 : indent.length + leader.length + gap.length);
    const span = { start, end: start + (pointer === '<-' ? 1 : pointer.length) };
    expected.push({
      code,
      span,
      ...(pointer === '<-' ? { open: true } : {}),
      ...(severity === undefined ? {} : { severity: severity as FindingSeverity }),
    });
  }
  return { text, expected };
}
