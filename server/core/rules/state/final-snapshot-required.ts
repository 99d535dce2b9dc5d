import type { Resource, Script } from '../../model/fact.ts';
import type { FactIndex } from '../../model/fact-index.ts';
import type { ShellCommand } from '../../model/shell.ts';
import { entryAt, knownText, literalBoolean, literalText } from '../../model/value.ts';
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
  languages: ['macfile'],
  principles: ['BG-define', 'BG-data'],
  since: '0.1.0',
  fix: 'confirm',
  guards: [
    'Replicas pass: their source has the data.',
    'Databases that are called `test`, `ci` or `tmp`, and files that are tests, pass.',
    'Where only the name of the snapshot is missing it is a warning: destroying fails and nothing is lost.',
  ],
  looksAt: ['script', 'resource'],

  *check(fact, facts) {
    if (facts.inContext(fact, 'test', 'example')) return;
    if (fact.fact === 'script') yield* inScript(fact);
    else yield* inResource(fact, facts);
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

function identifierOf({ words }: ShellCommand): string {
  const at = words.findIndex(({ text }) => /^--(?:db-instance|db-cluster|cluster)-identifier$/.test(text));
  return words[at + 1]?.text ?? '';
}

function* inResource(resource: Resource, facts: FactIndex): Iterable<RuleFinding> {
  const { settings } = resource;
  const skip = entryAt(settings, 'skip_final_snapshot');
  if (skip === undefined || isReplica(resource) || isThrowaway(nameOf(resource))) return;
  if (literalBoolean(skip.value) !== true || facts.resourceOf(resource.node)?.readOnly === true) return;
  const name = entryAt(settings, 'final_snapshot_identifier');
  const identifier = literalText(entryAt(settings, 'identifier')?.value) ?? resource.name.value;
  yield {
    span: skip.value.span,
    message: `\`${resource.name.value}\` is deleted without a final snapshot. ${WHY}`,
    fixes: [
      {
        title: 'Take a final snapshot',
        safety: 'confirm',
        intents: [
          { kind: 'setScalar', at: skip.value.span, text: 'false' },
          ...(name === undefined
            ? [
                {
                  kind: 'insertKey' as const,
                  map: settings.span,
                  key: 'final_snapshot_identifier',
                  value: `${identifier}-final`,
                  after: 'skip_final_snapshot',
                },
              ]
            : []),
        ],
      },
    ],
  };
}

function isReplica({ settings }: Resource): boolean {
  return ['replicate_source_db', 'SourceDBInstanceIdentifier', 'source_db_instance_identifier'].some(
    (key) => entryAt(settings, key) !== undefined,
  );
}

function nameOf({ name, settings }: Resource): string {
  const given = ['identifier', 'cluster_identifier', 'db_instance_identifier', 'id'].map((key) =>
    knownText(entryAt(settings, key)?.value),
  );
  return [name.value, ...given.filter((text) => text !== undefined)].join('-');
}

function isThrowaway(identifier: string): boolean {
  return /(?:^|[^a-z])(?:test|tests|ci|tmp|temp|sandbox)(?:[^a-z]|$)/i.test(identifier);
}
