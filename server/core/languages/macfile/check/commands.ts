import type { Finding } from '../../../model/finding.ts';
import type { ScalarNode } from '../../../model/tree.ts';
import type { MacfileReading } from '../reading.ts';
import { type MacReference, referencesIn } from '../references.ts';
import { type MacScript, scriptsOf } from '../scripts.ts';
import { spanIn } from '../texts.ts';
import { finding, replace } from './report.ts';

/** How the text of a command is put together: line breaks, and references that get in each other's way. */
export function checkCommands(reading: MacfileReading): readonly Finding[] {
  const scripts = scriptsOf(reading.file);
  const replaced = scripts.filter(({ kind }) => kind === 'create bash' || kind === 'destroy bash' || kind === 'bash');
  return [
    ...scripts.flatMap(({ node }) => foldedBackslashes(reading, node)),
    ...replaced.flatMap(({ node }) => {
      const references = referencesIn(node).filter(({ terminated }) => terminated);
      return [...prefixes(reading, node, references), ...severalRegex(reading, node, references)];
    }),
    ...scripts.flatMap((script) => withoutErrexit(reading, script)),
  ];
}

/** A backslash before a line break that YAML folds into a space. */
function foldedBackslashes(reading: MacfileReading, node: ScalarNode): readonly Finding[] {
  if (node.style !== 'plain' && node.style !== 'folded') return [];
  const source = reading.source.text.slice(node.span.start, node.span.end);
  const found: Finding[] = [];
  for (const { index } of node.text.matchAll(/(?<!\\)(?:\\\\)*\\ /g)) {
    const at = node.text.indexOf('\\ ', index);
    const span = spanIn(reading, node, at, at + 1);
    const behind = source.slice(span.end - node.span.start);
    if (!/^[ \t]*\r?\n/.test(behind)) continue;
    const before = /[ \t]*$/.exec(source.slice(0, span.start - node.span.start))?.[0].length ?? 0;
    found.push(
      finding(reading, {
        code: 'folded-backslash',
        kind: 'semantic',
        severity: 'error',
        message:
          'YAML already joins these lines with a space, so the shell gets "\\ ": a word that consists of a space. Leave out the backslash, or use "|" for the script.',
        span,
        fixes: [replace('Remove the backslash', { start: span.start - before, end: span.end }, '')],
      }),
    );
  }
  return found;
}

/** The shorter reference is replaced first, everywhere, also inside the longer one. */
function prefixes(reading: MacfileReading, node: ScalarNode, references: readonly MacReference[]): readonly Finding[] {
  const written = references.map((reference) => node.text.slice(reference.span.start, reference.span.end));
  const found = new Map<string, Finding>();
  for (const [i, short] of written.entries()) {
    const reference = references[i];
    const long = written.slice(i + 1).find((other) => other !== short && other.startsWith(short));
    if (reference === undefined || long === undefined || written.indexOf(short) !== i || written.indexOf(long) < i)
      continue;
    const message = `mac replaces "${short}" wherever it stands in the command, also inside "${long}", which is then no reference any more. Rename one so that neither begins with the other.`;
    const span = spanIn(reading, node, reference.span.start, reference.span.end);
    found.set(
      short,
      finding(reading, { code: 'reference-prefix', kind: 'semantic', severity: 'error', message, span }),
    );
  }
  return [...found.values()];
}

function severalRegex(
  reading: MacfileReading,
  node: ScalarNode,
  references: readonly MacReference[],
): readonly Finding[] {
  return references.flatMap((reference) => {
    const inner = reference.regex?.indexOf('.text.regex(') ?? -1;
    if (inner < 0) return [];
    const start = reference.restSpan.start + 'text.regex('.length + inner + 1;
    return [
      finding(reading, {
        code: 'two-regex',
        kind: 'semantic',
        severity: 'warning',
        message:
          'Two text.regex(…) stand on one line of the command, and the first reaches to the last ")" of the line. Put them on lines of their own with "|", or read one into a shell variable first.',
        span: spanIn(reading, node, start, start + 'text.regex'.length),
      }),
    ];
  });
}

/** Several commands one after another, none of which can end the script. */
function withoutErrexit(reading: MacfileReading, { kind, node }: MacScript): readonly Finding[] {
  if (kind === 'ssh' || kind === 'destroy bash' || node.style !== 'literal') return [];
  if (/^\s*set\s+(?:-\w*e|-o\s+errexit)|^#!.*\s-\w*e/m.test(node.text)) return [];
  const lines = commandLines(node.text);
  if (lines < 2) return [];
  const { text } = reading.source;
  const first = node.text.search(/\S/);
  if (first < 0) return [];
  const span = { start: node.span.start, end: node.span.start + 1 };
  return [
    finding(reading, {
      code: 'no-errexit',
      kind: 'semantic',
      severity: 'warning',
      message: `The script goes on when a command fails, and only the status of the last one counts: ${kind === 'bootstrap bash' ? 'a half set-up instance is taken for ready' : 'a half made resource is taken for created'}. Begin it with "set -e".`,
      span,
      fixes: [errexitFix(text, node)],
    }),
  ];
}

/** Lines that begin a command of their own at the top level; a script with control flow or its own checks is left alone. */
function commandLines(script: string): number {
  let count = 0;
  let continued = false;
  for (const raw of script.split('\n')) {
    const line = raw.trim();
    if (line === '' || line.startsWith('#')) continue;
    if (/^(?:if|for|while|until|case|function)\b|<<|\bexit\b|\|\|/.test(line)) return 0;
    if (!continued) count++;
    continued = /(?:\\|&&|\|)$/.test(line);
  }
  return count;
}

function errexitFix(text: string, node: ScalarNode): ReturnType<typeof replace> | undefined {
  const header = text.indexOf('\n', node.span.start) + 1;
  if (header === 0) return undefined;
  let at = header;
  const line = () => text.slice(at, text.indexOf('\n', at) < 0 ? text.length : text.indexOf('\n', at));
  while (at < node.span.end && line().trim() === '') at += line().length + 1;
  const indent = /^[ \t]*/.exec(line())?.[0] ?? '';
  if (line().trim().startsWith('#!')) at += line().length + 1;
  if (at > node.span.end || at > text.length) return undefined;
  const end = text.includes('\r\n') ? '\r\n' : '\n';
  return replace('Begin with "set -e"', { start: at, end: at }, `${indent}set -e${end}`, 'confirm');
}
