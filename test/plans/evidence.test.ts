import { describe, expect, test } from 'vitest';
import type { Plan } from '../../server/core/model/plan.ts';
import { overridesIn, plan } from '../../server/core/planner/index.ts';
import { unit } from './build.ts';
import { inputOf } from './real.ts';

describe('sensitive values are masked in the plan itself', () => {
  const template = (password: string): string => `Parameters:
  Master: {Type: String, NoEcho: true, Default: ${password}}
Resources:
  Db:
    Type: AWS::RDS::DBInstance
    Properties:
      MasterUserPassword: !Ref Master
      DBName: !Sub 'x${'$'}{Master}'
  Fn:
    Type: AWS::Lambda::Function
    Properties:
      Environment: {Variables: {API_TOKEN: ${password}, NAME: shop}}
  Server:
    Type: AWS::EC2::Instance
    Properties:
      UserData: 'curl --password=${password} http://x/${password.length}/a-rather-long-path-that-makes-the-text-long'
`;
  const result = plan(inputOf('cloudformation', template('hunter22'), template('hunter1'), 'shop.yaml'));

  test('NoEcho parameters, keys that sound like a secret, secrets in scripts', () => {
    expect(JSON.stringify(result)).not.toContain('hunter');
    const paths = result.nodes.flatMap(({ changedPaths = [] }) => changedPaths);
    expect(paths.map(({ path, after }) => [path, after])).toContainEqual([
      'Environment.Variables.API_TOKEN',
      '(sensitive)',
    ]);
    expect(paths.map(({ path }) => path)).toContain('UserData');
  });
});

test('what is made from a secret input is masked wherever it stands', () => {
  const side = (secret: string) =>
    unit('cloudformation', {
      parameters: { Master: secret, Stage: secret.length > 8 ? 'b' : 'a' },
      secrets: ['Master'],
      resources: {
        Db: {
          type: 'AWS::RDS::DBInstance',
          settings: { Note: '$Master', Tag: '$Stage' },
          names: { DBName: 'x-{Master}' },
        },
      },
    });
  const result = plan({ green: side('hunter-22'), blue: side('hunter-1') });
  expect(JSON.stringify(result)).not.toContain('hunter');
  expect(result.nodes[0]?.changedPaths?.map(({ path, after, via }) => [path, after, via])).toEqual([
    ['Note', '(sensitive)', 'parameter default Master'],
    ['Tag', 'b', 'parameter default Stage'],
    ['DBName', '(sensitive)', 'parameter default Master'],
  ]);
});

describe('a person says the class', () => {
  const text = (comment: string): string => `Resources:
  # a word
  ${comment}
  # another
  Cart:
    Type: AWS::EC2::Instance
    Properties: {ImageId: ami-1}
  Web:
    Type: AWS::EC2::Instance
    Properties: {ImageId: ami-1}
`;
  const classes = (result: Plan): Record<string, unknown> =>
    Object.fromEntries(result.nodes.map(({ label, lifecycle }) => [label, lifecycle]));

  test('by a comment above the resource', () => {
    const green = text('# verdigris: lifecycle=persistent -- carts live on its disk');
    const result = plan(inputOf('cloudformation', green, green, 'shop.yaml'));
    expect(classes(result)).toMatchObject({
      Cart: { class: 'persistent', confidence: 1, userOverride: true, reasons: ['OVERRIDE: carts live on its disk'] },
      Web: { class: 'stateless' },
    });
  });

  test('by a comment inside it', () => {
    const green = text('').replace(
      'Type: AWS::EC2::Instance\n    Properties: {ImageId: ami-1}\n  Web',
      '# verdigris: lifecycle=cache\n    Type: AWS::EC2::Instance\n    Properties: {ImageId: ami-1}\n  Web',
    );
    expect(classes(plan(inputOf('cloudformation', green, green, 'shop.yaml')))).toMatchObject({
      Cart: { class: 'cache', userOverride: true },
      Web: { class: 'stateless' },
    });
  });

  test('by metadata of the resource', () => {
    const green = text('').replace(
      'Properties: {ImageId: ami-1}\n  Web',
      'Metadata: {Verdigris: {lifecycle: volatile}}\n    Properties: {ImageId: ami-1}\n  Web',
    );
    expect(classes(plan(inputOf('cloudformation', green, green, 'shop.yaml')))).toMatchObject({
      Cart: { class: 'volatile', confidence: 1, userOverride: true },
    });
  });

  test('a word that is no class is not believed', () => {
    expect(
      overridesIn('', [{ text: 'verdigris: lifecycle=eternal', span: { start: 0, end: 0 }, own: true }], []),
    ).toEqual({});
  });
});

describe('a class is refined by what the file says', () => {
  const classOf = (given: Parameters<typeof unit>[1], language: 'cloudformation' | 'macfile' = 'cloudformation') =>
    plan({ green: unit(language, given) }).nodes[0]?.lifecycle;

  test('a machine with a disk for data is probably a store, one with its root disk is not', () => {
    const server = (device: string) => ({
      resources: { S: { type: 'AWS::EC2::Instance', settings: { BlockDeviceMappings: [{ DeviceName: device }] } } },
    });
    expect(classOf(server('/dev/sdf'))).toMatchObject({ class: 'persistent', confidence: 0.6 });
    expect(classOf(server('/dev/xvda'))).toMatchObject({ class: 'stateless' });
  });

  test.each([
    ['db', 'persistent'],
    ['postgres_master', 'persistent'],
    ['message-queue', 'volatile'],
    ['redis', 'cache'],
    ['web', 'stateless'],
    ['dashboard', 'stateless'],
  ])('a role called %s is %s', (role, expected) => {
    const given = { resources: { S: { type: 'mac instance create', settings: { role } } } };
    expect(classOf(given, 'macfile')).toMatchObject({ class: expected });
  });

  test('a role entry with hd has data of its own', () => {
    const given = {
      resources: { S: { type: 'mac instance create', settings: { role: 'web', hd: [{ '/dev/sdb': '50' }] } } },
    };
    expect(classOf(given, 'macfile')).toMatchObject({ class: 'persistent' });
  });
});

describe('migrations beside the infrastructure', () => {
  const checks = (path: string, text: string) => {
    const given = { resources: { Db: { type: 'AWS::RDS::DBInstance' } } };
    const result = plan({
      green: unit('cloudformation', given),
      blue: unit('cloudformation', given),
      migrations: [{ path, text }],
    });
    return (result.schemaChecks ?? []).map(({ change, compatible, phase }) => `${compatible} ${phase} ${change}`);
  };

  test.each([
    ['CREATE TABLE a (id int NOT NULL);', 'yes expand'],
    ['ALTER TABLE a ADD COLUMN note text;', 'yes expand'],
    ["ALTER TABLE a ADD note text NOT NULL DEFAULT '';", 'yes expand'],
    ['ALTER TABLE a ADD COLUMN note text NOT NULL;', 'no contract'],
    ['ALTER TABLE a DROP COLUMN note;', 'no contract'],
    ['ALTER TABLE a DROP note;', 'no contract'],
    ['ALTER TABLE a DROP CONSTRAINT c;', 'yes expand'],
    ['ALTER TABLE a RENAME TO b;', 'no contract'],
    ['ALTER TABLE a RENAME COLUMN x TO y;', 'no contract'],
    ['ALTER TABLE a ALTER COLUMN x TYPE bigint;', 'no contract'],
    ['alter table a modify x bigint;', 'no contract'],
    ['ALTER TABLE a ALTER COLUMN x SET NOT NULL;', 'no contract'],
    ['ALTER TABLE a ALTER COLUMN x DROP NOT NULL;', 'yes expand'],
    ['DROP TABLE a;', 'no contract'],
    ['TRUNCATE a;', 'no contract'],
    ['UPDATE a SET x = 1;', 'unknown expand'],
    ['ALTER TABLE a ADD CONSTRAINT u UNIQUE (x);', 'unknown expand'],
  ])('%s is %s', (sql, expected) => {
    const found = checks('db/V2__x.sql', sql);
    expect(found).toHaveLength(1);
    expect(found[0]?.startsWith(expected)).toBe(true);
  });

  test('comments, strings and the way back are no statements', () => {
    expect(
      checks('1.sql', "-- DROP TABLE a;\n/* DROP TABLE a; */ INSERT INTO a VALUES ('x; DROP TABLE a;');"),
    ).toHaveLength(1);
    expect(checks('1.down.sql', 'DROP TABLE a;')).toEqual([]);
    expect(checks('1.sql', 'CREATE TABLE a (x int);\n-- +goose Down\nDROP TABLE a;')).toHaveLength(1);
  });

  test.each([
    ['alembic/1.py', "def upgrade():\n    op.drop_column('a', 'x')\ndef downgrade():\n    op.drop_table('a')", 1],
    ['db/migrate/1.rb', 'def up\n  rename_column :a, :x, :y\nend\ndef down\n  drop_table :a\nend', 1],
    ['app/migrations/0002.py', "operations = [migrations.RemoveField('a', 'x')]", 1],
    ['changelog.yaml', '- dropColumn: {tableName: a, columnName: x}', 1],
    ['alembic/2.py', "def upgrade():\n    op.add_column('a', sa.Column('x'))", 1],
  ])('%s', (path, text, expected) => {
    expect(checks(path, text)).toHaveLength(expected);
  });
});

test('a plan of 500 resources takes at most 300 ms of the processor', () => {
  const big = (value: string): Parameters<typeof unit>[1] => ({
    resources: Object.fromEntries(
      Array.from(
        { length: 125 },
        (_none, i) =>
          [
            [
              `T${i}`,
              {
                type: 'AWS::EC2::LaunchTemplate',
                settings: { LaunchTemplateData: { ImageId: value } },
                needs: [`Q${i}`],
              },
            ],
            [`G${i}`, { type: 'AWS::ElasticLoadBalancingV2::TargetGroup', names: { Name: `n${i}` } }],
            [`A${i}`, { type: 'AWS::AutoScaling::AutoScalingGroup', needs: [`T${i}`, `G${i}`], instances: 2 }],
            [`Q${i}`, { type: 'AWS::SQS::Queue', settings: { VisibilityTimeout: value } }],
          ] as const,
      ).flat(),
    ),
  });
  const input = { green: unit('cloudformation', big('2')), blue: unit('cloudformation', big('1')) };
  plan(input);
  const used = Array.from({ length: 5 }, () => {
    const start = process.cpuUsage();
    expect(plan(input).nodes).toHaveLength(500);
    return process.cpuUsage(start).user / 1000;
  });
  expect(used.toSorted((a, b) => a - b)[2]).toBeLessThan(300);
});

describe('a queue that both colours use, by policy', () => {
  const side = (tag: string) =>
    unit('cloudformation', {
      resources: {
        Orders: { type: 'AWS::SQS::Queue' },
        Web: { type: 'AWS::ECS::Service', settings: { tag }, needs: [['Orders', 'produces']] },
        Route: { type: 'AWS::ElasticLoadBalancingV2::Listener', needs: ['Web'] },
      },
    });

  test.each([
    ['shared-tolerant', /accepts old and new formats/, 1],
    ['version-routed', /filters for the versions/, 0],
    ['per-colour', /the queue of green/, 0],
  ] as const)('%s', (policy, says, warned) => {
    const policies = { 'Resources.Orders': policy };
    const result = plan({ green: side('2'), blue: side('1'), policies });
    expect(result.steps.find(({ phase }) => phase === 'messages')?.do).toMatch(says);
    expect(result.messages).toMatchObject([{ queue: 'Resources.Orders', policy, producers: ['Resources.Web'] }]);
    expect(result.messages?.[0]?.versionAttribute).toBe(policy === 'version-routed' ? 'format-version' : undefined);
    expect(result.warnings.filter(({ code }) => code === 'plan/message-format')).toHaveLength(warned);
  });
});

test('what a changed nested stack does is unknown, unless a tool says it', () => {
  const stack = (size: number) => `Resources:
  Ecs:
    Type: AWS::CloudFormation::Stack
    Properties:
      TemplateURL: https://s3.amazonaws.com/shop/ecs.yaml
      Parameters: { ClusterSize: ${size} }
`;
  const result = plan(inputOf('cloudformation', stack(6), stack(4), 'master.yaml'));
  expect(result.nodes).toMatchObject([
    { change: 'unknown', action: 'review', changedPaths: [{ before: '4', after: '6' }] },
  ]);
  expect(result.warnings).toMatchObject([{ code: 'plan/external', severity: 'high' }]);
  expect(plan(inputOf('cloudformation', stack(4), stack(4), 'master.yaml')).readiness.score).toBe(100);
});
