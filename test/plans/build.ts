import type {
  Dependency,
  DependencyKind,
  Fact,
  Guards,
  LanguageId,
  Parameter,
  PhysicalName,
  Resource,
  Script,
} from '../../server/core/model/fact.ts';
import type { Lifecycle } from '../../server/core/model/lifecycle.ts';
import { LineIndex } from '../../server/core/model/lines.ts';
import type { Span } from '../../server/core/model/span.ts';
import type { MapValue, Value } from '../../server/core/model/value.ts';
import type { UnitFacts } from '../../server/core/planner/index.ts';
import { classify, type LifecycleTable } from '../../server/core/schema/lifecycle.ts';
import { schemaData } from './data.ts';

/** A resource in a test, by hand. Plain JSON becomes a value tree; `$name` is a reference, `{P}` in a text a placeholder. */
export interface Given {
  readonly type: string;
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly needs?: readonly (string | readonly [to: string, kind: DependencyKind])[];
  readonly names?: Readonly<Record<string, string>>;
  readonly scope?: PhysicalName['scope'];
  readonly instances?: number | 'unknown';
  readonly guards?: Partial<Guards>;
  readonly destroyable?: boolean;
  readonly lifecycle?: Lifecycle;
  readonly script?: string;
}

export interface GivenUnit {
  readonly name?: string;
  readonly version?: string;
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Name and default. */
  readonly parameters?: Readonly<Record<string, string | undefined>>;
  readonly secrets?: readonly string[];
  readonly resources: Readonly<Record<string, Given>>;
  /** Facts that no shorthand makes. */
  readonly facts?: readonly Fact[];
}

export const data = schemaData();

const PREFIX: Readonly<Record<LanguageId, string>> = {
  macfile: 'infrastructures.',
  cloudformation: 'Resources.',
  terraform: '',
  ansible: '',
};

/** Facts of a unit as its adapter would state them; the text has one line per resource. */
export function unit(language: LanguageId, given: GivenUnit, path = `green.${language}`): UnitFacts {
  const names = Object.keys(given.resources);
  const lines = new LineIndex(['unit', ...names].join('\n'));
  const spanOf = (at: number): Span => ({ start: lines.startOf(at), end: lines.startOf(at) + 4 });
  const facts: Fact[] = [
    {
      fact: 'unit',
      node: '',
      span: spanOf(0),
      contexts: [],
      ...(given.name === undefined ? {} : { name: value(given.name, given) }),
      ...(given.version === undefined ? {} : { version: value(given.version, given) }),
      ...(given.settings ? { settings: mapOf(given.settings, given) } : {}),
    },
    ...parametersOf(given),
    ...names.flatMap((name, at) =>
      factsOfResource(language, name, given.resources[name] as Given, spanOf(at + 1), given),
    ),
    ...(given.facts ?? []),
  ];
  return { path, language, facts, rangeOf: (span) => lines.rangeOf(span) };
}

function parametersOf({ parameters = {}, secrets = [] }: GivenUnit): readonly Parameter[] {
  return Object.entries(parameters).map(([name, text]) => ({
    fact: 'parameter',
    node: `parameters.${name}`,
    span: NOWHERE,
    name: { value: name, span: NOWHERE },
    ...(text === undefined ? {} : { default: { kind: 'scalar', value: text, span: NOWHERE } }),
    ...(secrets.includes(name) ? { secret: true } : {}),
  }));
}

function factsOfResource(
  language: LanguageId,
  name: string,
  given: Given,
  span: Span,
  whole: GivenUnit,
): readonly Fact[] {
  const node = PREFIX[language] + name;
  const resource: Resource = {
    fact: 'resource',
    node,
    span,
    header: span,
    name: { value: name, span },
    type: { value: given.type, span },
    settings: mapOf({ ...given.settings, ...given.names }, whole),
    lifecycle: given.lifecycle ?? classify(tableOf(language), given.type, data),
    ...(given.instances === undefined ? {} : { instances: given.instances }),
    ...(given.guards ? { guards: { ...NO_GUARDS, ...given.guards } } : {}),
    ...(given.destroyable === undefined ? {} : { destroyable: given.destroyable }),
  };
  return [
    resource,
    ...(given.needs ?? []).map((need): Dependency => {
      const [to, kind] = typeof need === 'string' ? ([need, 'ref'] as const) : need;
      const certainty = kind === 'name' ? 'inferred' : 'explicit';
      return { fact: 'dependency', node, span, to: PREFIX[language] + to, kind, certainty };
    }),
    ...Object.entries(given.names ?? {}).map(([path, text]): PhysicalName => {
      const colourAware = /\{(INF_VERSION|colour|AWS::StackName)\}/.test(text);
      const scope = given.scope ?? 'account-region';
      return { fact: 'physical-name', node, span, resource: node, path, value: value(text, whole), scope, colourAware };
    }),
    ...(given.script === undefined ? [] : [scriptOf(node, given.script, span)]),
  ];
}

export function scriptOf(node: string, text: string, span: Span = NOWHERE): Script {
  return { fact: 'script', node, span, when: 'boot', where: 'instance', text, commands: [] };
}

function tableOf(language: LanguageId): LifecycleTable {
  return language;
}

export const NOWHERE: Span = { start: 0, end: 0 };
const NO_GUARDS: Guards = { retain: false, snapshot: false, preventDestroy: false, createBeforeDestroy: false };

function mapOf(settings: Readonly<Record<string, unknown>>, whole: GivenUnit): MapValue {
  const entries = Object.entries(settings).map(([key, part]) => ({
    key: { value: key, span: NOWHERE },
    value: value(part, whole),
    span: NOWHERE,
  }));
  return { kind: 'map', entries, span: NOWHERE };
}

function value(part: unknown, whole: GivenUnit): Value {
  if (Array.isArray(part)) return { kind: 'list', items: part.map((item) => value(item, whole)), span: NOWHERE };
  if (part !== null && typeof part === 'object') return mapOf(part as Record<string, unknown>, whole);
  if (typeof part !== 'string') return { kind: 'scalar', value: part as number, span: NOWHERE };
  if (part.startsWith('$')) return reference(part.slice(1), whole);
  return part.includes('{') ? text(part, whole) : { kind: 'scalar', value: part, span: NOWHERE };
}

function reference(target: string, { parameters = {} }: GivenUnit): Extract<Value, { kind: 'reference' }> {
  const known = parameters[target];
  const base = { kind: 'reference', target, span: NOWHERE } as const;
  return known === undefined ? base : { ...base, known: { kind: 'scalar', value: known, span: NOWHERE } };
}

function text(part: string, whole: GivenUnit): Value {
  const parts = part
    .split(/(\{[^}]+\})/)
    .filter((piece) => piece !== '')
    .map((piece) => (piece.startsWith('{') ? reference(piece.slice(1, -1), whole) : { value: piece, span: NOWHERE }));
  const known = parts.map((piece) => ('kind' in piece ? piece.known : piece));
  const all = known.every((piece) => piece !== undefined);
  return {
    kind: 'unknown',
    reason: 'placeholder',
    parts,
    ...(all ? { known: known.map((piece) => String((piece as { value: unknown }).value)).join('') } : {}),
    span: NOWHERE,
  };
}
