import type { CutOver, Plan, PlanSeverity, PlanWarning } from '../model/plan.ts';

const COST: Readonly<Record<PlanSeverity, number>> = { blocker: 25, high: 10, medium: 4, low: 1, info: 0 };
const BLOCKED_AT_MOST = 49;
const DNS_AT_MOST = 79;
const IN_PLACE_AT_MOST = 79;

/**
 * 100 less what every warning costs; a blocker, a switch by DNS alone, and machines that are changed while they serve (`inPlace`: and
 * nothing says that they are of one colour) cap it.
 */
export function readinessOf(
  warnings: readonly PlanWarning[],
  cutOver: readonly CutOver[],
  inPlace: boolean,
): Plan['readiness'] {
  const counts: Record<PlanSeverity, number> = { blocker: 0, high: 0, medium: 0, low: 0, info: 0 };
  for (const { severity } of warnings) counts[severity]++;
  const raw = warnings.reduce((sum, { severity }) => sum - COST[severity], 100);
  const blocked = counts.blocker > 0;
  const dnsOnly = cutOver.length > 0 && cutOver.every((cut) => cut.rollbackLatency === 'ttl');
  const score = Math.max(
    0,
    Math.min(raw, blocked ? BLOCKED_AT_MOST : 100, dnsOnly ? DNS_AT_MOST : 100, inPlace ? IN_PLACE_AT_MOST : 100),
  );
  return {
    score,
    band: score >= 80 ? 'ready' : score >= 50 ? 'fix first' : 'not blue-green',
    counts,
    caps: [
      ...(blocked ? ['blocker'] : []),
      ...(dnsOnly ? ['dns-only cut-over'] : []),
      ...(inPlace ? ['changed in place'] : []),
    ],
  };
}
