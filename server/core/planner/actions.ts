import type { Action } from '../model/plan.ts';
import { type Decision, type Draft, type DraftNode, usedByDuplicates } from './draft.ts';
import { labelOf } from './duplicate.ts';
import { majorUpgradeOf } from './engine.ts';
import { nativeStrategy } from './native.ts';
import { testRoutes } from './router.ts';

type Parts = Omit<Draft, 'decisions'>;

/** What is done with every node, by class and change, with the sentence that says why. */
export function decide(parts: Parts): ReadonlyMap<string, Decision> {
  return new Map(parts.nodes.map((node) => [node.id, withStrategy(node, decision(node, parts), parts)]));
}

/** Says who does it where the platform has a strategy of its own. */
function withStrategy(node: DraftNode, decided: Decision, parts: Parts): Decision {
  const strategy = nativeStrategy(node, parts);
  const acts = decided.action !== 'share' && decided.action !== 'review';
  return strategy && acts ? { ...decided, why: [...decided.why, `handled by ${strategy}`] } : decided;
}

function decision(node: DraftNode, parts: Parts): Decision {
  const decided = byState(node) ?? byClass(node, parts);
  if (typeof node.state !== 'object') return decided;
  return { ...decided, why: [...decided.why, `called ${node.state.was} before (moved block)`] };
}

/** What a block about the state decides, whatever the class. */
function byState({ state, change }: DraftNode): Decision | undefined {
  if (state === 'forgotten')
    return says('share', 'leaves the state of this configuration (removed block) and lives on: nothing destroys it');
  if (state !== 'taken-over' || change !== 'unknown') return undefined;
  return says(
    'review',
    'exists already and is taken over (import block): whether the file says what runs, only terraform plan shows',
  );
}

function byClass(node: DraftNode, parts: Parts): Decision {
  const reason = parts.duplicated.get(node.id);
  if (reason !== undefined) return says('duplicate', reason);
  switch (node.lifecycle.class) {
    case 'stateless':
      return ofStateless(node);
    case 'persistent':
      return ofPersistent(node, parts);
    case 'volatile':
      return ofVolatile(node, parts);
    case 'cache':
      return ofCache(node);
    case 'router':
      return ofRouter(node, parts);
    case 'config':
    case 'network':
      return ofSubstrate(node);
    case 'external':
      return says('review', 'outside this file or made of parts it does not show: look at it by hand');
    default:
      return says('review', 'of unknown class: nothing is duplicated or retired without your word');
  }
}

function ofStateless(node: DraftNode): Decision {
  if (node.change === 'remove') return says('retire', 'stateless and no longer in the file');
  return says('share', 'stateless, unchanged and not dependent on anything duplicated');
}

function ofPersistent(node: DraftNode, parts: Parts): Decision {
  const managed = node.change !== 'unchanged' && node.change !== 'replace' && nativeStrategy(node, parts) !== undefined;
  if (majorUpgradeOf(node) && !managed) return says('block', 'a major engine upgrade cannot serve both colours');
  const byChange: Partial<Record<DraftNode['change'], Decision>> = {
    unchanged: says('share', 'persistent and unchanged: both colours use it'),
    add: says('expand', 'persistent and new: created before anything uses it'),
    update: says('migrate', 'persistent and changed without replacement: expand first, contract last'),
    'update-maybe-replace': says(
      'migrate',
      'persistent and changed, perhaps by replacement: make sure before you go on',
    ),
    replace: says('block', 'persistent and replaced: its data would be lost or split between the colours'),
    remove: says(
      'contract',
      'persistent and no longer in the file: kept until nothing reads it, then removed with a snapshot',
    ),
  };
  return byChange[node.change] ?? says('review', 'what happens to this store is unknown');
}

function ofVolatile(node: DraftNode, parts: Parts): Decision {
  const user = usedByDuplicates(node.id, parts);
  switch (node.change) {
    case 'add':
      return says('expand', 'volatile and new: created before anything uses it');
    case 'remove':
      return says('contract', 'volatile and no longer in the file: drained first, then removed');
    case 'replace':
      return says('drain', 'volatile and replaced: the old one is drained before it goes');
    case 'unknown':
      return says('review', 'what happens to it is unknown');
    case 'unchanged':
      if (user === undefined) return says('share', 'volatile and not used by anything duplicated');
  }
  if (user === undefined) return says('drain', 'volatile and changed: drain before the change');
  return says('drain', `volatile and used by ${labelOf(user)}: drain before blue is retired`);
}

function ofCache(node: DraftNode): Decision {
  if (node.change === 'remove') return says('retire', 'a cache nobody needs any more');
  if (node.change === 'unchanged')
    return says('share', 'both colours use this cache: prefix its keys with the version');
  if (node.change === 'unknown') return says('review', 'what happens to this cache is unknown');
  return says('migrate', 'a cache changed in place: both colours see the change');
}

function ofRouter(node: DraftNode, parts: Parts): Decision {
  if (node.change === 'remove') return says('contract', 'a route nobody needs any more');
  if (node.change === 'unknown') return says('review', 'what happens to this router is unknown');
  const chosen = parts.cutOver.some((cut) => cut.node === node.id);
  const test = testRoutes(parts.nodes).has(node.id);
  if (node.change === 'add') return says('expand', test ? 'a new route for the checks of green' : 'a new route');
  if (chosen) {
    const behind = parts.graph
      .neighbours(node.id)
      .filter((id) => parts.duplicated.has(id))
      .toSorted()[0];
    return says('switch', behind ? `router in front of ${labelOf(behind)}` : 'router in front of what is duplicated');
  }
  if (node.change === 'replace') return says('review', 'the router itself is replaced: its address may change');
  if (node.change !== 'unchanged') return says('expand', 'a shared router changes: blue is served by it as well');
  if (test) return says('share', 'a route for checks: it points to green while it is verified');
  if (parts.cutOver.length > 0) return says('share', 'an inner router carries the switch; the front door stays shared');
  return says('share', 'a router that serves nothing duplicated');
}

/** Stands for nothing outside Terraform: replaced, it only runs its commands again. */
export const NOTHING_OUTSIDE = /^(null_resource|terraform_data|time_(sleep|static|offset|rotating))$/;

function ofSubstrate(node: DraftNode): Decision {
  if (node.change === 'replace' && NOTHING_OUTSIDE.test(node.resource.type.value)) {
    return says('expand', 'stands for nothing outside Terraform: it runs its commands again');
  }
  const what = node.lifecycle.class === 'network' ? 'network' : 'configuration';
  const byChange: Partial<Record<DraftNode['change'], Decision>> = {
    unchanged: says('share', `shared ${what}`),
    add: says('expand', `new ${what}: created before anything uses it`),
    update: says('expand', `shared ${what} changes: blue sees it as well`),
    'update-maybe-replace': says(
      'expand',
      `shared ${what} changes, perhaps by replacement: make sure before you go on`,
    ),
    replace: says('block', `shared ${what} is replaced while blue still uses it`),
    remove: says('contract', `${what} nobody needs any more`),
  };
  return byChange[node.change] ?? says('review', `what happens to this ${what} is unknown`);
}

function says(action: Action, why: string): Decision {
  return { action, why: [why] };
}
