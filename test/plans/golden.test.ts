import { expect, test } from 'vitest';
import { plan } from '../../server/core/planner/index.ts';
import { expected, substance } from './golden.ts';
import { shop } from './golden-3.ts';

test('golden 3: a Macfile with its switch inside', () => {
  const result = plan({ green: shop('15'), blue: shop('14', 'blue.macfile') });
  expect(substance(result)).toEqual(
    expected({
      actions: {
        db_inf: 'share',
        base_inf: 'duplicate',
        lb_inf: 'duplicate',
        image_inf: 'duplicate',
        launch_conf_inf: 'duplicate',
        asg_inf: 'duplicate',
        dns_inf: 'switch',
      },
      cutOver: ['dns_inf'],
      steps: [
        'preflight check',
        'protect snapshot',
        'provision duplicate',
        'cut-over switch',
        'bake observe',
        'drain drain',
        'retire retire',
      ],
      retire: ['asg_inf', 'launch_conf_inf', 'image_inf', 'lb_inf', 'base_inf'],
      warnings: [
        ['plan/state-in-versioned-unit', 'blocker', 'db_inf'],
        ['plan/name-collision', 'high', 'launch_conf_inf'],
        ['plan/cut-over-inside-unit', 'high', 'dns_inf'],
        ['plan/no-destroy', 'medium', 'image_inf'],
        ['plan/no-destroy', 'medium', 'launch_conf_inf'],
        ['plan/dns-ttl', 'medium', 'dns_inf'],
      ],
      score: 43,
      caps: ['blocker', 'dns-only cut-over'],
      extraUnits: 4,
      pointOfNoReturn: 7,
    }),
  );
  expect(result.mode).toBe('whole-environment');
  expect(result.colours.map(({ label }) => label)).toEqual(['version 14', 'version 15']);
  expect(result.nodes.find(({ label }) => label === 'base_inf')).toMatchObject({
    change: 'replace',
    changedPaths: [
      {
        path: 'roles.app.instance create.bootstrap bash',
        before: 'shop-web=14',
        after: 'shop-web=15',
        forcesReplacement: 'yes',
      },
    ],
  });
  expect(result.steps.flatMap(({ commands = [] }) => commands)).toEqual([
    'mac infrastructure list',
    'aws rds create-db-snapshot --db-instance-identifier shop-db --db-snapshot-identifier shop-db-before-green',
    'mac -s infrastructure macfile green.macfile -p INF_NAME=shop INF_VERSION=15 --on_failure destroy_all',
    'mac infrastructure items -n shop -v 15',
    'mac infrastructure destroy shop 14',
  ]);
  expect(result.summary).toBe(
    'Readiness 43/100 (not blue-green): 1 blocker, 2 high, 3 medium. Cut-over at dns_inf. 5 of 7 resources duplicated, 4 extra units while both colours run. No way back from step 7.',
  );
});
