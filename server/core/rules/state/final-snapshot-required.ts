import type { Resource, Script, Step } from '../../model/fact.ts';
import type { Intent } from '../../model/intent.ts';
import { settingEntry, settingOf } from '../../model/setting.ts';
import type { ShellCommand } from '../../model/shell.ts';
import { entryAt, knownText, literalBoolean, literalText, type MapEntry, type Value } from '../../model/value.ts';
import { defineRule, type RuleFinding } from '../define.ts';

export default defineRule({
  id: 'final-snapshot-required',
  group: 'state',
  title: 'Database can be deleted with no final snapshot',
  why: 'The snapshot is the only roll-back once state was transformed.',
  severity: 'error',
  confidence: 'high',
  profile: 'recommended',
  essential: true,
  languages: ['macfile', 'cloudformation', 'ansible', 'terraform'],
  principles: ['BG-define', 'BG-data'],
  since: '0.1.0',
  fix: 'confirm',
  guards: [
    'Replicas pass: their source has the data.',
    'Databases that are called `test`, `ci` or `tmp`, and files that are tests, pass.',
    'Where only the name of the snapshot is missing it is a warning: destroying fails and nothing is lost.',
  ],
  looksAt: ['script', 'resource', 'step'],

  check(fact, facts): Iterable<RuleFinding> {
    if (facts.inContext(fact, 'test', 'example')) return [];
    if (fact.fact === 'script') return inScript(fact);
    if (fact.fact === 'step') return DATABASES.test(fact.does.value) ? inStep(fact) : [];
    const skip = settingEntry(fact, 'skip_final_snapshot');
    const policy = SNAPSHOTTED.test(fact.type.value) ? entryAt(fact.settings, 'DeletionPolicy')?.value : undefined;
    return skip === undefined && policy === undefined ? [] : inResource(fact, skip, policy);
  },
});

const WHY = 'The last snapshot is the only way back once data was changed. Name a final snapshot.';

function* inScript(script: Script): Iterable<RuleFinding> {
  if (script.when === 'test') return;
  for (const command of script.commands) {
    const flag = command.words.find(
      ({ text }) => text === '--skip-final-snapshot' || text === '--skip-final-cluster-snapshot',
    );
    if (flag === undefined || isThrowaway(identifierOf(command))) continue;
    const option = command.words.some(({ text }) => text === 'redshift')
      ? '--final-cluster-snapshot-identifier'
      : '--final-db-snapshot-identifier';
    yield {
      span: flag.span,
      message: `The database is deleted without a final snapshot. ${WHY}`,
      fixes: [
        {
          title: 'Take a final snapshot',
          safety: 'confirm',
          intents: [{ kind: 'useInput', at: flag.span, name: 'FINAL_SNAPSHOT', before: `${option} ` }],
        },
      ],
    };
  }
}

const DATABASES = /\.(?:rds_instance|rds_cluster|redshift)$/;

function* inStep({ settings, name }: Step): Iterable<RuleFinding> {
  const skip = entryAt(settings, 'skip_final_snapshot') ?? entryAt(settings, 'skip_final_cluster_snapshot');
  const gone = literalText(entryAt(settings, 'state')?.value);
  const identifiers = ['db_instance_identifier', 'instance_id', 'id', 'cluster_id', 'identifier'];
  const identifier = identifiers
    .map((key) => knownText(entryAt(settings, key)?.value))
    .find((text) => text !== undefined);
  if (skip === undefined || literalBoolean(skip.value) !== true || !/^(?:absent|terminated|deleted)$/.test(gone ?? ''))
    return;
  if (isThrowaway(identifier ?? '')) return;
  yield {
    span: skip.value.span,
    message: `\`${name.value}\` deletes the database without a final snapshot. ${WHY}`,
    fixes: [
      {
        title: 'Take a final snapshot',
        safety: 'confirm',
        intents: [
          { kind: 'setScalar', at: skip.value.span, text: 'false' },
          ...(entryAt(settings, 'final_snapshot_identifier') === undefined
            ? [
                {
                  kind: 'insertKey' as const,
                  map: settings.span,
                  key: 'final_snapshot_identifier',
                  value: `${(identifier ?? 'db').replace(/[^A-Za-z0-9-]+/g, '-')}-final`,
                },
              ]
            : []),
        ],
      },
    ],
  };
}

function identifierOf({ words }: ShellCommand): string {
  const at = words.findIndex(({ text }) => /^--(?:db-instance|db-cluster|cluster)-identifier$/.test(text));
  return words[at + 1]?.text ?? '';
}

function* inResource(resource: Resource, skip: MapEntry | undefined, policy: Value | undefined): Iterable<RuleFinding> {
  if (skip !== undefined) yield* bySetting(resource, skip);
  if (policy !== undefined) yield* byPolicy(resource, policy);
}

function* bySetting(resource: Resource, skip: MapEntry): Iterable<RuleFinding> {
  if (isReplica(resource) || isThrowaway(nameOf(resource))) return;
  const skips = literalBoolean(skip.value);
  const named = settingOf(resource, 'final_snapshot_identifier', 'final_db_snapshot_identifier') !== undefined;
  if (skips === undefined || (!skips && (named || !/^aws_/.test(resource.type.value)))) return;
  yield {
    span: skip.value.span,
    ...(skips ? {} : { severity: 'warning' }),
    message: skips
      ? `\`${resource.name.value}\` is deleted without a final snapshot. ${WHY}`
      : `The final snapshot of \`${resource.name.value}\` has no name, so destroying it fails half-way through. Name it.`,
    fixes: [
      {
        title: 'Take a final snapshot',
        safety: 'confirm',
        intents: [
          ...(skips ? [{ kind: 'setScalar' as const, at: skip.value.span, text: 'false' }] : []),
          ...(named ? [] : [nameIt(resource)]),
        ],
      },
    ],
  };
}

function nameIt(resource: Resource): Intent {
  const identifier = literalText(settingOf(resource, 'identifier')) ?? resource.name.value;
  const value = `${identifier.replace(/[^A-Za-z0-9-]+/g, '-')}-final`;
  return {
    kind: 'insertKey',
    map: resource.settings.span,
    key: 'final_snapshot_identifier',
    value,
    after: 'skip_final_snapshot',
  };
}

/** Deletes at once what could be snapshotted. */
function* byPolicy(resource: Resource, policy: Value): Iterable<RuleFinding> {
  if (literalText(policy) !== 'Delete') return;
  if (isReplica(resource) || isThrowaway(nameOf(resource)) || resource.conditional === true) return;
  yield {
    span: policy.span,
    message: `\`${resource.name.value}\` is deleted without a final snapshot. ${WHY}`,
    fixes: [
      {
        title: 'Take a snapshot first',
        safety: 'confirm',
        intents: [{ kind: 'setScalar', at: policy.span, text: 'Snapshot' }],
      },
    ],
  };
}

const SNAPSHOTTED =
  /^AWS::(?:RDS::DB(?:Instance|Cluster)|DocDB::DBCluster|Neptune::DBCluster|Redshift::Cluster|EC2::Volume)$/;

function isReplica(resource: Resource): boolean {
  return [
    'replicate_source_db',
    'SourceDBInstanceIdentifier',
    'source_db_instance_identifier',
    'DBClusterIdentifier',
  ].some((key) => settingOf(resource, key) !== undefined);
}

function nameOf(resource: Resource): string {
  const given = ['identifier', 'cluster_identifier', 'db_instance_identifier', 'id'].map((key) =>
    knownText(settingOf(resource, key)),
  );
  return [resource.name.value, ...given.filter((text) => text !== undefined)].join('-');
}

function isThrowaway(identifier: string): boolean {
  return /(?:^|[^a-z])(?:test|tests|ci|tmp|temp|sandbox)(?:[^a-z]|$)/i.test(identifier);
}
