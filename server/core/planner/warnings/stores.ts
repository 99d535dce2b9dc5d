import { isContainer } from '../container.ts';
import { actionOf, type Draft, type DraftNode, usedByDuplicates } from '../draft.ts';
import { majorUpgradeOf } from '../engine.ts';
import { GOES } from '../evidence.ts';
import { cachePolicyOf } from '../messages.ts';
import { nativeStrategy } from '../native.ts';
import { type Phrase, say } from '../phrase.ts';
import { isTrue, settingText } from '../setting.ts';
import { indexUnit } from '../unit.ts';
import { byChange, changedSettings, thisQueue, type WarningDraft, warn } from './warning.ts';

/** Warnings about what must survive: stores, queues and caches. */
export function storeWarnings(draft: Draft): readonly WarningDraft[] {
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
function versionedState(node: DraftNode, draft: Draft): readonly WarningDraft[] {
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
        say('every new infrastructure version creates this store again, and destroying the old version destroys it'),
        say(
          'move it to its own Macfile that is not versioned with the application, and pass its endpoint in as a parameter',
        ),
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
      say('both versions use this queue, and destroying the old version destroys it with everything in it'),
      say('move it to its own Macfile, or put {INF_VERSION} into its name'),
    ),
  ];
}

/** It left the file, but the old version made it: destroying that version destroys it, whoever uses it by then. */
function goesWithBlue(node: DraftNode): readonly WarningDraft[] {
  if (node.resource.destroyable === false) return [];
  return [
    warn(
      node,
      'no-retain',
      'blocker',
      say(
        'the store left the file, but the old version still owns it: destroying that version destroys it with its data',
      ),
      say(
        'create the store anew outside the versioned file and move the data there, before the old version is destroyed',
      ),
    ),
  ];
}

/** The file holds nothing that is replaced with a version, and its own version stays: it is what the fix asks for. */
function isApartAlready({ nodes, input }: Draft): boolean {
  if (nodes.some(({ lifecycle }) => lifecycle.class === 'stateless')) return false;
  return !input.blue || indexUnit(input.blue).version === indexUnit(input.green).version;
}

function majorUpgrade(node: DraftNode, draft: Draft): readonly WarningDraft[] {
  const upgrade = majorUpgradeOf(node);
  if (!upgrade || actionOf(draft, node.id) !== 'block') return [];
  return [
    warn(
      node,
      'major-engine-upgrade',
      'blocker',
      say('major engine upgrade {0} -> {1} cannot be shared by both colours', upgrade.from, upgrade.to),
      isContainer(node.resource.type.value)
        ? say(
            'start the new one beside it with a folder of its own, load a dump of the old one into it, then move its users',
          )
        : say('run it as its own managed database blue/green switch-over first'),
    ),
  ];
}

function switchOver(node: DraftNode, draft: Draft): readonly WarningDraft[] {
  const managed = actionOf(draft, node.id) === 'block' || nativeStrategy(node, draft) !== undefined;
  if (!managed || node.change === 'unchanged' || node.lifecycle.class !== 'persistent') return [];
  if (!isTrue(settingText(node.resource, 'managemasteruserpassword'))) return [];
  return [
    warn(
      node,
      'managed-switch-over-unsupported',
      'high',
      say('managed database blue/green does not support a master password managed by Secrets Manager'),
      say('take the password out of Secrets Manager management for the switch-over, or migrate in the traditional way'),
    ),
  ];
}

function stateChange(node: DraftNode, draft: Draft): readonly WarningDraft[] {
  const action = actionOf(draft, node.id);
  if (node.lifecycle.class !== 'persistent' || (action !== 'migrate' && action !== 'block')) return [];
  return [
    warn(
      node,
      'shared-state-change',
      byChange(node, 'medium'),
      node.change === 'replace'
        ? say('both colours use this store; change of {0}: it is replaced', changedSettings(node))
        : say(
            'both colours use this store; change of {0}: it is applied while blue still serves',
            changedSettings(node),
          ),
      node.change === 'replace'
        ? say('migrate it by itself: managed switch-over, or copy, dual write and switch readers')
        : say('apply only what blue can live with, before green is created'),
    ),
  ];
}

function noRetain(node: DraftNode, draft: Draft): readonly WarningDraft[] {
  const state = node.lifecycle.class;
  const { language } = draft.input.green;
  if ((state !== 'persistent' && state !== 'volatile') || (language !== 'cloudformation' && language !== 'terraform'))
    return [];
  const gone = node.change === 'replace' || node.change === 'remove' || losesInstance(node);
  const touched = gone || node.change === 'update' || node.change === 'update-maybe-replace';
  if (!touched || (state === 'volatile' && !gone)) return [];
  const skipped = isTrue(settingText(node.resource, 'skipfinalsnapshot'));
  const { guards } = node.resource;
  const left = language === 'terraform' && node.change === 'remove';
  const guarded = guards && (guards.retain || guards.snapshot || (guards.preventDestroy && !left));
  if (!skipped && (guarded || isTrue(settingText(node.resource, 'deletionprotection')))) return [];
  if (language === 'terraform' && !gone && !skipped) return [];
  const recoverable = node.change === 'remove' && staysRecoverable(node);
  return [
    warn(
      node,
      'no-retain',
      gone && !recoverable ? 'blocker' : 'medium',
      skipped
        ? skipsSnapshot(state)
        : left
          ? say('{0} left the file: it is destroyed', UNGUARDED[state])
          : say(
              '{0} without {1}',
              UNGUARDED[state],
              language === 'terraform'
                ? say('prevent_destroy or a final snapshot')
                : say('DeletionPolicy and UpdateReplacePolicy Retain or Snapshot'),
            ),
      language === 'terraform' ? keptInTerraform(node) : keptInTemplate(node),
    ),
  ];
}

/** What a policy says counts once it is deployed: a resource that left the template is treated by the last one. */
function keptInTemplate({ change }: DraftNode): Phrase {
  return change === 'remove'
    ? say(
        'put it back and deploy it with DeletionPolicy Retain, or Snapshot where the type has it; leave it out after that',
      )
    : say('set DeletionPolicy and UpdateReplacePolicy to Retain, or to Snapshot where the type has it');
}

const HAS_FINAL_SNAPSHOT = /_(db_instance|rds_cluster|docdb_cluster|neptune_cluster|redshift_cluster)$/;

/** A block that left the file protects nothing any more. */
function keptInTerraform({ change, resource }: DraftNode): Phrase {
  if (change === 'remove')
    return say(
      'to keep it put removed { from = … lifecycle { destroy = false } } in its place (Terraform 1.7), or take a backup first',
    );
  return HAS_FINAL_SNAPSHOT.test(resource.type.value)
    ? say('set skip_final_snapshot = false with a final_snapshot_identifier, or lifecycle { prevent_destroy = true }')
    : say('set lifecycle { prevent_destroy = true }, and take a backup before it is destroyed on purpose');
}

/** The provider only marks it, and deletes it after a waiting time. */
function staysRecoverable({ resource }: DraftNode): boolean {
  if (/aws_secretsmanager_secret$/.test(resource.type.value))
    return settingText(resource, 'recoverywindowindays') !== '0';
  return /aws_kms_key$|aws_kms_replica_key$/.test(resource.type.value);
}

const UNGUARDED = { persistent: say('persistent state'), volatile: say('a queue or stream') };

function skipsSnapshot(state: 'persistent' | 'volatile'): Phrase {
  return state === 'persistent'
    ? say('skip_final_snapshot = true on persistent state')
    : say('skip_final_snapshot = true on a queue or stream');
}

/** One of its copies, by `count` or `for_each`, is there no more. */
function losesInstance(node: DraftNode): boolean {
  return node.changedPaths.some(({ via }) => via === GOES);
}

function undrained(node: DraftNode): readonly WarningDraft[] {
  const gone = node.change === 'replace' || node.change === 'remove' || losesInstance(node);
  if (node.lifecycle.class !== 'volatile' || !gone) return [];
  return [
    warn(
      node,
      'undrained-removal',
      'high',
      node.change === 'replace'
        ? say('replacing {0} loses what is still in it', thisQueue(node))
        : say('removing {0} loses what is still in it', thisQueue(node)),
      say('stop its producers, let its consumers empty it, then remove it in a change of its own'),
    ),
  ];
}

function caches(node: DraftNode, draft: Draft): readonly WarningDraft[] {
  if (node.lifecycle.class !== 'cache') return [];
  const action = actionOf(draft, node.id);
  if (action === 'duplicate') {
    return [warn(node, 'cache-warm-up', 'medium', say('the new cache starts cold'), say('warm it before the switch'))];
  }
  const said = cachePolicyOf(node.id, draft.input) === 'share-prefixed';
  if (action !== 'share' || said || usedByDuplicates(node.id, draft) === undefined || hasKeyPrefix(draft)) return [];
  return [
    warn(
      node,
      'cache-namespace',
      'low',
      say('both colours write into this cache, and nothing in the file prefixes its keys with a version'),
      say('prefix the keys with the version of the application, so that neither colour reads what the other wrote'),
    ),
  ];
}

function hasKeyPrefix({ input }: Draft): boolean {
  return input.green.facts.some(
    (fact) => fact.fact === 'config-value' && /cache.*(prefix|namespace|version)|key_?prefix/i.test(fact.key.value),
  );
}
