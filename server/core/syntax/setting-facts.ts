import { addressUse, isHostName } from '../model/address.ts';
import { cloudIdsIn } from '../model/cloud-id.ts';
import type { CloudId, Endpoint, Fact, Resource } from '../model/fact.ts';
import type { Span } from '../model/span.ts';
import { literalText, type ScalarValue } from '../model/value.ts';
import { environmentFacts, isEnvironmentKey, secretFacts } from './setting-facts/environment.ts';
import { imageFacts } from './setting-facts/images.ts';
import { networkFacts } from './setting-facts/network.ts';
import { type Leaf, leavesOf } from './setting-facts/walk.ts';

/**
 * What the settings of a resource say beside being settings: images, environment, secrets, firewall openings, cloud ids, hosts.
 * The same for every notation; scripts are read by the language that embeds them. Nothing is stated of read-only resources.
 */
export function factsOfSettings(resource: Resource): Fact[] {
  if (resource.readOnly === true) return [];
  const leaves = leavesOf(resource.settings);
  return [
    ...imageFacts(resource),
    ...environmentFacts(resource),
    ...secretFacts(resource, leaves),
    ...networkFacts(resource),
    ...leaves.flatMap((leaf) => {
      const ids = cloudIds(leaf, resource);
      const hosts = endpoints(leaf, resource);
      return ids.length === 0 ? hosts : [...ids, ...hosts];
    }),
  ];
}

function cloudIds({ value, keys }: Leaf, { node }: Resource): CloudId[] {
  const text = literalText(value) ?? '';
  return cloudIdsIn(text).map(({ kind, id, start }) => ({
    fact: 'cloud-id',
    node,
    span: partSpan(value, text, start, id.length),
    kind,
    id,
    setting: keys.map((key) => key.value).join('.'),
  }));
}

/** Settings that hold networks, descriptions and other texts in which an address is no peer. */
const NO_HOST =
  /cidr|description|comment|policy|principal|version|dns_?servers|name_?servers|domain|^user_?data|^(?:tags?|labels?|metadata)$|certificate|^arn$|script/i;

function endpoints({ value, keys, name }: Leaf, { node }: Resource): Endpoint[] {
  const text = literalText(value) ?? '';
  // No host is without a dot, but for an address of colons.
  if (text.length > 512 || !/[.:]/.test(text) || keys.some(({ value: key }) => NO_HOST.test(key)) || NO_HOST.test(name))
    return [];
  const host = hostIn(text);
  if (host === undefined) return [];
  const where = keys.some(({ value: key }) => isEnvironmentKey(key)) ? 'environment' : 'setting';
  return [
    { fact: 'endpoint', node, span: partSpan(value, text, text.indexOf(host), host.length), host, key: name, where },
  ];
}

function hostIn(text: string): string | undefined {
  const host =
    /^[a-z][a-z0-9+.-]*:\/\/(?:[^@/\s]*@)?([A-Za-z0-9.-]+)(?=[:/?#]|$)/.exec(text)?.[1] ??
    /^([A-Za-z0-9.-]+)(?=:\d+$|$)/.exec(text)?.[1];
  if (host === undefined) return undefined;
  return addressUse(host) !== undefined || isHostName(host) ? host : undefined;
}

/** Place of a part inside a scalar; the whole scalar when quotes and escapes make that uncertain. */
function partSpan({ span }: ScalarValue, text: string, start: number, length: number): Span {
  const extra = span.end - span.start - text.length;
  if (extra !== 0 && extra !== 2) return span;
  const from = span.start + extra / 2 + start;
  return { start: from, end: from + length };
}
