import type { Resource } from '../../model/fact.ts';
import { oncePerUnit } from '../../model/fact-index.ts';
import { anyOf } from '../../model/pattern.ts';
import { settingIntent, settingOf } from '../../model/setting.ts';
import { literalNumber } from '../../model/value.ts';
import { defineRule } from '../define.ts';

const SETTINGS: readonly (readonly [RegExp, string])[] = [
  [/^AWS::RDS::DB(?:Instance|Cluster)$|^AWS::DocDB::DBCluster$|^AWS::Neptune::DBCluster$/, 'BackupRetentionPeriod'],
  [/^aws_(?:db_instance|rds_cluster|docdb_cluster|neptune_cluster)$/, 'backup_retention_period'],
  [/(?:^|\.)rds_(?:instance|cluster)$/, 'backup_retention_period'],
  [/^aws rds create-db-(?:instance|cluster)$/, '--backup-retention-period'],
];

export default defineRule({
  id: 'backup-retention-required',
  group: 'state',
  title: 'No automatic backup of persistent state',
  why: 'Rebuildable infrastructure is worth nothing without restorable data.',
  severity: 'warning',
  confidence: 'high',
  profile: 'recommended',
  languages: ['macfile', 'cloudformation', 'ansible', 'terraform'],
  principles: ['BG-define'],
  since: '0.1.0',
  fix: 'confirm',
  guards: [
    'A backup plan in the same unit counts.',
    'Replicas and members of a cluster pass.',
    'A value that is only known at run time passes.',
  ],
  peers: {
    checkov: ['CKV_AWS_133', 'CKV_AWS_28', 'CKV_AWS_134', 'CKV_GCP_14', 'CKV_AWS_343'],
    kics: ['e649a218'],
    trivy: ['AWS-0077', 'AWS-0050'],
    'cfn-guard': ['db_instance_backup_enabled'],
  },
  looksAt: 'resource',
  types: anyOf(...SETTINGS.map(([types]) => types)),

  *check(resource, facts) {
    const setting = SETTINGS.find(([types]) => types.test(resource.type.value))?.[1];
    if (setting === undefined || isMember(resource) || facts.inContext(resource, 'example', 'test', 'devOverride'))
      return;
    if (hasPlan(facts)) return;
    const value = settingOf(resource, setting);
    if (value !== undefined && literalNumber(value) !== 0) return;
    const intent = settingIntent(resource, setting, 7);
    yield {
      span: value?.span ?? resource.header,
      message:
        `\`${resource.name.value}\` ${value === undefined ? 'does not say how long backups are kept' : 'keeps no backups'}. When a new version spoils the data, a point before it is the only way back. ` +
        `Keep backups for some days (\`${setting}\`).`,
      ...(intent === undefined
        ? {}
        : { fixes: [{ title: 'Keep backups for 7 days', safety: 'confirm' as const, intents: [intent] }] }),
    };
  },
});

/** A backup plan may cover everything. */
const hasPlan = oncePerUnit((facts) =>
  facts.all('resource').some(({ type }) => /^AWS::Backup::|^aws_backup_/.test(type.value)),
);

function isMember(resource: Resource): boolean {
  if (/create-db-cluster$|Cluster$|_cluster$/.test(resource.type.value)) return false;
  return (
    settingOf(
      resource,
      'DBClusterIdentifier',
      'SourceDBInstanceIdentifier',
      'replicate_source_db',
      'source_db_instance_identifier',
      'db_cluster_identifier',
      '--db-cluster-identifier',
    ) !== undefined
  );
}
