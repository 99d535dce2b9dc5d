import { entryOf, type TreeNode } from '../../model/tree.ts';
import type { Names } from './context.ts';
import { BudgetExceeded, DecisionDiagram, FALSE, TRUE } from './decision.ts';
import { argumentList, type Intrinsic, intrinsicOf, untagged } from './intrinsic.ts';
import { resolved, type Template, writtenScalar } from './template.ts';

/** Diagram nodes per template; chosen so that the answer comes within 50 ms. Beyond it everything is unknown. */
const BUDGET = 20_000;

/** A condition that holds, or does not, on the way to a place (resource condition, branch of an If). */
export interface Guard {
  readonly condition: string;
  readonly holds: boolean;
}

/** Answers about the conditions of one template. Every answer may be undefined: unknown. */
export class Conditions {
  readonly #diagram = new DecisionDiagram(BUDGET);
  readonly #names: Names;
  readonly #variables = new Map<string, { index: number; values: string[] }>();
  readonly #functions = new Map<string, number | undefined>();
  readonly #literals = new Map<string, Set<string>>();
  #exhausted = false;

  constructor(template: Template, names: Names) {
    this.#names = names;
    for (const { body } of template.conditions) this.#collectLiterals(body, 0);
  }

  /** False when no choice of parameters fulfils all guards; undefined when that cannot be told. */
  possible(guards: readonly Guard[]): boolean | undefined {
    const all = this.#all(guards);
    return all === undefined ? undefined : all !== FALSE;
  }

  /** Whether `then` holds wherever all of `guards` do. */
  implies(guards: readonly Guard[], then: Guard): boolean | undefined {
    const possible = this.possible([...guards, { ...then, holds: !then.holds }]);
    return possible === undefined ? undefined : !possible;
  }

  /** True or false when the condition is so for every choice of parameters. */
  constant(name: string): boolean | undefined {
    const all = this.#all([{ condition: name, holds: true }]);
    return all === TRUE ? true : all === FALSE ? false : undefined;
  }

  #all(guards: readonly Guard[]): number | undefined {
    return this.#within(() => {
      let all: number = TRUE;
      for (const { condition, holds } of guards) {
        const one = this.#named(condition, 0);
        if (one === undefined) return undefined;
        all = this.#diagram.and(all, holds ? one : this.#diagram.not(one));
      }
      return all;
    });
  }

  #within(compute: () => number | undefined): number | undefined {
    if (this.#exhausted) return undefined;
    try {
      return compute();
    } catch (error) {
      if (!(error instanceof BudgetExceeded)) throw error;
      this.#exhausted = true;
      return undefined;
    }
  }

  #named(name: string, depth: number): number | undefined {
    if (this.#functions.has(name)) return this.#functions.get(name);
    const declared = this.#names.conditions.get(name);
    // What a loop makes compares with its variable: another text in every turn.
    if (declared === undefined || declared.loop || depth > 50) return undefined;
    // A condition that refers to itself stays unknown.
    this.#functions.set(name, undefined);
    const value = this.#expression(declared.body, depth + 1);
    this.#functions.set(name, value);
    return value;
  }

  #expression(node: TreeNode, depth: number): number | undefined {
    const at = resolved(node);
    const call = at && intrinsicOf(at);
    if (call === undefined || depth > 50) return undefined;
    if (call.name === 'Condition' && call.args.kind === 'scalar') return this.#named(call.args.text, depth);
    if (call.name === 'Equals') return this.#equals(call);
    const args = argumentList(call).map((each) =>
      this.#expression(call.args === each ? untagged(each) : each, depth + 1),
    );
    if (args.some((arg) => arg === undefined)) return undefined;
    const known = args as number[];
    if (call.name === 'Not' && known[0] !== undefined) return this.#diagram.not(known[0]);
    if (call.name === 'And') return known.reduce((a, b) => this.#diagram.and(a, b), TRUE);
    return call.name === 'Or' ? known.reduce((a, b) => this.#diagram.or(a, b), FALSE) : undefined;
  }

  /** Parameter against literal; two literals; anything else is a question of its own that may go either way. */
  #equals(call: Intrinsic): number {
    const [left, right] = argumentList(call);
    const [a, b] = [operand(left), operand(right)];
    if (a?.literal !== undefined && b?.literal !== undefined) return a.literal === b.literal ? TRUE : FALSE;
    if (a?.name !== undefined && a.name === b?.name) return TRUE;
    const name = a?.name ?? b?.name;
    const literal = a?.literal ?? b?.literal;
    if (name === undefined || literal === undefined)
      return this.#free(`${a?.name ?? a?.literal ?? '?'} = ${b?.name ?? b?.literal ?? '?'}`, call);
    const { index, values } = this.#variable(name);
    const value = values.indexOf(literal);
    return value === -1 ? FALSE : this.#diagram.is(index, values.length, value);
  }

  /** Two comparisons written alike are one question. */
  #free(text: string, call: Intrinsic): number {
    const key = text.includes('?') ? `${text} @${call.span.start}` : text;
    const { index } = this.#variable(`free ${key}`, ['yes', 'no']);
    return this.#diagram.is(index, 2, 0);
  }

  #variable(name: string, fixed?: string[]): { index: number; values: string[] } {
    const known = this.#variables.get(name);
    if (known !== undefined) return known;
    const variable = { index: this.#variables.size, values: fixed ?? this.#domain(name) };
    this.#variables.set(name, variable);
    return variable;
  }

  /** Allowed values where they are declared; else every literal it is compared with, and one that stands for all others. */
  #domain(name: string): string[] {
    const body = resolved(this.#names.parameters.get(name)?.body);
    const allowed = resolved(entryOf(body, 'AllowedValues')?.value);
    if (allowed?.kind === 'list') {
      const values = allowed.items.map((item) => writtenScalar(item)?.value);
      if (values.length > 0 && values.every((value) => value !== undefined)) return [...new Set(values as string[])];
    }
    return [...(this.#literals.get(name) ?? []), '\u0000other'];
  }

  #collectLiterals(node: TreeNode, depth: number): void {
    const at = resolved(node);
    const call = at && intrinsicOf(at);
    if (call === undefined || depth > 50) return;
    if (call.name !== 'Equals') {
      for (const each of argumentList(call))
        this.#collectLiterals(call.args === each ? untagged(each) : each, depth + 1);
      return;
    }
    const [left, right] = argumentList(call);
    const [a, b] = [operand(left), operand(right)];
    const name = a?.name ?? b?.name;
    const literal = a?.literal ?? b?.literal;
    if (name === undefined || literal === undefined) return;
    this.#literals.set(name, (this.#literals.get(name) ?? new Set()).add(literal));
  }
}

function operand(node: TreeNode | undefined): { readonly name?: string; readonly literal?: string } | undefined {
  const at = resolved(node);
  if (at === undefined) return undefined;
  const call = intrinsicOf(at);
  if (call?.name === 'Ref' && call.args.kind === 'scalar') return { name: call.args.text };
  if (call !== undefined || at.kind !== 'scalar') return undefined;
  return { literal: at.text };
}
