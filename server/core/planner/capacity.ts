import { type Draft, type DraftNode, nodesWith } from './draft.ts';
import { rollsOver } from './native.ts';
import { settingText } from './setting.ts';

/** Types whose every copy is a running unit, even where no number is written. */
const UNIT =
  /::Instance$|AutoScalingGroup$|ECS::Service$|^aws_(instance|autoscaling_group|ecs_service|spot_instance_request|spot_fleet_request)$|_instance$|virtual_machine|scale_set|instance_group_manager|^(kubernetes_)?(deployment|stateful_?set|daemon_?set|replica_?set|pod)(_v1)?$|^mac instance create$|run-instances$|create-auto-scaling-group$|^azure vm create|ec2_instance$|(ec2_asg|autoscaling_group)$|^host group$/i;

const COUNTS = ['desiredcapacity', 'desiredcount', 'replicas', 'exactcount', 'targetsize', 'minsize'];

/** Instances that run in addition while both colours are up. Caches are not counted: they are no servers of the application. */
export function extraUnits(draft: Draft): number | 'unknown' {
  let sum = 0;
  for (const node of nodesWith(draft, 'duplicate')) {
    const units = (node.change === 'add' && draft.first) || rollsOver(node, draft) ? 0 : unitsOf(node);
    if (units === 'unknown') return 'unknown';
    sum += units;
  }
  return sum;
}

function unitsOf(node: DraftNode): number | 'unknown' {
  if (node.lifecycle.class !== 'stateless') return 0;
  const { instances, type } = node.resource;
  if (instances !== undefined) return instances;
  if (!UNIT.test(type.value)) return 0;
  const written = settingText(node.resource, ...COUNTS);
  return written !== undefined && /^\d+$/.test(written) ? Number(written) : 1;
}
