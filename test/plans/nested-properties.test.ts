import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Plan } from '../../server/core/model/plan.ts';
import { type Fate, fate, PALETTE } from './arbitrary.ts';
import { canonical } from './canonical.ts';
import { lines, planned, type Texts } from './fixed.ts';
import { checkLanes, checkNothingGoneIsUsed, checkWayBack } from './world.ts';

/** Whose replacement is known; a stack is what is in it. */
const TYPES = PALETTE.cloudformation.filter(([type]) => !/^Acme::|::Stack$/.test(type));

interface Thing {
  readonly type: number;
  /** Earlier things of the unit, wherever they stand. */
  readonly needs: readonly number[];
  /** Stack it is in; 0 is the parent. */
  readonly stack: number;
  readonly fate: Fate;
  /** Its value comes from the parent. */
  readonly given: boolean;
}

const thing: fc.Arbitrary<Thing> = fc.record({
  type: fc.nat({ max: TYPES.length - 1 }),
  needs: fc.array(fc.nat(), { maxLength: 2 }),
  stack: fc.nat({ max: 3 }),
  fate,
  given: fc.boolean(),
});

/** A stack needs those before it only, or the service could make none of them first. */
const things = fc
  .array(thing, { minLength: 1, maxLength: 12 })
  .map((made) => made.toSorted((a, b) => rank(a) - rank(b)));

const rank = ({ stack }: Thing): number => (stack === 0 ? 4 : stack);
const STACKS = [1, 2, 3];

function textsOf(made: readonly Thing[], colour: 'blue' | 'green', order: readonly number[]): Texts {
  const there = (i: number): boolean => made[i]?.fate !== (colour === 'blue' ? 'add' : 'remove');
  const inStack = (stack: number): readonly number[] => order.filter((i) => there(i) && made[i]?.stack === stack);
  const needsOf = (i: number): readonly number[] =>
    i === 0 ? [] : [...new Set((made[i] as Thing).needs.map((need) => need % i))].filter(there);
  const reference = (user: Thing, i: number): string => {
    const needed = made[i] as Thing;
    if (needed.stack === user.stack) return `!Ref R${i}`;
    return user.stack === 0 ? `!GetAtt S${needed.stack}.Outputs.R${i}` : `!Ref P${i}`;
  };
  const settingOf = (i: number, fate: Fate): string =>
    colour === 'green' && made[i]?.fate === fate ? `new${i}` : `old${i}`;
  const resource = (i: number): readonly string[] => {
    const one = made[i] as Thing;
    const [type, updates, replaces] = TYPES[one.type] ?? ['', '', ''];
    return [
      `  R${i}:`,
      `    Type: ${type}`,
      '    Properties:',
      `      ${updates}: ${settingOf(i, 'update')}`,
      `      ${replaces}: ${one.given && one.stack > 0 ? `!Ref V${i}` : settingOf(i, 'replace')}`,
      `      Uses: [${needsOf(i)
        .map((need) => reference(one, need))
        .join(', ')}]`,
    ];
  };
  const foreign = (stack: number): readonly number[] => [
    ...new Set(inStack(stack).flatMap((i) => needsOf(i).filter((need) => made[need]?.stack !== stack))),
  ];
  const nested = STACKS.filter((stack) => inStack(stack).length > 0);
  const call = (stack: number): readonly string[] => [
    `  S${stack}:`,
    '    Type: AWS::CloudFormation::Stack',
    '    Properties:',
    `      TemplateURL: ./s${stack}.yaml`,
    '      Parameters:',
    ...inStack(stack).flatMap((i) => (made[i]?.given ? [`        V${i}: ${settingOf(i, 'replace')}`] : [])),
    ...foreign(stack).map((i) => `        P${i}: !GetAtt S${made[i]?.stack}.Outputs.R${i}`),
  ];
  return {
    '/w/root.yaml': lines('Resources:', ...nested.flatMap(call), ...inStack(0).flatMap(resource)),
    ...Object.fromEntries(
      nested.map((stack) => [
        `/w/s${stack}.yaml`,
        lines(
          'Parameters:',
          ...inStack(stack).map((i) => `  V${i}: { Type: String }`),
          ...foreign(stack).map((i) => `  P${i}: { Type: String }`),
          'Resources:',
          ...inStack(stack).flatMap(resource),
          'Outputs:',
          ...inStack(stack).map((i) => `  R${i}: { Value: !Ref R${i} }`),
        ),
      ]),
    ),
  };
}

const whole = things.filter((made) => {
  const sides = (['blue', 'green'] as const).map((colour) => textsOf(made, colour, [...made.keys()])['/w/root.yaml']);
  return sides.every((text) => text !== 'Resources:\n');
});

function planFor(made: readonly Thing[], order: readonly number[] = [...made.keys()]): Plan {
  return planned(textsOf(made, 'green', order), textsOf(made, 'blue', order)).plan;
}

const RUNS = { numRuns: 60, seed: 20_261_124 };
const holds = (check: (plan: Plan, made: readonly Thing[]) => void): void =>
  fc.assert(
    fc.property(whole, (made) => check(planFor(made), made)),
    RUNS,
  );

test('the lanes partition the resources of all stacks, and no stack is a thing of its own', () => {
  holds((plan, made) => {
    const ids = made.map(({ stack }, i) => (stack === 0 ? `Resources.R${i}` : `Resources.S${stack}.R${i}`));
    checkLanes(plan, new Set(ids));
  });
});

test('what is needed in another stack is an edge', () => {
  holds((plan, made) => {
    const idOf = (i: number): string =>
      made[i]?.stack === 0 ? `Resources.R${i}` : `Resources.S${made[i]?.stack}.R${i}`;
    const edges = new Set(plan.edges.map(({ from, to }) => `${from} ${to}`));
    made.forEach((one, i) => {
      for (const need of i === 0 ? [] : one.needs.map((each) => each % i)) {
        const together = ['remove', 'add'].every((fate) => one.fate !== fate && made[need]?.fate !== fate);
        if (together) expect(edges).toContain(`${idOf(i)} ${idOf(need)}`);
      }
    });
  });
});

test('a value that the parent gives changes what reads it, and nothing else', () => {
  holds((plan, made) => {
    made.forEach(({ stack, fate }, i) => {
      const node = plan.nodes.find(({ id }) => id.endsWith(`R${i}`) && id.split('.').length === (stack === 0 ? 2 : 3));
      const wanted = { keep: 'unchanged', update: 'update', replace: 'replace', add: 'add', remove: 'remove' }[fate];
      // What uses something that comes or goes has another list of what it uses.
      if (fate !== 'keep' && fate !== 'update') expect(node?.change, `R${i}`).toBe(wanted);
    });
  });
});

test('the order of the files changes nothing', () => {
  fc.assert(
    fc.property(whole, fc.infiniteStream(fc.nat()), (made, noise) => {
      const order = [...made.keys()]
        .map((i) => [noise.next().value as number, i] as const)
        .toSorted((a, b) => a[0] - b[0])
        .map(([, i]) => i);
      expect(canonical(planFor(made, order))).toEqual(canonical(planFor(made)));
    }),
    RUNS,
  );
});

test('what was done can be undone, and no step uses what an earlier one destroyed', () => {
  holds((plan) => {
    checkWayBack(plan);
    checkNothingGoneIsUsed(plan);
  });
});
