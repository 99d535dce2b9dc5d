import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { macfile } from '../../../server/core/languages/macfile/index.ts';
import { applyEdits } from '../../../server/core/model/span.ts';
import { check, type Opened, open } from './project.ts';

const sample = (name: string) => readFileSync(new URL(`../../../samples/macfile/${name}`, import.meta.url), 'utf8');

function refactored({ reading, around }: Opened, title: string): Readonly<Record<string, string>> | undefined {
  const whole = { start: 0, end: reading.source.text.length };
  const found = macfile.refactorings?.(reading, whole, around).find((one) => one.title === title);
  return (
    found &&
    Object.fromEntries(
      found.edits.map(({ path, edits, create }) => [path, applyEdits(create ? '' : reading.source.text, edits)]),
    )
  );
}

describe('migrate to the current format', () => {
  const MIGRATE = 'Migrate to the current format';
  const OLD = `# the shop
description: d
version: 0.1a7
timestamp: '2015-02-09 17:45:44'
roles:
  app:
    instance create:
      configuration: c
      # what it is called
      name: 'web'
      release: any
      deployment: testing
infrastructures:
  # the first
  one:
    location: l # where
    role: app
  two:
    name: own
    location: l
    role: app
`;

  test('moves what belongs to the entries, keeps comments, and is done once', () => {
    const files = refactored(open({ 'shop.macfile': OLD }), MIGRATE);
    expect(files?.['shop.macfile']).toBe(`# the shop
name: 'shop'
version: '{INF_VERSION}'
description: d
mac: 0.1a7
roles:
  app:
    instance create:
      configuration: c
      # what it is called
infrastructures:
  # the first
  one:
    name: 'web'
    release: any
    deployment: testing
    location: l # where
    role: app
  two:
    release: any
    deployment: testing
    name: own
    location: l
    role: app
`);
    expect(check(files?.['shop.macfile'] ?? '')).toEqual([]);
    expect(refactored(open({ 'shop.macfile': files?.['shop.macfile'] ?? '' }), MIGRATE)).toBeUndefined();
  });

  test('keeps the line endings', () => {
    const files = refactored(open({ 'shop.macfile': OLD.replaceAll('\n', '\r\n') }), MIGRATE);
    expect(files?.['shop.macfile']?.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
  });

  test('is not offered for a current file', () => {
    expect(refactored(open({ 'shop.macfile': sample('shop.macfile') }), MIGRATE)).toBeUndefined();
  });
});

describe('split persistent resources', () => {
  const SPLIT = 'Split persistent resources into their own Macfile';
  const MIXED = `mac: 1.0.0
description: d
name: shop
version: '{INF_VERSION}'
roles:
  app:
    instance create:
      configuration: c
      environment:
        - DATABASE: resource.db_inf.json.DBInstance.Endpoint.Address
resources:
  # keeps the orders
  db:
    create bash: aws rds create-db-instance --db-instance-identifier shop
    destroy bash: aws rds delete-db-instance --db-instance-identifier shop
  lb:
    create bash: aws elb create-load-balancer --load-balancer-name lb-{INF_VERSION}
infrastructures:
  db_inf:
    resource: db
  app_inf:
    role: app
    name: a
    location: l
  lb_inf:
    resource: lb
`;

  test('moves entry and resource, and passes what the rest reads with a parameter', () => {
    const files = refactored(open({ 'infra/shop.macfile': MIXED }), SPLIT);
    expect(files?.['infra/shop.macfile']).toBe(
      MIXED.replace(/ {2}# keeps[\s\S]*?(?= {2}lb:)/, '')
        .replace('  db_inf:\n    resource: db\n', '')
        .replace('resource.db_inf.json.DBInstance.Endpoint.Address', "'{DB_ADDRESS}'"),
    );
    expect(files?.['infra/shop.state.macfile']).toBe(`mac: 1.0.0
description: what keeps data of shop
name: 'shop-state'
version: '1'

resources:
  # keeps the orders
  db:
    create bash: aws rds create-db-instance --db-instance-identifier shop
    destroy bash: aws rds delete-db-instance --db-instance-identifier shop

infrastructures:
  db_inf:
    resource: db
`);
    for (const text of Object.values(files ?? {})) expect(check(text)).toEqual([]);
  });

  test('is not offered without servers, without state, or where more than an output ties them', () => {
    const offered = (text: string) => refactored(open({ 'shop.macfile': text }), SPLIT) !== undefined;
    expect(offered(sample('state.macfile'))).toBe(false);
    expect(offered(sample('shop.macfile'))).toBe(false);
    expect(offered(MIXED.replace('lb-{INF_VERSION}', 'lb infrastructure.db_inf.resource'))).toBe(false);
    expect(
      offered(MIXED.replace('identifier shop\n    destroy', 'identifier infrastructure.app_inf.name\n    destroy')),
    ).toBe(false);
  });
});
