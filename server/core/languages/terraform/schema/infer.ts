import { attributeOf, type Bound, isBound } from '../../../syntax/hcl/walk.ts';
import type { HclBlock, HclCall, HclExpression, HclReference, HclStep } from '../../../syntax/hcl.ts';
import { calledModule, type Declared, declarationOf, type Module } from '../read/module.ts';
import { targetOf } from '../read/use.ts';
import { ANY, BOOL, type Body, type Field, NUMBER, STRING, type Type } from './body.ts';
import { constraintOf } from './constraint.ts';
import { signatureOf } from './core-data.ts';
import { type Setting, schemaOf } from './place.ts';

/** Expressions nested deeper are of any type. */
const DEEPEST = 30;

/**
 * What expressions give, as far as literals, constraints, schemas and signatures say it; `any` wherever a run decides. One instance per
 * question: types of declarations are worked out once, and one that needs itself is `any`.
 */
export class Types {
  readonly #setting: Setting;
  readonly #known = new Map<string, Type>();
  #depth = 0;

  constructor(setting: Setting) {
    this.#setting = setting;
  }

  of(expression: HclExpression | undefined, bound?: Bound): Type {
    if (!expression || this.#depth > DEEPEST) return ANY;
    this.#depth++;
    const type = this.#of(expression, bound);
    this.#depth--;
    return type;
  }

  /** Type of a declared variable, local value or output; of a resource its attributes; of a module call its outputs. */
  ofDeclared(declared: Declared, module: Module = this.#setting.module): Type {
    const key = `${module.folder}\n${declared.address}`;
    const known = this.#known.get(key);
    if (known) return known;
    this.#known.set(key, ANY);
    const type = this.#declared(declared, module);
    this.#known.set(key, type);
    return type;
  }

  /** Of a reference by its parts, as far as they are written. */
  ofReference(root: string, steps: readonly HclStep[]): Type {
    const span = { start: 0, end: 0 };
    return this.#reference({ kind: 'reference', root: { value: root, span }, steps, span });
  }

  #of(expression: HclExpression, bound: Bound | undefined): Type {
    switch (expression.kind) {
      case 'literal':
        return typeof expression.value === 'number' ? NUMBER : expression.value === null ? ANY : BOOL;
      case 'template':
        return this.#template(expression, bound);
      case 'tuple':
        return { kind: 'tuple', items: expression.items.map((item) => this.of(item, bound)) };
      case 'object':
        return this.#object(expression, bound);
      case 'for':
        return expression.result === 'tuple' ? { kind: 'list', of: ANY } : { kind: 'map', of: ANY };
      case 'conditional':
        return common(this.of(expression.then, bound), this.of(expression.otherwise, bound));
      case 'binary':
        return '+-*/%'.includes(expression.operator) ? NUMBER : BOOL;
      case 'unary':
        return expression.operator === '-' ? NUMBER : BOOL;
      case 'parenthesis':
        return this.of(expression.inner, bound);
      case 'call':
        return this.#call(expression, bound);
      case 'access':
        return selected(this.of(expression.base, bound), expression.steps);
      case 'reference':
        return isBound(expression.root.value, bound) ? ANY : this.#reference(expression);
      default:
        return ANY;
    }
  }

  /** `"${x}"` alone is `x`. */
  #template({ parts, style }: Extract<HclExpression, { kind: 'template' }>, bound: Bound | undefined): Type {
    const [only] = parts;
    if (style === 'quoted' && parts.length === 1 && only?.kind === 'interpolation')
      return this.of(only.expression, bound);
    return STRING;
  }

  #object({ entries }: Extract<HclExpression, { kind: 'object' }>, bound: Bound | undefined): Type {
    if (entries.some(({ name }) => name === undefined)) return { kind: 'map', of: ANY };
    const fields = new Map<string, Field>();
    for (const { name, value } of entries)
      if (name !== undefined) fields.set(name, { type: this.of(value, bound), optional: false });
    return { kind: 'object', fields: () => fields };
  }

  #call(call: HclCall, bound: Bound | undefined): Type {
    const name = call.name.value.replace(/^core::/, '');
    const of = (index: number): Type => {
      const type = this.of(call.arguments[index], bound);
      return call.expand && index === call.arguments.length - 1 ? elementOf(type) : type;
    };
    switch (name) {
      case 'tolist':
      case 'toset':
      case 'distinct':
      case 'reverse':
      case 'sort':
        return { kind: name === 'toset' ? 'set' : 'list', of: name === 'sort' ? STRING : elementOf(of(0)) };
      case 'keys':
        return { kind: 'list', of: STRING };
      case 'values':
      case 'flatten':
      case 'concat':
      case 'slice':
        return { kind: 'list', of: name === 'values' ? elementOf(of(0)) : ANY };
      case 'element':
      case 'one':
        return elementOf(of(0));
      case 'contains':
        return BOOL;
      case 'format':
        return STRING;
      case 'index':
      case 'sum':
      case 'parseint':
        return NUMBER;
      case 'sensitive':
      case 'nonsensitive':
        return of(0);
      case 'coalesce':
        return call.arguments.map((_, i) => of(i)).reduce(common, of(0));
      default:
        return signatureType(signatureOf(name, this.#setting.data)?.r);
    }
  }

  #reference(reference: HclReference): Type {
    const target = targetOf(reference);
    if (!target) return ANY;
    if (target.kind === 'given') return GIVEN[target.address] ?? ANY;
    const { module } = this.#setting;
    const declared = declarationOf(module, target.address);
    return declared ? selected(this.ofDeclared(declared, module), target.rest) : ANY;
  }

  #declared(declared: Declared, module: Module): Type {
    const { kind, block, attribute } = declared;
    if (kind === 'variable') return constraintOf(attributeOf(block.body, 'type')?.value);
    // An expression of another module means other things: its constraint is all that is asked.
    const isHere = module === this.#setting.module;
    if (kind === 'local') return isHere ? this.of(attribute?.value) : ANY;
    if (kind === 'output') return this.#inside(module).of(attributeOf(block.body, 'value')?.value);
    if (kind === 'module') return repeated(block, this.#outputs(declared));
    const type = declared.type?.value;
    if ((kind !== 'resource' && kind !== 'data') || type === undefined) return ANY;
    const { schema, uncertain } = schemaOf(block, type, { ...this.#setting, module });
    const body = kind === 'data' ? schema?.data(type) : schema?.resource(type);
    return body && !uncertain ? repeated(block, bodyType(body)) : ANY;
  }

  #outputs(call: Declared): Type {
    const called = calledModule(call, this.#setting.project);
    if (!called) return ANY;
    const types = this.#inside(called);
    const fields = new Map<string, Field>();
    for (const [each] of called.declared.values()) {
      if (each?.kind === 'output') fields.set(each.name.value, { type: types.ofDeclared(each), optional: false });
    }
    return { kind: 'object', fields: () => fields };
  }

  /** The same questions, asked in another module; what is under way stays known. */
  #inside(module: Module): Types {
    if (module === this.#setting.module) return this;
    const types = new Types({ ...this.#setting, module });
    for (const [key, type] of this.#known) types.#known.set(key, type);
    types.#depth = this.#depth + 1;
    return types;
  }
}

const GIVEN: Readonly<Record<string, Type>> = {
  'each.key': STRING,
  'count.index': NUMBER,
  'path.module': STRING,
  'path.root': STRING,
  'path.cwd': STRING,
  'terraform.workspace': STRING,
};

function bodyType(body: Body): Type {
  return {
    kind: 'object',
    fields: () =>
      new Map([...body.items.values()].map((item) => [item.name, { type: item.type ?? ANY, optional: true }])),
  };
}

/** `count` makes a list, `for_each` a map. */
function repeated({ body }: HclBlock, of: Type): Type {
  if (attributeOf(body, 'count')) return { kind: 'list', of };
  return attributeOf(body, 'for_each') ? { kind: 'map', of } : of;
}

/** What is selected from a value of a type. */
export function selected(type: Type, steps: readonly HclStep[]): Type {
  let at = type;
  for (const [i, step] of steps.entries()) {
    if (step.kind === 'splat') return splat(at, step.full, steps.slice(i + 1));
    if (step.kind === 'name' && !step.legacy) at = attributeType(at, step.name.value);
    else at = elementOf(at);
  }
  return at;
}

/** `[*]` takes everything behind it into each element; `.*` only the names up to the next index. */
function splat(of: Type, full: boolean, rest: readonly HclStep[]): Type {
  const index = full ? -1 : rest.findIndex(({ kind }) => kind !== 'name');
  if (index < 0) return { kind: 'list', of: selected(elementOf(of), rest) };
  return selected({ kind: 'list', of: selected(elementOf(of), rest.slice(0, index)) }, rest.slice(index));
}

function attributeType(type: Type, name: string): Type {
  if (type.kind === 'object') return type.fields().get(name)?.type ?? ANY;
  return type.kind === 'map' ? type.of : ANY;
}

export function elementOf(type: Type): Type {
  if (type.kind === 'list' || type.kind === 'set' || type.kind === 'map') return type.of;
  return type.kind === 'tuple'
    ? (type.items.reduce<Type | undefined>((a, b) => (a ? common(a, b) : b), undefined) ?? ANY)
    : ANY;
}

/** The type of both, where they have one. */
function common(a: Type, b: Type): Type {
  if (a === b) return a;
  const isCollection = a.kind === 'list' || a.kind === 'set' || a.kind === 'map';
  if (isCollection && a.kind === b.kind) return { kind: a.kind, of: common(a.of, (b as typeof a).of) };
  return a.kind === b.kind && (a.kind === 'string' || a.kind === 'number' || a.kind === 'bool') ? a : ANY;
}

/** `list(string)` of a signature. */
export function signatureType(text: string | undefined): Type {
  const [, kind, of] = /^(list|set|map)\((.*)\)$/.exec(text ?? '') ?? [];
  if (kind === 'list' || kind === 'set' || kind === 'map') return { kind, of: signatureType(of) };
  return text === 'string' ? STRING : text === 'number' ? NUMBER : text === 'bool' ? BOOL : ANY;
}

/** Never both: a single value and a collection, whatever is converted. */
export function contradict(given: Type, wanted: Type): boolean {
  return (
    (isSingle(given) && isMany(wanted)) ||
    (isMany(given) && isSingle(wanted)) ||
    (isKeyed(given) && isListed(wanted)) ||
    (isListed(given) && isKeyed(wanted))
  );
}

function isSingle({ kind }: Type): boolean {
  return kind === 'string' || kind === 'number' || kind === 'bool';
}

function isMany(type: Type): boolean {
  return isKeyed(type) || isListed(type);
}

function isKeyed({ kind }: Type): boolean {
  return kind === 'map' || kind === 'object';
}

function isListed({ kind }: Type): boolean {
  return kind === 'list' || kind === 'set' || kind === 'tuple';
}

/** A type for people: long objects are cut, `any` is nothing to tell. */
export function shortType(type: Type, most = 40): string | undefined {
  if (type.kind === 'any' || most < 10) return undefined;
  if (type.kind === 'tuple') {
    const element = elementOf(type);
    return element.kind === 'any' ? 'list' : shortType({ kind: 'list', of: element }, most);
  }
  if (type.kind === 'object') {
    const names = [...type.fields().keys()];
    const text = `{ ${names.join(', ')} }`;
    return names.length === 0 ? '{}' : text.length <= most ? text : `{ ${names.slice(0, 3).join(', ')}, … }`;
  }
  if (type.kind !== 'list' && type.kind !== 'set' && type.kind !== 'map') return type.kind;
  const inner = shortType(type.of, most - type.kind.length - 2);
  return inner === undefined ? type.kind : `${type.kind}(${inner})`;
}
