import { describe, expect, it } from 'vitest';
import { rehearse } from '../../client/preview/view/rehearse.ts';
import { blockedPlan, idlePlan } from './plans.ts';
import { shopPlan } from './shop.ts';

describe('a step that fails', () => {
  it('before anything was done: nothing to undo', () => {
    const result = rehearse(shopPlan(), 1);
    expect(result?.outcome).toBe('nothing done');
    expect(result?.back).toEqual([]);
  });
  it('before the switch: undone in reverse, the failed step first', () => {
    const result = rehearse(shopPlan(), 5);
    expect(result?.outcome).toBe('way back');
    expect(result?.back.map((it) => it.n)).toEqual([5, 4, 3, 2]);
  });
  it('while blue retires: no way back, and nothing before it is undone', () => {
    const result = rehearse(shopPlan(), 11);
    expect(result?.outcome).toBe('no way back');
    expect(result?.back).toEqual([]);
  });
  it('after green wrote what blue cannot read: the way back leaves data', () => {
    expect(rehearse(blockedPlan(), 8)?.outcome).toBe('data stays');
  });
  it('a migration of its own is not undone by a later failure', () => {
    expect(rehearse(blockedPlan(), 5)?.back.map((it) => it.n)).toEqual([5, 4, 2]);
  });
  it('says what is where, every node once per lane', () => {
    const { where = [] } = rehearse(shopPlan(), 8) ?? {};
    expect(where.map((it) => `${it.lane} ${it.state}: ${it.nodes.length}`)).toEqual([
      'blue standby: 4',
      'shared unchanged: 3',
      'shared on green: 1',
      'shared both: 1',
      'shared changed: 1',
      'green live: 4',
    ]);
  });
  it('there is no step to fail where there is nothing to do', () => {
    expect(rehearse(idlePlan(), 1)).toBeUndefined();
  });
});
