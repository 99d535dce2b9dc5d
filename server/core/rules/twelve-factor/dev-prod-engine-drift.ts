import type { Resource } from '../../model/fact.ts';
import { settingEntry } from '../../model/setting.ts';
import { defineRule } from '../define.ts';

export default defineRule({
  id: 'dev-prod-engine-drift',
  group: 'twelve-factor',
  title: 'Environments use different backing engines or versions',
  why: 'What works in the small environment then fails in production, and a release is tested on another engine than it runs on.',
  severity: 'warning',
  confidence: 'medium',
  profile: 'recommended',
  languages: ['cloudformation', 'terraform'],
  principles: ['12F-10', 'CAP-anger'],
  since: '0.1.0',
  fix: 'suggestion',
  guards: [
    'A choice that has nothing to do with the environment passes.',
    'Versions that differ in nothing but a patch pass.',
    'Branches that are only known at run time pass.',
    'Files that are tests or examples pass.',
  ],
  looksAt: 'resource',
  types:
    /RDS|DocDB|Neptune|ElastiCache|MemoryDB|OpenSearch|Elasticsearch|AmazonMQ|MSK|_(?:db|rds|docdb|neptune|elasticache|memorydb|opensearch|elasticsearch|mq|msk|sql|postgresql|mysql|redis)(?:_|$)/i,

  *check(resource, facts) {
    if (facts.inContext(resource, 'test', 'example')) return;
    for (const name of NAMES) {
      const entry = settingEntry(resource, name);
      const value = entry?.value;
      const choice = value?.kind === 'unknown' ? value.choice : undefined;
      if (entry === undefined || choice === undefined || !isEnvironment(choice.by, choice.equals)) continue;
      const different = [...new Set(choice.branches.map((branch) => compared(name, branch)))];
      if (different.length < 2) continue;
      yield {
        span: entry.value.span,
        message: `${name} of \`${resource.name.value}\` depends on the environment (${different.map((one) => `\`${one}\``).join(', ')}): a release is tested on another engine than it runs on in production. Use one engine and one version everywhere; let size and number differ.`,
        fixes: [
          {
            title: `Use ${choice.branches[0]} everywhere`,
            safety: 'suggestion',
            intents: [{ kind: 'replaceText', at: entry.value.span, text: quoted(resource, choice.branches[0] ?? '') }],
          },
        ],
      };
    }
  },
});

const NAMES = [
  'Engine',
  'EngineVersion',
  'engine',
  'engine_version',
  'database_version',
  'CacheNodeType',
  'kafka_version',
];

function isEnvironment(by: string, equals = ''): boolean {
  return (
    /(?:^|[^a-z])(?:env|environment|stage|workspace|tier)s?(?:$|[^a-z])|Env(?:ironment)?|Stage|^(?:Is|Not|Use)?(?:Prod|Dev|Stag|Test|Live)/.test(
      by,
    ) || /^(?:dev|develop|development|test|testing|qa|uat|stag(?:e|ing)|prod|production|live)$/i.test(equals)
  );
}

/** Versions that differ in the last number only count as one. */
function compared(name: string, branch: string): string {
  return /version/i.test(name) ? branch.split('.').slice(0, 2).join('.') : branch;
}

function quoted({ type }: Resource, text: string): string {
  return type.value.includes('::') ? JSON.stringify(text) : `"${text}"`;
}
