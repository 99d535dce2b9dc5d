import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changeText, estimate, moduleOf, nameOf, typeLine, wrapped } from '../../client/preview/view/cardText.ts';
import type { PlanNode } from '../../server/core/model/plan.ts';
import { node } from './draft.ts';

const lineOf = (text: string, room: number): readonly string[] => wrapped(text, 'name', room, estimate);

describe('lines of a name', () => {
  it('break at spaces, where parts meet and before large letters', () => {
    expect(lineOf('WebLaunchTemplate', 80)).toEqual(['WebLaunch', 'Template']);
    expect(lineOf('module.shop.aws_ecs_service', 100)).toEqual(['module.shop.', 'aws_ecs_', 'service']);
    expect(lineOf('Deploy | restart all', 100)).toEqual(['Deploy | ', 'restart all']);
  });
  it('are the name again when put together, and fit', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 120 }), fc.integer({ min: 30, max: 300 }), (text, room) => {
        const lines = lineOf(text, room);
        expect(lines.join('')).toBe(text);
        for (const line of lines) {
          expect([...line].length === 1 || estimate(line.trimEnd(), 'name') <= room).toBe(true);
        }
      }),
    );
  });
});

const of = (more: Partial<PlanNode>): PlanNode => ({
  ...node({ id: 'a', type: 'aws_ecs_service', class: 'stateless', action: 'duplicate' }, 1),
  ...more,
});

describe('what a card says', () => {
  it('module and type stand beside the name, not in it', () => {
    const inside = of({ label: 'module.shop["a.b"].module.web.aws_ecs_service.main' });
    expect(nameOf(inside)).toBe('main');
    expect(moduleOf(inside.label, inside.type)).toBe('module.shop["a.b"].module.web.');
    expect(typeLine(inside, () => true)).toBe('aws_ecs_service · module.shop["a.b"].module.web');
    expect(nameOf(of({ label: 'WebAsg' }))).toBe('WebAsg');
  });
  it('a type that has no room is its last word', () => {
    const type = 'AWS::ElasticLoadBalancingV2::TargetGroup';
    expect(typeLine(of({ label: 'Web', type }), () => true)).toBe('ElasticLoadBalancingV2::TargetGroup');
    expect(typeLine(of({ label: 'Web', type }), () => false)).toBe('TargetGroup');
  });
  it('a change of a task names its module', () => {
    const changed = {
      path: 'tasks[0].ansible.builtin.apt.name',
      before: 'shop=1',
      after: 'shop=2',
      forcesReplacement: 'no',
    } as const;
    expect(changeText(of({ tool: 'ansible', changedPaths: [changed] }))).toEqual({
      path: 'apt.name',
      values: ['shop=1', 'shop=2'],
      more: '',
    });
    expect(changeText(of({ changedPaths: [changed, changed] }))).toMatchObject({ path: 'name', more: ' +1' });
    expect(changeText(of({ changedPaths: [{ path: 'a', forcesReplacement: 'no' }] }))).toEqual({ path: 'a', more: '' });
    expect(changeText(of({}))).toBeUndefined();
  });
});
