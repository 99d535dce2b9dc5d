import { describe, expect, it } from 'vitest';
import { layersOf } from '../../client/preview/view/layers.ts';
import { type Box, layoutOf } from '../../client/preview/view/layout.ts';
import type { Plan } from '../../server/core/model/plan.ts';
import { blockedPlan, firstPlan, idlePlan, largePlan } from './plans.ts';
import { shopPlan } from './shop.ts';

const nothingOpen = new Set<string>();

function boxesOf(plan: Plan, lane: string, width = 1000): readonly Box[] {
  return layoutOf(plan, { width, open: nothingOpen }).boxes.filter((it) => it.lane === lane);
}

describe('places', () => {
  it('routers stand on top, then what serves, then what it is made of', () => {
    const green = boxesOf(shopPlan(), 'green').toSorted((a, b) => a.y - b.y);
    expect(green.map((it) => it.title)).toEqual(['WebTargetGroup', 'WebAsg', 'WebLaunchTemplate', 'WebCpuPolicy']);
  });
  it('both copies of one thing stand at the same height', () => {
    const [blue, green] = [boxesOf(shopPlan(), 'blue'), boxesOf(shopPlan(), 'green')];
    for (const box of blue) {
      const twin = green.find((it) => it.ids[0] === box.ids[0]);
      expect([twin?.y, twin?.height]).toEqual([box.y, box.height]);
    }
  });
  it('the shared lane begins with the gate, then what changes, then what steps back', () => {
    const shared = boxesOf(shopPlan(), 'shared');
    expect(shared.map((it) => it.kind)).toEqual(['gate', 'card', 'card', 'quiet', 'quiet', 'quiet']);
  });
  it('wires run from the gate only, to what hangs on it', () => {
    const { wires } = layoutOf(shopPlan(), { width: 1000, open: nothingOpen });
    expect(wires).toEqual([
      { from: 'shared:Resources.HttpsListener', to: 'blue:Resources.WebTargetGroup', side: 'blue', bus: false },
      { from: 'shared:Resources.HttpsListener', to: 'green:Resources.WebTargetGroup', side: 'green', bus: false },
    ]);
  });
  it('a node with a blocker never steps back', () => {
    const plan = idlePlan();
    const id = plan.nodes[0]?.id ?? '';
    const source = { path: 'web.yaml', range: { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } } };
    const blocked: Plan = {
      ...plan,
      warnings: [{ code: 'plan/state-in-versioned-unit', severity: 'blocker', node: id, source, message: 'no' }],
    };
    expect(boxesOf(plan, 'shared')[0]?.kind).toBe('quiet');
    expect(boxesOf(blocked, 'shared').find((it) => it.ids[0] === id)?.kind).toBe('card');
  });
});

describe.each([
  ['shop', shopPlan()],
  ['blocked', blockedPlan()],
  ['first', firstPlan()],
  ['idle', idlePlan()],
  ['large', largePlan(500)],
] as const)('every layout (%s)', (_, plan) => {
  it.each([1400, 1000, 700, 360])('at %i: nothing overlaps, everything is inside, every node is there', (width) => {
    const layout = layoutOf(plan, { width, open: nothingOpen });
    for (const box of layout.boxes) {
      expect(box.x + box.width).toBeLessThanOrEqual(layout.width);
      expect(box.y + box.height).toBeLessThanOrEqual(layout.height);
      for (const other of layout.boxes) {
        const apart =
          other === box || other.x !== box.x || other.y >= box.y + box.height || box.y >= other.y + other.height;
        expect(apart, `${box.key} and ${other.key}`).toBe(true);
      }
    }
    const drawn = new Set(layout.boxes.flatMap((it) => it.ids));
    expect(plan.nodes.filter((it) => !drawn.has(it.id))).toEqual([]);
  });
  it('is the same for the same plan', () => {
    const draw = () => JSON.stringify(layoutOf(plan, { width: 900, open: nothingOpen }));
    expect(draw()).toBe(draw());
  });
});

describe('many resources', () => {
  it('are one box per module or type; an opened one shows its members', () => {
    const plan = largePlan(500);
    const closed = layoutOf(plan, { width: 1000, open: nothingOpen });
    expect(closed.boxes.length).toBeLessThan(40);
    const group = closed.boxes.find((it) => it.kind === 'group' && it.lane === 'green');
    const key = group?.key.slice('green:'.length) ?? '';
    const opened = layoutOf(plan, { width: 1000, open: new Set([key]) });
    expect(opened.boxes.filter((it) => it.lane === 'green').length).toBe(
      closed.boxes.filter((it) => it.lane === 'green').length + (group?.ids.length ?? 0),
    );
  });
  it('150 are still drawn one by one', () => {
    expect(layoutOf(largePlan(150), { width: 1000, open: nothingOpen }).boxes.some((it) => it.kind === 'group')).toBe(
      false,
    );
  });
  it('500 take less than 50 ms', () => {
    const plan = largePlan(500);
    const start = performance.now();
    layoutOf(plan, { width: 1000, open: nothingOpen });
    expect(performance.now() - start).toBeLessThan(50);
  });
  it('a circle of references ends', () => {
    const plan = shopPlan();
    const ids = plan.nodes.map((it) => it.id);
    const edges = ids.map((from, i) => ({
      from,
      to: ids[(i + 1) % ids.length] as string,
      kind: 'ref' as const,
      certainty: 'explicit' as const,
    }));
    expect(layersOf({ ...plan, edges }).size).toBe(plan.nodes.length);
  });
});
