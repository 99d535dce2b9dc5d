import type { JinjaText } from '../jinja/texts.ts';
import { fix, type Report } from './rule.ts';

/** One space inside the braces, around each bar, and behind each comma. */
export function spacing(text: JinjaText, report: Report): void {
  for (const { 0: whole, 1: open = '', 2: inner = '', 3: close = '', index } of text.text.matchAll(
    /(\{\{-?)([^{}\n]{1,500}?)(-?\}\})/g,
  )) {
    const spaced = respaced(inner);
    if (inner === spaced || inner.trim() === '') continue;
    const span = text.span(index, index + whole.length);
    const exact = span.end - span.start === whole.length;
    report(
      'jinja[spacing]',
      { span, node: text.node },
      'One space inside the braces and around each bar.',
      exact ? fix('Space it', span, `${open}${spaced}${close}`) : [],
    );
  }
}

/** Texts in quotes stay as they are. */
function respaced(inner: string): string {
  const pieces = inner.trim().split(/('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")/);
  const whole = pieces
    .map((piece, index) =>
      index % 2 === 1
        ? piece
        : piece
            .replace(/[ \t]*(?<!\|)\|(?!\|)[ \t]*/g, ' | ')
            .replace(/[ \t]*([=!]=)[ \t]*/g, ' $1 ')
            .replace(/[ \t]*,[ \t]+|,(?=[\w[(])/g, ', '),
    )
    .join('');
  return ` ${whole} `;
}
