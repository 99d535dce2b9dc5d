import type { Finding, FindingSeverity } from '../model/finding.ts';
import type { Plan, PlanSeverity, PlanWarning } from '../model/plan.ts';
import type { Span } from '../model/span.ts';
import type { UnitFacts } from './input.ts';
import { say, told, type Words } from './phrase.ts';
import { factsOf } from './source.ts';

const SEVERITY: Readonly<Record<PlanSeverity, FindingSeverity>> = {
  blocker: 'error',
  high: 'warning',
  medium: 'info',
  low: 'hint',
  info: 'hint',
};

/** The warnings of a plan as diagnostics of the main file of its green side; what stands in another file is left out. `words`: those of the plan. */
export function planWarningsAsFindings(plan: Plan, green: UnitFacts, words?: Words): readonly Finding[] {
  return plan.warnings.flatMap((warning) => {
    const span = warning.source.path === green.path ? anchor(warning, green) : undefined;
    if (!span) return [];
    return [
      {
        code: warning.code,
        kind: 'plan',
        severity: SEVERITY[warning.severity],
        message: sentence(warning, words),
        span,
        node: warning.node,
      },
    ];
  });
}

function sentence({ message, fix }: PlanWarning, words: Words | undefined): string {
  const text = message.charAt(0).toUpperCase() + message.slice(1);
  return told(fix ? say('{0}: {1}.', text, fix) : say('{0}.', text), words);
}

/** The name for a name, the head of the resource for everything else. */
function anchor({ code, node }: PlanWarning, unit: UnitFacts): Span | undefined {
  if (code === 'plan/name-collision') {
    const name = factsOf(unit, 'physical-name').find((fact) => fact.resource === node && !fact.colourAware);
    if (name) return name.value.span;
    const version = factsOf(unit, 'unit')[0]?.version;
    if (version && node === 'version') return version.span;
  }
  return factsOf(unit, 'resource').find((resource) => resource.node === node && resource.file === undefined)?.header;
}
