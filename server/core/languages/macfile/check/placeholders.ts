import type { Finding, Fix } from '../../../model/finding.ts';
import type { Span } from '../../../model/span.ts';
import type { Placeholder } from '../placeholders.ts';
import type { MacfileReading } from '../reading.ts';
import { scriptsOf } from '../scripts.ts';
import { finding, replace } from './report.ts';

/** Words of awk that stand alone in braces; nobody names a parameter like that. */
const AWK = new Set(['print', 'next', 'exit', 'getline', 'nextfile', 'printf']);

/** Braces that the tool takes for parameters although nobody will supply them, and parameters it does not look for. */
export function checkPlaceholders(reading: MacfileReading): readonly Finding[] {
  const scripts = scriptsOf(reading.file)
    .map(({ node }) => node.span)
    .sort((a, b) => a.start - b.start);
  const comments = reading.comments.map(({ span }) => span);
  const text = reading.source.text;
  const isShell = ({ span }: Placeholder) => text[span.start - 1] === '$';
  const used = new Set(
    reading.placeholders.filter((one) => !isShell(one) && !within(comments, one.span.start)).map(({ name }) => name),
  );
  return reading.placeholders.flatMap((placeholder) => {
    const inScript = within(scripts, placeholder.span.start);
    if (/\d/.test(placeholder.name)) return isShell(placeholder) ? [] : digits(reading, placeholder, inScript);
    if (isShell(placeholder)) return [shellVariable(reading, placeholder, used.has(placeholder.name))];
    if (placeholder.name === '') return [emptyBraces(reading, placeholder, inScript)];
    if (inScript && AWK.has(placeholder.name)) return [awkWord(reading, placeholder)];
    if (within(comments, placeholder.span.start) && !used.has(placeholder.name))
      return [inComment(reading, placeholder)];
    return [];
  });
}

/** Spans in order of their start, not overlapping. */
function within(spans: readonly Span[], offset: number): boolean {
  let low = 0;
  let high = spans.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((spans[middle]?.start ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  return offset < (spans[low - 1]?.end ?? -1);
}

function stray(reading: MacfileReading, { span }: Placeholder, message: string, fixes: readonly Fix[]): Finding {
  return finding(reading, { code: 'stray-placeholder', kind: 'syntax', severity: 'error', message, span, fixes });
}

function shellVariable(reading: MacfileReading, placeholder: Placeholder, isParameter: boolean): Finding {
  const { name, span } = placeholder;
  const next = reading.source.text.charAt(span.end);
  const variable = /\w/.test(next) ? `\${${name}:-}` : `$${name}`;
  const whole = { start: span.start - 1, end: span.end };
  const clash = isParameter
    ? `{${name}} is also a parameter of this file, so the shell gets "$" and the value of the parameter.`
    : 'mac takes every {NAME} for a parameter and refuses the file when none of that name is passed.';
  return finding(reading, {
    code: 'stray-placeholder',
    kind: 'syntax',
    severity: 'error',
    message: `\${${name}} is not left to the shell: ${clash} Write ${variable} for the shell variable.`,
    span: whole,
    fixes: [
      replace(`Write ${variable}`, whole, variable, isParameter ? 'confirm' : 'safe'),
      isParameter ? replace(`Use the parameter {${name}}`, whole, `{${name}}`, 'confirm') : undefined,
    ],
  });
}

function emptyBraces(reading: MacfileReading, placeholder: Placeholder, inScript: boolean): Finding {
  const isWord = inScript && isShellWord(reading.source.text, placeholder.span);
  const written = isWord ? "{''}" : '{ }';
  const message = `mac takes {} for a parameter without a name and refuses the file. ${
    isWord ? "Write {''}, which is the same word to the shell." : 'Write { } with a space, or leave the value out.'
  }`;
  return stray(reading, placeholder, message, [replace(`Write ${written}`, placeholder.span, written)]);
}

/** A word of its own, as `find -exec` and `xargs -I{}` need it, outside quotes on its line. */
function isShellWord(text: string, { start, end }: Span): boolean {
  const before = text.slice(text.lastIndexOf('\n', start - 1) + 1, start);
  const isOpen = (quote: string) => before.split(quote).length % 2 === 0;
  const isAlone = /(?:^|\s|-I)$/.test(before) && /^(?:\s|$|;|\\)/.test(text.slice(end, end + 1));
  return isAlone && !isOpen("'") && !isOpen('"');
}

function awkWord(reading: MacfileReading, placeholder: Placeholder): Finding {
  const { name, span } = placeholder;
  return stray(
    reading,
    placeholder,
    `mac takes {${name}} for a parameter and refuses the file when none of that name is passed. Put spaces inside the braces.`,
    [replace(`Write { ${name} }`, span, `{ ${name} }`)],
  );
}

function inComment(reading: MacfileReading, placeholder: Placeholder): Finding {
  const { name, span } = placeholder;
  return stray(
    reading,
    placeholder,
    `mac looks for parameters in comments too: without -p ${name}=… it refuses the file because of this {${name}}. Leave out the braces.`,
    [replace(`Write ${name}`, span, name)],
  );
}

function digits(reading: MacfileReading, { name, span }: Placeholder, inScript: boolean): readonly Finding[] {
  if (inScript && !/^[A-Z][A-Z\d_-]*$/.test(name)) return [];
  return [
    finding(reading, {
      code: 'digit-placeholder',
      kind: 'semantic',
      severity: 'error',
      message: `mac does not look for {${name}} because of the digit: when -p ${name}=… is forgotten, the file is not refused and the braces are used as they stand. Name the parameter with letters, "_" and "-" only.`,
      span,
    }),
  ];
}
