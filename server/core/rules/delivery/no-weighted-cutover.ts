import type { Resource } from '../../model/fact.ts';
import { type FactIndex, oncePerUnit } from '../../model/fact-index.ts';
import { isCompute } from '../../model/machine.ts';
import { settingOf } from '../../model/setting.ts';
import { entryAt, literalText, type Value, valueAt } from '../../model/value.ts';
import { defineRule } from '../define.ts';

export default defineRule({
  id: 'no-weighted-cutover',
  group: 'delivery',
  title: 'No way to move traffic step by step',
  why: 'A weight or listener rule gives test-then-switch and instant fail-back.',
  severity: 'hint',
  confidence: 'medium',
  profile: 'strict',
  languages: ['cloudformation', 'terraform'],
  principles: ['BG-bg', 'CAP-acc'],
  since: '0.1.0',
  fix: 'none',
  guards: [
    'Weighted records, rules of the listener, CodeDeploy and a service mesh pass.',
    'A listener that redirects, and one without servers in the same unit, pass.',
    'What the listener does, when only a run knows it, passes, and so do tests and examples.',
  ],
  looksAt: 'resource',
  types: /::Listener$|^aws_(?:lb|alb)_listener$/,

  *check(listener, facts) {
    if (facts.inContext(listener, 'test', 'example')) return;
    const single = singleTarget(listener);
    if (single === undefined || canBeMoved(facts) || !hasServers(single, facts)) return;
    yield {
      span: single.span,
      message: `\`${listener.name.value}\` sends everybody to one target group: traffic can only be moved all at once, and not back at once. Forward to two target groups with weights (100 and 0), or name the listener by weighted records.`,
    };
  },
});

/** Only target group of the default action. */
function singleTarget(listener: Resource): Value | undefined {
  const actions = settingOf(listener, 'DefaultActions', 'default_action');
  const [action, ...others] = actions?.kind === 'list' ? actions.items : [actions];
  if (others.length > 0 || literalText(entryAt(action, 'Type')?.value ?? entryAt(action, 'type')?.value) !== 'forward')
    return undefined;
  if (valueAt(action, 'ForwardConfig') !== undefined || valueAt(action, 'forward') !== undefined) return undefined;
  return valueAt(action, 'TargetGroupArn') ?? valueAt(action, 'target_group_arn');
}

/** Servers or services of this unit stand behind the target group. */
function hasServers(target: Value, facts: FactIndex): boolean {
  const group = target.kind === 'reference' ? facts.resourceOf(target.target) : undefined;
  if (group === undefined || /default|dummy/i.test(group.name.value)) return false;
  return facts.dependents(group.node).some(({ node }) => {
    const user = facts.resourceOf(node);
    return user !== undefined && (isCompute(user) || /autoscaling_attachment$/.test(user.type.value));
  });
}

/** Weighted records, rules of the listener, CodeDeploy, a mesh. */
const canBeMoved = oncePerUnit((facts) =>
  facts.all('resource').some((one) => {
    if (
      /ListenerRule$|listener_rule$|CodeDeploy::DeploymentGroup$|codedeploy_deployment_group$|AppMesh::|appmesh_|VpcLattice|vpclattice/.test(
        one.type.value,
      )
    )
      return true;
    return (
      /RecordSet$|route53_record$/.test(one.type.value) &&
      settingOf(one, 'Weight', 'weighted_routing_policy') !== undefined
    );
  }),
);
