import { isDocumentationName } from '../../model/address.ts';
import type { Script } from '../../model/fact.ts';
import { literalText } from '../../model/value.ts';
import { defineRule, type RuleFinding } from '../define.ts';

export default defineRule({
  id: 'no-literal-host-target',
  group: 'snowflake',
  title: 'Play addresses one machine',
  why: 'Targeting a machine by name or address only works while that machine lives.',
  severity: 'warning',
  confidence: 'high',
  profile: 'recommended',
  languages: ['macfile', 'ansible'],
  principles: ['BG-imm', 'IAC-ans'],
  since: '0.1.0',
  fix: 'suggestion',
  guards: [
    'The machine that runs the play (localhost, 127.0.0.1) passes.',
    'Names of groups and patterns pass.',
    'Files that are tests or examples pass.',
    'A value that is only known at run time passes.',
  ],
  looksAt: ['resource', 'script'],
  types: /^host group$/,

  *check(fact, facts): Iterable<RuleFinding> {
    if (facts.inContext(fact, 'test', 'example')) return;
    if (fact.fact === 'script') {
      yield* reached(fact);
      return;
    }
    const value = fact.settings.entries.find(({ key }) => key.value === 'hosts')?.value;
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

/** `ssh 10.0.0.4 uptime` from the machine that deploys. */
function* reached({ where, commands }: Script): Iterable<RuleFinding> {
  for (const { program, words } of where === 'local' ? commands : []) {
    if (!/^(?:ssh|scp|rsync|sftp)$/.test(program)) continue;
    for (const { text, span, unknown } of words.slice(1)) {
      const host = /^(?:[\w.-]+@)?([\w.-]+)(?::.*)?$/.exec(text)?.[1] ?? '';
      if (
        unknown ||
        !isMachine(host) ||
        /\.(?:pem|key|pub|sh|tgz|gz|zip|txt|ya?ml|json|conf)$/.test(host) ||
        isDocumentationName(host)
      )
        continue;
      yield {
        span,
        message: `The script goes to the machine \`${host}\`: its successor has another name or address, so it never reaches a green copy. Take the target from what created it, or from an input.`,
        fixes: [
          {
            title: 'Take the target from outside',
            safety: 'suggestion',
            intents: [{ kind: 'useInput', at: span, name: 'TARGET' }],
          },
        ],
      };
    }
  }
}

function isMachine(host: string): boolean {
  if (/^(?:127\.|0\.0\.0\.0$)/.test(host)) return false;
  if (/^\d{1,3}(?:\.\d{1,3}){3}$/.test(host)) return true;
  return /^[a-z0-9](?:[a-z0-9-]*\.)+[a-z]{2,}$/i.test(host) && !/^localhost\./.test(host);
}
