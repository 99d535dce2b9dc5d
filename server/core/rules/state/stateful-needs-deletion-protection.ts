import type { Resource } from '../../model/fact.ts';
import { anyOf } from '../../model/pattern.ts';
import { settingIntent, settingOf } from '../../model/setting.ts';
import { literalBoolean } from '../../model/value.ts';
import { defineRule } from '../define.ts';

const SETTINGS: readonly (readonly [RegExp, string])[] = [
  [/^AWS::(?:RDS::DB(?:Instance|Cluster)|DocDB::DBCluster|Neptune::DBCluster)$/, 'DeletionProtection'],
  [/^AWS::DynamoDB::Table$/, 'DeletionProtectionEnabled'],
  [
    /^aws_(?:db_instance|rds_cluster|docdb_cluster|neptune_cluster)$|^google_sql_database_instance$/,
    'deletion_protection',
  ],
  [/^aws_dynamodb_table$/, 'deletion_protection_enabled'],
  [/(?:^|\.)rds_(?:instance|cluster)$/, 'deletion_protection'],
  [/^aws rds create-db-(?:instance|cluster)$/, '--deletion-protection'],
];

export default defineRule({
  id: 'stateful-needs-deletion-protection',
  group: 'state',
  title: 'Database without deletion protection',
  why: 'Automation that destroys blue must not be able to reach data.',
  severity: 'warning',
  confidence: 'high',
  profile: 'recommended',
  languages: ['macfile', 'cloudformation', 'ansible', 'terraform'],
  principles: ['BG-define'],
  since: '0.1.0',
  fix: 'safe',
  guards: [
    'A value that is only known at run time passes.',
    'Read replicas and members of a cluster pass.',
    'Files for development pass.',
  ],
  peers: {
    checkov: ['CKV_AWS_293', 'CKV_AWS_139', 'CKV_GCP_119', 'CKV2_AWS_58'],
    kics: ['2c161e58'],
    trivy: ['AWS-0177', 'AWS-0343'],
    'cfn-guard': ['rds_instance_deletion_protection_enabled'],
  },
  looksAt: 'resource',
  types: anyOf(...SETTINGS.map(([types]) => types)),

  *check(resource, facts) {
    const setting = settingFor(resource);
    if (setting === undefined || isMember(resource) || facts.inContext(resource, 'devOverride', 'example', 'test'))
      return;
    const value = settingOf(resource, setting);
    if (value !== undefined && literalBoolean(value) !== false) return;
    const intent = settingIntent(resource, setting, true);
    yield {
      span: value?.span ?? resource.header,
      message:
        `\`${resource.name.value}\` can be deleted by one wrong command or stack update. Data must outlive every rebuild around it. ` +
        `Switch deletion protection on (\`${setting}\`).`,
      ...(intent === undefined
        ? {}
        : { fixes: [{ title: 'Protect it from deletion', safety: 'safe' as const, intents: [intent] }] }),
    };
  },
});

function settingFor({ type }: Resource): string | undefined {
  return SETTINGS.find(([types]) => types.test(type.value))?.[1];
}

function isMember(resource: Resource): boolean {
  const names = [
    'DBClusterIdentifier',
    'SourceDBInstanceIdentifier',
    'replicate_source_db',
    'source_db_instance_identifier',
    'db_cluster_identifier',
    '--db-cluster-identifier',
    'replication_source_identifier',
  ];
  if (/create-db-cluster$|Cluster$|_cluster$/.test(resource.type.value))
    return settingOf(resource, 'replication_source_identifier') !== undefined;
  return (
    settingOf(resource, ...names) !== undefined ||
    /^absent$/.test(String((settingOf(resource, 'state') as { value?: unknown } | undefined)?.value ?? ''))
  );
}
