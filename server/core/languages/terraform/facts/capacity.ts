import type { Guards } from '../../../model/fact.ts';
import { knownText, literalBoolean, type MapValue, type Value, valueAt } from '../../../model/value.ts';
import { attributeOf } from '../../../syntax/hcl/walk.ts';
import type { HclBlock } from '../../../syntax/hcl.ts';
import type { Scope } from './scope.ts';
import { toValue } from './value.ts';

/** Settings that say how many copies run at once; the first that is set decides. */
const CAPACITY: Readonly<Record<string, readonly string[]>> = {
  aws_autoscaling_group: ['desired_capacity', 'min_size'],
  aws_ecs_service: ['desired_count'],
  aws_eks_node_group: ['scaling_config.desired_size', 'scaling_config.min_size'],
  aws_elasticache_cluster: ['num_cache_nodes'],
  aws_elasticache_replication_group: ['num_cache_clusters', 'number_cache_clusters', 'num_node_groups'],
  aws_msk_cluster: ['number_of_broker_nodes'],
  aws_spot_fleet_request: ['target_capacity'],
  google_compute_instance_group_manager: ['target_size'],
  google_compute_region_instance_group_manager: ['target_size'],
  azurerm_linux_virtual_machine_scale_set: ['instances'],
  azurerm_windows_virtual_machine_scale_set: ['instances'],
  kubernetes_deployment: ['spec.replicas'],
  kubernetes_deployment_v1: ['spec.replicas'],
  kubernetes_stateful_set: ['spec.replicas'],
  kubernetes_stateful_set_v1: ['spec.replicas'],
  docker_service: ['mode.replicated.replicas'],
};

/** Copies: count or for_each times the type's own number. Undefined where nothing says anything: one. */
export function instancesOf(
  type: string,
  block: HclBlock,
  settings: MapValue,
  scope: Scope,
): number | 'unknown' | undefined {
  const blocks = multiplicity(block, scope);
  const own = ownCapacity(type, settings);
  if (blocks === undefined || own === undefined) return blocks ?? own;
  return blocks === 'unknown' || own === 'unknown' ? 'unknown' : blocks * own;
}

function ownCapacity(type: string, settings: MapValue): number | 'unknown' | undefined {
  for (const path of Object.hasOwn(CAPACITY, type) ? (CAPACITY[type] ?? []) : []) {
    const value = valueAt(settings, ...path.split('.'));
    if (value !== undefined) return numberOf(value);
  }
  return undefined;
}

function numberOf(value: Value): number | 'unknown' {
  const text = knownText(value);
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : 'unknown';
}

function multiplicity(block: HclBlock, scope: Scope): number | 'unknown' | undefined {
  const count = attributeOf(block.body, 'count')?.value;
  if (count) return numberOf(toValue(count, scope));
  const each = attributeOf(block.body, 'for_each')?.value;
  if (!each) return undefined;
  const value = toValue(each, scope);
  const known = value.kind === 'reference' ? value.known : value;
  if (known?.kind === 'list') return known.items.length;
  return known?.kind === 'map' ? known.entries.length : 'unknown';
}

/** Settings of a provider that keep it from deleting, and those that make it save before it deletes. */
const PROTECTION = [
  'deletion_protection',
  'deletion_protection_enabled',
  'enable_deletion_protection',
  'disable_api_termination',
];

export function guardsOf(type: string, settings: MapValue): Guards {
  const isTrue = (...path: string[]) => literalBoolean(valueAt(settings, ...path)) === true;
  const skips = valueAt(settings, 'skip_final_snapshot');
  const final = valueAt(settings, 'final_snapshot_identifier') ?? valueAt(settings, 'final_backup_identifier');
  return {
    retain: isTrue('skip_destroy') || isTrue('prevent_destroy') || isTrue('retain_on_delete'),
    snapshot:
      SNAPSHOT_TYPES.test(type) && final !== undefined && !(skips !== undefined && literalBoolean(skips) === true),
    preventDestroy: isTrue('lifecycle', 'prevent_destroy') || PROTECTION.some((name) => isTrue(name)),
    createBeforeDestroy: isTrue('lifecycle', 'create_before_destroy'),
  };
}

const SNAPSHOT_TYPES = /^aws_(?:db_|rds_|docdb_|neptune_|redshift_|elasticache_|memorydb_|fsx_)/;
