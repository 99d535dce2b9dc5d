import type { Draft, DraftNode } from './draft.ts';
import { cachePolicyOf } from './messages.ts';
import { staysInPlace } from './native.ts';
import { type Phrase, say } from './phrase.ts';
import { isMembership, isRouter } from './router.ts';

type Parts = Pick<Draft, 'input' | 'mode' | 'first' | 'nodes' | 'byId' | 'graph'>;

/** Why a node belongs to the set, judged by what is in it already; undefined = it does not. */
type Reason = (node: DraftNode, found: ReadonlySet<string>, parts: Parts) => Phrase | undefined;

/** The first that applies says why. Each only ever adds more as the set grows, so the result does not depend on any order. */
const REASONS: readonly Reason[] = [
  newCache,
  ownCache,
  changedStateless,
  versionedRouter,
  dependent,
  rebuilt,
  follower,
  newTarget,
  perColourPart,
  memberOfCopy,
  macfilePart,
  ownedSubstrate,
  attachedOnce,
];

/**
 * The duplicate set with a reason for every member: changed stateless nodes (in whole-environment mode all of them),
 * closed over what depends on them, and the parts of routers that exist once per colour. Unknown is never in it.
 */
export function duplicateSet(parts: Parts): ReadonlyMap<string, Phrase> {
  const candidates = parts.nodes.filter((node) => !leaves(node));
  const found = new Set<string>();
  const reasonOf = (node: DraftNode): Phrase | undefined => {
    for (const reason of REASONS) {
      const text = reason(node, found, parts);
      if (text !== undefined) return text;
    }
    return undefined;
  };
  for (let before = -1; before !== found.size; ) {
    before = found.size;
    spread(candidates, parts, found, reasonOf);
  }
  const members = candidates.filter((node) => found.has(node.id));
  return new Map(
    members.flatMap((node) => {
      const reason = reasonOf(node);
      return reason ? [[node.id, reason] as const] : [];
    }),
  );
}

/** One look at every node, and another one at the neighbours of what came in. */
function spread(
  candidates: readonly DraftNode[],
  { graph, byId }: Parts,
  found: Set<string>,
  reasonOf: (node: DraftNode) => Phrase | undefined,
): void {
  const queue = candidates.map((node) => node.id);
  for (let at = 0; at < queue.length; at++) {
    const node = byId.get(queue[at] ?? '');
    if (!node || leaves(node) || found.has(node.id) || reasonOf(node) === undefined) continue;
    found.add(node.id);
    queue.push(...graph.neighbours(node.id).filter((id) => !found.has(id)));
  }
}

/** Green does not have it. */
function leaves({ change, state }: DraftNode): boolean {
  return change === 'remove' || state === 'forgotten';
}

function newCache({ lifecycle, change }: DraftNode): Phrase | undefined {
  if (lifecycle.class !== 'cache') return undefined;
  if (change === 'add') return say('a new cache starts empty, so it is warmed before it serves');
  return change === 'replace'
    ? say('a replaced cache starts empty, so green gets its own and it is warmed')
    : undefined;
}

/** Somebody wants green to have its own, although blue's could serve. */
function ownCache(node: DraftNode, found: ReadonlySet<string>, { input, graph, first }: Parts): Phrase | undefined {
  if (node.lifecycle.class !== 'cache' || first || cachePolicyOf(node.id, input) !== 'new-warm') return undefined;
  const used = graph.neighbours(node.id).some((id) => found.has(id));
  return used ? say('the policy gives each colour a cache of its own') : undefined;
}

function changedStateless({ lifecycle, change }: DraftNode): Phrase | undefined {
  const changed = change !== 'unchanged' && change !== 'unknown';
  if (lifecycle.class !== 'stateless' || !changed) return undefined;
  return change === 'add' ? say('stateless and new') : say('stateless and changed');
}

/** A router whose own name carries the version exists once per version. */
function versionedRouter(node: DraftNode, _found: ReadonlySet<string>, { mode }: Parts): Phrase | undefined {
  const versioned = mode === 'whole-environment' && isRouter(node) && node.names.some((name) => name.colourAware);
  return versioned ? say('its name carries the version ({INF_VERSION}): one per colour') : undefined;
}

/** Routers stop the closure: they are not stateless. */
function dependent(node: DraftNode, found: ReadonlySet<string>, parts: Parts): Phrase | undefined {
  const owner = needed(node, found, parts);
  if (owner === undefined || node.lifecycle.class !== 'stateless') return undefined;
  return say('stateless and depends on {0}, which is duplicated', labelOf(owner));
}

function rebuilt({ lifecycle }: DraftNode, _found: ReadonlySet<string>, { mode }: Parts): Phrase | undefined {
  if (mode !== 'whole-environment' || lifecycle.class !== 'stateless') return undefined;
  return say('stateless: a new version rebuilds it');
}

function follower(node: DraftNode, found: ReadonlySet<string>, parts: Parts): Phrase | undefined {
  const owner = needed(node, found, parts);
  const movesOver = /^update/.test(node.change) && parts.byId.get(owner ?? '')?.change === 'add';
  const follows = node.lifecycle.class === 'config' && node.lifecycle.traits?.follows === 'owner' && !movesOver;
  return follows && owner !== undefined ? say('follows its owner {0}', labelOf(owner)) : undefined;
}

/** A server it is attached to names it best, else another part (an attachment). */
function perColourPart(node: DraftNode, found: ReadonlySet<string>, parts: Parts): Phrase | undefined {
  const { graph, byId } = parts;
  if (!isRouter(node) || !node.lifecycle.traits?.perColour) return undefined;
  const near = graph
    .neighbours(node.id)
    .filter((id) => found.has(id) && !isKept(id, parts))
    .toSorted();
  const partner =
    near.find((id) => byId.get(id)?.lifecycle.class === 'stateless') ??
    near.find((id) => byId.get(id)?.lifecycle.class !== 'router') ??
    near[0];
  return partner === undefined ? undefined : say('one per colour, attached to {0}', labelOf(partner));
}

/** A route that serves is pointed to it: blue is what the route named before. */
function newTarget(node: DraftNode, _found: ReadonlySet<string>, { first, graph, byId }: Parts): Phrase | undefined {
  if (first || node.change !== 'add' || !isRouter(node) || !node.lifecycle.traits?.perColour) return undefined;
  const route = graph
    .usersOf(node.id)
    .filter((id) => {
      const user = byId.get(id);
      return user !== undefined && isRouter(user) && /^update/.test(user.change) && !user.lifecycle.traits?.perColour;
    })
    .toSorted()[0];
  return route === undefined ? undefined : say('new, and {0} is pointed to it', labelOf(route));
}

/** Green's servers are put behind green's own front door: nothing is switched by that. */
function memberOfCopy(node: DraftNode, found: ReadonlySet<string>, { graph, byId }: Parts): Phrase | undefined {
  if (!isRouter(node) || !isMembership(node)) return undefined;
  const front = graph
    .needs(node.id)
    .filter((id) => found.has(id) && byId.get(id)?.lifecycle.class === 'router')
    .toSorted()[0];
  return front === undefined ? undefined : say('puts green behind {0}, which exists once per colour', labelOf(front));
}

/** The run of a new version executes every entry again: what is no store and no route is made once more. */
function macfilePart(node: DraftNode, found: ReadonlySet<string>, parts: Parts): Phrase | undefined {
  const { input, first, graph, byId } = parts;
  if (input.green.language !== 'macfile' || first || !isSubstrate(node)) return undefined;
  const owner = needed(node, found, parts);
  if (owner !== undefined) return say('follows {0}, which is duplicated', labelOf(owner));
  const kept = graph.usersOf(node.id).some((id) => !found.has(id) && byId.get(id)?.lifecycle.class !== 'router');
  return kept || found.size === 0 ? undefined : say('the run of a new version creates it again');
}

/** Replaced configuration or network can only live beside its old form when nothing of blue's keeps using it. */
function ownedSubstrate(node: DraftNode, found: ReadonlySet<string>, { graph }: Parts): Phrase | undefined {
  if (!isSubstrate(node) || node.change !== 'replace') return undefined;
  const users = graph.usersOf(node.id);
  const all = users.length > 0 && users.every((id) => found.has(id));
  return all ? say('replaced, and everything that uses it is duplicated') : undefined;
}

/** A network card is in one machine: two colours cannot share it. */
function attachedOnce(node: DraftNode, found: ReadonlySet<string>, { graph, byId, first }: Parts): Phrase | undefined {
  if (first || !/(network_interface|NetworkInterface)$/.test(node.resource.type.value)) return undefined;
  const machine = graph
    .usersOf(node.id)
    .filter((id) => found.has(id) && byId.get(id)?.lifecycle.class === 'stateless')
    .toSorted()[0];
  return machine === undefined ? undefined : say('in one machine at a time, and {0} is duplicated', labelOf(machine));
}

function isSubstrate({ lifecycle }: DraftNode): boolean {
  return lifecycle.class === 'config' || lifecycle.class === 'network';
}

/** What the platform renews in place stays what it was for those who need it. */
function needed({ id }: DraftNode, found: ReadonlySet<string>, parts: Parts): string | undefined {
  return parts.graph
    .needs(id)
    .filter((other) => found.has(other) && !isKept(other, parts))
    .toSorted()[0];
}

function isKept(id: string, { byId, input }: Parts): boolean {
  const node = byId.get(id);
  return node !== undefined && staysInPlace(node, { input });
}

/** A node path as people say it: without the section the thing stands in. A play without a name is called by its number. */
export function labelOf(id: string): string {
  const task = /^plays\.(.*?)(?:\.(?:pre_tasks|tasks|post_tasks|handlers)\.(.*))?$/.exec(id);
  if (task) {
    const play = (task[1] ?? id).replace(/^\d+(?=\.|$)/, (at) => `play ${Number(at) + 1}`);
    return task[2] === undefined ? play : `${play} › ${task[2]}`;
  }
  return id.replace(/^(Resources|infrastructures|resources)\./, '');
}
