import type { Resource } from './fact.ts';
import { oncePerUnit } from './fact-index.ts';
import { settingOf } from './setting.ts';
import type { MapValue } from './value.ts';

/** The containers that a task definition or a container task starts, each as the map of its settings. */
export function containersOf(resource: Resource): readonly MapValue[] {
  if (/(?:^|\.)(?:docker_container|podman_container)$/.test(resource.type.value)) return [resource.settings];
  const listed = settingOf(resource, 'ContainerDefinitions', 'container_definitions');
  return listed?.kind === 'list' ? listed.items.filter((item): item is MapValue => item.kind === 'map') : [];
}

/** The containers of every resource of a unit that has some. */
export const containersIn = oncePerUnit((facts): ReadonlyMap<Resource, readonly MapValue[]> => {
  const found = new Map<Resource, readonly MapValue[]>();
  for (const resource of facts.all('resource')) {
    const containers = containersOf(resource);
    if (containers.length > 0) found.set(resource, containers);
  }
  return found;
});
