import { expect, test } from 'vitest';
import { plan } from '../../server/core/planner/index.ts';
import { inputOf } from './real.ts';

const macfile = (version: string, command: string): string => `mac: 0.9.0
description: a shop
name: shop
version: '${version}'
roles:
  web:
    instance create:
      image: ubuntu:24.04
actions:
  build:
    bash: ${command}
resources:
  topic:
    create bash: ${command}
    destroy bash: echo shop
infrastructures:
  topic:
    resource: topic
`;

const changeOf = (before: string, after: string, versions: readonly [string, string] = ['1.2', '1.3']) => {
  const made = plan(inputOf('macfile', macfile(versions[1], after), macfile(versions[0], before), 'shop.macfile'));
  return made.nodes.find(({ id }) => id.includes('topic'))?.change;
};

test.each([
  ['aws sns create-topic --name shop-1.2', 'aws sns create-topic --name shop-1.3', 'unchanged'],
  ['aws sns create-topic --name shop-v1.2-v1.2', 'aws sns create-topic --name shop-v1.3-v1.3', 'unchanged'],
  ['aws sns create-topic --name shop-11.2', 'aws sns create-topic --name shop-11.3', 'changed'],
  ['aws sns create-topic --name shop-1.20', 'aws sns create-topic --name shop-1.30', 'changed'],
  ['aws sns create-topic --name shop-1x2', 'aws sns create-topic --name shop-1x3', 'changed'],
  ['docker run shop:1.2', 'docker run shop:1.3', 'changed'],
])('a stamp of the version is no change: %s', (before, after, expected) => {
  const change = changeOf(before, after);
  expect(change === 'unchanged' ? 'unchanged' : 'changed').toBe(expected);
});

test('a version is text, whatever it holds', () => {
  const versions = ['(a+)+$', '$&'] as const;
  const [before, after] = versions.map((version) => `aws sns create-topic --name "shop ${version}"`);
  expect(changeOf(before ?? '', after ?? '', versions)).toBe('unchanged');
});
