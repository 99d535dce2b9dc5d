import { folderOf, joinPath } from '../../../model/paths.ts';
import type { Span } from '../../../model/span.ts';
import type { HclCall, HclExpression, HclTemplate } from '../../../syntax/hcl.ts';
import { fileOf } from '../read/file-call.ts';
import { targetOf } from '../read/use.ts';
import { definitionOf, type Scope } from './scope.ts';

/** A run of script text and where it stands; `exact` = one character of text for one of the source. */
interface Piece {
  readonly text: string;
  readonly span: Span;
  readonly exact: boolean;
}

/** Shell text as Terraform hands it over; what a run fills in is a placeholder the shell reader knows. */
export interface ShellText {
  readonly text: string;
  spanOf(this: void, start: number, end: number): Span;
}

const UNKNOWN = '\ue000?\ue001';

/** The text of an expression: templates, `base64encode`, `join`, `file`, local values are looked through. Undefined where nothing can be told. */
export function shellText(
  expression: HclExpression,
  source: string,
  path: string,
  scope: Scope,
): ShellText | undefined {
  const pieces = piecesOf(expression, { source, path, scope, depth: 0 });
  if (!pieces) return undefined;
  return { text: pieces.map((piece) => piece.text).join(''), spanOf: (start, end) => spanIn(pieces, start, end) };
}

interface Origin {
  readonly source: string;
  readonly path: string;
  readonly scope: Scope;
  readonly depth: number;
}

function piecesOf(expression: HclExpression, origin: Origin): readonly Piece[] | undefined {
  if (origin.depth > 6) return undefined;
  const inner = { ...origin, depth: origin.depth + 1 };
  if (expression.kind === 'parenthesis') return piecesOf(expression.inner, inner);
  if (expression.kind === 'template') return templatePieces(expression, origin.source);
  if (expression.kind === 'reference') return followed(expression, inner);
  return expression.kind === 'call' ? callPieces(expression, inner) : undefined;
}

function followed(
  expression: Extract<HclExpression, { kind: 'reference' }>,
  origin: Origin,
): readonly Piece[] | undefined {
  const target = targetOf(expression);
  const definition = target && target.rest.length === 0 ? definitionOf(target.address, origin.scope) : undefined;
  const owner = target && origin.scope.module.declared.get(target.address)?.[0];
  if (!definition || !owner || definition.scope !== origin.scope) return undefined;
  const { text, path } = owner.reading.source;
  const pieces = piecesOf(definition.expression, { ...origin, source: text, path });
  // Another file's text: everything is shown at the reference.
  return path === origin.path ? pieces : pieces?.map((piece) => ({ ...piece, span: expression.span, exact: false }));
}

function callPieces(call: HclCall, origin: Origin): readonly Piece[] | undefined {
  const [first, second] = call.arguments;
  const name = call.name.value;
  if ((name === 'base64encode' || name === 'base64gzip' || name === 'trimspace' || name === 'chomp') && first)
    return piecesOf(first, origin);
  if (name === 'join' && first?.kind === 'template' && second?.kind === 'tuple')
    return joined(first, second.items, origin);
  const file = fileOf(call);
  if (file === undefined) return undefined;
  const text = origin.scope.project.text(joinPath(folderOf(origin.path), file));
  if (text === undefined) return undefined;
  const body = name === 'templatefile' ? text.replace(/\$\{[^}\n]*\}/g, UNKNOWN).replace(/%\{[^}\n]*\}/g, '') : text;
  return [{ text: body, span: call.span, exact: false }];
}

function joined(separator: HclTemplate, items: readonly HclExpression[], origin: Origin): readonly Piece[] {
  const [part] = separator.parts;
  const glue = part?.kind === 'text' ? part.value : '';
  return items.flatMap((item, i): readonly Piece[] => {
    const own = piecesOf(item, origin) ?? [{ text: UNKNOWN, span: item.span, exact: false }];
    return i === 0
      ? own
      : [{ text: glue, span: { start: item.span.start, end: item.span.start }, exact: false }, ...own];
  });
}

function templatePieces({ parts, style }: HclTemplate, source: string): readonly Piece[] {
  return parts.flatMap((part): readonly Piece[] => {
    if (part.kind === 'text')
      return textPieces(source.slice(part.span.start, part.span.end), part.span.start, style === 'quoted');
    if (part.kind === 'interpolation') return [{ text: UNKNOWN, span: part.span, exact: false }];
    const inner = { kind: 'template' as const, style, inner: part.span, span: part.span };
    return [
      ...templatePieces({ ...inner, parts: part.parts }, source),
      ...templatePieces({ ...inner, parts: part.otherwise }, source),
    ];
  });
}

const ESCAPED: Readonly<Record<string, string>> = { '\\n': '\n', '\\t': '\t', '\\r': '\r' };

/** Literal text in runs without escape sequences, so that offsets can be told. */
function textPieces(raw: string, start: number, quoted: boolean): readonly Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  const plain = (end: number) => {
    if (end > at) pieces.push({ text: raw.slice(at, end), span: { start: start + at, end: start + end }, exact: true });
  };
  for (const match of raw.matchAll(quoted ? /\$\$\{|%%\{|\\(?:u[0-9a-fA-F]{4}|.)/g : /\$\$\{|%%\{/g)) {
    plain(match.index);
    const [sequence] = match;
    const text = sequence.startsWith('\\') ? (ESCAPED[sequence] ?? sequence.slice(1)) : sequence.slice(1);
    at = match.index + sequence.length;
    pieces.push({ text, span: { start: start + match.index, end: start + at }, exact: false });
  }
  plain(raw.length);
  return pieces;
}

function spanIn(pieces: readonly Piece[], start: number, end: number): Span {
  let at = 0;
  let from: number | undefined;
  let to = 0;
  for (const { text, span, exact } of pieces) {
    const next = at + text.length;
    if (from === undefined && start < next) from = exact ? span.start + start - at : span.start;
    if (from !== undefined && end > at) to = exact ? span.start + Math.min(end - at, text.length) : span.end;
    if (from !== undefined && end <= next) break;
    at = next;
  }
  const begin = from ?? pieces.at(-1)?.span.end ?? 0;
  return { start: begin, end: Math.max(begin, to) };
}
