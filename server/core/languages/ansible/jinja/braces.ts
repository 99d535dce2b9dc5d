import { readJinjaExpression } from '../../../syntax/jinja.ts';

/**
 * The condition without its braces, as a YAML scalar: `{{ a }} == 'b'` becomes `a == 'b'`. Undefined where that is not plainly
 * the same: braces inside a text, statements, or something that is no expression afterwards.
 */
export function unbraced(text: string): string | undefined {
  if (/\{%|\{#|\n/.test(text)) return undefined;
  const whole = /^\s*\{\{\s*((?:(?!\{\{|\}\}).)+?)\s*\}\}\s*$/.exec(text)?.[1];
  const plain = whole ?? pieces(text);
  if (plain === undefined || readJinjaExpression(plain).problems.length > 0) return undefined;
  return quoted(plain);
}

/** Each `{{ … }}` that stands outside of a text becomes what is in it, in brackets where it is more than a name. */
function pieces(text: string): string | undefined {
  let quote = '';
  let out = '';
  for (let at = 0; at < text.length; ) {
    const char = text.charAt(at);
    if (text.startsWith('{{', at)) {
      const end = text.indexOf('}}', at);
      if (quote !== '' || end === -1) return undefined;
      const inner = text.slice(at + 2, end).trim();
      out += /^[\w.[\]'"-]+$/.test(inner) ? inner : `(${inner})`;
      at = end + 2;
      continue;
    }
    if (quote === '' && (char === '"' || char === "'")) quote = char;
    else if (char === quote) quote = '';
    out += char;
    at++;
  }
  return out.trim();
}

/** As it may stand behind `when: `. */
function quoted(text: string): string {
  const plain = !/^[[\]{}!&*|>'"%@`#,?:-]|: |:$| #/.test(text);
  if (plain) return text;
  return text.includes('"') || text.includes('\\') ? `'${text.replaceAll("'", "''")}'` : `"${text}"`;
}
