import type { Guards } from '../../model/fact.ts';
import { entryIn } from '../../model/table.ts';
import { knownText, literalBoolean, literalText, type MapValue, type Value, valueAt } from '../../model/value.ts';

const CAPACITY: Readonly<Record<string, readonly string[]>> = {
  'AWS::AutoScaling::AutoScalingGroup': ['DesiredCapacity', 'MinSize'],
  'AWS::ECS::Service': ['DesiredCount'],
  'AWS::EKS::Nodegroup': ['ScalingConfig.DesiredSize', 'ScalingConfig.MinSize'],
  'AWS::EMR::InstanceGroupConfig': ['InstanceCount'],
  'AWS::ElastiCache::CacheCluster': ['NumCacheNodes'],
  'AWS::ElastiCache::ReplicationGroup': ['NumCacheClusters', 'NumNodeGroups'],
  'AWS::MSK::Cluster': ['NumberOfBrokerNodes'],
};

/** Copies that run at once: number, `unknown` when only a deployment can tell; undefined where the type has no such setting. */
export function instancesOf(type: string, settings: MapValue): number | 'unknown' | undefined {
  for (const path of entryIn(CAPACITY, type) ?? []) {
    const value = valueAt(settings, 'Properties', ...path.split('.'));
    if (value === undefined) continue;
    const text = knownText(value);
    return text !== undefined && /^\d+$/.test(text) ? Number(text) : 'unknown';
  }
  return undefined;
}

/** Types whose default deletion policy is a snapshot (AWS CloudFormation user guide, DeletionPolicy attribute). */
const SNAPSHOT_BY_DEFAULT = new Set(['AWS::RDS::DBCluster']);

export function guardsOf(type: string, settings: MapValue): Guards {
  const policies = ['DeletionPolicy', 'UpdateReplacePolicy'].map((name) => literalText(valueAt(settings, name)));
  const protection = ['DeletionProtection', 'DeletionProtectionEnabled'].map((name): Value | undefined =>
    valueAt(settings, 'Properties', name),
  );
  return {
    retain: policies.includes('Retain') || policies.includes('RetainExceptOnCreate'),
    snapshot: policies.includes('Snapshot') || (policies[0] === undefined && SNAPSHOT_BY_DEFAULT.has(type)),
    preventDestroy: protection.some((value) => literalBoolean(value) === true),
    // The service makes the new resource first and deletes the old one in the clean-up phase.
    createBeforeDestroy: true,
  };
}
