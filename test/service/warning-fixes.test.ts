import { expect, test } from 'vitest';
import { applyEdits } from '../../server/core/model/span.ts';
import { planOf } from '../../server/core/service/plan.ts';
import { fixesOfPlan } from '../../server/core/service/plan-fixes.ts';
import { createWorkspace } from '../../server/core/service/workspace.ts';
import { data } from '../plans/build.ts';

const shop = (version: string): string => `mac: 1.0.0
description: a shop with its database
name: shop
version: '${version}'
roles:
  web:
    instance create:
      bootstrap bash: |
        set -e
        systemctl start shop
infrastructures:
  web_inf:
    name: web
    location: eu-west-1
    hardware: small
    provider: amazon
    role: web
  db_inf:
    resource: db
resources:
  db:
    create bash: aws rds create-db-instance --db-instance-identifier shop --engine postgres
    destroy bash: aws rds delete-db-instance --db-instance-identifier shop
`;

const path = '/w/shop.macfile';

function planned(text: string, others: Readonly<Record<string, string>> = {}) {
  const workspace = createWorkspace({ data, today: () => '2026-01-01', log: () => undefined });
  workspace.setFolders(['/w']);
  for (const [name, other] of Object.entries(others)) workspace.open(name, other);
  workspace.open(path, text);
  const answer = planOf(workspace, { path, blue: { kind: 'file', files: [{ path, text: shop('1') }] } });
  if ('refused' in answer) throw new Error(answer.refused);
  return { workspace, ...answer };
}

test('a store in a versioned Macfile moves into a file of its own, and the warning is gone', () => {
  const green = shop('2');
  const { workspace, plan, green: facts } = planned(green);
  const at = plan.warnings.findIndex(({ code }) => code === 'plan/state-in-versioned-unit');
  expect(plan.warnings[at]).toMatchObject({ severity: 'blocker' });
  const fix = fixesOfPlan(workspace, path, plan, facts).find(({ warning }) => warning === at);
  expect(fix?.title).toBe('Split persistent resources into their own Macfile');
  expect(fix?.files.map((file) => [file.path, file.create ?? false])).toEqual([
    [path, false],
    ['/w/shop.state.macfile', true],
  ]);
  const [own, state] = fix?.files ?? [];
  const after = planned(applyEdits(green, own?.edits ?? []), {
    '/w/shop.state.macfile': applyEdits('', state?.edits ?? []),
  });
  expect(after.plan.warnings.map(({ code }) => code)).not.toContain('plan/state-in-versioned-unit');
  // The split alone does not save what the old version made.
  expect(after.plan.warnings).toContainEqual(
    expect.objectContaining({ code: 'plan/no-retain', severity: 'blocker', node: 'infrastructures.db_inf' }),
  );
});
