import type { Fact, Resource } from '../model/fact.ts';
import { entryIn } from '../model/table.ts';
import { literalText, valueAt } from '../model/value.ts';
import type { PlanInput, UnitFacts } from './input.ts';
import { type Phrase, say } from './phrase.ts';
import { factsOf } from './source.ts';

/** In place of what is in a stack, where only one side shows it. */
const ONE_SIDE = 'TEMPLATE_ONE_SIDE';
/** The same, where only the tool knows what was there before. */
const UNSEEN = 'TEMPLATE_UNSEEN';

/** A stack made by another template. */
export function isStack({ resource }: { readonly resource: Pick<Resource, 'type'> }): boolean {
  return /^AWS::(?:CloudFormation::(?:Stack|StackSet)|Serverless::Application)$/.test(resource.type.value);
}

/** Why nobody can look into a stack. */
export function whyClosed({ lifecycle }: Pick<Resource, 'lifecycle'>): Phrase | undefined {
  return lifecycle.reasons.map(closedBecause).find((phrase) => phrase !== undefined);
}

/** The same for one reason of a class; undefined where it is about something else. */
export function closedBecause(reason: string): Phrase | undefined {
  const [, word = '', about = ''] = /^(TEMPLATE_[A-Z_]+)(?::(.*))?$/s.exec(reason) ?? [];
  return entryIn(CLOSED, word)?.(about);
}

const CLOSED: Readonly<Record<string, (about: string) => Phrase>> = {
  TEMPLATE_COMPUTED: () => say('only a deployment can tell where its template lies'),
  TEMPLATE_CYCLE: () => say('its template contains itself'),
  TEMPLATE_DEEP: (about) => say('stacks in stacks are followed {0} deep', about),
  TEMPLATE_EMPTY: (about) => say('{0} declares no resources', about),
  TEMPLATE_MANY: (about) => say('{0} stacks of a unit are followed', about),
  TEMPLATE_MISSING: (about) => say('there is no {0}', about),
  TEMPLATE_NONE: (about) => say('{0} is no template', about),
  TEMPLATE_NOT_AT_HAND: (about) => say('{0} is not at hand', about),
  [ONE_SIDE]: () => say('its template is at hand on one side only'),
  [UNSEEN]: () => say('its own change set is not given'),
  TEMPLATE_REMOTE: (about) => say('its template is no file here: {0}', about),
};

export function isOnOneSide({ lifecycle }: Pick<Resource, 'lifecycle'>): boolean {
  return lifecycle.reasons.includes(ONE_SIDE);
}

/**
 * A nested stack that both sides look into is what is in it, and no thing of its own. One that a side cannot look into is one thing on
 * both sides: what the other side knows of it would seem to come or go.
 */
export function withStacks(input: PlanInput): PlanInput {
  const { green, blue } = input;
  if (green.language !== 'cloudformation') return input;
  const sides = (blue ? [green, blue] : [green]).map(sideOf);
  if (sides.every(({ opened }) => opened.size === 0)) return input;
  const unseen = new Set(blue ? [] : input.toolPlan?.unseen);
  const closed = new Set([...sides.flatMap((side) => [...side.closed]), ...unseen]);
  const opened = new Set(sides.flatMap((side) => [...side.opened]));
  const oneSided = new Set([...closed].filter((node) => opened.has(node)));
  const kept = new Set(sides[1] ? [...sides[1].retained].filter((node) => !sides[0]?.all.has(node)) : []);
  const shown = (unit: UnitFacts, side: Side | undefined): UnitFacts =>
    side
      ? { ...unit, facts: unit.facts.flatMap((fact) => factShown(fact, side, { closed, oneSided, unseen, kept })) }
      : unit;
  return { ...input, green: shown(green, sides[0]), ...(blue ? { blue: shown(blue, sides[1]) } : {}) };
}

/** Nodes of the nested stacks of one side. */
interface Side {
  readonly all: ReadonlySet<string>;
  readonly opened: ReadonlySet<string>;
  readonly closed: ReadonlySet<string>;
  /** Those that live on when they leave the template. */
  readonly retained: ReadonlySet<string>;
}

function sideOf(unit: UnitFacts): Side {
  const opened = new Set(factsOf(unit, 'module-call').map(({ node }) => node));
  const stacks = factsOf(unit, 'resource').filter((resource) => isStack({ resource }));
  const all = new Set(stacks.map(({ node }) => node));
  const retained = stacks.filter(({ settings }) =>
    literalText(valueAt(settings, 'DeletionPolicy'))?.startsWith('Retain'),
  );
  return {
    all,
    opened,
    closed: new Set([...all].filter((node) => !opened.has(node))),
    retained: new Set(retained.map(({ node }) => node)),
  };
}

type Judged = { readonly [K in 'closed' | 'oneSided' | 'unseen' | 'kept']: ReadonlySet<string> };

function factShown(fact: Fact, { opened }: Side, { closed, oneSided, unseen, kept }: Judged): readonly Fact[] {
  const around = stacksAround(fact.node);
  if (around.some((node) => closed.has(node))) return [];
  const isOpen = opened.has(fact.node);
  if (fact.fact === 'module-call') return closed.has(fact.node) ? [] : [fact];
  if (fact.fact === 'dependency') return [fact];
  if (fact.fact !== 'resource') return isOpen && !closed.has(fact.node) ? [] : [fact];
  if (!isOpen && !closed.has(fact.node)) return [around.some((node) => kept.has(node)) ? retained(fact) : fact];
  if (!closed.has(fact.node)) return [];
  if (unseen.has(fact.node)) return [because(UNSEEN, fact)];
  return [oneSided.has(fact.node) ? because(ONE_SIDE, fact) : fact];
}

function because(reason: string, resource: Resource): Resource {
  const { lifecycle } = resource;
  return { ...resource, lifecycle: { ...lifecycle, reasons: [...lifecycle.reasons, reason] } };
}

function retained(resource: Resource): Resource {
  const { guards = { retain: false, snapshot: false, preventDestroy: false, createBeforeDestroy: true } } = resource;
  return { ...resource, guards: { ...guards, retain: true } };
}

/** The stacks a node is in, the innermost first: `Resources.A.B`, `Resources.A` of `Resources.A.B.Queue`. */
export function stacksAround(node: string): readonly string[] {
  const found: string[] = [];
  for (let at = node.lastIndexOf('.'); at > 'Resources'.length; at = node.lastIndexOf('.', at - 1))
    found.push(node.slice(0, at));
  return node.startsWith('Resources.') ? found : [];
}
