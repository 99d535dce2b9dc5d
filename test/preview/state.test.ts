import { describe, expect, it } from 'vitest';
import { framesOf } from '../../client/preview/view/frames.ts';
import { type Lane, lanesOf, type NodeState, stateAt, stepsByNode } from '../../client/preview/view/state.ts';
import type { Plan } from '../../server/core/model/plan.ts';
import { blockedPlan, firstPlan, idlePlan, largePlan } from './plans.ts';
import { shopPlan } from './shop.ts';

/** The states of one node in one lane over all moments, repeated ones once: `live(0) draining(9) retired(11)`. */
function story(plan: Plan, label: string, lane: Lane): string {
  const node = plan.nodes.find((it) => it.label === label);
  if (node === undefined) {
    throw new Error(`no node ${label}`);
  }
  const steps = stepsByNode(plan);
  const told: string[] = [];
  let last: NodeState | undefined;
  for (const frame of framesOf(plan)) {
    const state = stateAt({ plan, steps, frame }, node, lane);
    if (state !== last) {
      told.push(`${state}(${frame.step})`);
    }
    last = state;
  }
  return told.join(' ');
}

describe('what a node does over the steps', () => {
  const plan = shopPlan();
  it('a green copy comes to life at the switch and stays', () => {
    expect(story(plan, 'WebAsg', 'green')).toBe('absent(0) starting(4) testing(5) ready(6) live(7)');
  });
  it('its blue copy stands by, drains and goes', () => {
    expect(story(plan, 'WebAsg', 'blue')).toBe('live(0) standby(7) draining(9) retired(11)');
  });
  it('the gate moves with the traffic', () => {
    expect(story(plan, 'HttpsListener', 'shared')).toBe('on blue(0) switching(7) on green(7)');
  });
  it('a store is protected, changed and contracted', () => {
    expect(story(plan, 'Database', 'shared')).toBe('live(0) protected(2) changing(3) changed(4) contracting(12)');
  });
  it('a queue is changed, read in both formats and drained', () => {
    expect(story(plan, 'OrderQueue', 'shared')).toBe('live(0) changing(3) changed(4) both(6) draining(9) drained(10)');
  });
  it('what does not change says so all the way', () => {
    expect(story(plan, 'WebSecurityGroup', 'shared')).toBe('unchanged(0)');
  });
  it('a blocked store waits for its own migration; an unknown resource waits for a person', () => {
    expect(story(blockedPlan(), 'db', 'shared')).toBe('blocked(0) protected(2) migrating(3) changed(4)');
    expect(story(blockedPlan(), 'odd', 'shared')).toBe('review(0)');
  });
  it('a cache is warmed before it serves', () => {
    expect(story(blockedPlan(), 'cache', 'green')).toBe('absent(0) starting(4) warming(5) testing(6) live(7)');
  });
  it('a first deployment serves as soon as it was verified, and has no blue', () => {
    const first = firstPlan();
    expect(story(first, 'Service', 'green')).toBe('absent(0) starting(3) testing(4) live(5)');
    expect(story(first, 'Database', 'shared')).toBe('absent(0) starting(2) live(3)');
    expect(first.nodes.flatMap((node) => lanesOf(first, node))).not.toContain('blue');
  });
});

describe('moments', () => {
  it('a switch has one moment per share of traffic', () => {
    const shares = framesOf(shopPlan()).filter((it) => it.step === 7);
    expect(shares.map((it) => [it.part, it.blue, it.green])).toEqual([
      [0, 90, 10],
      [1, 50, 50],
      [2, 0, 100],
    ]);
  });
  it('a switch without shares moves everything at once', () => {
    const plan = shopPlan();
    const atomic = { ...plan, steps: plan.steps.map(({ traffic, ...step }) => step) };
    expect(framesOf(atomic).map((it) => it.green)).toEqual([0, 0, 0, 0, 0, 0, 0, 100, 100, 100, 100, 100, 100]);
  });
  it('nothing to do is one moment', () => {
    expect(framesOf(idlePlan())).toHaveLength(1);
  });
});

describe.each([shopPlan(), blockedPlan(), firstPlan(), idlePlan(), largePlan(200)])(
  'what holds in every plan',
  (plan) => {
    const steps = stepsByNode(plan);
    const frames = framesOf(plan);
    const all = plan.nodes.flatMap((node) => lanesOf(plan, node).map((lane) => ({ node, lane })));
    it('every node is in one lane, a copy in blue and green', () => {
      for (const node of plan.nodes) {
        expect(['blue', 'shared', 'green', 'blue green']).toContain(lanesOf(plan, node).join(' '));
      }
    });
    it('no colour lives without traffic or after it was retired, and green never before it was made', () => {
      for (const { node, lane } of all) {
        let retired = false;
        for (const frame of frames) {
          const state = stateAt({ plan, steps, frame }, node, lane);
          expect(retired && state !== 'retired').toBe(false);
          retired = state === 'retired';
          expect(lane === 'green' && frame.step === 0 && state !== 'absent').toBe(false);
          expect(lane === 'blue' && state === 'live' && frame.blue === 0).toBe(false);
        }
      }
    });
    it('the shares of traffic always make 0 or 100', () => {
      expect(frames.every((it) => [0, 100].includes(it.blue + it.green))).toBe(true);
    });
  },
);
