import type { Comment } from '../model/comment.ts';
import { bodyOf } from './hcl/body.ts';
import { Cursor } from './hcl/cursor.ts';
import { expressionOf } from './hcl/expression.ts';
import { lexHcl, lexTemplate } from './hcl/lexer.ts';
import { wholeTemplate } from './hcl/template.ts';
import { TOKEN, type TokenList } from './hcl/tokens.ts';
import type { HclBody, HclExpression, HclFile, HclItem, HclProblem, HclTemplate } from './hcl/tree.ts';

export * from './hcl/tree.ts';

/**
 * Reads HCL native syntax (`.tf`, `.tfvars`, `.hcl`). Never throws; spans are UTF-16 offsets inside the text.
 * A file that lacks a closing brace is read a second time, block headers in column 0 then close what is open.
 */
export function readHcl(text: string): HclFile {
  const tokens = lexHcl(text);
  const first = parse(text, tokens, false);
  const { body, problems } = first.body.items.some(lacksBrace) ? secondReading(text, tokens, first) : first;
  return { text, body, tokens, comments: commentsOf(text, tokens), problems };
}

/** Reads the template between two offsets: JSON strings hold such ones. */
export function readTemplate(
  text: string,
  start: number,
  end: number,
): { template: HclTemplate; problems: HclProblem[] } {
  const cursor = new Cursor(text, lexTemplate(text, start, end), expressionOf);
  const parts = wholeTemplate(cursor, false);
  const span = { start, end };
  return { template: { kind: 'template', style: 'quoted', parts, inner: span, span }, problems: cursor.problems };
}

function parse(text: string, tokens: TokenList, columnZeroCloses: boolean): { body: HclBody; problems: HclProblem[] } {
  const cursor = new Cursor(text, tokens, expressionOf);
  const body = bodyOf(cursor, false, { columnZeroCloses });
  return { body: { ...body, span: { start: 0, end: text.length } }, problems: cursor.problems };
}

/** The second tree is better where it holds more blocks at the top. */
function secondReading(text: string, tokens: TokenList, first: ReturnType<typeof parse>): ReturnType<typeof parse> {
  const second = parse(text, tokens, true);
  return second.body.items.length > first.body.items.length ? second : first;
}

function lacksBrace(item: HclItem): boolean {
  return item.kind === 'block' && (item.close === undefined || item.body.items.some(lacksBrace));
}

function commentsOf(text: string, { kinds, starts, ends }: TokenList): Comment[] {
  const comments: Comment[] = [];
  for (let i = 0; i < kinds.length; i++) {
    if (kinds[i] !== TOKEN.comment) continue;
    const start = starts[i] ?? 0;
    const end = ends[i] ?? start;
    comments.push({ text: commentText(text.slice(start, end)), span: { start, end }, own: isOwnLine(text, start) });
  }
  return comments;
}

function commentText(raw: string): string {
  if (raw.startsWith('/*')) return raw.slice(2, raw.endsWith('*/') ? -2 : undefined).trim();
  return raw.slice(raw.startsWith('#') ? 1 : 2).trim();
}

function isOwnLine(text: string, at: number): boolean {
  let i = at - 1;
  while (i >= 0 && (text[i] === ' ' || text[i] === '\t')) i--;
  return i < 0 || text[i] === '\n';
}

/** The text of a plain string or heredoc; undefined when it has interpolations or is something else. */
export function literalString(expression: HclExpression | undefined): string | undefined {
  if (expression?.kind === 'parenthesis') return literalString(expression.inner);
  if (expression?.kind !== 'template') return undefined;
  if (expression.parts.length === 0) return '';
  const [only] = expression.parts;
  return expression.parts.length === 1 && only?.kind === 'text' ? only.value : undefined;
}
