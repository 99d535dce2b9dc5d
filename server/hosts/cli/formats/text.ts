import { type Finding, type FindingSeverity, SEVERITIES } from '../../../core/model/finding.ts';
import { LineIndex } from '../../../core/model/lines.ts';
import { oneLine } from '../output.ts';
import { countsOf, type FileReport, type Format, type FormatOptions, type Reported } from '../report.ts';

type Paint = (text: string, style: keyof typeof STYLES) => string;

/** Select graphic rendition codes. */
const STYLES = { error: '31', warning: '33', info: '36', hint: '2', bold: '1', dim: '2', plain: '0' } as const;

/** For people; written as files are done, so that at the end only the summary is left. */
export const text: Format = {
  part: textOfFile,
  whole: (files, options) => [textSummary(files, options)],
};

/** Every finding of a file with the line it is about. Nothing for a clean file. */
function textOfFile({ path, text: source, findings }: FileReport, options: FormatOptions): string {
  if (findings.length === 0) return '';
  const paint = painter(options);
  const lines = new LineIndex(source);
  return `${paint(oneLine(path), 'bold')}\n${findings.map((finding) => findingBlock(finding, source, lines, paint)).join('')}\n`;
}

function painter({ colours }: FormatOptions): Paint {
  return (content, style) => (colours ? `\u001B[${STYLES[style]}m${content}\u001B[0m` : content);
}

function findingBlock(finding: Finding, source: string, lines: LineIndex, paint: Paint): string {
  const { line, character } = lines.positionAt(finding.span.start);
  const head = `  ${line + 1}:${character + 1}  ${paint(finding.severity, finding.severity)}  ${clean(finding.message)}  ${paint(finding.code, 'dim')}`;
  const fixes = (finding.fixes ?? []).map(
    ({ title, safety }) => `      ${paint('fix', 'info')} (${safety}): ${clean(title)}`,
  );
  return `${[head, ...excerpt(finding, source, lines, paint), ...fixes].join('\n')}\n`;
}

/** Longer lines are cut around the finding. */
const WIDTH = 100;

function excerpt({ span, severity }: Finding, source: string, lines: LineIndex, paint: Paint): string[] {
  const { start, end } = lines.rangeOf(span);
  const whole = source.slice(lines.startOf(start.line), lines.startOf(start.line + 1)).replace(/[\r\n]+$/, '');
  if (whole.trim() === '') return [];
  const last = end.line === start.line ? end.character : whole.trimEnd().length;
  const cut = start.character > WIDTH ? start.character - 20 : 0;
  const shown = whole.slice(cut, cut + WIDTH);
  const before = shown.slice(0, start.character - cut).replace(/[^\t]/g, ' ');
  const marks = Math.max(1, Math.min(last, cut + WIDTH) - start.character);
  const number = String(start.line + 1).padStart(6);
  return [
    `${paint(`${number} │ `, 'dim')}${clean(shown)}`,
    `${paint(`${' '.repeat(6)} │ `, 'dim')}${before}${paint('^'.repeat(marks), severity)}`,
  ];
}

/** Control characters of a file must not steer the terminal. */
function clean(content: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are exactly what is replaced
  return content.replace(/[\u0000-\u0008\u000B-\u001F\u007F-\u009F]/g, '\uFFFD');
}

/** What stands below all files. */
function textSummary(files: readonly Reported[], options: FormatOptions): string {
  const paint = painter(options);
  const counts = countsOf(files);
  const ours = files.filter(({ isOurs }) => isOurs).length;
  const parts = SEVERITIES.filter((severity) => counts[severity] > 0).map((severity) =>
    paint(plural(counts[severity], NOUNS[severity]), severity),
  );
  const checked = `${plural(ours, 'file')} checked`;
  const others = files.length - ours;
  const rest = others > 0 ? `, ${others} of other kinds left alone` : '';
  return `${parts.length > 0 ? parts.join(', ') : 'No findings'} (${checked}${rest})\n`;
}

const NOUNS: Readonly<Record<FindingSeverity, string>> = {
  error: 'error',
  warning: 'warning',
  info: 'info',
  hint: 'hint',
};

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 || noun === 'info' ? '' : 's'}`;
}
