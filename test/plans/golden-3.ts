import type { UnitFacts } from '../../server/core/planner/index.ts';
import { NOWHERE, scriptOf, unit } from './build.ts';

/** Golden case 3 as facts: a Macfile with a store, a machine, an image, a group, a balancer per version and a DNS switch. */
export function shop(version: string, path = 'green.macfile'): UnitFacts {
  const install = `apt-get update\napt-get install -y nginx=1.18.0 shop-web=${version}`;
  return unit(
    'macfile',
    {
      name: 'shop',
      version,
      parameters: { INF_NAME: undefined, INF_VERSION: undefined },
      resources: {
        db_inf: {
          type: 'aws rds create-db-instance',
          settings: { engine: 'postgres' },
          names: { 'db-instance-identifier': 'shop-db' },
          destroyable: false,
        },
        base_inf: { type: 'mac instance create', settings: { role: 'app', hardware: 'm3.medium' }, instances: 1 },
        lb_inf: {
          type: 'aws elb create-load-balancer',
          names: { 'load-balancer-name': 'lb-{INF_NAME}-{INF_VERSION}' },
          destroyable: true,
        },
        image_inf: {
          type: 'aws ec2 create-image',
          needs: ['base_inf'],
          names: { name: 'img-{INF_NAME}-{INF_VERSION}' },
          destroyable: false,
        },
        launch_conf_inf: {
          type: 'aws autoscaling create-launch-configuration',
          needs: ['image_inf'],
          names: { 'launch-configuration-name': 'lc-{INF_NAME}' },
          destroyable: false,
        },
        asg_inf: {
          type: 'aws autoscaling create-auto-scaling-group',
          needs: [
            ['launch_conf_inf', 'name'],
            ['lb_inf', 'name'],
          ],
          names: { 'auto-scaling-group-name': 'asg-{INF_NAME}-{INF_VERSION}' },
          instances: 3,
          destroyable: true,
        },
        dns_inf: {
          type: 'aws route53 change-resource-record-sets',
          settings: { 'change-batch': 'file://dns-lb-{INF_NAME}-{INF_VERSION}.json' },
          needs: [['lb_inf', 'name']],
          destroyable: false,
        },
      },
      facts: [
        {
          fact: 'dependency',
          node: 'infrastructures.base_inf',
          span: NOWHERE,
          to: 'roles.app',
          kind: 'ref',
          certainty: 'explicit',
        },
        scriptOf('roles.app.instance create.bootstrap bash', install),
      ],
    },
    path,
  );
}
