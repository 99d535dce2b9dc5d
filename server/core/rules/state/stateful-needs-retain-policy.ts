import type { Resource, Script } from '../../model/fact.ts';
import type { FactIndex } from '../../model/fact-index.ts';
import type { ShellCommand } from '../../model/shell.ts';
import { entryAt, literalBoolean } from '../../model/value.ts';
import { defineRule, type RuleFinding } from '../define.ts';

export default defineRule({
  id: 'stateful-needs-retain-policy',
  group: 'state',
  title: 'Stateful resource would vanish with its stack',
  why: 'Data must outlive every rebuild of the infrastructure around it.',
  severity: 'error',
  confidence: 'high',
  profile: 'recommended',
  essential: true,
  languages: ['macfile'],
  principles: ['BG-define', 'BG-imm'],
  since: '0.1.0',
  fix: 'safe',
  guards: [
    'A database whose default is to take a snapshot when it is deleted is info.',
    'Members of a cluster pass: the cluster carries the policy.',
    'Queues and streams are not judged here.',
    'Logs, artefacts and replicas, by name (option `expendable`), and things that exist only under a test condition pass.',
    'Inside a module it is info: its callers may need to destroy it.',
    'Deletion protection, or a bucket that refuses to be deleted while it holds objects, makes it info.',
  ],
  peers: { 'cfn-lint': ['I3011', 'W3011'] },
  options: {
    expendable: {
      default: ['log', 'logs', 'artifact', 'artifacts', 'artefacts', 'replica', 'tmp', 'temp', 'scratch', 'test'],
      description: 'Words in a name that say the data may go.',
    },
  },
  looksAt: ['resource', 'script'],

  *check(fact, facts, { expendable }) {
    if (facts.inContext(fact, 'example', 'test')) return;
    if (fact.fact === 'script') yield* deletions(fact, facts);
    else if (!isExpendable(fact.name.value, expendable)) yield* unprotected(fact, facts);
  },
});

const WHY = 'Data must outlive every rebuild of the infrastructure around it.';

function* unprotected(resource: Resource, facts: FactIndex): Iterable<RuleFinding> {
  const { lifecycle, guards, type, settings } = resource;
  if (guards === undefined || guards.retain || guards.preventDestroy || !PROTECTABLE.test(type.value)) return;
  if (lifecycle.class !== 'persistent' || lifecycle.confidence < 0.7 || resource.conditional === true) return;
  if (
    entryAt(settings, 'DBClusterIdentifier') !== undefined ||
    entryAt(settings, 'SourceDBInstanceIdentifier') !== undefined
  )
    return;
  const softer = guards.snapshot || isProtected(resource) || facts.inContext(resource, 'module');
  yield {
    span: resource.header,
    ...(softer ? { severity: 'info' } : {}),
    message: `\`${resource.name.value}\` keeps data and would vanish with its stack, or when it is replaced. ${WHY} Say that it is to be kept, or snapshotted, when it is removed.`,
  };
}

/** Types that can be told to survive. */
const PROTECTABLE =
  /^AWS::(?:RDS::(?:DBInstance|DBCluster|GlobalCluster)|DynamoDB::(?:Table|GlobalTable)|S3::Bucket|EFS::FileSystem|EC2::Volume|Redshift::Cluster|OpenSearchService::Domain|Elasticsearch::Domain|DocDB::DBCluster|Neptune::DBCluster|MSK::Cluster|Cognito::UserPool|KMS::Key|ECR::Repository)$|^(?:aws_(?:db_instance|rds_cluster|dynamodb_table|s3_bucket|efs_file_system|ebs_volume|redshift_cluster|opensearch_domain|elasticsearch_domain|docdb_cluster|neptune_cluster|msk_cluster|cognito_user_pool|kms_key|ecr_repository)|google_(?:sql_database_instance|storage_bucket|bigquery_dataset|spanner_instance)|azurerm_(?:mssql_database|postgresql_flexible_server|mysql_flexible_server|storage_account|cosmosdb_account))$/;

function isProtected({ settings, type }: Resource): boolean {
  const on = ['deletion_protection', 'DeletionProtection', 'deletion_protection_enabled', 'DeletionProtectionEnabled'];
  if (on.some((key) => literalBoolean(entryAt(settings, key)?.value) === true)) return true;
  return type.value === 'aws_s3_bucket' && literalBoolean(entryAt(settings, 'force_destroy')?.value) !== true;
}

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
      message: `Destroying this unit deletes ${what}, and it also holds servers that are destroyed with every old version. ${WHY} Move it to a file of its own.`,
    };
  }
}

function deletedBy({ program, words }: ShellCommand): string | undefined {
  if (program !== 'aws') return undefined;
  const [service, verb] = words.filter(({ text }) => !text.startsWith('-') && text !== 'aws').map(({ text }) => text);
  const what = DELETES[`${service} ${verb}`];
  const force = words.some(({ text }) => text === '--force');
  return what === 'a bucket' && service === 's3' && !force ? undefined : what;
}

const DELETES: Readonly<Record<string, string>> = {
  'rds delete-db-instance': 'a database',
  'rds delete-db-cluster': 'a database cluster',
  'docdb delete-db-cluster': 'a database cluster',
  'neptune delete-db-cluster': 'a database cluster',
  'redshift delete-cluster': 'a data warehouse',
  'dynamodb delete-table': 'a table',
  's3 rb': 'a bucket',
  'efs delete-file-system': 'a file system',
  'ec2 delete-volume': 'a volume',
};

function isExpendable(name: string, words: readonly string[]): boolean {
  const parts = name
    .replace(/([a-z])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .split(/[^a-z]+/);
  return words.some((word) => parts.includes(word));
}
