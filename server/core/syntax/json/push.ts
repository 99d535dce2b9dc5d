/**
 * Reads JSON that comes in pieces, for files too large to be held as one text and one value. Every value is handed to `made` as
 * soon as it is complete, and stands in its parent as what `made` gives back: a consumer that reduces as it goes never holds more than
 * the way down to the value under way. `undefined` leaves the value out. What `isSkipped` names by key and path of its object is read past.
 */
export class JsonPush {
  readonly #made: (value: unknown, path: readonly string[]) => unknown;
  readonly #isSkipped: (key: string, path: readonly string[]) => boolean;
  readonly #stack: Frame[] = [];
  /** Keys from the top down to the value under way; list items count as `#`. */
  readonly #path: string[] = [];
  #rest = '';
  #result: { readonly value: unknown } | undefined;
  #fault: string | undefined;

  constructor(
    made: (value: unknown, path: readonly string[]) => unknown,
    isSkipped: (key: string, path: readonly string[]) => boolean = () => false,
  ) {
    this.#made = made;
    this.#isSkipped = isSkipped;
  }

  /** False once the text is no JSON: the rest need not be sent. */
  push(piece: string): boolean {
    if (this.#fault !== undefined) return false;
    const text = this.#rest + piece;
    this.#rest = text.slice(this.#read(text, false));
    if (this.#rest.length > LONGEST_TOKEN) this.#fault = 'a text in it never ends';
    return this.#fault === undefined;
  }

  /** The whole value, reduced; or why there is none. */
  end(): { readonly value: unknown } | { readonly fault: string } {
    const used = this.#read(this.#rest, true);
    const open = this.#result === undefined || used < this.#rest.trimEnd().length;
    if (this.#fault === undefined && open) this.#fault = 'it ends in the middle';
    return this.#fault === undefined && this.#result ? this.#result : { fault: this.#fault ?? 'it is empty' };
  }

  /** Offset up to which whole tokens were read. */
  #read(text: string, isLast: boolean): number {
    let at = 0;
    while (this.#fault === undefined) {
      while (isBlank(text.charCodeAt(at))) at++;
      const end = at < text.length ? endOfToken(text, at, isLast) : -1;
      if (end < 0) return at;
      this.#take(text, at, end);
      at = end;
    }
    return at;
  }

  #take(text: string, start: number, end: number): void {
    const first = text.charAt(start);
    const frame = this.#stack.at(-1);
    if (this.#result) this.#fault = 'something follows its end';
    else if (first === ',') this.#separate(frame);
    else if (first === ':') this.#colon(frame);
    else if (first === '}' || first === ']') this.#close(frame, first);
    else if (frame?.kind === '{' && frame.wants === 'key') this.#key(frame, text, start, end);
    else if (frame && frame.wants !== 'value') this.#fault = `${JSON.stringify(first)} is out of place`;
    else if (first === '{' || first === '[') this.#open(first, frame);
    else this.#scalar(frame, text.slice(start, end));
  }

  #scalar(frame: Frame | undefined, token: string): void {
    const isSkipped = frame !== undefined && (frame.isSkipped || frame.skipsValue);
    const value = isSkipped ? undefined : scalarOf(token);
    if (value === undefined && !isSkipped) this.#fault = `${JSON.stringify(token.slice(0, 30))} is no value`;
    else this.#give(frame, value);
  }

  #separate(frame: Frame | undefined): void {
    if (frame?.wants !== 'comma') this.#fault = 'a comma is out of place';
    else frame.wants = frame.kind === '{' ? 'key' : 'value';
  }

  #colon(frame: Frame | undefined): void {
    if (frame?.wants !== 'colon') this.#fault = 'a colon is out of place';
    else frame.wants = 'value';
  }

  #key(frame: Frame, text: string, start: number, end: number): void {
    const key = scalarOf(text.slice(start, end));
    if (typeof key !== 'string') {
      this.#fault = 'a key is no text';
      return;
    }
    frame.key = key;
    frame.skipsValue = !frame.isSkipped && this.#isSkipped(key, this.#path);
    frame.wants = 'colon';
  }

  #open(kind: '{' | '[', frame: Frame | undefined): void {
    if (frame) this.#path.push(frame.kind === '{' ? frame.key : '#');
    if (this.#stack.length >= DEEPEST) this.#fault = 'it is nested too deeply';
    const isSkipped = frame !== undefined && (frame.isSkipped || frame.skipsValue);
    const value = kind === '{' ? new Map<string, unknown>() : [];
    this.#stack.push({ kind, value, wants: kind === '{' ? 'key' : 'value', key: '', isSkipped, skipsValue: false });
  }

  #close(frame: Frame | undefined, by: string): void {
    const isHalf = frame?.wants === 'colon' || (frame?.kind === '{' && frame.wants === 'value');
    if (!frame || (frame.kind === '{' ? '}' : ']') !== by || isHalf) {
      this.#fault = 'a bracket closes what was not opened';
      return;
    }
    this.#stack.pop();
    const outer = this.#stack.at(-1);
    const made = frame.isSkipped ? undefined : this.#made(frame.value, this.#path);
    if (outer) this.#path.pop();
    this.#give(outer, made);
  }

  #give(frame: Frame | undefined, value: unknown): void {
    if (!frame) {
      this.#result = { value };
      return;
    }
    frame.wants = 'comma';
    if (value === undefined || frame.isSkipped || frame.skipsValue) return;
    if (frame.value instanceof Map) frame.value.set(frame.key, value);
    else frame.value.push(value);
  }
}

interface Frame {
  readonly kind: '{' | '[';
  /** Objects are maps: their keys come from outside. */
  readonly value: Map<string, unknown> | unknown[];
  readonly isSkipped: boolean;
  /** The value of the key under way is. */
  skipsValue: boolean;
  wants: 'key' | 'colon' | 'value' | 'comma';
  key: string;
}

const DEEPEST = 500;
/** UTF-16 units of one token. */
const LONGEST_TOKEN = 4_000_000;

function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09 || code === 0xfeff;
}

/** Where a token ends; -1 when more of the text is needed to tell. */
function endOfToken(text: string, at: number, isLast: boolean): number {
  const first = text.charCodeAt(at);
  if (first === QUOTE) return endOfString(text, at);
  if (',:{}[]'.includes(text.charAt(at))) return at + 1;
  let end = at + 1;
  while (end < text.length && !/[\s,:{}[\]"]/.test(text.charAt(end))) end++;
  return end < text.length || isLast ? end : -1;
}

const QUOTE = 0x22;

function endOfString(text: string, at: number): number {
  for (let close = text.indexOf('"', at + 1); close >= 0; close = text.indexOf('"', close + 1)) {
    let slashes = 0;
    while (text.charAt(close - 1 - slashes) === '\\') slashes++;
    if (slashes % 2 === 0) return close + 1;
  }
  return -1;
}

/** Text, number, truth value or null; undefined where the word is none of them. */
function scalarOf(token: string): unknown {
  try {
    return JSON.parse(token);
  } catch {
    return undefined;
  }
}
