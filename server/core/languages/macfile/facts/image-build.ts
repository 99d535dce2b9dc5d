import type { Fact } from '../../../model/fact.ts';
import { literalText, valueAt } from '../../../model/value.ts';

/** A role whose servers an image is made of is an image build: what its scripts do happens once, not on every server. */
export function withImageBuilds(facts: readonly Fact[]): readonly Fact[] {
  const images = facts.filter(
    (fact) => fact.fact === 'resource' && /create-image$|images create$/.test(fact.type.value),
  );
  if (images.length === 0) return facts;
  const made = new Set(images.map(({ node }) => node));
  const used = facts.flatMap((fact) => (fact.fact === 'dependency' && made.has(fact.node) ? [fact.to] : []));
  const roles = facts.flatMap((fact) => {
    if (fact.fact !== 'resource' || !used.includes(fact.node)) return [];
    const role = literalText(valueAt(fact.settings, 'role'));
    return role === undefined ? [] : [{ entry: fact.node, prefix: `roles.${role}.` }];
  });
  return facts.map((fact) => {
    const builds = roles.some(({ entry, prefix }) => fact.node === entry || fact.node.startsWith(prefix));
    return builds ? { ...fact, contexts: [...(fact.contexts ?? []), 'imageBuild' as const] } : fact;
  });
}
