import type { JinjaToken } from './tokens.ts';

/** A name an expression uses. Attributes (`a.b`) are no uses of their own. */
export interface JinjaUse {
  readonly kind: 'variable' | 'filter' | 'test' | 'call';
  readonly name: string;
  readonly start: number;
  readonly end: number;
  /** First argument where it is a literal text: `lookup('file', …)`. */
  readonly argument?: { readonly text: string; readonly start: number; readonly end: number };
}

export interface JinjaProblem {
  readonly message: string;
  readonly start: number;
  readonly end: number;
}

/** Nesting an expression is followed through; deeper text is no expression of a person. */
const DEEPEST = 80;

const NOTHING: JinjaToken = { kind: 'end', text: '', start: 0, end: 0 };

class Stop extends Error {}

const COMPARISONS = new Set(['==', '!=', '<', '>', '<=', '>=']);
const NOT_NAMES = new Set(['and', 'or', 'not', 'in', 'is', 'if', 'else']);
const CONSTANTS = new Set(['true', 'false', 'none', 'True', 'False', 'None']);

/** Reads expressions from a run of tokens; the statements of a template use it piece by piece. Stops at the first problem. */
export class ExpressionReader {
  readonly uses: JinjaUse[] = [];
  problem: JinjaProblem | undefined;
  readonly #tokens: readonly JinjaToken[];
  #at = 0;
  #depth = 0;

  constructor(tokens: readonly JinjaToken[]) {
    this.#tokens = tokens;
  }

  get token(): JinjaToken {
    return this.#tokens[this.#at] ?? NOTHING;
  }

  /** Runs `read`; what it refuses becomes the problem. */
  attempt(read: () => void): void {
    try {
      read();
    } catch (error) {
      if (!(error instanceof Stop)) throw error;
    }
  }

  /** The whole run as one expression, or as a list of them without brackets. */
  whole(): void {
    this.attempt(() => {
      this.tuple();
      this.finish();
    });
  }

  finish(): void {
    if (this.token.kind !== 'end') this.fail(`Unexpected ${named(this.token)}.`);
  }

  tuple(withCondition = true): void {
    this.#element(withCondition);
    while (this.takes(',')) {
      if (this.token.kind === 'end' || this.is(')') || this.isName('in')) return;
      this.#element(withCondition);
    }
  }

  #element(withCondition: boolean): void {
    if (withCondition) this.expression();
    else this.#or();
  }

  expression(): void {
    this.#deeper();
    this.#or();
    while (this.takesName('if')) {
      this.#or();
      if (this.takesName('else')) this.expression();
    }
    this.#depth--;
  }

  #or(): void {
    this.#and();
    while (this.takesName('or')) this.#and();
  }

  #and(): void {
    this.#not();
    while (this.takesName('and')) this.#not();
  }

  #not(): void {
    if (this.takesName('not')) {
      this.#deeper();
      this.#not();
      this.#depth--;
    } else this.#comparison();
  }

  #comparison(): void {
    this.#sum();
    for (;;) {
      if (COMPARISONS.has(this.token.text) && this.token.kind === 'operator') this.#at++;
      else if (this.isName('not') && this.#next().text === 'in') this.#at += 2;
      else if (!this.takesName('in')) return;
      this.#sum();
    }
  }

  #sum(): void {
    this.#concatenation();
    while (this.takes('+') || this.takes('-')) this.#concatenation();
  }

  #concatenation(): void {
    this.#product();
    while (this.takes('~')) this.#product();
  }

  #product(): void {
    this.#power();
    while (this.takes('*') || this.takes('/') || this.takes('//') || this.takes('%')) this.#power();
  }

  #power(): void {
    this.#unary(true);
    while (this.takes('**')) this.#unary(true);
  }

  #unary(withFilter: boolean): void {
    this.#deeper();
    if (this.takes('-') || this.takes('+')) this.#unary(false);
    else this.#primary();
    this.#postfix();
    if (withFilter) this.#filters();
    this.#depth--;
  }

  #primary(): void {
    const { token } = this;
    if (token.kind === 'name' && !NOT_NAMES.has(token.text)) {
      this.#at++;
      if (!CONSTANTS.has(token.text)) this.uses.push(this.#use(this.is('(') ? 'call' : 'variable', token.text, token));
    } else if (token.kind === 'string') {
      while (this.token.kind === 'string') this.#at++;
    } else if (token.kind === 'number') {
      this.#at++;
    } else if (this.takes('(')) {
      if (!this.is(')')) this.tuple();
      this.expect(')');
    } else if (this.takes('[')) {
      this.#items(']', () => this.expression());
    } else if (this.takes('{')) {
      this.#items('}', () => this.#pair());
    } else {
      this.fail(
        token.kind === 'end'
          ? 'Something is missing here: the expression ends too early.'
          : `Unexpected ${named(token)}.`,
      );
    }
  }

  #items(close: string, item: () => void): void {
    while (!this.is(close)) {
      item();
      if (!this.takes(',')) break;
    }
    this.expect(close);
  }

  #pair(): void {
    this.expression();
    this.expect(':');
    this.expression();
  }

  #postfix(): void {
    for (;;) {
      if (this.takes('.')) {
        if (this.token.kind !== 'name' && this.token.kind !== 'number')
          this.fail('The name of an attribute is missing behind the dot.');
        this.#at++;
      } else if (this.takes('[')) {
        this.#subscript();
      } else if (this.is('(')) {
        this.#call();
      } else {
        return;
      }
    }
  }

  #subscript(): void {
    do {
      for (let part = 0; part < 3; part++) {
        if (!this.is(':') && !this.is(']') && !this.is(',')) this.expression();
        if (!this.takes(':')) break;
      }
    } while (this.takes(','));
    this.expect(']');
  }

  #call(): void {
    this.expect('(');
    this.#items(')', () => {
      if (this.takes('*') || this.takes('**')) return this.expression();
      if (this.token.kind === 'name' && this.#next().text === '=' && this.#next().kind === 'operator') this.#at += 2;
      return this.expression();
    });
  }

  #filters(): void {
    for (;;) {
      if (this.takes('|')) this.filter();
      else if (this.isName('is')) this.#test();
      else if (this.is('(')) this.#call();
      else return;
    }
  }

  filter(): void {
    this.uses.push(this.#dotted('filter'));
    if (this.is('(')) this.#call();
    this.#postfixOfFilter();
  }

  /** `x | first .name` is read by the reference as an attribute of the filtered value only in brackets: nothing to do here. */
  #postfixOfFilter(): void {
    while (this.is('(')) this.#call();
  }

  #test(): void {
    this.#at++;
    this.takesName('not');
    this.uses.push(this.#dotted('test'));
    const { token } = this;
    if (this.is('(')) this.#call();
    else if (this.isName('is')) this.fail('A second "is" behind a test: put the first one in brackets.');
    else if (
      token.kind === 'string' ||
      token.kind === 'number' ||
      this.is('[') ||
      this.is('{') ||
      (token.kind === 'name' && !['else', 'or', 'and', 'is', 'if', 'in', 'not'].includes(token.text))
    ) {
      this.#primary();
      this.#postfix();
    }
  }

  #dotted(kind: 'filter' | 'test'): JinjaUse {
    const first = this.token;
    if (first.kind !== 'name') this.fail(`The name of a ${kind} is missing here.`);
    this.#at++;
    let { text, end } = first;
    while (this.is('.') && this.#next().kind === 'name') {
      text += `.${this.#next().text}`;
      end = this.#next().end;
      this.#at += 2;
    }
    return this.#use(kind, text, { ...first, end });
  }

  #use(kind: JinjaUse['kind'], name: string, { start, end }: JinjaToken): JinjaUse {
    const argument = this.is('(') ? this.#next() : undefined;
    if (argument?.kind !== 'string') return { kind, name, start, end };
    return {
      kind,
      name,
      start,
      end,
      argument: { text: argument.text, start: argument.start + 1, end: argument.end - 1 },
    };
  }

  #next(): JinjaToken {
    return this.#tokens[this.#at + 1] ?? this.token;
  }

  is(operator: string): boolean {
    return this.token.kind === 'operator' && this.token.text === operator;
  }

  isName(name: string): boolean {
    return this.token.kind === 'name' && this.token.text === name;
  }

  takes(operator: string): boolean {
    if (!this.is(operator)) return false;
    this.#at++;
    return true;
  }

  takesName(name: string): boolean {
    if (!this.isName(name)) return false;
    this.#at++;
    return true;
  }

  /** Any name, given back; a problem otherwise. */
  name(what: string): JinjaToken {
    const { token } = this;
    if (token.kind !== 'name') this.fail(`The name of ${what} is missing here.`);
    this.#at++;
    return token;
  }

  expect(operator: string): void {
    if (this.takes(operator)) return;
    this.fail(
      this.token.kind === 'end'
        ? `${operator} is missing: the bracket is never closed.`
        : `${operator} is missing before ${named(this.token)}.`,
    );
  }

  fail(message: string): never {
    const { token } = this;
    const previous = this.#tokens[this.#at - 1];
    const start = token.kind === 'end' ? (previous?.end ?? token.start) : token.start;
    this.problem ??= { message, start, end: Math.max(token.end, start) };
    throw new Stop();
  }

  #deeper(): void {
    if (++this.#depth > DEEPEST) this.fail('Nested too deep to be read.');
  }
}

function named({ kind, text }: JinjaToken): string {
  if (kind === 'end') return 'end';
  if (kind === 'bad' && /^['"]/.test(text)) return 'text that is never closed';
  return `"${text.length > 30 ? `${text.slice(0, 29)}…` : text}"`;
}
