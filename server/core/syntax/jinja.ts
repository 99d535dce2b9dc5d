import { ExpressionReader, type JinjaProblem, type JinjaUse } from './jinja/expression.ts';
import { type Open, readStatement } from './jinja/statements.ts';
import { readTokens } from './jinja/tokens.ts';

export type { JinjaProblem, JinjaUse } from './jinja/expression.ts';

/** What a template says. Offsets are into the text that was read; at most one problem per expression or statement. */
export interface JinjaReading {
  readonly problems: readonly JinjaProblem[];
  readonly uses: readonly JinjaUse[];
  /** Names the template itself defines: loop variables, `set`, macros, imports. */
  readonly defined: ReadonlySet<string>;
  /** Whether there is any expression or statement at all. */
  readonly dynamic: boolean;
}

/** Expressions and statements one text may hold. */
const MOST_REGIONS = 20_000;

/** Reads a template: text with `{{ }}`, `{% %}`, `{# #}`. Never throws. */
export function readJinja(text: string): JinjaReading {
  const problems: JinjaProblem[] = [];
  const uses: JinjaUse[] = [];
  const defined = new Set<string>();
  const open: Open[] = [];
  let at = 0;
  let regions = 0;
  let complete = true;
  while (regions++ < MOST_REGIONS) {
    const start = nextOpening(text, at);
    if (start === -1) break;
    const kind = text.charAt(start + 1);
    if (kind === '#') {
      const end = text.indexOf('#}', start + 2);
      if (end === -1) problems.push({ message: 'This comment is never closed: #} is missing.', start, end: start + 2 });
      at = end === -1 ? text.length : end + 2;
      continue;
    }
    const inner = /[-+]/.test(text.charAt(start + 2)) ? start + 3 : start + 2;
    const region = readTokens(text, inner, kind === '{' ? '}}' : '%}');
    complete = region.closed;
    if (!region.closed)
      problems.push({
        message:
          kind === '{'
            ? 'This expression is never closed: }} is missing.'
            : 'This statement is never closed: %} is missing.',
        start,
        end: start + 2,
      });
    const reader = new ExpressionReader(region.tokens);
    if (kind === '{') reader.whole();
    else readStatement(reader, { open, defined, start });
    if (reader.problem && region.closed) problems.push(reader.problem);
    uses.push(...reader.uses);
    at = region.end;
    if (kind === '%' && open.at(-1)?.tag === 'raw') at = rawEnd(text, at, open, problems);
  }
  for (const { tag, start } of complete ? open : [])
    problems.push({ message: `{% ${tag} %} is never closed: {% end${tag} %} is missing.`, start, end: start + 2 });
  return { problems, uses, defined, dynamic: regions > 1 };
}

/** Reads a condition or expression that is written without braces (`when`, `until`, `that`). */
export function readJinjaExpression(text: string): JinjaReading {
  const reader = new ExpressionReader(readTokens(text, 0, undefined).tokens);
  reader.whole();
  return { problems: reader.problem ? [reader.problem] : [], uses: reader.uses, defined: new Set(), dynamic: true };
}

function nextOpening(text: string, from: number): number {
  for (let at = text.indexOf('{', from); at !== -1; at = text.indexOf('{', at + 1)) {
    const next = text.charAt(at + 1);
    if (next === '{' || next === '%' || next === '#') return at;
  }
  return -1;
}

/** Everything up to `{% endraw %}` is text. */
function rawEnd(text: string, from: number, open: Open[], problems: JinjaProblem[]): number {
  const found = /\{%[-+]?\s*endraw\s*[-+]?%\}/g;
  found.lastIndex = from;
  const raw = open.pop();
  if (found.test(text)) return found.lastIndex;
  problems.push({
    message: '{% raw %} is never closed: {% endraw %} is missing.',
    start: raw?.start ?? from,
    end: (raw?.start ?? from) + 2,
  });
  return text.length;
}
