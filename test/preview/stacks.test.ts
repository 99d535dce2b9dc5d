import { expect, it } from 'vitest';
import { layoutOf } from '../../client/preview/view/layout.ts';
import type { Plan } from '../../server/core/model/plan.ts';
import { node, plan } from './draft.ts';

/** Resources of the parent, of two stacks in it and of one in one of those. */
function nestedPlan(each: number): Plan {
  const rows = ['', 'App.', 'Data.', 'Data.Cold.'].flatMap((stack) =>
    Array.from({ length: each }, (_, at) => ({
      id: `Resources.${stack}Queue${at}`,
      type: 'AWS::SQS::Queue',
      class: 'volatile' as const,
      action: 'share' as const,
    })),
  );
  const nodes = rows.map((row, at) => ({ ...node(row, at), label: row.id.slice('Resources.'.length) }));
  return plan({ nodes, edges: [], cutOver: [], steps: [], warnings: [], pointOfNoReturn: null });
}

const boxes = (each: number, open: readonly string[] = []) =>
  layoutOf(nestedPlan(each), { width: 1000, open: new Set(open) }).boxes;

it('groups by nested stack what is too much to be drawn one by one', () => {
  expect(boxes(50).map(({ kind, title, ids }) => [kind, title, ids.length])).toEqual([
    ['group', 'AWS::SQS::Queue', 50],
    ['group', 'App', 50],
    ['group', 'Data', 50],
    ['group', 'Data.Cold', 50],
  ]);
});

it('opens one stack and leaves the others closed', () => {
  const opened = boxes(50, ['group:Data']);
  expect(opened.filter(({ kind }) => kind === 'group')).toHaveLength(4);
  const inside = opened.filter(({ kind }) => kind !== 'group').map(({ ids }) => ids[0] ?? '');
  expect(inside).toHaveLength(50);
  expect(inside.every((id) => /^Resources\.Data\.Queue\d+$/.test(id))).toBe(true);
});

it('draws few of them one by one, under the name of their stack', () => {
  expect(boxes(2).map(({ title }) => title)).toContain('Data.Cold.Queue1');
});
