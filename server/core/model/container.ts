import type { Resource } from './fact.ts';
import { settingOf } from './setting.ts';
import type { MapValue } from './value.ts';

/** The containers that a task definition or a container task starts, each as the map of its settings. */
export function containersOf(resource: Resource): readonly MapValue[] {
  if (/(?:^|\.)(?:docker_container|podman_container)$/.test(resource.type.value)) return [resource.settings];
  const listed = settingOf(resource, 'ContainerDefinitions', 'container_definitions');
  return listed?.kind === 'list' ? listed.items.filter((item): item is MapValue => item.kind === 'map') : [];
}
