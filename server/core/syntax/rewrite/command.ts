import type { Edit, Span } from '../../model/span.ts';

/**
 * Takes one shell command out of a text, with the `&&`, `||` or `;` that ties it to a neighbour, or with its line when it is alone there
 * and `lines` says that the script has others. Where neither is safe `true` stands in for it.
 */
export function commandRemoved(text: string, at: Span, lines: boolean): Edit {
  const lineStart = Math.max(text.lastIndexOf('\n', at.start - 1), text.lastIndexOf('\r', at.start - 1)) + 1;
  const newline = /\r\n|\r|\n|$/g;
  newline.lastIndex = at.end;
  const end = newline.exec(text);
  const lineEnd = end?.index ?? text.length;
  const before = text.slice(lineStart, at.start);
  const after = text.slice(at.end, lineEnd);
  const next = /^\s*(?:&&|\|\||;(?!;))\s*(?=[^\s\\#])/.exec(after);
  if (next) return { span: { start: at.start, end: at.end + next[0].length }, text: '' };
  const previous = /[^\s&|;]\s*(?:&&|\|\||;)\s*$/.exec(before);
  if (previous && after.trim() === '')
    return { span: { start: lineStart + previous.index + 1, end: at.end }, text: '' };
  const alone =
    before.trim() === '' && after.trim() === '' && !/(?:&&|\|\||\||\\)\s*$/.test(text.slice(0, lineStart).trimEnd());
  if (alone && lines) return { span: { start: lineStart, end: lineEnd + (end?.[0].length ?? 0) }, text: '' };
  return { span: at, text: 'true' };
}
