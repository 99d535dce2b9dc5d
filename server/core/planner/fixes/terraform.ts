import type { PhysicalName, Resource } from '../../model/fact.ts';
import type { Intent } from '../../model/intent.ts';
import { entryIn } from '../../model/table.ts';
import { entryAt, knownText, literalText } from '../../model/value.ts';
import { say } from '../phrase.ts';
import { confirm, type Fix, settingEntry } from './fix.ts';

/** Longest `name_prefix` of the types that have it, from the documentation of their providers: what is generated needs 26 more. */
const PREFIX_LENGTH: Readonly<Record<string, number>> = {
  aws_alb: 6,
  aws_alb_target_group: 6,
  aws_autoscaling_group: 229,
  aws_elb: 6,
  aws_iam_instance_profile: 102,
  aws_iam_role: 38,
  aws_launch_configuration: 229,
  aws_launch_template: 99,
  aws_lb: 6,
  aws_lb_target_group: 6,
  aws_security_group: 74,
  google_compute_instance_template: 37,
  google_compute_region_instance_template: 37,
};

/** A generated name is new with every copy; the old one keeps its own until it goes. */
export function prefixInstead(resource: Resource, name: PhysicalName): readonly Fix[] {
  const rename = renaming(resource, name.path);
  if (!rename || resource.instances === 'unknown') return [];
  const intents = [...rename, ...inLifecycle(resource, 'create_before_destroy')];
  return [confirm(say('Use name_prefix, so that a name is generated'), intents)];
}

/** A fixed name would stand in the way of the new one: it becomes a prefix, or there is no fix. */
export function createFirst(resource: Resource, names: readonly PhysicalName[]): readonly Fix[] {
  const fixed = names.filter((name) => !name.colourAware && name.scope !== 'parent');
  const renames = fixed.map((name) => renaming(resource, name.path));
  if (renames.some((rename) => rename === undefined)) return [];
  const intents = [...renames.flatMap((rename) => rename ?? []), ...inLifecycle(resource, 'create_before_destroy')];
  return [confirm(say('Create the new one first (create_before_destroy)'), intents)];
}

/** Sets one flag of the `lifecycle` block, which is made where there is none. */
export function inLifecycle({ settings }: Resource, key: string): readonly Intent[] {
  const block = entryAt(settings, 'lifecycle')?.value;
  if (block === undefined) {
    return [{ kind: 'insertKey', map: settings.span, key: 'lifecycle', value: { map: [[key, true]] } }];
  }
  const map = block.kind === 'list' ? block.items[0] : block;
  if (map?.kind !== 'map') return [];
  const flag = entryAt(map, key);
  if (!flag) return [{ kind: 'insertKey', map: map.span, key, value: true }];
  return literalText(flag.value) === 'true' ? [] : [{ kind: 'setScalar', at: flag.value.span, text: 'true' }];
}

/** Engines whose upgrade the provider can make as a blue/green deployment of the database itself. */
const MANAGED = /^(mysql|mariadb|postgres)$/;

/** The provider makes a copy, upgrades it and switches over, instead of upgrading in place. */
export function managedUpgrade(resource: Resource): readonly Fix[] {
  const engine = knownText(settingEntry(resource, 'engine')?.value) ?? '';
  if (resource.type.value !== 'aws_db_instance' || !MANAGED.test(engine)) return [];
  if (settingEntry(resource, 'bluegreenupdate') || settingEntry(resource, 'replicatesourcedb')) return [];
  return [
    confirm(say('Upgrade by a managed switch-over (blue_green_update)'), [
      {
        kind: 'insertKey',
        map: resource.settings.span,
        key: 'blue_green_update',
        value: { map: [['enabled', true]] },
      },
    ]),
  ];
}

function renaming({ type, settings }: Resource, path: string): readonly Intent[] | undefined {
  const name = path === 'name' ? entryAt(settings, 'name') : undefined;
  const text = literalText(name?.value);
  const length = entryIn(PREFIX_LENGTH, type.value);
  if (!name || text === undefined || length === undefined) return undefined;
  return [
    { kind: 'renameKey', at: name.key.span, key: 'name_prefix' },
    { kind: 'setScalar', at: name.value.span, text: `${text.slice(0, length - 1).replace(/-+$/, '')}-` },
  ];
}
