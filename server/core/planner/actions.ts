import type { Action } from '../model/plan.ts';
import { type Decision, type Draft, type DraftNode, usedByDuplicates } from './draft.ts';
import { labelOf } from './duplicate.ts';
import { majorUpgradeOf } from './engine.ts';
import { nativeStrategy } from './native.ts';
import { type Phrase, say } from './phrase.ts';
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
  return strategy && acts ? { ...decided, why: [...decided.why, say('handled by {0}', strategy)] } : decided;
}

function decision(node: DraftNode, parts: Parts): Decision {
  const decided = byState(node) ?? byClass(node, parts);
  if (typeof node.state !== 'object') return decided;
  return { ...decided, why: [...decided.why, say('called {0} before (moved block)', node.state.was)] };
}

/** What a block about the state decides, whatever the class. */
function byState({ state, change }: DraftNode): Decision | undefined {
  if (state === 'forgotten')
    return says(
      'share',
      say('leaves the state of this configuration (removed block) and lives on: nothing destroys it'),
    );
  if (state !== 'taken-over' || change !== 'unknown') return undefined;
  return says(
    'review',
    say('exists already and is taken over (import block): whether the file says what runs, only terraform plan shows'),
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
      return says('review', say('outside this file or made of parts it does not show: look at it by hand'));
    default:
      return says('review', say('of unknown class: nothing is duplicated or retired without your word'));
  }
}

function ofStateless(node: DraftNode): Decision {
  if (node.change === 'remove') return says('retire', say('stateless and no longer in the file'));
  return says('share', say('stateless, unchanged and not dependent on anything duplicated'));
}

function ofPersistent(node: DraftNode, parts: Parts): Decision {
  const managed = node.change !== 'unchanged' && node.change !== 'replace' && nativeStrategy(node, parts) !== undefined;
  if (majorUpgradeOf(node) && !managed) return says('block', say('a major engine upgrade cannot serve both colours'));
  const byChange: Partial<Record<DraftNode['change'], Decision>> = {
    unchanged: says('share', say('persistent and unchanged: both colours use it')),
    add: says('expand', say('persistent and new: created before anything uses it')),
    update: says('migrate', say('persistent and changed without replacement: expand first, contract last')),
    'update-maybe-replace': says(
      'migrate',
      say('persistent and changed, perhaps by replacement: make sure before you go on'),
    ),
    replace: says('block', say('persistent and replaced: its data would be lost or split between the colours')),
    remove: says(
      'contract',
      say('persistent and no longer in the file: kept until nothing reads it, then removed with a snapshot'),
    ),
  };
  return byChange[node.change] ?? says('review', say('what happens to this store is unknown'));
}

function ofVolatile(node: DraftNode, parts: Parts): Decision {
  const user = usedByDuplicates(node.id, parts);
  switch (node.change) {
    case 'add':
      return says('expand', say('volatile and new: created before anything uses it'));
    case 'remove':
      return says('contract', say('volatile and no longer in the file: drained first, then removed'));
    case 'replace':
      return says('drain', say('volatile and replaced: the old one is drained before it goes'));
    case 'unknown':
      return says('review', say('what happens to it is unknown'));
    case 'unchanged':
      if (user === undefined) return says('share', say('volatile and not used by anything duplicated'));
  }
  if (user === undefined) return says('drain', say('volatile and changed: drain before the change'));
  return says('drain', say('volatile and used by {0}: drain before blue is retired', labelOf(user)));
}

function ofCache(node: DraftNode): Decision {
  if (node.change === 'remove') return says('retire', say('a cache nobody needs any more'));
  if (node.change === 'unchanged')
    return says('share', say('both colours use this cache: prefix its keys with the version'));
  if (node.change === 'unknown') return says('review', say('what happens to this cache is unknown'));
  return says('migrate', say('a cache changed in place: both colours see the change'));
}

function ofRouter(node: DraftNode, parts: Parts): Decision {
  if (node.change === 'remove') return says('contract', say('a route nobody needs any more'));
  if (node.change === 'unknown') return says('review', say('what happens to this router is unknown'));
  const chosen = parts.cutOver.some((cut) => cut.node === node.id);
  const test = testRoutes(parts.nodes).has(node.id);
  if (node.change === 'add')
    return says('expand', test ? say('a new route for the checks of green') : say('a new route'));
  if (chosen) {
    const behind = parts.graph
      .neighbours(node.id)
      .filter((id) => parts.duplicated.has(id))
      .toSorted()[0];
    return says(
      'switch',
      behind ? say('router in front of {0}', labelOf(behind)) : say('router in front of what is duplicated'),
    );
  }
  if (node.change === 'replace') return says('review', say('the router itself is replaced: its address may change'));
  if (node.change !== 'unchanged') return says('expand', say('a shared router changes: blue is served by it as well'));
  if (test) return says('share', say('a route for checks: it points to green while it is verified'));
  if (parts.cutOver.length > 0)
    return says('share', say('an inner router carries the switch; the front door stays shared'));
  return says('share', say('a router that serves nothing duplicated'));
}

/** Stands for nothing outside Terraform: replaced, it only runs its commands again. */
export const NOTHING_OUTSIDE = /^(null_resource|terraform_data|time_(sleep|static|offset|rotating))$/;

function ofSubstrate(node: DraftNode): Decision {
  if (node.change === 'replace' && NOTHING_OUTSIDE.test(node.resource.type.value)) {
    return says('expand', say('stands for nothing outside Terraform: it runs its commands again'));
  }
  const network = node.lifecycle.class === 'network';
  switch (node.change) {
    case 'unchanged':
      return says('share', network ? say('shared network') : say('shared configuration'));
    case 'add':
      return says(
        'expand',
        network
          ? say('new network: created before anything uses it')
          : say('new configuration: created before anything uses it'),
      );
    case 'remove':
      return says(
        'contract',
        network ? say('network nobody needs any more') : say('configuration nobody needs any more'),
      );
    case 'unknown':
      return says(
        'review',
        network ? say('what happens to this network is unknown') : say('what happens to this configuration is unknown'),
      );
    default:
      return ofChangedSubstrate(node.change, network);
  }
}

function ofChangedSubstrate(change: 'update' | 'update-maybe-replace' | 'replace', network: boolean): Decision {
  switch (change) {
    case 'update':
      return says(
        'expand',
        network
          ? say('shared network changes: blue sees it as well')
          : say('shared configuration changes: blue sees it as well'),
      );
    case 'update-maybe-replace':
      return says(
        'expand',
        network
          ? say('shared network changes, perhaps by replacement: make sure before you go on')
          : say('shared configuration changes, perhaps by replacement: make sure before you go on'),
      );
    case 'replace':
      return says(
        'block',
        network
          ? say('shared network is replaced while blue still uses it')
          : say('shared configuration is replaced while blue still uses it'),
      );
  }
}

function says(action: Action, why: Phrase): Decision {
  return { action, why: [why] };
}
