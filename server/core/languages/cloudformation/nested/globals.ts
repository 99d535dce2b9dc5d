import type { Resource } from '../../../model/fact.ts';
import { entryAt, type MapEntry, type MapValue, type Value } from '../../../model/value.ts';
import { globalsFor, ignoredGlobals } from '../serverless.ts';
import { isServerless, type Template, type TemplateResource } from '../template.ts';
import { toValue, type ValueContext } from '../values.ts';

/** A serverless resource with what `Globals` says of its kind, as the transform puts both together: maps in one, lists behind one another. */
export function withGlobals(
  fact: Resource,
  resource: TemplateResource,
  template: Template,
  context: ValueContext,
): Resource {
  const { type, settings } = fact;
  const written = template.globals && isServerless(type.value) ? globalsFor(template, type.value) : undefined;
  const globals = written && toValue(written, context);
  if (globals?.kind !== 'map') return fact;
  const ignored = new Set(ignoredGlobals(resource).map(({ name }) => name));
  if (ignored.has('*')) return fact;
  const entries = globals.entries.filter(({ key }) => !ignored.has(key.value));
  const own = entryAt(settings, 'Properties');
  const properties = merged({ ...globals, entries }, own?.value ?? { kind: 'map', entries: [], span: settings.span });
  const key = own?.key ?? { value: 'Properties', span: resource.name.span };
  const entry: MapEntry = { key, value: properties, span: own?.span ?? settings.span };
  const others = settings.entries.filter((each) => each !== own);
  return { ...fact, settings: { ...settings, entries: [...others, entry] } };
}

/** What the resource says itself wins; the spans of what it does not say lie in `Globals`. */
function merged(globals: Value, own: Value): Value {
  if (globals.kind === 'list' && own.kind === 'list') return { ...own, items: [...globals.items, ...own.items] };
  if (globals.kind !== 'map' || own.kind !== 'map') return own;
  const entries = own.entries.map((entry) => {
    const same = entryAt(globals, entry.key.value);
    return same ? { ...entry, value: merged(same.value, entry.value) } : entry;
  });
  const more = globals.entries.filter(({ key }) => entryAt(own, key.value) === undefined);
  const all: MapValue = { ...own, entries: [...entries, ...more] };
  return all;
}
