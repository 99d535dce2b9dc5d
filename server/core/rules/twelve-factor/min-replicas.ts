import type { Resource } from '../../model/fact.ts';
import { type FactIndex, oncePerUnit } from '../../model/fact-index.ts';
import { isAppliance } from '../../model/machine.ts';
import { anyOf } from '../../model/pattern.ts';
import { settingOf } from '../../model/setting.ts';
import { entryIn } from '../../model/table.ts';
import { literalNumber, type Value } from '../../model/value.ts';
import { defineRule, type RuleFinding } from '../define.ts';

/** The setting that says the least number of copies, by type. */
const LEAST: Readonly<Record<string, string>> = {
  'AWS::AutoScaling::AutoScalingGroup': 'MinSize',
  'AWS::ECS::Service': 'DesiredCount',
  aws_autoscaling_group: 'min_size',
  aws_ecs_service: 'desired_count',
  'mac instance create': 'amount',
};

export default defineRule({
  id: 'min-replicas',
  group: 'twelve-factor',
  title: 'Fewer than the minimum copies',
  why: 'With one copy nothing can be taken out to be examined or replaced without an outage.',
  severity: 'info',
  confidence: 'medium',
  profile: 'strict',
  languages: ['macfile', 'cloudformation', 'terraform'],
  principles: ['12F-8', '12F-qa'],
  since: '0.1.0',
  fix: 'confirm',
  guards: [
    'A service whose number something else decides (a scalable target) passes.',
    'What is one by its nature (a leader, a scheduler, a bastion), by name, passes, and so does a number of 0.',
    'Development, tests and examples pass.',
    'A number that is only known at run time passes.',
  ],
  peers: {
    kics: ['79d745f0'],
    'kube-linter': ['minimum-three-replicas', 'hpa-minimum-three-replicas'],
    'kube-score': ['deployment-replicas'],
  },
  options: {
    minimum: { default: 2, description: 'The least number of copies; the profile `strict` asks for 3.' },
  },
  looksAt: 'resource',
  types: anyOf(...Object.keys(LEAST)),

  *check(resource, facts, { minimum }): Iterable<RuleFinding> {
    if (facts.inContext(resource, 'test', 'example', 'devOverride') || isSingle(resource)) return;
    const written = numberOf(resource, facts);
    const number = literalNumber(written);
    if (written === undefined || number === undefined || number >= minimum || number < 1 || isScaled(resource, facts))
      return;
    yield {
      span: written.span,
      message: `${number === 1 ? 'One copy' : `${number} copies`} of \`${resource.name.value}\`: nothing can be taken out to be looked at or replaced without users feeling it. Run at least ${minimum}.`,
      fixes: [
        {
          title: `Run ${minimum}`,
          safety: 'confirm',
          intents: [{ kind: 'setScalar', at: written.span, text: String(minimum) }],
        },
      ],
    };
  },
});

/** The least number that is asked for. */
function numberOf(resource: Resource, facts: FactIndex): Value | undefined {
  const type = resource.type.value;
  const name = entryIn(LEAST, type);
  const counts = !type.startsWith('mac ') || (resource.lifecycle.class === 'stateless' && isBalanced(facts));
  return name !== undefined && counts ? settingOf(resource, name) : undefined;
}

const isBalanced = oncePerUnit((facts) => facts.all('resource').some(({ lifecycle }) => lifecycle.class === 'router'));

/** One by its nature: a leader, a scheduler, a bastion. */
function isSingle({ name }: Resource): boolean {
  return isAppliance(name.value) || /leader|master|primary|scheduler|singleton|cron|migrat/i.test(name.value);
}

/** Something else decides the number of an ECS service. */
function isScaled(resource: Resource, facts: FactIndex): boolean {
  if (!/ECS::Service$|ecs_service$/.test(resource.type.value)) return false;
  return hasScaling(facts);
}

const hasScaling = oncePerUnit((facts) =>
  facts.all('resource').some(({ type }) => /ScalableTarget$|appautoscaling_target$/.test(type.value)),
);
