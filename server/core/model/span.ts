/** Half-open range of UTF-16 offsets into one document. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A replacement of `span` by `text`. Edits of one fix never overlap. */
export interface Edit {
  readonly span: Span;
  readonly text: string;
}

/** A value as the author wrote it, with the place a reader would point at. */
export interface Written<T = string> {
  readonly value: T;
  readonly span: Span;
}

/** Zero-based line and UTF-16 column. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

export interface Range {
  readonly start: Position;
  readonly end: Position;
}

export function isWithin(inner: Span, outer: Span): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}

/** Applies edits that do not overlap; their order is free. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  const sorted = edits.toSorted((a, b) => b.span.start - a.span.start || b.span.end - a.span.end);
  return sorted.reduce((out, { span, text: put }) => out.slice(0, span.start) + put + out.slice(span.end), text);
}
