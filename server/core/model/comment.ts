import type { Span } from './span.ts';

/** A comment without its token (`#`, `//`, block comments, `{# #}`), trimmed. `own` = nothing but white space stands before it on its line. */
export interface Comment {
  readonly text: string;
  readonly span: Span;
  readonly own: boolean;
}
