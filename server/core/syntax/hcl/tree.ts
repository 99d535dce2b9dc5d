import type { Comment } from '../../model/comment.ts';
import type { Edit, Span, Written } from '../../model/span.ts';
import type { TokenList } from './tokens.ts';

/**
 * One parsed HCL text. Lossless: the tokens and the white space between them give the text again.
 * Sound parts of a broken text are kept; a `missing` node stands where something was expected.
 */
export interface HclFile {
  readonly text: string;
  readonly body: HclBody;
  readonly tokens: TokenList;
  readonly comments: readonly Comment[];
  readonly problems: readonly HclProblem[];
}

export interface HclProblem {
  readonly code: 'syntax' | 'duplicate-attribute' | 'one-line-block' | 'nesting-too-deep';
  readonly message: string;
  readonly span: Span;
  /** What was meant, where only one thing can have been. */
  readonly meant?: Edit;
}

export interface HclBody {
  readonly span: Span;
  readonly items: readonly HclItem[];
}

export type HclItem = HclAttribute | HclBlock | HclUnfinished;

export interface HclAttribute {
  readonly kind: 'attribute';
  readonly name: Written;
  readonly equals: Span;
  readonly value: HclExpression;
  readonly span: Span;
}

export interface HclBlock {
  readonly kind: 'block';
  readonly type: Written;
  readonly labels: readonly HclLabel[];
  readonly body: HclBody;
  /** Type and labels. */
  readonly header: Span;
  readonly open: Span;
  /** Absent when the closing brace is not there. */
  readonly close?: Span;
  readonly span: Span;
}

/** `value` without quotes, `span` with them. */
export interface HclLabel extends Written {
  readonly quoted: boolean;
  /** The text between the quotes. */
  readonly inner: Span;
}

/** A name, perhaps with labels, that is neither attribute nor block yet: somebody is typing. */
export interface HclUnfinished {
  readonly kind: 'unfinished';
  readonly type: Written;
  readonly labels: readonly HclLabel[];
  readonly span: Span;
}

export type HclExpression =
  | HclMissing
  | HclLiteral
  | HclTemplate
  | HclReference
  | HclAccess
  | HclCall
  | HclTuple
  | HclObject
  | HclFor
  | HclConditional
  | HclBinary
  | HclUnary
  | HclParenthesis;

export interface HclMissing {
  readonly kind: 'missing';
  readonly span: Span;
}

export interface HclLiteral {
  readonly kind: 'literal';
  readonly value: number | boolean | null;
  readonly span: Span;
}

export interface HclTemplate {
  readonly kind: 'template';
  readonly style: 'quoted' | 'heredoc' | 'indented-heredoc';
  readonly parts: readonly HclPart[];
  /** Between the quotes, or between the first line and the end mark. */
  readonly inner: Span;
  readonly span: Span;
}

export type HclPart = HclText | HclInterpolation | HclDirective;

/** Literal text; `value` is decoded. */
export interface HclText extends Written {
  readonly kind: 'text';
}

export interface HclInterpolation {
  readonly kind: 'interpolation';
  readonly expression: HclExpression;
  /** `${~` and `~}`. */
  readonly strip: boolean;
  readonly span: Span;
}

/** `%{ if }`, `%{ for }` with everything up to the end mark. `header` holds the expressions in order of writing. */
export interface HclDirective {
  readonly kind: 'if' | 'for';
  /** Names that `for` binds. */
  readonly names: readonly Written[];
  readonly expression: HclExpression;
  readonly parts: readonly HclPart[];
  readonly otherwise: readonly HclPart[];
  /** Words that open, part and close it. */
  readonly keywords: readonly Span[];
  readonly span: Span;
}

/** A name with everything that is selected from it: `var.x`, `aws_lb.main[0].arn`, `each.value`, `x.*.id`. */
export interface HclReference {
  readonly kind: 'reference';
  readonly root: Written;
  readonly steps: readonly HclStep[];
  readonly span: Span;
}

/** Selection from anything that is not a name: `f(x).y`. */
export interface HclAccess {
  readonly kind: 'access';
  readonly base: HclExpression;
  readonly steps: readonly HclStep[];
  readonly span: Span;
}

export type HclStep =
  /** `.name`; an empty name where it is missing. `.0` has `legacy`. */
  | { readonly kind: 'name'; readonly name: Written; readonly legacy?: boolean; readonly span: Span }
  | { readonly kind: 'index'; readonly key: HclExpression; readonly span: Span }
  | { readonly kind: 'splat'; readonly full: boolean; readonly span: Span };

export interface HclCall {
  readonly kind: 'call';
  /** `provider::aws::arn_parse` is one name. */
  readonly name: Written;
  readonly arguments: readonly HclExpression[];
  /** The last argument is followed by `...`. */
  readonly expand: boolean;
  /** Between the parentheses. */
  readonly inner: Span;
  readonly span: Span;
}

export interface HclTuple {
  readonly kind: 'tuple';
  readonly items: readonly HclExpression[];
  readonly close?: Span;
  readonly span: Span;
}

export interface HclObject {
  readonly kind: 'object';
  readonly entries: readonly HclEntry[];
  readonly close?: Span;
  readonly span: Span;
}

export interface HclEntry {
  readonly key: HclExpression;
  /** The key when it is a bare name or a literal string. */
  readonly name?: string;
  /** `=` or `:`; empty where it is missing. */
  readonly separator: Span;
  readonly value: HclExpression;
  readonly span: Span;
}

export interface HclFor {
  readonly kind: 'for';
  readonly result: 'tuple' | 'object';
  readonly names: readonly Written[];
  readonly collection: HclExpression;
  readonly key?: HclExpression;
  readonly value: HclExpression;
  readonly group: boolean;
  readonly condition?: HclExpression;
  readonly keywords: readonly Span[];
  readonly span: Span;
}

export interface HclConditional {
  readonly kind: 'conditional';
  readonly condition: HclExpression;
  readonly then: HclExpression;
  readonly otherwise: HclExpression;
  readonly span: Span;
}

export interface HclBinary {
  readonly kind: 'binary';
  readonly operator: string;
  readonly left: HclExpression;
  readonly right: HclExpression;
  readonly span: Span;
}

export interface HclUnary {
  readonly kind: 'unary';
  readonly operator: '!' | '-';
  readonly operand: HclExpression;
  readonly span: Span;
}

export interface HclParenthesis {
  readonly kind: 'parenthesis';
  readonly inner: HclExpression;
  readonly span: Span;
}
