/** Parts that made-up plans are put together from. */
import type { LifecycleClass } from '../../server/core/model/lifecycle.ts';
import type { Action, Plan, PlanNode, PlanStep } from '../../server/core/model/plan.ts';

export const range = (line: number) => ({ start: { line, character: 2 }, end: { line, character: 12 } });

export interface Row {
  readonly id: string;
  readonly type: string;
  readonly class: LifecycleClass;
  readonly action: Action;
  readonly change?: PlanNode['change'];
  readonly changed?: readonly [path: string, before: string | number, after: string | number];
  readonly instances?: number;
}

export function node(row: Row, line: number): PlanNode {
  const { changed } = row;
  return {
    id: row.id,
    label: row.id.split('.').at(-1) ?? row.id,
    tool: row.type.startsWith('AWS::') ? 'cloudformation' : 'terraform',
    type: row.type,
    source: { path: 'web.yaml', range: range(line) },
    ...(row.instances === undefined ? {} : { instances: row.instances }),
    lifecycle: { class: row.class, confidence: row.class === 'unknown' ? 0.3 : 0.93, reasons: ['CURATED'] },
    change: row.change ?? (changed === undefined ? 'unchanged' : 'update'),
    ...(changed === undefined
      ? {}
      : {
          changedPaths: [{ path: changed[0], before: changed[1], after: changed[2], forcesReplacement: 'no' as const }],
        }),
    action: row.action,
    why: ['a reason in one sentence'],
  };
}

type Draft = Pick<Plan, 'nodes' | 'edges' | 'cutOver' | 'steps' | 'warnings' | 'pointOfNoReturn'> & Partial<Plan>;

export function plan(draft: Draft): Plan {
  const counts = { blocker: 0, high: 0, medium: 0, low: 0, info: 0 };
  for (const { severity } of draft.warnings) {
    counts[severity] += 1;
  }
  const score = Math.max(0, 100 - 25 * counts.blocker - 10 * counts.high - 4 * counts.medium - counts.low);
  const duplicated = draft.nodes.filter((it) => it.action === 'duplicate').length;
  return {
    schema: 'verdigris.plan/1',
    input: { blue: 'git:HEAD', green: 'buffer', evidence: ['bundled-facts', 'text-diff'] },
    mode: 'minimal',
    colours: [
      { id: 'blue', label: 'blue' },
      { id: 'green', label: 'green' },
    ],
    summary: '',
    blastRadius: { duplicated, shared: 0, sharedButChanged: 0, total: draft.nodes.length },
    capacity: { extraUnits: 4 },
    readiness: {
      score,
      band: score >= 80 ? 'ready' : score >= 50 ? 'fix first' : 'not blue-green',
      counts,
      caps: [],
    },
    ...draft,
  };
}

let said = 0;
export function step(
  phase: PlanStep['phase'],
  action: PlanStep['action'],
  nodes: readonly string[],
  more: Partial<PlanStep> = {},
): PlanStep {
  said += 1;
  return {
    n: said,
    phase,
    action,
    nodes,
    do: `do what ${phase} asks for`,
    verify: 'it is as it should be',
    rollback: 'take it back',
    reversible: true,
    ...more,
  };
}

export function steps(...make: readonly (() => PlanStep)[]): PlanStep[] {
  said = 0;
  return make.map((it) => it());
}

export const shares = [
  { blue: 90, green: 10 },
  { blue: 50, green: 50 },
  { blue: 0, green: 100 },
];
