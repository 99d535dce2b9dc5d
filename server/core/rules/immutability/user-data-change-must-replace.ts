import { settingIntent, settingOf } from '../../model/setting.ts';
import { literalBoolean, valueAt } from '../../model/value.ts';
import { defineRule, type RuleFinding } from '../define.ts';

export default defineRule({
  id: 'user-data-change-must-replace',
  group: 'immutability',
  title: 'Changed boot script does not rebuild the instance',
  why: 'user_data runs at first boot only; without forced replacement code and server silently diverge.',
  severity: 'warning',
  confidence: 'high',
  profile: 'recommended',
  languages: ['cloudformation', 'terraform'],
  principles: ['BG-how'],
  since: '0.1.0',
  fix: 'confirm',
  guards: [
    'A server without a start-up script passes.',
    'A server that is replaced by a trigger (`replace_triggered_by`) passes.',
    'In CloudFormation, where nothing can be set, it is info.',
  ],
  looksAt: 'resource',
  types: /^(?:AWS::EC2::Instance|aws_instance)$/,

  *check(server): Iterable<RuleFinding> {
    const script = settingOf(server, 'UserData', 'user_data', 'user_data_base64');
    if (script === undefined) return;
    if (server.type.value.includes('::')) {
      const message = `${before(server.name.value)} Move it to a launch template with a group that replaces its servers.`;
      yield { span: server.header, severity: 'info', message };
      return;
    }
    if (valueAt(server.settings, 'lifecycle', 'replace_triggered_by') !== undefined) return;
    const replaces = settingOf(server, 'user_data_replace_on_change');
    if (replaces !== undefined && literalBoolean(replaces) !== false) return;
    const intent = settingIntent(server, 'user_data_replace_on_change', true);
    yield {
      span: replaces?.span ?? server.header,
      message: `${before(server.name.value)} Set \`user_data_replace_on_change\`, so that a new script means a new server.`,
      ...(intent === undefined
        ? {}
        : { fixes: [{ title: 'Replace the server when its script changes', safety: 'confirm', intents: [intent] }] }),
    };
  },
});

function before(name: string): string {
  return `When the start-up script of \`${name}\` changes, the server is only restarted and the new script does not run: definition and machine drift apart.`;
}
