import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Phase, Plan, PlanNode, PlanStep } from '../../server/core/model/plan.ts';
import { plan, render } from '../../server/core/planner/index.ts';
import { inputOf, type Made, made } from './arbitrary.ts';
import { unit } from './build.ts';
import { canonical } from './canonical.ts';
import { checkLanes, checkNothingGoneIsUsed, checkWayBack } from './world.ts';

const PHASES: readonly Phase[] = [
  'preflight',
  'protect',
  'expand',
  'provision',
  'warm',
  'verify',
  'messages',
  'cut-over',
  'bake',
  'drain',
  'retire',
  'contract',
];

const RUNS = { numRuns: 250, seed: 20_261_124 };

const holds = (check: (result: Plan, given: Made) => void): void =>
  fc.assert(
    fc.property(made, (given) => check(plan(inputOf(given)), given)),
    RUNS,
  );

test('the lanes partition the resources, and each says why', () => {
  holds((result, given) => {
    const { green, blue } = inputOf(given);
    const ids = new Set(
      [...green.facts, ...(blue?.facts ?? [])].flatMap((fact) => (fact.fact === 'resource' ? [fact.node] : [])),
    );
    checkLanes(result, ids);
    for (const node of result.nodes) {
      expect(node.why.every((text) => text.length > 0) && node.why.length > 0).toBe(true);
    }
  });
});

test('the order of the file changes nothing', () => {
  fc.assert(
    fc.property(made, fc.infiniteStream(fc.nat()), (given, noise) => {
      const order = given.things
        .map((_thing, i) => [noise.next().value as number, i] as const)
        .toSorted((a, b) => a[0] - b[0])
        .map(([, i]) => i);
      expect(canonical(plan(inputOf(given, order)))).toEqual(canonical(plan(inputOf(given))));
    }),
    RUNS,
  );
});

test('same input, same bytes, in every form', () => {
  holds((result, given) => {
    const again = plan(inputOf(given));
    for (const format of ['json', 'markdown', 'runbook', 'mermaid', 'sarif', 'html'] as const) {
      expect(render(again, format)).toBe(render(result, format));
    }
  });
});

test('what was done can be undone, in the words of the plan', () => {
  holds((result) => checkWayBack(result));
});

test('no step uses what an earlier one destroyed, and blue goes last', () => {
  holds((result) => checkNothingGoneIsUsed(result));
});

test('every language is among what is tried', () => {
  const tried = fc.sample(made, { ...RUNS, numRuns: RUNS.numRuns }).map(({ language }) => language);
  expect(new Set(tried)).toEqual(new Set(['ansible', 'cloudformation', 'macfile', 'terraform']));
});

describe('the checks can fail', () => {
  const whole = plan({
    green: unit('cloudformation', { resources: resources('2') }),
    blue: unit('cloudformation', { resources: resources('1') }),
  });
  const ids = new Set(whole.nodes.map(({ id }) => id));
  const renumbered = (steps: Plan['steps']): Plan => ({
    ...whole,
    steps: steps.map((step, at) => ({ ...step, n: at + 1 })),
  });
  const retire = whole.steps.find(({ phase }) => phase === 'retire') as PlanStep;

  test('they hold for the plan as it is', () => {
    checkLanes(whole, ids);
    checkWayBack(whole);
    checkNothingGoneIsUsed(whole);
  });

  test('a resource that is nowhere, or in no lane', () => {
    expect(() => checkLanes({ ...whole, nodes: whole.nodes.slice(1) }, ids)).toThrow();
    const [first, ...others] = whole.nodes as [PlanNode, ...PlanNode[]];
    expect(() => checkLanes({ ...whole, nodes: [{ ...first, action: 'vanish' as never }, ...others] }, ids)).toThrow();
  });

  test('a way back that leaves something', () => {
    for (const phase of ['protect', 'expand', 'provision', 'messages', 'cut-over'] as const) {
      expect(
        whole.steps.some((step) => step.phase === phase),
        phase,
      ).toBe(true);
      const steps = whole.steps.map((step) => (step.phase === phase ? { ...step, rollback: 'none needed' } : step));
      expect(() => checkWayBack({ ...whole, steps }), phase).toThrow();
    }
  });

  test('blue that goes before the switch, and a step that asks for it afterwards', () => {
    const others = whole.steps.filter((step) => step !== retire);
    expect(() => checkNothingGoneIsUsed(renumbered([retire, ...others]))).toThrow();
    const again = { ...retire, phase: 'contract' as const, action: 'contract' as const };
    expect(() => checkNothingGoneIsUsed(renumbered([...whole.steps, again]))).toThrow();
  });
});

/** A service behind a listener, with a queue and a store that change. */
function resources(version: string) {
  return {
    Template: {
      type: 'AWS::EC2::LaunchTemplate',
      settings: { LaunchTemplateData: { ImageId: `ami-${version}` } },
      needs: ['Queue'],
    },
    Targets: { type: 'AWS::ElasticLoadBalancingV2::TargetGroup' },
    Listener: { type: 'AWS::ElasticLoadBalancingV2::Listener', needs: ['Targets'] },
    Group: { type: 'AWS::AutoScaling::AutoScalingGroup', needs: ['Template', 'Targets'], instances: 2 },
    Queue: { type: 'AWS::SQS::Queue' },
    Role: { type: 'AWS::IAM::Role', settings: { MaxSessionDuration: version } },
    Table: { type: 'AWS::DynamoDB::Table' },
  };
}

test('steps are numbered, in the order of the phases, and say how to verify and to go back', () => {
  holds(({ steps, pointOfNoReturn }) => {
    expect(steps.map(({ n }) => n)).toEqual(steps.map((_step, at) => at + 1));
    const phases = steps.map(({ phase }) => PHASES.indexOf(phase));
    expect(phases).toEqual(phases.toSorted((a, b) => a - b));
    for (const step of steps) expect([step.do, step.verify, step.rollback].every((text) => text.length > 0)).toBe(true);
    const end = steps.find(({ reversible, action }) => !reversible && action !== 'separate-migration');
    expect(pointOfNoReturn).toBe(end?.n ?? null);
    const retire = steps.find(({ phase }) => phase === 'retire');
    if (retire) expect(pointOfNoReturn).toBe(retire.n);
  });
});

/** What exists: one entry per thing and colour. */
function live(result: Plan, upTo: number): ReadonlySet<string> {
  const first = result.input.blue === 'none';
  const there = result.nodes.filter((node) => !first && node.change !== 'add');
  const now = new Set(there.map((node) => `blue ${node.id}`));
  for (const step of result.steps.slice(0, upTo)) {
    for (const id of step.nodes) {
      if (step.phase === 'provision') now.add(`green ${id}`);
      if (step.phase === 'expand' && step.action === 'expand') now.add(`green ${id}`);
      if (step.phase === 'retire') now.delete(`blue ${id}`);
      if (step.phase === 'contract' && isGone(nodeIn(result, id))) now.delete(`blue ${id}`);
    }
  }
  return now;
}

function isGone(node: PlanNode): boolean {
  return node.change === 'remove' || node.change === 'replace';
}

function nodeIn(result: Plan, id: string): PlanNode {
  const node = result.nodes.find((each) => each.id === id);
  if (!node) throw new Error(`no node ${id}`);
  return node;
}

test('a reversible step takes nothing away that was there before it: going back finds everything', () => {
  holds((result) => {
    for (const step of result.steps) {
      const before = live(result, step.n - 1);
      const after = live(result, step.n);
      const lost = [...before].filter((each) => !after.has(each));
      if (step.reversible) expect(lost).toEqual([]);
      else expect(['retire', 'contract', 'separate-migration']).toContain(step.action);
    }
  });
});

test('before the point of no return all of blue is there; after it nothing of blue is asked for', () => {
  holds((result) => {
    const end = result.pointOfNoReturn ?? result.steps.length + 1;
    const blue = [...live(result, 0)];
    const before = live(result, end - 1);
    expect(blue.filter((each) => !before.has(each))).toEqual([]);
    const retired = new Set(result.steps.filter(({ phase }) => phase === 'retire').flatMap(({ nodes }) => nodes));
    for (const step of result.steps.slice(end)) expect(step.nodes.filter((id) => retired.has(id))).toEqual([]);
  });
});

test('nothing is created before what it needs, and nothing is destroyed before its users', () => {
  holds((result) => {
    const made = result.steps.filter(
      ({ phase, action }) => phase === 'provision' || (phase === 'expand' && action === 'expand'),
    );
    const created = made.flatMap(({ nodes }) => nodes);
    const order = new Map(created.map((id, at) => [id, at]));
    const retired = result.steps.filter(({ phase }) => phase === 'retire').flatMap(({ nodes }) => nodes);
    const gone = new Map(retired.map((id, at) => [id, at]));
    for (const { from, to } of result.edges) {
      const user = nodeIn(result, from);
      const needed = nodeIn(result, to);
      const both = order.has(from) && order.has(to);
      if (both && needed.lifecycle.class !== 'volatile' && isNew(user) && isNew(needed)) {
        expect(order.get(to)).toBeLessThan(order.get(from) as number);
      }
      if (gone.has(from) && gone.has(to)) expect(gone.get(from)).toBeLessThan(gone.get(to) as number);
    }
  });
});

function isNew({ action, change }: PlanNode): boolean {
  return action === 'duplicate' || change === 'add';
}

test('every restore point is taken before the store is touched', () => {
  holds(({ steps, nodes }) => {
    const protectedAt = steps.find(({ phase }) => phase === 'protect')?.n ?? Number.POSITIVE_INFINITY;
    for (const step of steps) {
      const stores = step.nodes.filter((id) => {
        const node = nodes.find((each) => each.id === id);
        return node?.lifecycle.class === 'persistent' && node.change !== 'add';
      });
      if (stores.length > 0 && step.phase !== 'preflight') expect(step.n).toBeGreaterThanOrEqual(protectedAt);
    }
  });
});

test('a blocked node has a blocker, an unknown one is left alone, the number follows from the counts', () => {
  holds(({ nodes, warnings, readiness, cutOver }) => {
    for (const node of nodes) {
      const severe = warnings.some((warning) => warning.node === node.id && warning.severity === 'blocker');
      if (node.action === 'block') expect(severe, `${node.id} ${node.type}`).toBe(true);
      if (node.lifecycle.class === 'unknown') expect(node.action).toBe('review');
    }
    const { blocker, high, medium, low } = readiness.counts;
    const dns = cutOver.length > 0 && cutOver.every((cut) => cut.rollbackLatency === 'ttl');
    const raw = Math.max(0, 100 - 25 * blocker - 10 * high - 4 * medium - low);
    expect(readiness.score).toBe(Math.min(raw, blocker > 0 ? 49 : 100, dns ? 79 : 100));
  });
});

test('with nothing to do a plan is ready, whatever stands in the file', () => {
  holds((_result, given) => {
    const { green } = inputOf(given);
    const same = plan({ green, blue: green, ...(given.mode ? { mode: given.mode } : {}) });
    expect(same.steps).toEqual([]);
    expect(same.readiness).toMatchObject({ score: 100, band: 'ready' });
  });
});

test('a first deployment switches, drains and retires nothing', () => {
  holds((result) => {
    if (result.input.blue !== 'none') return;
    expect(result.pointOfNoReturn).toBeNull();
    expect(result.cutOver).toEqual([]);
    expect(result.steps.filter(({ phase }) => ['drain', 'retire', 'contract', 'messages'].includes(phase))).toEqual([]);
    expect(result.warnings.filter(({ code }) => code === 'plan/no-cut-over')).toEqual([]);
  });
});

test('the published schema accepts every plan', () => {
  const path = join(import.meta.dirname, '../../schemas/plan/verdigris.plan.schema.json');
  const validate = new Ajv({ strict: true, allErrors: true, allowUnionTypes: true }).compile(
    JSON.parse(readFileSync(path, 'utf8')),
  );
  holds((result) => {
    validate(JSON.parse(render(result, 'json')));
    expect(validate.errors ?? []).toEqual([]);
  });
});
