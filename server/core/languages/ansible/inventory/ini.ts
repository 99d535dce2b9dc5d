import type { Span, Written } from '../../../model/span.ts';

/** One section of an inventory in INI form. `[web:vars]` has kind `vars`, `[prod:children]` has kind `children`. */
export interface IniSection {
  readonly name: Written;
  readonly kind: 'hosts' | 'vars' | 'children';
  /** What stands behind the colon, where it is none of these. */
  readonly strange: Written | undefined;
  readonly lines: readonly IniLine[];
}

/** A host, a child group, or a variable. `pairs` are the `key=value` of a host line, or the one of a `vars` line. */
export interface IniLine {
  readonly name: Written;
  readonly pairs: readonly { readonly key: Written; readonly value: Written }[];
}

export interface IniInventory {
  readonly sections: readonly IniSection[];
  /** Headers without their bracket. */
  readonly broken: readonly Span[];
}

/** Longest line that is looked into. */
const LONGEST = 4000;

/** Reads an inventory in INI form. Hosts before the first header belong to `ungrouped`. */
export function readIni(text: string): IniInventory {
  const broken: Span[] = [];
  let lines: IniLine[] = [];
  const sections: IniSection[] = [
    { name: { value: 'ungrouped', span: { start: 0, end: 0 } }, kind: 'hosts', strange: undefined, lines },
  ];
  let at = 0;
  for (const line of text.split('\n')) {
    const start = at;
    at += line.length + 1;
    const trimmed = line.trim();
    if (trimmed === '' || trimmed.length > LONGEST || /^[#;]/.test(trimmed)) continue;
    const from = start + line.indexOf(trimmed);
    if (trimmed.startsWith('[')) {
      const header = /^\[([^\]]*)\]/.exec(trimmed)?.[1];
      if (header === undefined) broken.push({ start: from, end: from + trimmed.length });
      lines = [];
      sections.push({ ...sectionOf(header ?? trimmed.slice(1), from + 1), lines });
    } else {
      lines.push(lineOf(trimmed, from, sections.at(-1)?.kind === 'vars'));
    }
  }
  return { sections, broken };
}

function sectionOf(header: string, start: number): Omit<IniSection, 'lines'> {
  const colon = header.lastIndexOf(':');
  const kind = colon === -1 ? 'hosts' : header.slice(colon + 1);
  const end = colon === -1 ? header.length : colon;
  const name = { value: header.slice(0, end), span: { start, end: start + end } };
  if (kind === 'hosts' || kind === 'vars' || kind === 'children') return { name, kind, strange: undefined };
  return {
    name,
    kind: 'hosts',
    strange: { value: kind, span: { start: start + colon + 1, end: start + header.length } },
  };
}

function lineOf(line: string, start: number, vars: boolean): IniLine {
  if (vars) {
    const equals = line.indexOf('=');
    const key = (equals === -1 ? line : line.slice(0, equals)).trim();
    const name = { value: key, span: { start, end: start + key.length } };
    const value = equals === -1 ? '' : line.slice(equals + 1).trim();
    const valueStart = start + line.length - value.length;
    return { name, pairs: [{ key: name, value: { value, span: { start: valueStart, end: start + line.length } } }] };
  }
  const name = /^\S+/.exec(line)?.[0] ?? '';
  const pairs: { key: Written; value: Written }[] = [];
  for (const { 0: whole, 1: key = '', 2: value = '', index } of line.matchAll(
    /(?<=\s)([A-Za-z_]\w*)=("[^"]*"|'[^']*'|[^\s#]*)/g,
  )) {
    if (line.slice(0, index).includes(' #')) break;
    const from = start + index;
    pairs.push({
      key: { value: key, span: { start: from, end: from + key.length } },
      value: {
        value: value.replace(/^(['"])(.*)\1$/, '$2'),
        span: { start: from + key.length + 1, end: from + whole.length },
      },
    });
  }
  return { name: { value: name, span: { start, end: start + name.length } }, pairs };
}
