import type { Resource } from './fact.ts';
import { entryAt, type MapEntry, type Value } from './value.ts';

/**
 * Entry of a resource's own setting by its names in the languages (`DesiredCapacity`, `desired_capacity`, `--desired-capacity`), the first
 * that is there. Where the notation keeps properties apart from attributes (CloudFormation `Properties`) both are looked at.
 */
export function settingEntry(resource: Resource, ...names: readonly string[]): MapEntry | undefined {
  const properties = entryAt(resource.settings, 'Properties')?.value;
  for (const name of names) {
    const entry = entryAt(properties, name) ?? entryAt(resource.settings, name);
    if (entry !== undefined) return entry;
  }
  return undefined;
}

export function settingOf(resource: Resource, ...names: readonly string[]): Value | undefined {
  return settingEntry(resource, ...names)?.value;
}
