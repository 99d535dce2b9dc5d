import { expect } from 'vitest';
import type { Plan, PlanStep } from '../../server/core/model/plan.ts';
import { laneOf } from '../../server/core/planner/index.ts';

/** What is different from the day before: one word per thing. Steps add to it, their `rollback` takes away again. */
type World = ReadonlySet<string>;

/** Every resource of the file is in exactly one lane. */
export function checkLanes(plan: Plan, ids: ReadonlySet<string>): void {
  expect(plan.nodes.map(({ id }) => id).toSorted()).toEqual([...ids].toSorted());
  for (const node of plan.nodes) expect(['blue', 'shared', 'green'], node.action).toContain(laneOf(node));
}

/** Taking a reversible step back leaves nothing of it; taking back all of them, the last first, leaves the day before. */
export function checkWayBack(plan: Plan): void {
  let world: World = new Set();
  const done: PlanStep[] = [];
  for (const step of plan.steps) {
    if (!step.reversible) break;
    const before = world;
    world = performed(world, step, plan);
    const left = [...undone(world, step, plan)].filter((word) => !before.has(word));
    expect(left, `${step.n} ${step.phase}: ${step.rollback}`).toEqual([]);
    done.push(step);
  }
  for (const step of done.toReversed()) world = undone(world, step, plan);
  expect([...world], 'the day before').toEqual([]);
}

/** Blue goes only when all routes are on green, and nobody asks for it afterwards. */
export function checkNothingGoneIsUsed(plan: Plan): void {
  let world: World = new Set();
  const gone = new Set<string>();
  for (const step of plan.steps) {
    const used = step.nodes.filter((id) => gone.has(id));
    expect(used, `${step.n} ${step.phase} uses what is gone`).toEqual([]);
    if (step.phase === 'retire') {
      for (const { node } of plan.cutOver)
        expect(world, `${step.n} while ${node} is on blue`).toContain(`green ${node}`);
      for (const id of step.nodes) gone.add(id);
    }
    world = performed(world, step, plan);
  }
}

function performed(world: World, step: PlanStep, plan: Plan): World {
  const next = new Set(world);
  for (const id of step.nodes) {
    const word = wordFor(step, plan.nodes.find((node) => node.id === id)?.change === 'add');
    if (word !== undefined) next.add(`${word} ${id}`);
  }
  return next;
}

function wordFor({ phase, action }: PlanStep, isNew: boolean): string | undefined {
  if (phase === 'protect') return 'restore point of';
  if (phase === 'provision') return action === 'expand' && !isNew ? 'change of' : 'copy of';
  if (phase === 'expand' && action === 'expand') return isNew ? 'copy of' : 'change of';
  if (phase === 'messages') return 'new format in';
  if (phase === 'cut-over') return action === 'expand' ? 'copy of' : 'green';
  return phase === 'drain' ? 'drained' : undefined;
}

/** What the sentences of a way back take away. A sentence that nobody here understands takes away nothing. */
const WAYS_BACK: readonly (readonly [RegExp, readonly string[]])[] = [
  [/delete (green|the cache|what was created|the route)|stop the deployment: /, ['copy of']],
  [/revert the shared change/, ['change of']],
  [/delete the restore point/, ['restore point of']],
  [/back to blue|off in green, then on in blue|blue is served again/, ['green', 'drained']],
  [/stop green consumers|point green back/, ['new format in']],
  [/restart blue consumers|start executions in blue/, ['drained']],
];

function undone(world: World, { nodes, rollback }: PlanStep, plan: Plan): World {
  const words = WAYS_BACK.flatMap(([pattern, taken]) => (pattern.test(rollback) ? taken : []));
  const own = new Set([...nodes, ...(words.includes('green') ? plan.cutOver.map(({ node }) => node) : [])]);
  return new Set(
    [...world].filter((word) => !words.some((kind) => own.has(word.slice(kind.length + 1)) && word.startsWith(kind))),
  );
}
