import type { FactKind, FactOf, LanguageId } from '../model/fact.ts';
import type { FactIndex } from '../model/fact-index.ts';
import type { FindingSeverity, Related, Safety } from '../model/finding.ts';
import type { Intent } from '../model/intent.ts';
import type { Span } from '../model/span.ts';

export type RuleGroup =
  | 'immutability'
  | 'snowflake'
  | 'state'
  | 'twelve-factor'
  | 'delivery'
  | 'portability'
  | 'security-basics';

export type OptionValue = string | number | boolean | readonly string[];

/** The default also says the type: a configured value of another type is not used. */
export interface OptionSpec {
  readonly default: OptionValue;
  readonly description: string;
}

export type OptionsOf<O extends Readonly<Record<string, OptionSpec>>> = {
  readonly [K in keyof O]: Widen<O[K]['default']>;
};

type Widen<T> = T extends boolean ? boolean : T extends number ? number : T extends string ? string : readonly string[];

/** A fix as the rule sees it: what should become of the file, without notation. */
export interface ProposedFix {
  readonly title: string;
  readonly safety: Safety;
  readonly intents: readonly Intent[];
}

export interface RuleFinding {
  readonly span: Span;
  /** Node path; absent = the node of the fact that was looked at. */
  readonly node?: string;
  readonly message: string;
  /** Set by a guard that lowers the finding; absent = the rule's own severity. */
  readonly severity?: FindingSeverity;
  /** Preferred first. */
  readonly fixes?: readonly ProposedFix[];
  readonly related?: readonly Related[];
  readonly tags?: readonly ('unnecessary' | 'deprecated')[];
}

/** What is published about a rule: page, index, settings schema and `verdigris rules` are made of it. */
export interface RuleMeta {
  /** Public contract: never reused, never renamed without an alias. */
  readonly id: string;
  readonly group: RuleGroup;
  /** One line, says what is wrong. */
  readonly title: string;
  /** Why it hurts a rebuild or a parallel copy, one or two sentences. */
  readonly why: string;
  readonly severity: FindingSeverity;
  /** How sure a hit is by itself. */
  readonly confidence: 'high' | 'medium' | 'low';
  readonly profile: 'recommended' | 'strict';
  /**
   * Not precise enough on real code yet, or not shown to be (`docs/precision.md`): off in every profile until it is switched on
   * by its own name. Absent = stable.
   */
  readonly status?: 'preview';
  /** Also in the small first profile. */
  readonly essential?: boolean;
  /** Languages the page proves it for. */
  readonly languages: readonly LanguageId[];
  /** The ideas it argues from, in short form (`BG-imm`, `12F-5`). */
  readonly principles: readonly string[];
  readonly since: string;
  /** The best fix it offers. */
  readonly fix: Safety | 'none';
  /** When it stays silent or lowers its severity; each stands on the page with a file that proves it. */
  readonly guards: readonly string[];
  /** Equivalent checks of other tools, by tool: their ignores can be adopted. */
  readonly peers?: Readonly<Record<string, readonly string[]>>;
  /** False where no suppression may hide it. */
  readonly suppressible?: boolean;
  readonly options?: Readonly<Record<string, OptionSpec>>;
}

export interface Rule<
  K extends FactKind = FactKind,
  O extends Readonly<Record<string, OptionSpec>> = Readonly<Record<string, OptionSpec>>,
> extends RuleMeta {
  readonly options?: O;
  /** `unit` for rules that judge the file as a whole: `facts` holds everything. */
  readonly looksAt: K | readonly K[];
  /** Of resources only those whose type it matches are shown to the rule; other kinds of facts are all shown. */
  readonly types?: RegExp;
  check(this: void, fact: FactOf<K>, facts: FactIndex, options: OptionsOf<O>): Iterable<RuleFinding>;
}

/** A rule about any one kind of fact; what lists of rules are made of. */
export interface AnyRule extends RuleMeta {
  readonly looksAt: FactKind | readonly FactKind[];
  readonly types?: RegExp;
  check(this: void, fact: never, facts: FactIndex, options: never): Iterable<RuleFinding>;
}

/** Infers the kind of fact from `looksAt` and the options' types from their defaults. */
export function defineRule<
  const K extends FactKind,
  // biome-ignore lint/complexity/noBannedTypes: a rule without options has no option names
  const O extends Readonly<Record<string, OptionSpec>> = {},
>(rule: Rule<K, O>): Rule<K, O> {
  return rule;
}
