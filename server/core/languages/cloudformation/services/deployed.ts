import { entryOf } from '../../../model/tree.ts';
import { readJson } from '../../../syntax/json.ts';
import { decided } from '../nested/truth.ts';
import type { CfnReading } from '../reading.ts';
import { isLoop, resolved } from '../template.ts';
import { isListType, parameterType } from '../types.ts';
import { jsonOf, type Meaning, meaningOf } from './meaning.ts';
import { toYaml } from './to-yaml.ts';

/**
 * The template as the stack gets it for these values of parameters, and the defaults of the others: loops written out, conditions decided,
 * what they leave out gone, functions of known values computed. What cannot be known stays as it is written.
 */
export function deployed(reading: CfnReading, values: Readonly<Record<string, string>>): string {
  const { tree, template, names } = reading;
  const root = template.root && meaningOf(template.root);
  const hash = tree.notation === 'json' ? '//' : '#';
  if (!(root instanceof Map))
    return `${hash} Aliases, tags of other tools or keys that stand twice: this cannot be shown as it is deployed.\n`;
  const known = new Map<string, Meaning>();
  for (const { name, body } of names.parameters.values()) {
    const preset = entryOf(resolved(body), 'Default')?.value;
    const type = parameterType(body) ?? '';
    const open = type.startsWith('AWS::SSM::') || entryOf(resolved(body), 'NoEcho') !== undefined;
    // A secret is not shown, and the value of a parameter that is looked up is not the one given.
    const value = open ? undefined : (values[name.value] ?? (preset?.kind === 'scalar' ? preset.text : undefined));
    if (value !== undefined) known.set(name.value, given(value, type));
  }
  const { made, gone } = new Deployment(root, known).all();
  const said = Object.entries(values)
    .filter(([name]) => known.has(name))
    .map(([name, value]) => `${name}=${value.replace(/\s+/g, ' ')}`);
  const head = [
    `As deployed${said.length > 0 ? ` with ${said.join(', ')}` : ''}.`,
    ...(gone.length > 0 ? [`Not there: ${gone.join(', ')}.`] : []),
  ];
  const json = `${jsonOf(made, '  ')}\n`;
  const again = readJson(json);
  const at = again.roots[0];
  const text = hash === '#' && at?.kind === 'map' ? toYaml(again, at) : json;
  return `${head.map((line) => `${hash} ${line}\n`).join('')}${text}`;
}

function given(value: string, type: string): Meaning {
  if (isListType(type)) return value.split(',').map((each) => each.trim());
  return type === 'Number' && /^-?\d+(\.\d+)?$/.test(value) ? { bare: value } : value;
}

type Known = ReadonlyMap<string, Meaning>;
type Table = ReadonlyMap<string, Meaning>;

/** Values that are worked out before the rest is left as it is written. */
const MOST_VALUES = 100_000;
/** Turns of all loops together: loops in loops multiply. */
const MOST_TURNS = 1_000;
const EMPTY: Table = new Map();

class Deployment {
  readonly #root: Table;
  readonly #known: Known;
  #conditions: Table = EMPTY;
  readonly #gone: string[] = [];
  #left = MOST_VALUES;
  #turns = MOST_TURNS;

  constructor(root: Table, known: Known) {
    this.#root = root;
    this.#known = known;
    const conditions = root.get('Conditions');
    if (conditions instanceof Map) this.#conditions = this.#entries(conditions, known);
  }

  all(): { readonly made: Meaning; readonly gone: readonly string[] } {
    const made = new Map<string, Meaning>();
    for (const [name, section] of this.#root) {
      if (name === 'Resources' || name === 'Outputs') made.set(name, this.#existing(section));
      else if (name === 'Conditions') {
        const open = [...this.#conditions].filter(([condition]) => this.#holds(condition, 0) === undefined);
        if (open.length > 0) made.set(name, new Map(open));
      } else made.set(name, section);
    }
    return { made, gone: this.#gone };
  }

  #existing(section: Meaning): Meaning {
    if (!(section instanceof Map)) return section;
    const kept = new Map<string, Meaning>();
    for (const [id, body] of this.#entries(section, this.#known)) {
      const condition = body instanceof Map ? body.get('Condition') : undefined;
      const holds = typeof condition === 'string' ? this.#holds(condition, 0) : undefined;
      if (holds === false) this.#gone.push(id);
      else if (holds && body instanceof Map) kept.set(id, new Map([...body].filter(([key]) => key !== 'Condition')));
      else kept.set(id, body);
    }
    return kept;
  }

  /** Entries of a map with its loops written out. */
  #entries(map: Table, known: Known): Table {
    const made = new Map<string, Meaning>();
    for (const [key, value] of map) {
      const [variable, collection, body] = isLoop(key) && Array.isArray(value) ? (value as Meaning[]) : [];
      const items = collection === undefined ? undefined : this.#value(collection, known);
      if (
        typeof variable === 'string' &&
        Array.isArray(items) &&
        body instanceof Map &&
        items.every((each) => typeof each === 'string')
      ) {
        for (const item of items as string[]) {
          if (this.#turns-- <= 0) break;
          const turn = written(body, variable, item) as Table;
          for (const each of this.#entries(turn, new Map([...known, [variable, item]]))) made.set(...each);
        }
        continue;
      }
      const read = this.#value(value, known);
      if (read !== undefined) made.set(key, read);
    }
    return made;
  }

  /** Undefined = `AWS::NoValue`. */
  #value(meaning: Meaning, known: Known): Meaning | undefined {
    if (typeof meaning === 'string' || 'bare' in meaning || this.#left-- <= 0) return meaning;
    if (!(meaning instanceof Map)) return (meaning as readonly Meaning[]).flatMap((each) => this.#item(each, known));
    const [call] = meaning.size === 1 ? meaning : [];
    if (call?.[0] === 'Fn::If' && Array.isArray(call[1])) return this.#branch(call[1] as Meaning[], known);
    if (call?.[0] === 'Ref' && typeof call[1] === 'string')
      return call[1] === 'AWS::NoValue' ? undefined : (known.get(call[1]) ?? meaning);
    const made = this.#entries(meaning, known);
    const args = call && made.get(call[0]);
    return (call && args !== undefined ? this.#computed(call[0], args, known) : undefined) ?? made;
  }

  /** A list keeps its items; one without a value goes. */
  #item(meaning: Meaning, known: Known): Meaning[] {
    const read = this.#value(meaning, known);
    return read === undefined ? [] : [read];
  }

  #branch([condition, yes, no]: readonly Meaning[], known: Known): Meaning | undefined {
    const holds = typeof condition === 'string' ? this.#holds(condition, 0) : undefined;
    const [first, second] = [yes ?? '', no ?? ''];
    if (holds !== undefined) return this.#value(holds ? first : second, known);
    const none: Meaning = new Map([['Ref', 'AWS::NoValue']]);
    const branches = [first, second].map((each) => this.#value(each, known) ?? none);
    return new Map([['Fn::If', [condition ?? '', ...branches]]]);
  }

  #computed(name: string, args: Meaning, known: Known): Meaning | undefined {
    const list = Array.isArray(args) ? (args as Meaning[]) : [args];
    if (name === 'Fn::Sub') return filled(list, known);
    if (name === 'Fn::FindInMap')
      return list.reduce<Meaning | undefined>(
        (at, key) => (at instanceof Map && typeof key === 'string' ? at.get(key) : undefined),
        this.#root.get('Mappings'),
      );
    const [first = '', items] = list;
    if (!Array.isArray(items)) return undefined;
    if (name === 'Fn::Select') return (items as Meaning[])[Number(plain(first))];
    const [between, ...texts] = [first, ...(items as Meaning[])].map(plain);
    if (name !== 'Fn::Join' || between === undefined || texts.includes(undefined)) return undefined;
    return texts.join(between);
  }

  #holds(name: string, depth: number): boolean | undefined {
    const condition = this.#conditions.get(name);
    return condition === undefined ? undefined : this.#decided(condition, depth);
  }

  #decided(condition: Meaning, depth: number): boolean | undefined {
    const [[name, args] = ['', '']] = condition instanceof Map ? (condition as Table) : [];
    if (depth > 50 || this.#left-- <= 0) return undefined;
    if (name === 'Condition' && typeof args === 'string') return this.#holds(args, depth + 1);
    const list = Array.isArray(args) ? (args as Meaning[]) : [];
    if (name === 'Fn::Equals') {
      const [a, b] = list.map(plain);
      return a === undefined || b === undefined ? undefined : a === b;
    }
    const parts = list.map((each) => this.#decided(each, depth + 1));
    if (name === 'Fn::Not') return parts[0] === undefined ? undefined : !parts[0];
    const ends = name === 'Fn::Or';
    if (!ends && name !== 'Fn::And') return undefined;
    return decided(parts, ends);
  }
}

/** Text of a fixed value, as conditions compare it. */
function plain(meaning: Meaning): string | undefined {
  if (typeof meaning === 'string') return meaning;
  return 'bare' in meaning ? meaning.bare : undefined;
}

/** A Sub with what is known put in; a plain text once nothing is left to fill. */
function filled([text, own]: readonly Meaning[], known: Known): Meaning | undefined {
  if (typeof text !== 'string') return undefined;
  const variables: Known = own instanceof Map ? new Map([...known, ...(own as Table)]) : known;
  const put = text.replace(
    /\$\{\s*([\w:]+)\s*\}/g,
    (whole, name: string) => plain(variables.get(name) ?? { bare: whole }) ?? whole,
  );
  if (!/\$\{(?!!)/.test(put)) return put.replaceAll('${!', '${');
  const rest = own instanceof Map ? [...(own as Table)].filter(([name]) => put.includes(`\${${name}`)) : [];
  return new Map([['Fn::Sub', rest.length > 0 ? [put, new Map(rest)] : put]]);
}

/** Every text with the item of a loop in place of its variable. */
function written(meaning: Meaning, variable: string, item: string): Meaning {
  const text = (old: string): string =>
    old.replaceAll(`\${${variable}}`, item).replaceAll(`&{${variable}}`, item.replace(/[^A-Za-z0-9]/g, ''));
  if (typeof meaning === 'string') return text(meaning);
  if (Array.isArray(meaning)) return (meaning as Meaning[]).map((each) => written(each, variable, item));
  if (!(meaning instanceof Map)) return meaning;
  return new Map([...(meaning as Table)].map(([key, value]) => [text(key), written(value, variable, item)]));
}
