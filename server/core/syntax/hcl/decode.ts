import type { HclPart } from './tree.ts';

const SIMPLE: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\' };

/** Text of a literal part. `report` gets the place of an escape sequence that does not exist. */
export function decodeText(raw: string, quoted: boolean, report: (start: number, end: number) => void): string {
  const plain = raw.includes('{') ? raw.replace(/\$\$\{|%%\{/g, (sequence) => sequence.slice(1)) : raw;
  if (!quoted || !plain.includes('\\')) return plain;
  return plain.replace(/\\(?:u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|.|$)/gs, (sequence, at: number) => {
    const simple = SIMPLE[sequence.charAt(1)];
    if (simple !== undefined) return simple;
    const code = sequence.length > 2 ? Number.parseInt(sequence.slice(2), 16) : -1;
    if (code >= 0 && code <= 0x10ffff) return String.fromCodePoint(code);
    report(Math.min(at, raw.length), Math.min(at + sequence.length, raw.length));
    return sequence;
  });
}

/** Removes the indentation that all lines of a `<<-` heredoc share from its literal texts. */
export function dedent(parts: readonly HclPart[]): HclPart[] {
  let least = Number.POSITIVE_INFINITY;
  let fresh = true;
  for (const part of parts) {
    if (part.kind === 'text') least = Math.min(least, leastIndent(part.value, fresh));
    else if (fresh) least = 0;
    fresh = part.kind === 'text' && part.value.endsWith('\n');
  }
  if (least === 0 || least === Number.POSITIVE_INFINITY) return [...parts];
  fresh = true;
  return parts.map((part) => {
    const first = fresh;
    fresh = part.kind === 'text' && part.value.endsWith('\n');
    if (part.kind !== 'text') return part;
    const lines = part.value.split('\n');
    const cut = lines.map((line, i) => (i > 0 || first ? line.slice(Math.min(least, indentOf(line))) : line));
    return { ...part, value: cut.join('\n') };
  });
}

function leastIndent(value: string, fresh: boolean): number {
  const lines = value.split('\n');
  const last = lines.length - 1;
  const counted = lines.filter((line, i) => (i > 0 || fresh) && (i < last ? line.trim() !== '' : line !== ''));
  return Math.min(Number.POSITIVE_INFINITY, ...counted.map(indentOf));
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}
