import type { Resource } from './fact.ts';
import type { Intent, NewValue } from './intent.ts';
import { entryAt, type MapEntry, type MapValue, type Value } from './value.ts';

/**
 * Entry of a resource's own setting by its names in the languages (`DesiredCapacity`, `desired_capacity`, `--desired-capacity`), the first
 * that is there. Where the notation keeps properties apart from attributes (CloudFormation `Properties`) both are looked at.
 */
export function settingEntry(resource: Resource, ...names: readonly string[]): MapEntry | undefined {
  return firstOf(names, resource.settings);
}

export function settingOf(resource: Resource, ...names: readonly string[]): Value | undefined {
  return firstOf(names, resource.settings)?.value;
}

function firstOf(names: readonly string[], settings: MapValue): MapEntry | undefined {
  const properties = entryAt(settings, 'Properties')?.value;
  for (const name of names) {
    const entry = entryAt(properties, name) ?? entryAt(settings, name);
    if (entry !== undefined) return entry;
  }
  return undefined;
}

/**
 * Gives a setting a value: changes it where it is written, else adds it where the notation keeps settings (among the properties, or as
 * one more option of a command). Undefined where a command has no place to add to.
 */
export function settingIntent(resource: Resource, name: string, value: NewValue): Intent | undefined {
  const written = settingEntry(resource, name);
  if (written !== undefined && typeof value !== 'object')
    return { kind: 'setScalar', at: written.value.span, text: String(value) };
  const { settings, type } = resource;
  if (written !== undefined) return undefined;
  if (name.startsWith('--')) {
    const end = Math.max(...settings.entries.map((entry) => entry.span.end));
    if (!Number.isFinite(end)) return undefined;
    return {
      kind: 'replaceText',
      at: { start: end, end },
      text: value === true ? ` ${name}` : ` ${name} ${String(value)}`,
    };
  }
  if (!type.value.includes('::')) return { kind: 'insertKey', map: settings.span, key: name, value };
  const properties = entryAt(settings, 'Properties')?.value;
  if (properties?.kind === 'map') return { kind: 'insertKey', map: properties.span, key: name, value };
  return properties === undefined
    ? { kind: 'insertKey', map: settings.span, key: 'Properties', value: { map: [[name, value]] } }
    : undefined;
}
