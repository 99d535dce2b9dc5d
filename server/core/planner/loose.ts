import type { Resource, Step } from '../model/fact.ts';
import type { UnitFacts } from './input.ts';
import { factsOf, playOf } from './source.ts';

/** Marks a task that neither makes a known thing nor changes the hosts of a planned play. */
const LOOSE = 'LOOSE_STEP';

/** Tasks that only look, decide, wait or sort: another form of them deploys nothing. */
const HARMLESS =
  /(^|[._])(debug|assert|fail|pause|meta|set_fact|set_stats|add_host|group_by|stat|slurp|setup|gather_facts|ping|uri|wait_for|wait_for_connection|include\w*|import\w*|validate_argument_spec|\w+_(info|facts))$/;

/**
 * Tasks of plays without hosts of their own (`localhost`) whose module nobody knows: commands, scripts, modules of other collections.
 * They are of unknown class, and part of a plan only where they change.
 */
export function looseSteps(unit: UnitFacts, resources: readonly Resource[]): readonly Resource[] {
  if (unit.language !== 'ansible') return [];
  const known = new Set(resources.map(({ node }) => node));
  return factsOf(unit, 'step')
    .filter((step) => isLoose(step, known))
    .map(asResource);
}

function isLoose({ node, does }: Step, known: ReadonlySet<string>): boolean {
  const play = playOf(node);
  return !HARMLESS.test(does.value) && !known.has(node) && (play === undefined || !known.has(play));
}

function asResource({ node, span, name, does, settings, keywords, file }: Step): Resource {
  return {
    fact: 'resource',
    node,
    span,
    header: span,
    name,
    type: does,
    settings: {
      ...settings,
      entries: [...settings.entries, ...keywords.entries.filter(({ key }) => key.value !== 'name')],
    },
    lifecycle: { class: 'unknown', confidence: 0, reasons: [LOOSE] },
    ...(file === undefined ? {} : { file }),
  };
}

export function isLooseStep({ lifecycle }: Pick<Resource, 'lifecycle'>): boolean {
  return lifecycle.reasons[0] === LOOSE;
}
