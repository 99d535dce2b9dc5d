import type { Span } from './span.ts';

/** One word of a command after quote removal. */
export interface ShellWord {
  readonly text: string;
  /** The word in the document, quotes included. */
  readonly span: Span;
  /** True when an expansion (`$X`, `$(…)`, a template, a placeholder) makes part of it unknowable. */
  readonly unknown: boolean;
}

export interface Redirect {
  readonly operator: '>' | '>>' | '<' | '<<' | '<<<' | '&>' | '2>' | '2>>' | '>|' | '<>';
  /** The file; for `<<` the body of the here-document. */
  readonly target: ShellWord;
}

/** A simple command. `sudo`, `env`, `nohup`, `time`, `exec` and leading assignments are peeled off into `prefixes`. */
export interface ShellCommand {
  /** Name without its path; empty for a line of assignments only, and where `$( … )` gives the program. */
  readonly program: string;
  /** `words[0]` is the program as written; a line of assignments only has the assignments. */
  readonly words: readonly ShellWord[];
  readonly prefixes: readonly string[];
  readonly redirects: readonly Redirect[];
  /** Operator that connects it to the command before it at the same depth; a line break counts as `;`, the first has none. */
  readonly after: '' | '|' | '&&' | '||' | ';' | '&';
  readonly background: boolean;
  /** Nesting inside `$(…)`, backticks, subshells, functions, conditionals, loops. */
  readonly depth: number;
  readonly span: Span;
}
