import type { PhysicalName, Resource } from '../model/fact.ts';
import { knownText, type Value } from '../model/value.ts';
import type { UnitFacts } from './input.ts';
import { spelling } from './setting.ts';
import { factsOf, groupedBy } from './source.ts';

/** A setting that says the physical name of another resource by its letters: `AutoScalingGroupName: web`. */
export interface Mention {
  readonly by: Resource;
  readonly value: Value;
  readonly name: PhysicalName;
}

/** Only where the key tells what kind of thing is meant (`AutoScalingGroupName`, `launch_template_name`), and one thing fits. */
export function mentionsIn(unit: UnitFacts): readonly Mention[] {
  const resources = factsOf(unit, 'resource');
  const types = new Map(resources.map(({ node, type }) => [node, spelling(type.value)]));
  const names = groupedBy(
    factsOf(unit, 'physical-name').filter(({ value }) => knownText(value)),
    ({ value }) => knownText(value) ?? '',
  );
  if (names.size === 0) return [];
  return resources.flatMap((by) => {
    const found: Mention[] = [];
    for (const [key, value] of settingsCalledName(by.settings, '')) {
      const stem = key.slice(0, -'name'.length);
      const fitting = (names.get(knownText(value) ?? '') ?? []).filter(
        ({ resource }) => resource !== by.node && types.get(resource)?.includes(stem),
      );
      const [name] = fitting;
      if (name && fitting.length === 1) found.push({ by, value, name });
    }
    return found;
  });
}

/** Settings at any depth whose key ends in `name` and begins with what is named. */
function* settingsCalledName(value: Value, key: string): Iterable<readonly [key: string, value: Value]> {
  if (value.kind === 'map') {
    for (const entry of value.entries) yield* settingsCalledName(entry.value, spelling(entry.key.value));
  } else if (value.kind === 'list') {
    for (const item of value.items) yield* settingsCalledName(item, key);
  } else if (/..name$/.test(key)) {
    yield [key, value];
  }
}
