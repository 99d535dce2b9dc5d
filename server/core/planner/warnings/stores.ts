import type { PlanWarning } from '../../model/plan.ts';
import { actionOf, type Draft, type DraftNode, usedByDuplicates } from '../draft.ts';
import { majorUpgradeOf } from '../engine.ts';
import { cachePolicyOf } from '../messages.ts';
import { nativeStrategy } from '../native.ts';
import { isTrue, settingText } from '../setting.ts';
import { indexUnit } from '../unit.ts';
import { byChange, changedSettings, warn } from './warning.ts';

/** Warnings about what must survive: stores, queues and caches. */
export function storeWarnings(draft: Draft): readonly PlanWarning[] {
  if (draft.first) return draft.nodes.flatMap((node) => versionedState(node, draft));
  return draft.nodes.flatMap((node) => [
    ...versionedState(node, draft),
    ...majorUpgrade(node, draft),
    ...switchOver(node, draft),
    ...stateChange(node, draft),
    ...noRetain(node, draft),
    ...undrained(node),
    ...caches(node, draft),
  ]);
}

/** Every new version of a Macfile creates the store again, and destroying the old version destroys it. */
function versionedState(node: DraftNode, draft: Draft): readonly PlanWarning[] {
  if (draft.input.green.language !== 'macfile' || draft.same) return [];
  const state = node.lifecycle.class;
  if (node.change === 'remove') return state === 'persistent' ? goesWithBlue(node) : [];
  if (isApartAlready(draft)) return [];
  if (state === 'persistent') {
    return [
      warn(
        node,
        'state-in-versioned-unit',
        'blocker',
        'every new infrastructure version creates this store again, and destroying the old version destroys it',
        'move it to its own Macfile that is not versioned with the application, and pass its endpoint in as a parameter',
      ),
    ];
  }
  const own = node.names.some((name) => name.colourAware);
  if (state !== 'volatile' || own || node.resource.destroyable === false) return [];
  return [
    warn(
      node,
      'state-in-versioned-unit',
      'blocker',
      'both versions use this queue, and destroying the old version destroys it with everything in it',
      'move it to its own Macfile, or put {INF_VERSION} into its name',
    ),
  ];
}

/** It left the file, but the old version made it: destroying that version destroys it, whoever uses it by then. */
function goesWithBlue(node: DraftNode): readonly PlanWarning[] {
  if (node.resource.destroyable === false) return [];
  return [
    warn(
      node,
      'no-retain',
      'blocker',
      'the store left the file, but the old version still owns it: destroying that version destroys it with its data',
      'create the store anew outside the versioned file and move the data there, before the old version is destroyed',
    ),
  ];
}

/** The file holds nothing that is replaced with a version, and its own version stays: it is what the fix asks for. */
function isApartAlready({ nodes, input }: Draft): boolean {
  if (nodes.some(({ lifecycle }) => lifecycle.class === 'stateless')) return false;
  return !input.blue || indexUnit(input.blue).version === indexUnit(input.green).version;
}

function majorUpgrade(node: DraftNode, draft: Draft): readonly PlanWarning[] {
  const upgrade = majorUpgradeOf(node);
  if (!upgrade || actionOf(draft, node.id) !== 'block') return [];
  return [
    warn(
      node,
      'major-engine-upgrade',
      'blocker',
      `major engine upgrade ${upgrade.from} -> ${upgrade.to} cannot be shared by both colours`,
      'run it as its own managed database blue/green switch-over first',
    ),
  ];
}

function switchOver(node: DraftNode, draft: Draft): readonly PlanWarning[] {
  const managed = actionOf(draft, node.id) === 'block' || nativeStrategy(node, draft) !== undefined;
  if (!managed || node.change === 'unchanged' || node.lifecycle.class !== 'persistent') return [];
  if (!isTrue(settingText(node.resource, 'managemasteruserpassword'))) return [];
  return [
    warn(
      node,
      'managed-switch-over-unsupported',
      'high',
      'managed database blue/green does not support a master password managed by Secrets Manager',
      'take the password out of Secrets Manager management for the switch-over, or migrate in the traditional way',
    ),
  ];
}

function stateChange(node: DraftNode, draft: Draft): readonly PlanWarning[] {
  const action = actionOf(draft, node.id);
  if (node.lifecycle.class !== 'persistent' || (action !== 'migrate' && action !== 'block')) return [];
  const replaced = node.change === 'replace' ? 'it is replaced' : 'it is applied while blue still serves';
  return [
    warn(
      node,
      'shared-state-change',
      byChange(node, 'medium'),
      `both colours use this store; change of ${changedSettings(node)}: ${replaced}`,
      node.change === 'replace'
        ? 'migrate it by itself: managed switch-over, or copy, dual write and switch readers'
        : 'apply only what blue can live with, before green is created',
    ),
  ];
}

function noRetain(node: DraftNode, draft: Draft): readonly PlanWarning[] {
  const state = node.lifecycle.class;
  const { language } = draft.input.green;
  if ((state !== 'persistent' && state !== 'volatile') || (language !== 'cloudformation' && language !== 'terraform'))
    return [];
  const gone = node.change === 'replace' || node.change === 'remove' || losesInstance(node);
  const touched = gone || node.change === 'update' || node.change === 'update-maybe-replace';
  if (!touched || (state === 'volatile' && !gone)) return [];
  const skipped = isTrue(settingText(node.resource, 'skipfinalsnapshot'));
  const { guards } = node.resource;
  const guarded = guards && (guards.retain || guards.snapshot || guards.preventDestroy);
  if (!skipped && (guarded || isTrue(settingText(node.resource, 'deletionprotection')))) return [];
  if (language === 'terraform' && !gone && !skipped) return [];
  const what = state === 'persistent' ? 'persistent state' : 'a queue or stream';
  return [
    warn(
      node,
      'no-retain',
      gone ? 'blocker' : 'medium',
      skipped
        ? `skip_final_snapshot = true on ${what}`
        : `${what} without ${language === 'terraform' ? 'prevent_destroy or a final snapshot' : 'DeletionPolicy and UpdateReplacePolicy Retain or Snapshot'}`,
      language === 'terraform'
        ? 'set skip_final_snapshot = false with a final_snapshot_identifier, or lifecycle { prevent_destroy = true }'
        : 'set DeletionPolicy and UpdateReplacePolicy to Retain, or to Snapshot where the type has it',
    ),
  ];
}

/** One of its copies, by `count` or `for_each`, is there no more. */
function losesInstance(node: DraftNode): boolean {
  return node.changedPaths.some(({ via }) => via === 'an instance goes');
}

function undrained(node: DraftNode): readonly PlanWarning[] {
  const gone = node.change === 'replace' || node.change === 'remove' || losesInstance(node);
  if (node.lifecycle.class !== 'volatile' || !gone) return [];
  return [
    warn(
      node,
      'undrained-removal',
      'high',
      `${node.change === 'replace' ? 'replacing' : 'removing'} this ${node.lifecycle.traits?.kind ?? 'queue'} loses what is still in it`,
      'stop its producers, let its consumers empty it, then remove it in a change of its own',
    ),
  ];
}

function caches(node: DraftNode, draft: Draft): readonly PlanWarning[] {
  if (node.lifecycle.class !== 'cache') return [];
  const action = actionOf(draft, node.id);
  if (action === 'duplicate') {
    return [warn(node, 'cache-warm-up', 'medium', 'the new cache starts cold', 'warm it before the switch')];
  }
  const said = cachePolicyOf(node.id, draft.input) === 'share-prefixed';
  if (action !== 'share' || said || usedByDuplicates(node.id, draft) === undefined || hasKeyPrefix(draft)) return [];
  return [
    warn(
      node,
      'cache-namespace',
      'low',
      'both colours write into this cache, and nothing in the file prefixes its keys with a version',
      'prefix the keys with the version of the application, so that neither colour reads what the other wrote',
    ),
  ];
}

function hasKeyPrefix({ input }: Draft): boolean {
  return input.green.facts.some(
    (fact) => fact.fact === 'config-value' && /cache.*(prefix|namespace|version)|key_?prefix/i.test(fact.key.value),
  );
}
