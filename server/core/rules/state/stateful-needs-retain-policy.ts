import { EXPENDABLE, hasWord } from '../../model/expendable.ts';
import type { Resource, Script, Step } from '../../model/fact.ts';
import type { FactIndex } from '../../model/fact-index.ts';
import { anyOf } from '../../model/pattern.ts';
import { settingOf } from '../../model/setting.ts';
import type { ShellCommand } from '../../model/shell.ts';
import { entryAt, literalBoolean, literalText, type Value, valueAt } from '../../model/value.ts';
import { defineRule, type ProposedFix, type RuleFinding } from '../define.ts';

interface Missing {
  readonly when: string;
  readonly advice: string;
  readonly softer: boolean;
  readonly fixes: readonly ProposedFix[];
}

interface Kind {
  readonly types: RegExp;
  missing(this: void, resource: Resource): Missing | undefined;
}

/** Types that can be told to survive, and how. */
const KINDS: readonly Kind[] = [
  {
    types:
      /^AWS::(?:RDS::(?:DBInstance|DBCluster|GlobalCluster)|DynamoDB::(?:Table|GlobalTable)|S3::Bucket|EFS::FileSystem|EC2::Volume|Redshift::Cluster|OpenSearchService::Domain|Elasticsearch::Domain|DocDB::DBCluster|Neptune::DBCluster|MSK::Cluster|Cognito::UserPool|KMS::Key|ECR::Repository)$/,
    missing: missingPolicies,
  },
  {
    types:
      /^(?:aws_(?:db_instance|rds_cluster|dynamodb_table|efs_file_system|ebs_volume|redshift_cluster|opensearch_domain|elasticsearch_domain|docdb_cluster|neptune_cluster|msk_cluster|cognito_user_pool|kms_key)|google_(?:sql_database_instance|spanner_instance)|azurerm_(?:mssql_database|postgresql_flexible_server|mysql_flexible_server|storage_account|cosmosdb_account))$/,
    missing: missingPreventDestroy,
  },
];

export default defineRule({
  id: 'stateful-needs-retain-policy',
  group: 'state',
  title: 'Stateful resource would vanish with its stack',
  why: 'Data must outlive every rebuild of the infrastructure around it.',
  severity: 'error',
  confidence: 'high',
  profile: 'recommended',
  essential: true,
  languages: ['macfile', 'cloudformation', 'ansible', 'terraform'],
  principles: ['BG-define', 'BG-imm'],
  since: '0.1.0',
  fix: 'safe',
  guards: [
    'A database whose default is to take a snapshot when it is deleted is info.',
    'Members of a cluster and replicas pass: the cluster, or the source, carries the policy.',
    'Queues and streams are not judged here.',
    'Logs, artefacts and replicas, by name (option `expendable`), things that exist only under a condition, and examples and tests pass.',
    'Inside a module it is info: its callers may need to destroy it.',
    'Deletion protection, and what refuses to be deleted while it is full (buckets, image registries) or is deleted only days later (keys), make it info.',
    'A bucket whose author wrote `DeletionPolicy: Delete` passes: the service keeps it while it holds objects.',
    'A task that only runs when it is asked for by name (`tags: never`), or under a condition, passes.',
    'Buckets, registries and datasets of Terraform pass: they refuse to be destroyed while they are full, and no-force-destroy tells where they do not.',
  ],
  peers: { 'cfn-lint': ['I3011', 'W3011'] },
  options: {
    expendable: {
      default: EXPENDABLE,
      description: 'Words in a name that say the data may go.',
    },
  },
  looksAt: ['resource', 'script', 'step'],
  types: anyOf(...KINDS.map((kind) => kind.types)),

  check(fact, facts, { expendable }): Iterable<RuleFinding> {
    if (facts.inContext(fact, 'example', 'test')) return [];
    if (fact.fact === 'script') return deletions(fact, facts);
    if (fact.fact === 'step') return STORES.test(fact.does.value) ? removal(fact, expendable) : [];
    return isExpendable(fact, expendable) ? [] : unprotected(fact, facts);
  },
});

const WHY = 'Data must outlive every rebuild of the infrastructure around it.';

function* unprotected(resource: Resource, facts: FactIndex): Iterable<RuleFinding> {
  const kind = KINDS.find(({ types }) => types.test(resource.type.value));
  if (kind === undefined || resource.conditional === true || isFollower(resource)) return;
  const missing = kind.missing(resource);
  if (missing === undefined) return;
  const softer = missing.softer || isProtected(resource) || facts.inContext(resource, 'module');
  yield {
    span: resource.header,
    ...(softer ? { severity: 'info' } : {}),
    message: `\`${resource.name.value}\` keeps data and would vanish ${missing.when}. ${WHY} ${missing.advice}`,
    fixes: missing.fixes,
  };
}

const SNAPSHOT = /::(?:DBInstance|DBCluster|Volume)$|^AWS::Redshift::Cluster$/;
const SURVIVES = new Set(['Retain', 'Snapshot', 'RetainExceptOnCreate']);
const POLICIES = ['DeletionPolicy', 'UpdateReplacePolicy'] as const;

function missingPolicies({ settings, type }: Resource): Missing | undefined {
  const written = POLICIES.map((name) => entryAt(settings, name)?.value);
  if (written.some((value) => value !== undefined && literalText(value) === undefined)) return undefined;
  if (type.value === 'AWS::S3::Bucket' && literalText(written[0]) === 'Delete') return undefined;
  const lost = POLICIES.filter((_, at) => !SURVIVES.has(literalText(written[at]) ?? ''));
  if (lost.length === 0) return undefined;
  // An explicit Delete on a type with snapshots is a matter of final-snapshot-required.
  if (SNAPSHOT.test(type.value) && literalText(written[0]) === 'Delete') return undefined;
  const policy = SNAPSHOT.test(type.value) ? 'Snapshot' : 'Retain';
  const keep = /^AWS::RDS::|DBCluster$/.test(type.value) && written[0] === undefined;
  const absent = lost.filter((name) => entryAt(settings, name) === undefined);
  const intents = absent.map((key) => ({
    kind: 'insertKey' as const,
    map: settings.span,
    key,
    value: policy,
    after: 'Type',
  }));
  return {
    when:
      lost.length === 2
        ? 'with its stack, or when it is replaced'
        : lost[0] === 'DeletionPolicy'
          ? 'with its stack'
          : 'when it is replaced',
    advice: `Set ${lost.map((name) => `\`${name}\``).join(' and ')} to \`${policy}\`.`,
    softer: keep,
    fixes:
      absent.length === 0
        ? []
        : [{ title: `Keep the data (${policy})`, safety: 'safe', intents: intents.toReversed() }],
  };
}

function missingPreventDestroy({ settings, guards }: Resource): Missing | undefined {
  if (guards === undefined || guards.preventDestroy || guards.retain) return undefined;
  const lifecycle = entryAt(settings, 'lifecycle')?.value;
  const fix: ProposedFix = {
    title: 'Refuse to destroy it',
    safety: 'safe',
    intents:
      lifecycle?.kind === 'map'
        ? [{ kind: 'insertKey', map: lifecycle.span, key: 'prevent_destroy', value: true }]
        : [{ kind: 'insertKey', map: settings.span, key: 'lifecycle', value: { map: [['prevent_destroy', true]] } }],
  };
  return {
    when: 'with the unit, or when it is replaced',
    advice: 'Set `prevent_destroy` in its `lifecycle` block.',
    softer: false,
    fixes: lifecycle !== undefined && lifecycle.kind !== 'map' ? [] : [fix],
  };
}

function isProtected(resource: Resource): boolean {
  const on = ['deletion_protection', 'DeletionProtection', 'deletion_protection_enabled', 'DeletionProtectionEnabled'];
  if (on.some((key) => literalBoolean(settingOf(resource, key)) === true)) return true;
  return /^AWS::(?:S3::Bucket|ECR::Repository|KMS::Key)$|^aws_kms_key$/.test(resource.type.value);
}

function isFollower(resource: Resource): boolean {
  return (
    settingOf(
      resource,
      'DBClusterIdentifier',
      'SourceDBInstanceIdentifier',
      'replicate_source_db',
      'replication_source_identifier',
    ) !== undefined
  );
}

/** A task that removes a store whenever the play runs. */
function* removal({ settings, keywords, name, span }: Step, expendable: readonly string[]): Iterable<RuleFinding> {
  if (literalText(valueAt(settings, 'state')) !== 'absent') return;
  const identifier = STORE_NAMES.map((key) => textOf(valueAt(settings, key))).join('-');
  const words = `${name.value}-${identifier}`.toLowerCase().split(/[^a-z]+/);
  const tags = valueAt(keywords, 'tags');
  const tagged = [tags, ...(tags?.kind === 'list' ? tags.items : [])].some((tag) => literalText(tag) === 'never');
  if (tagged || valueAt(keywords, 'when') !== undefined || expendable.some((word) => words.includes(word))) return;
  yield {
    span,
    message: `\`${name.value}\` removes data whenever the play runs. ${WHY} Let it run only when it is asked for by name (\`tags: never\`).`,
    fixes: [
      {
        title: 'Only when it is asked for (tags: never)',
        safety: 'confirm',
        intents: [{ kind: 'insertKey', map: keywords.span, key: 'tags', value: { list: ['never', 'remove-data'] } }],
      },
    ],
  };
}

const STORES =
  /\.(?:rds_instance|rds_cluster|redshift|dynamodb_table|s3_bucket|efs|ec2_vol|gcp_sql_instance|azure_rm_storageaccount|azure_rm_postgresqlserver|azure_rm_mysqlserver|mysql_db|postgresql_db|mongodb_user)$/;
const STORE_NAMES = ['db_instance_identifier', 'instance_id', 'id', 'cluster_id', 'identifier', 'name'];

/** A destroy script that deletes data, in a unit whose servers are thrown away at every deployment. */
function* deletions(script: Script, facts: FactIndex): Iterable<RuleFinding> {
  if (script.when !== 'destroy') return;
  if (!facts.all('resource').some(({ lifecycle, node }) => lifecycle.class === 'stateless' && node !== script.node))
    return;
  for (const command of script.commands) {
    const what = deletedBy(command);
    if (what === undefined) continue;
    yield {
      span: command.span,
      message: `Destroying this unit deletes ${what}, and the unit also holds servers that are destroyed with every old version. ${WHY} Move it to a file of its own.`,
    };
  }
}

function deletedBy({ program, words }: ShellCommand): string | undefined {
  if (program !== 'aws') return undefined;
  const [service, verb] = words.filter(({ text }) => !text.startsWith('-') && text !== 'aws').map(({ text }) => text);
  const what = DELETES[`${service} ${verb}`];
  const force = words.some(({ text }) => text === '--force');
  return service === 's3' && !force ? undefined : what;
}

const DELETES: Readonly<Record<string, string>> = {
  'rds delete-db-instance': 'a database',
  'rds delete-db-cluster': 'a database cluster',
  'docdb delete-db-cluster': 'a database cluster',
  'neptune delete-db-cluster': 'a database cluster',
  'redshift delete-cluster': 'a data warehouse',
  'dynamodb delete-table': 'a table',
  's3 rb': 'a bucket with everything in it',
  'efs delete-file-system': 'a file system',
  'ec2 delete-volume': 'a volume',
};

function isExpendable(resource: Resource, words: readonly string[]): boolean {
  const isKey = /kms_key$|KMS::Key$/.test(resource.type.value);
  const keys = ['BucketName', 'bucket', 'identifier', 'TableName', ...(isKey ? ['description', 'Description'] : [])];
  return hasWord([resource.name.value, ...keys.map((key) => textOf(settingOf(resource, key)))].join('-'), [
    ...words,
    ...(isKey ? ['sns', 'topic'] : []),
  ]);
}

/** What is literal of it. */
function textOf(value: Value | undefined): string {
  if (value?.kind !== 'unknown') return literalText(value) ?? '';
  return (value.parts ?? []).map((part) => ('kind' in part ? ' ' : part.value)).join('');
}
