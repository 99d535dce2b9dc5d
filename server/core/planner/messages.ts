import type { Plan } from '../model/plan.ts';
import { entryIn } from '../model/table.ts';
import { actionOf, type Draft, nodesWith, usedByDuplicates } from './draft.ts';
import type { CachePolicy, PlanInput, QueuePolicy } from './input.ts';
import { isSecretName } from './mask.ts';

export function queuePolicyOf(id: string, { policies = {} }: PlanInput): QueuePolicy {
  return [entryIn(policies, id), entryIn(policies, 'queue')].find(isQueuePolicy) ?? 'shared-tolerant';
}

function isQueuePolicy(word: string | undefined): word is QueuePolicy {
  return word === 'shared-tolerant' || word === 'per-colour' || word === 'version-routed';
}

/** Undefined: nobody said; what the file shows decides. */
export function cachePolicyOf(id: string, { policies = {} }: PlanInput): CachePolicy | undefined {
  return [entryIn(policies, id), entryIn(policies, 'cache')].find(isCachePolicy);
}

function isCachePolicy(word: string | undefined): word is CachePolicy {
  return word === 'share-prefixed' || word === 'new-warm';
}

type Message = NonNullable<Plan['messages']>[number];

/** Queues and streams that both colours use, with who writes and who reads where the edges say it. */
export function messagesOf(draft: Draft): readonly Message[] {
  if (draft.first) return [];
  const queues = nodesWith(draft, 'drain').filter((node) => usedByDuplicates(node.id, draft) !== undefined);
  return queues.map((node): Message => {
    const policy = queuePolicyOf(node.id, draft.input);
    const edges = draft.graph.edgesOf(node.id);
    const by = (kind: 'produces' | 'consumes'): readonly string[] =>
      edges.filter((edge) => edge.kind === kind).map((edge) => (edge.from === node.id ? edge.to : edge.from));
    const consumers = [...by('consumes'), ...consumersNear(node.id, draft)];
    const producers = by('produces');
    const attribute = policy === 'version-routed' ? versionAttribute(draft) : undefined;
    return {
      queue: node.id,
      policy,
      ...(producers.length > 0 ? { producers: [...new Set(producers)].toSorted() } : {}),
      ...(consumers.length > 0 ? { consumers: [...new Set(consumers)].toSorted() } : {}),
      ...(attribute === undefined ? {} : { versionAttribute: attribute }),
    };
  });
}

function consumersNear(id: string, { graph, byId }: Draft): readonly string[] {
  return graph.neighbours(id).filter((other) => byId.get(other)?.lifecycle.traits?.consumer === true);
}

/** The setting that looks like the version messages are stamped with. */
function versionAttribute({ input }: Draft): string {
  const found = input.green.facts.find(
    (fact) =>
      fact.fact === 'config-value' &&
      /(message|format|schema).*version/i.test(fact.key.value) &&
      !isSecretName(fact.key.value),
  );
  return found?.fact === 'config-value' ? found.key.value : 'format-version';
}

type Cache = NonNullable<Plan['caches']>[number];

export function cachesOf(draft: Draft): readonly Cache[] {
  return draft.nodes
    .filter((node) => node.lifecycle.class === 'cache')
    .flatMap((node): readonly Cache[] => {
      const action = actionOf(draft, node.id);
      if (action === 'duplicate') return [{ node: node.id, policy: 'new-warm' }];
      const used = usedByDuplicates(node.id, draft) !== undefined;
      return used && (action === 'share' || action === 'migrate') ? [{ node: node.id, policy: 'share-prefixed' }] : [];
    });
}
