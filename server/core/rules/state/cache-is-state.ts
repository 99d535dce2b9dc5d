import type { Resource } from '../../model/fact.ts';
import { type FactIndex, oncePerUnit } from '../../model/fact-index.ts';
import { isCompute } from '../../model/machine.ts';
import { anyOf } from '../../model/pattern.ts';
import { settingIntent, settingOf } from '../../model/setting.ts';
import type { ShellCommand } from '../../model/shell.ts';
import { literalNumber, literalText } from '../../model/value.ts';
import { defineRule, type RuleFinding } from '../define.ts';

const CACHES = /^AWS::ElastiCache::(?:CacheCluster|ReplicationGroup)$|^aws_elasticache_(?:cluster|replication_group)$/;

export default defineRule({
  id: 'cache-is-state',
  group: 'state',
  title: 'Cache is replaced cold',
  why: 'A cache that takes long to warm must be treated as stateful during the switch.',
  severity: 'info',
  confidence: 'medium',
  profile: 'strict',
  languages: ['macfile', 'cloudformation', 'ansible', 'terraform'],
  principles: ['BG-define'],
  since: '0.1.0',
  fix: 'confirm',
  guards: [
    'Small caches, those with a snapshot, and those of a global store pass.',
    'A cache without servers beside it passes.',
    'A size that is only known at run time passes.',
    'Tests and examples pass.',
  ],
  looksAt: ['resource', 'script'],
  types: anyOf(CACHES, 'mac instance create'),

  *check(fact, facts): Iterable<RuleFinding> {
    if (facts.inContext(fact, 'test', 'example')) return;
    if (fact.fact === 'script') {
      for (const command of fact.commands) yield* flushes(command);
    } else if (CACHES.test(fact.type.value)) yield* besideServers(fact, facts);
    else if (fact.lifecycle.class === 'cache' && hasServers(facts)) yield cold(fact);
  },
});

const WHY =
  'A cache that takes long to warm up is state: green starts with an empty one, and the data store gets all that the cache kept away from it.';

function cold(cache: Resource): RuleFinding {
  return {
    span: cache.header,
    message: `\`${cache.name.value}\` goes and comes with the servers of this unit. ${WHY} Keep it in a unit of its own, or warm it up before the switch.`,
  };
}

function* besideServers(cache: Resource, facts: FactIndex): Iterable<RuleFinding> {
  if (!hasServers(facts) || !isBig(cache)) return;
  const kept = settingOf(cache, 'SnapshotRetentionLimit', 'snapshot_retention_limit');
  const global = settingOf(cache, 'GlobalReplicationGroupId', 'global_replication_group_id');
  if (global !== undefined || (kept !== undefined && literalNumber(kept) !== 0)) return;
  const isMemcached = literalText(settingOf(cache, 'Engine', 'engine')) === 'memcached';
  const intent = isMemcached
    ? undefined
    : settingIntent(cache, cache.type.value.includes('::') ? 'SnapshotRetentionLimit' : 'snapshot_retention_limit', 1);
  yield {
    ...cold(cache),
    ...(intent === undefined
      ? {}
      : { fixes: [{ title: 'Keep a snapshot to start from', safety: 'confirm', intents: [intent] }] }),
  };
}

/** From `large` on, or with several shards: one that takes long to fill. */
function isBig(cache: Resource): boolean {
  const type = literalText(settingOf(cache, 'CacheNodeType', 'node_type')) ?? '';
  const shards =
    literalNumber(settingOf(cache, 'NumNodeGroups', 'num_node_groups', 'NumCacheNodes', 'num_cache_nodes')) ?? 1;
  return /\.\d*x?large$/.test(type) || shards > 1;
}

const hasServers = oncePerUnit((facts) =>
  facts.all('resource').some((one) => one.readOnly !== true && one.lifecycle.class === 'stateless' && isCompute(one)),
);

/** Emptied on purpose in a deployment. */
function* flushes({ program, words, span }: ShellCommand): Iterable<RuleFinding> {
  const text = words.map((word) => word.text).join(' ');
  const empties =
    (program === 'redis-cli' && /\bflush(?:all|db)\b/i.test(text)) ||
    (program === 'varnishadm' && /\bban\b.*(?:\.\*|\breq\.url ~ \/?$)/.test(text)) ||
    /\bflush_all\b/.test(text);
  if (!empties) return;
  yield {
    span,
    message: `The whole cache is emptied. ${WHY} Let entries carry the version that wrote them.`,
    fixes: [
      {
        title: 'Remove it, once entries carry a version',
        safety: 'suggestion',
        intents: [{ kind: 'removeCommand', at: span }],
      },
    ],
  };
}
