/** Private-use characters that callers put where `{` and `}` of a placeholder stood. */
export const MASK_OPEN = '\ue000';
export const MASK_CLOSE = '\ue001';

/** Position in a shell text; everything before `limit` may be read. */
export interface Cursor {
  readonly text: string;
  limit: number;
  at: number;
  /** First closing mask at or behind the last place that was asked for; saves looking again. */
  nextMask?: number;
  /** Reads the commands of `$( … )` from `at` on and leaves `at` behind its closing bracket. */
  substitution(close: ')' | '`', end: number): void;
}

/** A word before its offsets are mapped. */
export interface RawWord {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly unknown: boolean;
  /** Some part of it was quoted: it is no reserved word. */
  readonly quoted: boolean;
  /** For each character of `text`, the offset it comes from; only when asked for. */
  readonly from?: readonly number[];
}

export function isBlank(sign: string): boolean {
  return sign === ' ' || sign === '\t' || sign === '\r';
}

/** Ends an unquoted word. */
export function isMeta(sign: string): boolean {
  return sign === '' || ' \t\r\n;&|<>()'.includes(sign);
}
