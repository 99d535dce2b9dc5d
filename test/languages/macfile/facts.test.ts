import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { macfile } from '../../../server/core/languages/macfile/index.ts';
import type { FactKind, FactOf } from '../../../server/core/model/fact.ts';
import { applyEdits } from '../../../server/core/model/span.ts';
import { knownText, literalText, valueAt } from '../../../server/core/model/value.ts';
import { open } from './project.ts';

const sample = (name: string) => readFileSync(new URL(`../../../samples/macfile/${name}`, import.meta.url), 'utf8');

const HEAD = "mac: 1.0.0\ndescription: d\nname: shop\nversion: '{INF_VERSION}'\n";

function factsOf<K extends FactKind>(
  kind: K,
  text: string,
  others: Readonly<Record<string, string>> = {},
): readonly FactOf<K>[] {
  const { reading, around } = open({ 'shop.macfile': text, ...others });
  return macfile.facts(reading, around).filter((fact): fact is FactOf<K> => fact.fact === kind);
}

/** A file with one resource, made by one command. */
const made = (command: string, params = '', destroy = '') =>
  `${HEAD}resources:\n  r:\n    create bash: ${command}\n${destroy}infrastructures:\n  r_inf:\n    resource: r\n${params}`;

describe('the unit', () => {
  test('is parametrised by its identity only', () => {
    const unit = (text: string) => factsOf('unit', text)[0];
    expect(unit(HEAD)?.parametrised).toBe(true);
    expect(unit(HEAD.replace("'{INF_VERSION}'", "'1'"))?.parametrised).toBe(false);
    expect(literalText(unit(HEAD)?.name)).toBe('shop');
    expect(unit('resources:\n  a:\n    create bash: x\n')?.parametrised).toBeUndefined();
  });

  test('names each parameter once', () => {
    const names = factsOf('parameter', `${made('make {INF_NAME} {INF_VERSION} {DB_PASSWORD}')}# {INF_VERSION}\n`);
    expect(names.map(({ name, secret }) => [name.value, secret])).toEqual([
      ['INF_VERSION', undefined],
      ['INF_NAME', undefined],
      ['DB_PASSWORD', true],
    ]);
  });
});

describe('resources', () => {
  test('a role entry is made of its own keys and those of its role', () => {
    const text = `${HEAD}roles:\n  app:\n    instance create:\n      configuration: nginx\n      environment:\n        - A: b\ninfrastructures:\n  app_inf:\n    role: app\n    name: a\n    location: l\n    amount: 3\n`;
    const [resource] = factsOf('resource', text);
    expect(resource).toMatchObject({
      node: 'infrastructures.app_inf',
      type: { value: 'mac instance create' },
      instances: 3,
      order: 0,
    });
    expect(resource?.lifecycle.class).toBe('stateless');
    const settings = resource?.settings;
    expect(literalText(valueAt(settings, 'roles', 'app', 'instance create', 'configuration'))).toBe('nginx');
    expect(literalText(valueAt(settings, 'roles', 'app', 'instance create', 'environment', '0', 'A'))).toBe('b');
    expect(literalText(valueAt(settings, 'location'))).toBe('l');
  });

  test.each([
    ["hd:\n        - /dev/sdf: '50'", 'app', 'persistent', 'disk'],
    ['branch: x', 'postgres', 'persistent', 'NAME'],
    ['branch: x', 'rabbitmq', 'volatile', 'NAME'],
    ['branch: x', 'redis', 'cache', 'NAME'],
    ['branch: x', 'web', 'stateless', ''],
  ])('a role with %j called %s is %s', (more, name, state, why) => {
    const text = `${HEAD}roles:\n  ${name}:\n    instance create:\n      configuration: c\n      ${more}\ninfrastructures:\n  x_inf:\n    role: ${name}\n    name: a\n    location: l\n`;
    const lifecycle = factsOf('resource', text)[0]?.lifecycle;
    expect(lifecycle?.class).toBe(state);
    expect(lifecycle?.reasons.join()).toContain(why);
  });

  test.each([
    ['aws rds create-db-instance --db-instance-identifier x', 'aws rds create-db-instance', 'persistent'],
    [
      'aws --region us-east-1 elb create-load-balancer --load-balancer-name x',
      'aws elb create-load-balancer',
      'router',
    ],
    ['cd /tmp && aws sqs create-queue --queue-name x | jq .', 'aws sqs create-queue', 'volatile'],
    ['aws ec2 describe-images; aws s3api create-bucket --bucket x', 'aws s3api create-bucket', 'persistent'],
    ['az network dns record-set a add-record -g x', 'az network dns record-set a add-record', 'router'],
    ['azure vm create --vm-name x y', 'azure vm create', 'stateless'],
    ['docker run -d nginx', 'docker run', 'stateless'],
    ['./make-everything.sh', 'make-everything.sh', 'unknown'],
  ])('%s', (command, type, state) => {
    const [resource] = factsOf('resource', made(command));
    expect(resource?.type.value).toBe(type);
    expect(resource?.lifecycle.class).toBe(state);
  });
});

describe('resources made by commands', () => {
  test('flags are settings, params and properties are looked up', () => {
    const text = made(
      'aws autoscaling create-auto-scaling-group --auto-scaling-group-name infrastructure.param.name --desired-capacity infrastructure.param.size --availability-zones a b --tags=x',
      '    params:\n      name: asg-{INF_VERSION}\n      size: 4\n',
    );
    const [resource] = factsOf('resource', text);
    expect(resource?.instances).toBe(4);
    expect(knownText(valueAt(resource?.settings, '--desired-capacity'))).toBe('4');
    expect(valueAt(resource?.settings, '--availability-zones')?.kind).toBe('list');
    expect(literalText(valueAt(resource?.settings, '--tags'))).toBe('x');
  });

  test('what asks only is read only, what has no destroy cannot be destroyed', () => {
    expect(factsOf('resource', made('aws ec2 describe-images'))[0]?.readOnly).toBe(true);
    expect(factsOf('resource', made('aws ec2 create-vpc'))[0]).toMatchObject({
      destroyable: false,
      guards: { retain: true },
    });
    const destroy = '    destroy bash: aws rds delete-db-instance --final-db-snapshot-identifier x\n';
    const [resource] = factsOf('resource', made('aws rds create-db-instance', '', destroy));
    expect(resource).toMatchObject({ destroyable: true, guards: { retain: false, snapshot: true } });
  });

  test('inherited entries stand in this file, what a library writes in the library', () => {
    const text = sample('shop.macfile');
    const library = sample('aws.abstract.macfile');
    const found = factsOf('resource', text, { 'aws.abstract.macfile': library });
    expect(found.map(({ name, type, order }) => [name.value, type.value, order])).toEqual([
      ['web_inf', 'mac instance create', 0],
      ['lb_inf', 'aws elb create-load-balancer', 1],
      ['health_check_inf', 'aws elb configure-health-check', 2],
      ['draining_inf', 'aws elb modify-load-balancer-attributes', 3],
      ['image_inf', 'aws ec2 create-image', 4],
      ['launch_conf_inf', 'aws autoscaling create-launch-configuration', 5],
      ['group_inf', 'aws autoscaling create-auto-scaling-group', 6],
    ]);
    expect(found[6]?.instances).toBe(3);
    for (const { span } of found) expect(text.slice(span.start, span.end)).toMatch(/^(?:web|aws\.\w+)_inf:/);
    const scripts = factsOf('script', text, { 'aws.abstract.macfile': library });
    const brought = scripts.filter(({ file }) => file === 'aws.abstract.macfile');
    expect(brought.map(({ node }) => node)).toContain('resources.lb.create bash');
    for (const { span } of brought) expect(library.slice(span.start, span.end)).toMatch(/^aws /);
  });
});

describe('names', () => {
  test.each([
    ['aws elb create-load-balancer --load-balancer-name lb-{INF_VERSION}', '--load-balancer-name', true],
    ['aws elb create-load-balancer --load-balancer-name lb-{INF_NAME}', '--load-balancer-name', false],
    ['aws cloudwatch put-metric-alarm --alarm-name x --metric-name y', '--alarm-name', false],
    ['aws autoscaling put-scaling-policy --policy-name x --auto-scaling-group-name y', '--policy-name', false],
    [
      'aws rds create-db-instance --db-instance-identifier x --db-subnet-group-name y',
      '--db-instance-identifier',
      false,
    ],
    ['aws s3api create-bucket --bucket shop', '--bucket', false],
    ['docker run --name web nginx', '--name', false],
    ['aws ec2 create-image --instance-id resource.b_inf.json.Id --name img-resource.b_inf.json.Id', '--name', true],
  ])('%s', (command, path, colourAware) => {
    const text = made(command)
      .replace('resources:\n', 'resources:\n  b:\n    create bash: make\n')
      .replace('  r_inf:', '  b_inf:\n    resource: b\n  r_inf:');
    expect(factsOf('physical-name', text)).toMatchObject([{ path, colourAware, resource: 'infrastructures.r_inf' }]);
  });

  test('a name from params stands where it is written', () => {
    const text = made(
      'aws sqs create-queue --queue-name infrastructure.param.name',
      '    params:\n      name: orders\n',
    );
    const [name] = factsOf('physical-name', text);
    expect(text.slice(name?.span.start, name?.span.end)).toBe('orders');
  });

  test('members of what is there are no names', () => {
    expect(
      factsOf('physical-name', made('aws elb register-instances-with-load-balancer --load-balancer-name x')),
    ).toEqual([]);
  });
});

test('dependencies: references, ready, addresses, scripts, and equal names', () => {
  const text = `${HEAD}roles:
  app:
    instance create:
      configuration: c
      environment:
        - DB: db.PRIVATE_IP
  db:
    instance create:
      configuration: c
actions:
  get:
    ssh: hostname
resources:
  lb:
    create bash: aws elb create-load-balancer --load-balancer-name lb-{INF_VERSION}
  dns:
    create bash: aws route53 change-resource-record-sets --change-batch file://dns-lb-{INF_VERSION}.json
  reg:
    create bash: x resource.lb_inf.json.DNSName role.app.get infrastructure.db_inf.location
infrastructures:
  db_inf:
    role: db
    name: d
    location: l
  app_inf:
    role: app
    name: a
    location: l
  lb_inf:
    resource: lb
    ready: role.app
  dns_inf:
    resource: dns
  reg_inf:
    resource: reg
`;
  const short = (node: string) => node.replace('infrastructures.', '');
  const found = factsOf('dependency', text).map(
    ({ node, to, kind, certainty }) => `${short(node)} ${kind} ${short(to)} ${certainty}`,
  );
  expect(found).toEqual([
    'db_inf ref roles.db explicit',
    'app_inf ref roles.app explicit',
    'app_inf ref db_inf explicit',
    'lb_inf ref resources.lb explicit',
    'lb_inf depends app_inf explicit',
    'dns_inf ref resources.dns explicit',
    'dns_inf name lb_inf inferred',
    'reg_inf ref resources.reg explicit',
    'reg_inf ref lb_inf explicit',
    'reg_inf ref app_inf explicit',
    'reg_inf ref db_inf explicit',
  ]);
});

describe('scripts and settings of the legacy sample', () => {
  const text = sample('legacy.macfile');

  test('when and where each script runs', () => {
    expect(factsOf('script', text).map(({ node, when, where }) => `${node} ${when} ${where}`)).toEqual([
      'roles.app.instance create.bootstrap bash boot instance',
      'actions.deploy.ssh deploy instance',
      'actions.get_id.ssh deploy instance',
      'resources.db.create bash create local',
      'resources.db.destroy bash destroy local',
      'resources.lb.create bash create local',
      'resources.ssh_access.create bash create local',
      'resources.register.create bash create local',
      'resources.update.create bash create local',
    ]);
  });

  test('only the action that changes machines mutates', () => {
    expect(factsOf('remote-command', text).map(({ node, mutates }) => [node, mutates])).toEqual([
      ['actions.deploy.ssh', true],
      ['actions.get_id.ssh', false],
    ]);
  });

  test('secrets, endpoints, ids and openings, at their places', () => {
    const at = (kind: FactKind) => factsOf(kind, text).map(({ span }) => text.slice(span.start, span.end));
    expect(at('secret')).toEqual(['--master-user-password', 'DB_PASSWORD']);
    expect(at('endpoint')).toContain('shop.c1a2b3d4e5f6.us-east-1.rds.amazonaws.com');
    expect(at('cloud-id')).toEqual(expect.arrayContaining(['subnet-0a1b2c3d4e5f67890', 'sg-0f9e8d7c6b5a43210']));
    expect(factsOf('network-rule', text)).toMatchObject([{ from: 22, to: 22 }]);
    expect(factsOf('config-value', text).map(({ key }) => key.value)).toEqual([
      'APP_BRANCH',
      'DB_HOST',
      'DB_PASSWORD',
      'CACHE_RATIO',
    ]);
  });

  test('packages and checkouts of the bootstrap script', () => {
    expect(factsOf('package', text).map(({ name, when }) => `${name.value} ${when}`)).toEqual([
      'nginx boot',
      'php boot',
    ]);
    expect(factsOf('os-upgrade', text)).toHaveLength(1);
    expect(factsOf('checkout', text).length).toBeGreaterThan(0);
  });
});

test('a reference in a command is no literal', () => {
  const text = made('docker run -d shop:infrastructure.param.tag', '    params:\n      tag: latest\n');
  const [image] = factsOf('image', text);
  expect(image?.unknown ?? image?.tag === undefined).toBe(true);
});

describe('intents', () => {
  const rewrite = (text: string, at: string, name: string) => {
    const { reading } = open({ 'shop.macfile': text });
    const start = text.indexOf(at);
    const edits = macfile.rewrite(reading, [{ kind: 'useInput', at: { start, end: start + at.length }, name }]);
    return applyEdits(text, edits);
  };

  test('an input is a placeholder, in quotes where it is the whole value', () => {
    const text = `${HEAD}infrastructures:\n  a:\n    resource: r\n    params:\n      size: t2.micro\n`;
    expect(rewrite(text, 't2.micro', 'SIZE')).toContain("size: '{SIZE}'");
    expect(rewrite(made('docker run shop:latest'), 'latest', 'APP_VERSION')).toContain('docker run shop:{APP_VERSION}');
  });

  test('a digit never comes into the name of a parameter', () => {
    expect(rewrite(made('docker run shop:latest'), 'latest', 'EC2_TAG')).toContain('shop:{EC__TAG}');
  });
});
