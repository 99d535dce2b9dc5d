import { settingIntent, settingOf } from '../../model/setting.ts';
import { literalNumber, literalText } from '../../model/value.ts';
import { defineRule } from '../define.ts';

export default defineRule({
  id: 'prefer-managed-db-blue-green',
  group: 'state',
  title: 'Engine supports blue-green but updates are in place',
  why: 'Managed blue-green keeps a synchronised green database for minutes of switch-over.',
  severity: 'hint',
  confidence: 'high',
  profile: 'strict',
  languages: ['terraform'],
  principles: ['BG-data', 'BG-bg'],
  since: '0.1.0',
  fix: 'confirm',
  guards: [
    'Other engines, replicas, and databases without backups, which it needs, pass.',
    'An engine that is only known at run time passes.',
    'Tests and examples pass.',
  ],
  looksAt: 'resource',
  types: /^aws_db_instance$/,

  *check(database, facts) {
    if (facts.inContext(database, 'test', 'example')) return;
    const engine = literalText(settingOf(database, 'engine')) ?? '';
    const backups = literalNumber(settingOf(database, 'backup_retention_period')) ?? 0;
    const replica = settingOf(database, 'replicate_source_db') !== undefined;
    if (!/^(?:mysql|mariadb|postgres)$/.test(engine) || backups < 1 || replica) return;
    if (settingOf(database, 'blue_green_update') !== undefined) return;
    const intent = settingIntent(database, 'blue_green_update', { map: [['enabled', true]] });
    yield {
      span: database.header,
      message: `Changes of \`${database.name.value}\` are made in place, with a break and without a way back. ${engine} on RDS can be changed blue-green: a synchronised copy is changed and takes over.`,
      ...(intent === undefined
        ? {}
        : { fixes: [{ title: 'Change it blue-green', safety: 'confirm', intents: [intent] }] }),
    };
  },
});
