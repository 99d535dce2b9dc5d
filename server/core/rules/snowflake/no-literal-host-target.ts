import { literalText } from '../../model/value.ts';
import { defineRule } from '../define.ts';

export default defineRule({
  id: 'no-literal-host-target',
  group: 'snowflake',
  title: 'Play addresses one machine',
  why: 'Targeting a machine by name or address only works while that machine lives.',
  severity: 'warning',
  confidence: 'high',
  profile: 'recommended',
  languages: ['ansible'],
  principles: ['BG-imm', 'IAC-ans'],
  since: '0.1.0',
  fix: 'suggestion',
  guards: [
    'The machine that runs the play (localhost, 127.0.0.1) passes.',
    'Names of groups and patterns pass.',
    'Files that are tests or examples pass.',
    'A value that is only known at run time passes.',
  ],
  looksAt: 'resource',

  *check(hosts, facts) {
    if (hosts.type.value !== 'host group' || facts.inContext(hosts, 'test', 'example')) return;
    const value = hosts.settings.entries.find(({ key }) => key.value === 'hosts')?.value;
    for (const item of value?.kind === 'list' ? value.items : value === undefined ? [] : [value]) {
      const host = literalText(item) ?? '';
      if (!isMachine(host)) continue;
      yield {
        span: item.span,
        message: `The play addresses the machine \`${host}\`: its successor has another name or address, so the play cannot build a green copy. Address a group, and let an inventory say which machines are in it.`,
        fixes: [
          {
            title: 'Take the target from outside',
            safety: 'suggestion',
            intents: [{ kind: 'setScalar', at: item.span, text: '{{ target | mandatory }}' }],
          },
        ],
      };
    }
  },
});

function isMachine(host: string): boolean {
  if (/^(?:127\.|0\.0\.0\.0$)/.test(host)) return false;
  if (/^\d{1,3}(?:\.\d{1,3}){3}$/.test(host)) return true;
  return /^[a-z0-9](?:[a-z0-9-]*\.)+[a-z]{2,}$/i.test(host) && !/^localhost\./.test(host);
}
