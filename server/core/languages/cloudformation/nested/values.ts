import { entryOf } from '../../../model/tree.ts';
import { literalText, type MapValue, referencesIn, type Value } from '../../../model/value.ts';
import { OF_THE_STACK } from '../facts.ts';
import { resolved } from '../template.ts';
import { mapValue, toValue, type ValueContext, type ValueScope } from '../values.ts';
import { givenTo, nodeIn, type Stack } from './stack.ts';
import { truthOf } from './truth.ts';

/** Values that lead to values in other stacks: followed so far. */
const DEEPEST = 100;

/** What the names of every stack of a unit mean, worked out once. */
export class StackValues {
  readonly #contexts = new Map<Stack, ValueContext>();
  readonly #known = new Map<Stack, Map<string, Value | undefined>>();
  readonly #conditions = new Map<Stack, Map<string, boolean | undefined>>();
  #pending = 0;

  contextOf(stack: Stack): ValueContext {
    const known = this.#contexts.get(stack);
    if (known) return known;
    const { reading, caller } = stack;
    const scope: ValueScope = {
      nodeOf: (section, name) => nodeIn(stack, section, name),
      given: (name) => (caller ? this.#value(stack, `given ${name}`, () => this.#given(stack, name)) : undefined),
      output: (resource, name) => {
        const inner = stack.nested.get(resource);
        return inner && this.#value(inner, `output ${name}`, () => this.#output(inner, name));
      },
      holds: (condition) => this.holds(condition, stack),
      certain: (value) => this.#certain(value, stack),
      isNested: (resource) => stack.nested.has(resource),
    };
    const context: ValueContext = { source: reading.tree.text, names: reading.names, scope };
    this.#contexts.set(stack, context);
    return context;
  }

  /** Whether a condition of a nested stack holds, where its parent leaves no doubt; of the whole nobody knows what it is given. */
  holds(condition: string, stack: Stack): boolean | undefined {
    if (!stack.caller) return undefined;
    const known = this.#conditions.get(stack) ?? new Map<string, boolean | undefined>();
    this.#conditions.set(stack, known);
    if (known.has(condition)) return known.get(condition);
    known.set(condition, undefined);
    const body = stack.reading.names.conditions.get(condition)?.body;
    const found =
      body &&
      truthOf(resolved(body), {
        holds: (name) => this.holds(name, stack),
        text: (node) => this.#certain(toValue(node, this.contextOf(stack)), stack),
      });
    known.set(condition, found);
    return found;
  }

  /** A text, given down to here by nothing but texts, or a default that no parent can change. */
  #certain(value: Value, stack: Stack): string | undefined {
    if (value.kind === 'scalar') return literalText(value);
    const inputs = `${stack.prefix}Parameters.`;
    if (value.kind !== 'reference' || !stack.caller || !value.target.startsWith(inputs)) return undefined;
    const name = value.target.slice(inputs.length);
    const given = this.contextOf(stack).scope?.given(name);
    return given ? this.#certain(given, stack.caller.stack) : literalText(value.known);
  }

  /** Everything a nested stack is given. */
  givenTo(stack: Stack): MapValue {
    const { caller } = stack;
    const none: MapValue = { kind: 'map', entries: [], span: caller?.resource.name.span ?? { start: 0, end: 0 } };
    const given = givenTo(stack);
    return caller && given ? mapValue(given.entries, given.span, this.contextOf(caller.stack)) : none;
  }

  /** Whether a text made of these is another one in a second copy of the unit. */
  differsByCopy(value: Value, stack: Stack): boolean {
    const inputs = `${stack.prefix}Parameters.`;
    return [...referencesIn(value)].some(({ target }) => {
      if (!stack.caller || !target.startsWith(inputs)) return OF_THE_STACK.test(target);
      const given = this.contextOf(stack).scope?.given(target.slice(inputs.length));
      return given !== undefined && this.#isOpen(given, stack.caller.stack);
    });
  }

  /** A value that nothing is known of may well differ. */
  #isOpen(value: Value, stack: Stack): boolean {
    return this.differsByCopy(value, stack) || (value.kind === 'unknown' && (value.parts ?? []).length === 0);
  }

  #given(stack: Stack, name: string): Value | undefined {
    const node = entryOf(givenTo(stack), name)?.value;
    return stack.caller && node && toValue(node, this.contextOf(stack.caller.stack));
  }

  #output(stack: Stack, name: string): Value | undefined {
    const output = stack.reading.template.outputs.find((each) => each.name.value === name);
    const node = entryOf(resolved(output?.body), 'Value')?.value;
    return node && toValue(node, this.contextOf(stack));
  }

  /** Asked for again while it is being worked out, it is unknown: the templates have a cycle. */
  #value(stack: Stack, key: string, find: () => Value | undefined): Value | undefined {
    const values = this.#known.get(stack) ?? new Map<string, Value | undefined>();
    this.#known.set(stack, values);
    if (values.has(key) || this.#pending > DEEPEST) return values.get(key);
    values.set(key, undefined);
    this.#pending++;
    const value = find();
    this.#pending--;
    values.set(key, value);
    return value;
  }
}
