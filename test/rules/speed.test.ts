import { expect, test } from 'vitest';
import { ALL_RULES } from '../../server/core/rules/all.ts';
import { runRules } from '../../server/core/rules/run.ts';
import { data, languageCalled } from '../harness/rule-check.ts';

/** A template and a Macfile of about a thousand lines, of what rules look at most. */
const TEMPLATE = `Resources:\n${Array.from(
  { length: 60 },
  (_, i) => `  Web${i}:
    Type: AWS::EC2::LaunchTemplate
    Properties:
      LaunchTemplateData:
        ImageId: ami-0abc123${i % 10}
        UserData:
          Fn::Base64: |
            #!/bin/bash
            yum install -y httpd
            git clone https://git.shop.com/shop /srv/shop
            systemctl start httpd
  Table${i}:
    Type: AWS::DynamoDB::Table
  Lb${i}:
    Type: AWS::ElasticLoadBalancingV2::LoadBalancer
    Properties:
      Name: lb-${i}
`,
).join('')}`;

const MACFILE = `mac: 1.0.8\ndescription: Shop\nname: shop\nversion: '1.0'\nresources:\n${Array.from(
  { length: 330 },
  (_, i) => `  lb${i}:\n    create bash: aws elb create-load-balancer --load-balancer-name lb-${i}\n`,
).join('')}infrastructures:\n${Array.from({ length: 330 }, (_, i) => `  lb${i}:\n    resource: lb${i}\n`).join('')}`;

test.each([
  ['cloudformation', TEMPLATE],
  ['macfile', MACFILE],
])('all rules take little time on a thousand lines of %s', (id, text) => {
  const language = languageCalled(id);
  if (language === undefined) throw new Error(id);
  const reading = language.read({ path: 'shop', text }, data);
  const project = { reading: () => undefined, paths: () => [], text: () => undefined, missing: () => true };
  const facts = language.facts(reading, { project, data });
  const times = Array.from({ length: 5 }, () => {
    const before = performance.now();
    const found = runRules(ALL_RULES, facts, { log: (line) => expect.fail(line), faults: new Map() });
    expect(found.length).toBeGreaterThan(100);
    return performance.now() - before;
  });
  // The goal is 20 ms; the rest is room for a loaded machine.
  expect(Math.min(...times)).toBeLessThan(60);
});
