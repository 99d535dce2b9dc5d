import type { Draft, DraftNode } from './draft.ts';
import { isRouter } from './router.ts';

type Parts = Pick<Draft, 'input' | 'mode' | 'first' | 'nodes' | 'byId' | 'graph'>;

/**
 * The duplicate set with a reason for every member: changed stateless nodes (in whole-environment mode all of them),
 * closed over what depends on them, and the parts of routers that exist once per colour. Unknown is never in it.
 */
export function duplicateSet(parts: Parts): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const node of parts.nodes) {
    const reason = reasonToStart(node, parts);
    if (reason) found.set(node.id, reason);
  }
  if (parts.mode === 'whole-environment') versionedRouters(parts, found);
  for (;;) {
    const before = found.size;
    closeOverDependents(parts, found);
    perColourParts(parts, found);
    if (parts.input.green.language === 'macfile') macfileParts(parts, found);
    ownedNetwork(parts, found);
    if (found.size === before) return found;
  }
}

function reasonToStart(node: DraftNode, { mode }: Parts): string | undefined {
  if (node.change === 'remove') return undefined;
  const changed = node.change !== 'unchanged' && node.change !== 'unknown';
  const state = node.lifecycle.class;
  if (state === 'cache' && (node.change === 'replace' || node.change === 'add')) {
    return node.change === 'add'
      ? 'a new cache starts empty, so it is warmed before it serves'
      : 'a replaced cache starts empty, so green gets its own and it is warmed';
  }
  if (state !== 'stateless') return undefined;
  if (changed) return 'stateless and changed';
  return mode === 'whole-environment' ? '' : undefined;
}

/** Stateless dependents, and configuration that follows its owner. Routers stop the closure. */
function closeOverDependents({ nodes, graph }: Parts, found: Map<string, string>): void {
  for (const node of nodes) {
    const reason = found.get(node.id);
    if ((reason !== undefined && reason !== '') || node.change === 'remove') continue;
    const owner = graph
      .needs(node.id)
      .filter((id) => found.has(id))
      .toSorted()[0];
    if (owner === undefined) continue;
    if (node.lifecycle.class === 'stateless') {
      found.set(node.id, `stateless and depends on ${labelOf(owner)}, which is duplicated`);
    } else if (node.lifecycle.class === 'config' && node.lifecycle.traits?.follows === 'owner') {
      found.set(node.id, `follows its owner ${labelOf(owner)}`);
    }
  }
  for (const [id, reason] of found) if (reason === '') found.set(id, 'stateless: a new version rebuilds it');
}

function perColourParts({ nodes, byId, graph }: Parts, found: Map<string, string>): void {
  for (const node of nodes) {
    if (found.has(node.id) || !isRouter(node) || node.change === 'remove' || !node.lifecycle.traits?.perColour)
      continue;
    const near = graph.neighbours(node.id).filter((id) => found.has(id) && !isRouter(byId.get(id) ?? node));
    const partner = near.toSorted()[0];
    if (partner !== undefined) found.set(node.id, `one per colour, attached to ${labelOf(partner)}`);
  }
}

/** A router whose own name carries the version exists once per version. */
function versionedRouters({ nodes }: Parts, found: Map<string, string>): void {
  for (const node of nodes) {
    const versioned = node.names.find((name) => name.colourAware);
    if (versioned && isRouter(node) && node.change !== 'remove')
      found.set(node.id, 'its name carries {INF_VERSION}: one per colour');
  }
}

/** The run of a new version executes every entry again: what is no store and no route is made once more. */
function macfileParts({ nodes, graph, byId, first }: Parts, found: Map<string, string>): void {
  if (first) return;
  for (const node of nodes) {
    const state = node.lifecycle.class;
    if (found.has(node.id) || node.change === 'remove' || (state !== 'config' && state !== 'network')) continue;
    const owner = graph
      .needs(node.id)
      .filter((id) => found.has(id))
      .toSorted()[0];
    const users = graph.usersOf(node.id);
    const keeps = users.some((id) => !found.has(id) && byId.get(id)?.lifecycle.class !== 'router');
    if (owner !== undefined) found.set(node.id, `follows ${labelOf(owner)}, which is duplicated`);
    else if (!keeps) found.set(node.id, 'the run of a new version creates it again');
  }
}

/** Replaced configuration or network can only live beside its old form when nothing of blue's keeps using it. */
function ownedNetwork({ nodes, graph }: Parts, found: Map<string, string>): void {
  for (const node of nodes) {
    const state = node.lifecycle.class;
    if (found.has(node.id) || (state !== 'config' && state !== 'network') || node.change !== 'replace') continue;
    const users = graph.usersOf(node.id);
    if (users.length > 0 && users.every((id) => found.has(id))) {
      found.set(node.id, 'replaced, and everything that uses it is duplicated');
    }
  }
}

/** Last part of a node path: what a person calls the thing, without the section it stands in. */
export function labelOf(id: string): string {
  const plain = id.replace(/^(Resources|infrastructures|resources)\./, '');
  return plain;
}
