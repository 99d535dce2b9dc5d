import type { NodeSpan, Reading } from '../languages/language.ts';
import type { Finding, Fix } from '../model/finding.ts';
import type { Span } from '../model/span.ts';
import { ALL_RULES } from '../rules/all.ts';
import { type ForeignPragma, foreignPragmas } from './suppression-foreign.ts';
import { covers } from './suppression-outcome.ts';

/** Stands in every suppression that is offered until its author says why. */
export const REASON = 'why this is right here';

/**
 * "Suppress here with a reason" and "suppress in this file" for any finding. `token` is what the language's `commentToken` said;
 * without comments there is no fix, only the entry for `.verdigris.yaml`.
 */
export function suppressionFixes(reading: Reading, finding: Finding, token: string | undefined): readonly Fix[] {
  if (token === undefined || finding.kind === 'syntax' || finding.kind === 'suppression') return [];
  const { text } = reading.source;
  const newline = text.includes('\r\n') ? '\r\n' : '\n';
  const write = (directive: string) => `${token} verdigris: ${directive}[${finding.code}] -- ${REASON}`;
  const node = nodeFor(reading, finding);
  const at = lineStart(text, node?.span.start ?? finding.span.start);
  const indent = /^[ \t]*/.exec(text.slice(at))?.[0] ?? '';
  const top = text.startsWith('#!') ? text.indexOf('\n') + 1 : 0;
  const here = node === undefined ? 'ignore-line' : 'ignore';
  const joined = node === undefined ? undefined : joinedTo(reading, node, finding.code);
  const edit = joined ?? { span: { start: at, end: at }, text: `${indent}${write(here)}${newline}` };
  return [
    { title: `Suppress ${finding.code} here with a reason`, safety: 'suggestion', edits: [edit] },
    {
      title: `Suppress ${finding.code} in this file`,
      safety: 'suggestion',
      edits: [{ span: { start: top, end: top }, text: `${write('ignore-file')}${newline}` }],
    },
    ...adoptions(reading, finding, write('ignore-line')),
  ];
}

/** An ignore of another tool for the same thing becomes one of ours, above what it covers or above its own line. */
function adoptions(reading: Reading, finding: Finding, directive: string): readonly Fix[] {
  const covering = foreignIgnoreOf(reading, finding);
  if (covering === undefined) return [];
  const { span, tool, reason, node } = covering;
  const { text } = reading.source;
  const word = node === undefined ? 'ignore-line' : node === '' ? 'ignore-file' : 'ignore';
  const own = directive.replace('ignore-line', word);
  const said = reason === undefined ? own : own.replace(REASON, reason);
  const target = node === undefined || node === '' ? undefined : reading.nodes.find(({ path }) => path === node);
  const top = text.startsWith('#!') ? text.indexOf('\n') + 1 : 0;
  const at = node === '' ? top : lineStart(text, target?.span.start ?? span.start);
  const indent = /^[ \t]*/.exec(text.slice(at))?.[0] ?? '';
  const edit = { span: { start: at, end: at }, text: `${indent}${said}${text.includes('\r\n') ? '\r\n' : '\n'}` };
  return [{ title: adoptionTitle(tool, finding), safety: 'suggestion', edits: [edit] }];
}

export function adoptionTitle(tool: string, { code }: Finding): string {
  return `Adopt the ignore of ${tool} for ${code}`;
}

/** What another tool is told about the same thing at the same place. */
export function foreignIgnoreOf(reading: Reading, finding: Finding): ForeignPragma | undefined {
  return foreignPragmas(reading, ALL_RULES)
    .filter(({ rules }) => rules.some(({ value }) => value === finding.code))
    .find((pragma) => covers(pragma, finding));
}

/** The same as an entry of `suppressions:` in `.verdigris.yaml`; `path` relative to that file. */
export function sidecarEntry(finding: Finding, path: string, reason: string = REASON): string {
  const quote = (value: string) => `'${value.replaceAll("'", "''")}'`;
  const node = finding.node === '' ? '' : `\n    node: ${quote(finding.node)}`;
  return `  - path: ${quote(path)}${node}\n    rule: ${finding.code}\n    reason: ${/^[\w ,.()-]+$/.test(reason) ? reason : quote(reason)}\n`;
}

/** The smallest node around the finding that starts its line: a comment of its own can stand above it. */
function nodeFor(reading: Reading, finding: Finding): NodeSpan | undefined {
  const { text } = reading.source;
  return reading.nodes
    .filter(({ span, path }) => path === finding.node || encloses(span, finding.span))
    .filter(({ span }) => text.slice(lineStart(text, span.start), span.start).trim() === '')
    .toSorted((a, b) => a.span.end - a.span.start - (b.span.end - b.span.start))[0];
}

/** Adds the id to the list of an `ignore` that already stands right above the node. */
function joinedTo(reading: Reading, node: NodeSpan, code: string): { span: Span; text: string } | undefined {
  const { text } = reading.source;
  const above = reading.comments.findLast(({ own, span }) => own && span.end <= node.span.start);
  if (above === undefined || text.slice(above.span.end, node.span.start).trim() !== '') return undefined;
  const list = /^verdigris:\s*ignore\[[^\]\n]*/i.exec(above.text);
  if (list === null) return undefined;
  const end = text.indexOf(above.text, above.span.start) + list[0].length;
  return { span: { start: end, end }, text: `, ${code}` };
}

function lineStart(text: string, offset: number): number {
  return Math.max(text.lastIndexOf('\n', offset - 1), text.lastIndexOf('\r', offset - 1)) + 1;
}

function encloses(outer: Span, inner: Span): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}
