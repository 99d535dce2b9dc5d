import type { Comment } from '../../model/comment.ts';
import type { Written } from '../../model/span.ts';
import type { Tree } from '../../model/tree.ts';
import type { GivenValue, ParameterFile } from './parameter-file.ts';

/** Where a configuration of the SAM command line looks when it names no template. */
const BESIDE = ['template.yaml', 'template.yml', 'template.json'];

/** `key = ` of the two settings that count, at the beginning of a line. */
const SETTING = /^[ \t]*(parameter_overrides|template_file|template)[ \t]*=[ \t]*/gm;

/**
 * The parameters that `samconfig.toml` gives in `parameter_overrides`, as one text (`"A=b C=d"`) or as a list of texts, for all its
 * environments together. Only these settings are read of TOML; undefined where its environments have templates of their own.
 */
export function samConfigOf(text: string): ParameterFile | undefined {
  const values: GivenValue[] = [];
  const templates = new Set<string>();
  for (const match of text.matchAll(SETTING)) {
    const texts = textsAt(text, match.index + match[0].length);
    if (match[1] === 'parameter_overrides') values.push(...texts.flatMap(valuesIn));
    else for (const { value } of texts) if (!value.includes('.aws-sam')) templates.add(value);
  }
  if (templates.size > 1) return undefined;
  const beside = templates.size === 1 ? [...templates] : BESIDE;
  return { values, template: undefined, header: { start: 0, end: 0 }, beside };
}

/** The half-written `Name=value` before an offset in a text of `parameter_overrides`; undefined anywhere else, and in the long form. */
export function overrideBefore(text: string, offset: number): string | undefined {
  const before = text.slice(Math.max(0, offset - LONGEST_OVERRIDES), offset);
  const at = before.lastIndexOf('parameter_overrides');
  const setting = /^parameter_overrides[ \t]*=[ \t]*([["'][\s\S]*)$/.exec(at < 0 ? '' : before.slice(at))?.[1] ?? '';
  const quote = /["']/.exec(setting)?.[0];
  const isOver = /\n\s*(?:\[|[\w-]+[ \t]*=[ \t]*["'[])/.test(setting) || setting.includes('ParameterKey=');
  if (quote === undefined || isOver) return undefined;
  const quotes = setting.replace(/\\./g, '').split(quote).length - 1;
  return quotes % 2 === 1 ? /[^\s"'[,\\]*$/.exec(setting)?.[0] : undefined;
}

const LONGEST_OVERRIDES = 5_000;

/** The comments of TOML, and nothing else of it: a tree that says that it is none. */
export function samConfigTree(text: string): Tree {
  const comments = Array.from(text.matchAll(/^([ \t]*)#(.*)$/gm), (match): Comment => {
    const start = match.index + (match[1] ?? '').length;
    return { text: (match[2] ?? '').trim(), span: { start, end: match.index + match[0].length }, own: true };
  });
  return { text, notation: 'yaml', roots: [], comments, problems: [], tier: 'refused' };
}

/** The texts of a value: itself, or those of its list. Escapes are kept as they are written. */
function textsAt(text: string, start: number): Written[] {
  if (text.charAt(start) !== '[') {
    const one = quotedAt(text, start);
    return one ? [one] : [];
  }
  const found: Written[] = [];
  for (let at = start + 1; at < text.length && text.charAt(at) !== ']'; at++) {
    const one = quotedAt(text, at);
    if (one === undefined) continue;
    found.push(one);
    at = one.span.end;
  }
  return found;
}

function quotedAt(text: string, start: number): Written | undefined {
  const quote = ['"""', "'''", '"', "'"].find((each) => text.startsWith(each, start));
  if (quote === undefined) return undefined;
  const from = start + quote.length;
  for (let at = from; at < text.length; at++) {
    if (text.charAt(at) === '\\' && quote.startsWith('"')) at++;
    else if (text.startsWith(quote, at)) return { value: text.slice(from, at), span: { start: from, end: at } };
    else if (quote.length === 1 && text.charAt(at) === '\n') return undefined;
  }
  return undefined;
}

/** `Name=value`, `Name=\"a value\"`, `ParameterKey=Name,ParameterValue=value`; only a value without quotes is surely what is meant. */
function valuesIn({ value: text, span }: Written): GivenValue[] {
  if (/^\s*file:/.test(text)) return [];
  const pairs = text.includes('ParameterKey=')
    ? /(ParameterKey=)([A-Za-z0-9]+)(?=,ParameterValue=)/g
    : /(^|[\s"'])([A-Za-z0-9]+)=(?:\\?"[^"\\]*\\?"|'[^']*'|([^\s"'\\]*)(?=\s|$))?/g;
  return Array.from(text.matchAll(pairs), (match): GivenValue => {
    const start = span.start + match.index + (match[1] ?? '').length;
    const [, , name = '', plain] = match;
    const at = start + name.length + 1;
    const known = plain !== undefined && plain !== '';
    return {
      name: { value: name, span: { start, end: start + name.length } },
      value: known
        ? { kind: 'scalar', text: plain, style: 'plain', span: { start: at, end: at + plain.length } }
        : undefined,
    };
  });
}
