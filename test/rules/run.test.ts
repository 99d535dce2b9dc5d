import { describe, expect, test } from 'vitest';
import type { Fact, ImageRef, Resource } from '../../server/core/model/fact.ts';
import { anyOf } from '../../server/core/model/pattern.ts';
import { ALL_RULES } from '../../server/core/rules/all.ts';
import { type AnyRule, defineRule } from '../../server/core/rules/define.ts';
import { optionsOf, runRules } from '../../server/core/rules/run.ts';

const at = (start: number, end: number) => ({ start, end });
const image: ImageRef = {
  fact: 'image',
  kind: 'container',
  node: 'resources.web',
  repository: 'shop/web',
  tag: { value: 'latest', span: at(10, 16) },
  span: at(1, 16),
};
const meta = {
  group: 'snowflake',
  title: 't',
  why: 'w',
  severity: 'warning',
  confidence: 'high',
  profile: 'recommended',
  languages: [],
  principles: [],
  since: '0.1.0',
  fix: 'none',
  guards: [],
} as const;
const broken = defineRule({
  ...meta,
  id: 'broken',
  looksAt: 'image',
  check() {
    throw new Error('boom');
  },
});

const RECOMMENDED = ALL_RULES.filter(({ profile }) => profile === 'recommended');

function run(rules: readonly AnyRule[], facts: readonly Fact[], faults = new Map<string, number>()) {
  const log: string[] = [];
  return { log, found: runRules(rules, facts, { log: (line) => log.push(line), faults }) };
}

const server: Resource = {
  fact: 'resource',
  node: 'resources.web',
  name: { value: 'web', span: at(0, 1) },
  type: { value: 'server', span: at(0, 1) },
  settings: { kind: 'map', entries: [], span: at(0, 1) },
  lifecycle: { class: 'unknown', confidence: 0, reasons: [] },
  header: at(0, 1),
  span: at(0, 1),
};

describe('runRules', () => {
  test('names rule, node and severity of every finding', () => {
    const { found } = run(RECOMMENDED, [image]);
    expect(found.map(({ rule, node, severity, span }) => [rule.id, node, severity, span])).toEqual([
      ['no-latest-tag', 'resources.web', 'warning', at(10, 16)],
    ]);
  });

  test('a rule that throws loses only its own findings, is logged once and switched off after three faults', () => {
    const faults = new Map<string, number>();
    const lines: string[] = [];
    for (let i = 0; i < 5; i++) {
      const { found, log } = run([broken, ...RECOMMENDED], [image], faults);
      expect(found.map(({ rule }) => rule.id)).toEqual(['no-latest-tag']);
      lines.push(...log);
    }
    expect(lines).toEqual(['rule broken failed: boom']);
    expect(faults.get('broken')).toBe(3);
  });

  test('says one thing once per place, and nothing about what is only read', () => {
    const resource: Resource = { ...server, type: { value: 'x', span: at(0, 1) }, readOnly: true };
    expect(run(RECOMMENDED, [image, image]).found).toHaveLength(1);
    expect(run(RECOMMENDED, [image, resource]).found).toHaveLength(0);
  });

  test('shows a rule with types the resources of those types only, and every other kind of fact', () => {
    const typed = defineRule({
      ...meta,
      id: 'typed',
      looksAt: ['resource', 'image'],
      types: /^server$/,
      *check(fact) {
        yield { span: fact.span, message: fact.fact };
      },
    });
    const network: Resource = { ...server, type: { value: 'network', span: at(0, 1) }, span: at(5, 6) };
    const { found } = run([typed], [server, network, image]);
    expect(found.map(({ span, message }) => [span, message])).toEqual([
      [server.span, 'resource'],
      [image.span, 'image'],
    ]);
  });

  test('resources of several types are shown in the order of the file, and the first of a place speaks', () => {
    const typed = defineRule({
      ...meta,
      id: 'typed',
      looksAt: 'resource',
      types: anyOf(/^aws_/, 'community.aws.sqs_queue'),
      check: ({ span, type }) => [{ span, message: type.value }],
    });
    const types = ['aws_a', 'community.aws.sqs_queue', 'aws_a', 'server', 'community_aws.sqs_queue', 'aws_b'];
    const facts = types.map((value, i) => ({ ...server, type: { value, span: at(0, 1) }, span: at(i >> 1, 9) }));
    expect(run([typed], facts).found.map(({ message }) => message)).toEqual(['aws_a', 'aws_a', 'aws_b']);
    expect(run([typed], facts.toReversed()).found.map(({ message }) => message)).toEqual([
      'community.aws.sqs_queue',
      'aws_a',
      'aws_b',
    ]);
  });

  test('an option of the wrong type is not used, a list adds to the default', () => {
    const rule = defineRule({
      ...meta,
      id: 'optional',
      looksAt: 'image',
      options: { limit: { default: 3, description: '' }, allow: { default: ['a'], description: '' } },
      check: () => [],
    });
    expect(optionsOf(rule, { limit: '4', allow: ['b'] })).toEqual({ limit: 3, allow: ['a', 'b'] });
  });
});
