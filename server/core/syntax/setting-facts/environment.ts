import type { ConfigValue, Resource, Secret } from '../../model/fact.ts';
import { isSecretKey, looksSecret } from '../../model/secret.ts';
import type { Span, Written } from '../../model/span.ts';
import { literalText, type Value } from '../../model/value.ts';
import { itemsOf, type Leaf, pairOf, under } from './walk.ts';

const ENVIRONMENTS = new Set([
  'Environment',
  'environment',
  'EnvironmentVariables',
  'environment_variables',
  'Variables',
  'variables',
  'env',
  'Env',
  'env_vars',
  'app_settings',
  'AppSettings',
  'set',
]);

/** Name–value pairs that are handed to a program. */
export function environmentFacts(resource: Resource): ConfigValue[] {
  const found = new Map<number, ConfigValue>();
  for (const { value } of under(resource.settings, ENVIRONMENTS)) {
    for (const fact of pairsIn(value, resource))
      if (!found.has(fact.value.span.start)) found.set(fact.value.span.start, fact);
  }
  return [...found.values()];
}

function pairsIn(value: Value, resource: Resource): ConfigValue[] {
  const make = (key: { readonly value: string; readonly span: ConfigValue['span'] }, held: Value): ConfigValue => ({
    fact: 'config-value',
    node: resource.node,
    span: held.span,
    key,
    value: held,
    where: 'environment',
  });
  return itemsOf(value).flatMap((item): ConfigValue[] => {
    const pair = pairOf(item);
    if (pair !== undefined) return [make({ value: pair.name, span: item.span }, pair.value)];
    if (item.kind !== 'map') return [];
    return item.entries
      .filter(
        (entry) => !ENVIRONMENTS.has(entry.key.value) && entry.value.kind !== 'map' && entry.value.kind !== 'list',
      )
      .map((entry) => make(entry.key, entry.value));
  });
}

/** Literal values under names that are secrets. */
export function secretFacts(resource: Resource, leaves: readonly Leaf[]): Secret[] {
  return leaves.flatMap(({ value, keys, name }): Secret[] => {
    const text = literalText(value);
    if (text === undefined || !/^[\w-]+$/.test(name) || !isSecretKey(name) || !looksSecret(text)) return [];
    const where = keys.some(({ value: key }) => ENVIRONMENTS.has(key)) ? 'environment' : 'setting';
    return [{ fact: 'secret', node: resource.node, span: spanOf(keys, name, value), key: name, value, where }];
  });
}

/** The key, so that the value need not be shown; the value where the name stands elsewhere. */
function spanOf(keys: readonly Written[], name: string, value: Value): Span {
  const last = keys.at(-1);
  return last?.value === name ? last.span : value.span;
}

export function isEnvironmentKey(key: string): boolean {
  return ENVIRONMENTS.has(key);
}
