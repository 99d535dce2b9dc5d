import type { Redirect, ShellCommand } from '../../model/shell.ts';
import { type Cursor, isBlank, isMeta, type RawWord } from './cursor.ts';
import { isAssignment, redirectAt } from './redirect.ts';
import { readWord } from './word.ts';

export interface RawRedirect {
  readonly operator: Redirect['operator'];
  target: RawWord;
}

/** A simple command before prefixes are peeled off and offsets are mapped. */
export interface RawCommand {
  readonly words: RawWord[];
  readonly assignments: RawWord[];
  readonly redirects: RawRedirect[];
  after: ShellCommand['after'];
  background: boolean;
  readonly depth: number;
  readonly start: number;
  end: number;
}

interface Heredoc {
  readonly redirect: RawRedirect;
  readonly delimiter: string;
  readonly literal: boolean;
  readonly tabs: boolean;
}

const BUDGET = {
  /** Characters that are read. */
  text: 400_000,
  commands: 5_000,
  depth: 40,
} as const;

const OPENING = new Set(['if', 'while', 'until', 'for', 'select', 'case']);
const CLOSING = new Set(['fi', 'done', 'esac']);
const BETWEEN = new Set(['then', 'else', 'elif', 'do', '!']);

/** Reads shell text into simple commands, whatever its state. */
export class ShellReader implements Cursor {
  readonly text: string;
  limit: number;
  at = 0;
  readonly commands: RawCommand[] = [];
  #depth: number;
  #after: ShellCommand['after'] = '';
  #heredocs: Heredoc[] = [];
  /** Open `case` constructs, and whether the next words are a pattern of the innermost. */
  #cases = 0;
  #pattern = false;

  constructor(text: string, depth = 0) {
    this.text = text;
    this.limit = Math.min(text.length, BUDGET.text);
    this.#depth = depth;
  }

  read(): readonly RawCommand[] {
    while (this.at < this.limit && this.commands.length < BUDGET.commands) {
      const before = this.at;
      this.#list('');
      if (this.at === before) this.at++;
    }
    return this.commands;
  }

  substitution(close: ')' | '`', end: number): void {
    const { limit } = this;
    const after = this.#after;
    const heredocs = this.#heredocs;
    const pattern = this.#pattern;
    this.#heredocs = [];
    this.#pattern = false;
    this.limit = Math.min(end, limit);
    this.#after = '';
    this.#depth++;
    if (this.#depth > BUDGET.depth) this.at = this.limit;
    else this.#list(close === ')' ? ')' : '');
    this.#depth--;
    this.#after = after;
    this.#heredocs = heredocs;
    this.#pattern = pattern;
    this.limit = limit;
    if (close === ')' && this.at < limit && this.text[this.at] === ')') this.at++;
  }

  /** Commands up to the closing sign at this level (which stays unread) or the limit. */
  #list(close: ')' | ''): void {
    const depth = this.#depth;
    while (this.at < this.limit && this.commands.length < BUDGET.commands) {
      this.#skipBlanks();
      if (this.at >= this.limit) break;
      const sign = this.text.charAt(this.at);
      if (sign === ')' && !this.#pattern) {
        if (close === ')') break;
        this.at++;
        this.#depth = Math.max(depth, this.#depth - 1);
      } else if (!this.#connector(sign)) this.#element(sign);
    }
    this.#endHeredocs();
    this.#depth = depth;
    if (this.commands.length >= BUDGET.commands) this.at = this.limit;
  }

  #skipBlanks(): void {
    while (this.at < this.limit) {
      const sign = this.text.charAt(this.at);
      if (isBlank(sign)) this.at++;
      else if (sign === '\\' && this.text[this.at + 1] === '\n') this.at += 2;
      else if (sign === '\\' && this.text.startsWith('\r\n', this.at + 1)) this.at += 3;
      else if (sign === '#') this.at = this.#lineEnd(this.at);
      else break;
    }
  }

  #lineEnd(from: number): number {
    const newline = this.text.indexOf('\n', from);
    return newline < 0 || newline > this.limit ? this.limit : newline;
  }

  /** Reads what stands between commands; false when the sign is none of it. */
  #connector(sign: string): boolean {
    const two = this.text.slice(this.at, this.at + 2);
    if (sign === '\n') {
      this.at++;
      this.#endHeredocs();
      if (this.#after === '' && this.commands.length > 0) this.#after = ';';
    } else if (two === ';;' || two === ';&') {
      this.at += this.text[this.at + 2] === '&' ? 3 : 2;
      this.#after = ';';
      this.#pattern = this.#cases > 0;
    } else if (two === '&&' || two === '||') this.#connect(two, 2);
    else if (sign === '|') this.#connect('|', two === '|&' ? 2 : 1);
    else if (sign === ';') this.#connect(';', 1);
    else if (sign === '&' && two !== '&>') this.#background();
    else return false;
    return true;
  }

  #connect(after: ShellCommand['after'], length: number): void {
    this.at += length;
    this.#after = after;
  }

  #background(): void {
    this.#connect('&', 1);
    const last = this.commands.findLast((command) => command.depth === this.#depth);
    if (last) last.background = true;
  }

  /** A bracket, a reserved word, a pattern of `case`, or a simple command. */
  #element(sign: string): void {
    if (this.#pattern) this.#casePattern();
    else if (sign === '(') this.#bracket();
    else if (sign === ')') this.at++;
    else this.#command();
  }

  #bracket(): void {
    if (this.text[this.at + 1] === '(') {
      const close = this.text.indexOf('))', this.at);
      this.at = close < 0 || close >= this.limit ? this.limit : close + 2;
      return;
    }
    this.at++;
    this.substitution(')', this.limit);
  }

  /** `a|b)` up to its bracket; `esac` ends the construct. */
  #casePattern(): void {
    if (this.text[this.at] === '(') this.at++;
    const word = readWord(this);
    if (word.text === 'esac' && !word.quoted) {
      this.#pattern = false;
      this.#cases--;
      this.#depth = Math.max(0, this.#depth - 1);
      this.#after = '';
      return;
    }
    while (this.at < this.limit && this.text[this.at] !== ')' && this.text[this.at] !== '\n') {
      const before = this.at;
      this.#skipBlanks();
      readWord(this);
      if (this.at === before) this.at++;
      if (this.text[this.at] === '|') this.at++;
    }
    if (this.text[this.at] === ')') this.at++;
    this.#pattern = false;
    this.#after = ';';
  }

  #command(): void {
    const command: RawCommand = {
      words: [],
      assignments: [],
      redirects: [],
      after: this.#after,
      background: false,
      depth: this.#depth,
      start: this.at,
      end: this.at,
    };
    const place = this.commands.push(command) - 1;
    const kept = this.#words(command);
    if (kept) this.#after = '';
    else this.commands.splice(place, 1);
  }

  /** False when it was a reserved word and no command. */
  #words(command: RawCommand): boolean {
    for (;;) {
      this.#skipBlanks();
      if (this.at >= this.limit) break;
      if (this.#redirect(command)) continue;
      if (isMeta(this.text.charAt(this.at)) && !this.#processSubstitution()) {
        if (this.text[this.at] !== '(' || !this.#functionOrArray(command)) break;
        if (command.words.length === 0 && command.assignments.length === 0) return false;
        continue;
      }
      const word = readWord(this);
      if (word.end === word.start) break;
      if (command.words.length === 0 && this.#reserved(word, command)) return false;
      if (command.words.length === 0 && isAssignment(word)) command.assignments.push(word);
      else command.words.push(word);
      command.end = word.end;
      if (command.words[0]?.text === '[[' && command.words.length === 1) this.#condition(command);
    }
    return command.words.length + command.assignments.length + command.redirects.length > 0;
  }

  #processSubstitution(): boolean {
    const sign = this.text[this.at];
    return (sign === '<' || sign === '>') && this.text[this.at + 1] === '(';
  }

  /** `name()` starts a function, whose name is no command; `NAME=( … )` is an array. */
  #functionOrArray(command: RawCommand): boolean {
    const array = command.words.length === 0 && command.assignments.at(-1)?.end === this.at;
    if (array || command.words.at(-1)?.text.endsWith('=')) {
      this.at++;
      while (this.at < this.limit && this.text[this.at] !== ')') {
        const before = this.at;
        this.#skipBlanks();
        readWord(this);
        if (this.at === before) this.at++;
      }
      this.at = Math.min(this.at + 1, this.limit);
      command.end = this.at;
      return true;
    }
    let close = this.at + 1;
    while (isBlank(this.text.charAt(close))) close++;
    if (command.words.length !== 1 || this.text[close] !== ')') return false;
    command.words.length = 0;
    this.at = close + 1;
    return true;
  }

  /** Handles a reserved word in command position; true when it was one. */
  #reserved({ text, quoted, unknown }: RawWord, command: RawCommand): boolean {
    if (quoted || unknown || command.assignments.length > 0) return false;
    if (OPENING.has(text)) {
      this.#depth = Math.min(this.#depth + 1, BUDGET.depth);
      if (text === 'for' || text === 'select') this.#header();
      if (text === 'case') this.#caseHead();
    } else if (CLOSING.has(text) || text === '}') {
      this.#depth = Math.max(0, this.#depth - 1);
      if (text === 'esac') this.#cases = Math.max(0, this.#cases - 1);
    } else if (text === '{') this.#depth = Math.min(this.#depth + 1, BUDGET.depth);
    else if (text === 'function') {
      this.#skipBlanks();
      readWord(this);
    } else if (!BETWEEN.has(text)) return false;
    return true;
  }

  /** `for x in a b c` up to its end of line, or `for ((;;))`. */
  #header(): void {
    this.#skipBlanks();
    if (this.text.startsWith('((', this.at)) this.#bracket();
    while (this.at < this.limit && !';\n'.includes(this.text.charAt(this.at))) {
      const before = this.at;
      this.#skipBlanks();
      const word = readWord(this);
      if (word.text === 'do' && !word.quoted) return;
      if (this.at === before) this.at++;
    }
  }

  #caseHead(): void {
    this.#skipBlanks();
    readWord(this);
    this.#skipNewlines();
    const { at } = this;
    if (readWord(this).text !== 'in') this.at = at;
    this.#pattern = true;
    this.#cases++;
  }

  #skipNewlines(): void {
    for (this.#skipBlanks(); this.at < this.limit && this.text[this.at] === '\n'; this.#skipBlanks()) this.at++;
  }

  /** `[[ … ]]`, where `<`, `>`, `(`, `&&` and `||` are ordinary. */
  #condition(command: RawCommand): void {
    while (this.at < this.limit) {
      this.#skipBlanks();
      const word = readWord(this);
      if (word.end > word.start) command.words.push(word);
      else this.at++;
      command.end = Math.min(this.at, this.limit);
      if (word.text === ']]') return;
    }
  }

  #redirect(command: RawCommand): boolean {
    const found = redirectAt(this.text, this.at);
    if (!found || this.at + found.length > this.limit) return false;
    if (found.operator.length === 1 && this.text[this.at + found.length] === '(' && found.length === 1) return false;
    this.at += found.length;
    if (found.operator === '<<') {
      this.#heredoc(command, this.text[this.at] === '-');
      return true;
    }
    this.#skipBlanks();
    const target = readWord(this);
    command.end = Math.max(command.end, target.end);
    if (!found.duplicates) command.redirects.push({ operator: found.operator, target });
    return true;
  }

  #heredoc(command: RawCommand, tabs: boolean): void {
    if (tabs) this.at++;
    this.#skipBlanks();
    const word = readWord(this);
    const redirect: RawRedirect = { operator: '<<', target: { ...word, text: '' } };
    command.redirects.push(redirect);
    command.end = Math.max(command.end, word.end);
    this.#heredocs.push({ redirect, delimiter: word.text, literal: word.quoted, tabs });
  }

  /** The bodies of the here-documents of the line before. */
  #endHeredocs(): void {
    const pending = this.#heredocs;
    this.#heredocs = [];
    for (const { redirect, delimiter, literal, tabs } of pending) {
      const start = Math.min(this.at, this.limit);
      let line = start;
      let end = start;
      for (; line < this.limit; line = end + 1) {
        end = this.#lineEnd(line);
        const content = this.text.slice(line, end).trimEnd();
        if ((tabs ? content.trimStart() : content) === delimiter) break;
      }
      const stop = Math.min(line, this.limit);
      const text = this.text.slice(start, stop);
      redirect.target = { text, start, end: stop, unknown: !literal && /[$`\ue000]/.test(text), quoted: true };
      this.at = Math.min(Math.max(end, stop), this.limit);
    }
  }
}
