import type { Script, Step } from '../../model/fact.ts';
import type { ShellCommand } from '../../model/shell.ts';
import { entryAt, literalText } from '../../model/value.ts';
import { defineRule, type RuleFinding } from '../define.ts';

export default defineRule({
  id: 'no-converge-daemon',
  group: 'immutability',
  title: 'Configuration management keeps converging production hosts',
  why: "A pull daemon makes the host's state depend on when it last talked to the server.",
  severity: 'info',
  confidence: 'high',
  profile: 'strict',
  languages: ['cloudformation', 'ansible', 'terraform'],
  principles: ['BG-imm', 'IAC-cm', 'BG-adv'],
  since: '0.1.0',
  fix: 'suggestion',
  guards: [
    'A run that ends (`puppet apply`, `puppet agent --test`, `chef-client --once`) passes.',
    'A job that is removed, and one that is only known at run time, pass.',
    'Image builds, tests and examples pass.',
  ],
  looksAt: ['script', 'step'],

  check(fact, facts) {
    if (facts.inContext(fact, 'imageBuild', 'test', 'example')) return [];
    if (fact.fact === 'script') return inScript(fact);
    return /\.(?:cron|service|systemd|systemd_service)$/.test(fact.does.value) ? inStep(fact) : [];
  },
});

const WHY =
  'What a server is then depends on when it last asked, and two servers of one version differ. Converge once when the image is built, and replace servers instead.';

function* inScript({ commands, when }: Script): Iterable<RuleFinding> {
  if (when === 'build') return;
  for (const command of commands) {
    const daemon = daemonOf(command);
    if (daemon === undefined) continue;
    yield {
      span: command.span,
      message: `\`${daemon}\` keeps changing the server as long as it runs. ${WHY}`,
      fixes: [
        {
          title: 'Remove it here, once the image has it',
          safety: 'suggestion',
          intents: [{ kind: 'removeCommand', at: command.span }],
        },
      ],
    };
  }
}

const SERVICES = /^(?:puppet|puppet-agent|chef-client|salt-minion)(?:\.service)?$/;

function daemonOf({ program, words, background }: ShellCommand): string | undefined {
  const rest = words.slice(1).map(({ text }) => text);
  if (program === 'puppet' || program === 'puppetd')
    return rest[0] === 'agent' && !rest.some((text) => /^(?:-t|--test|--onetime|--no-daemonize|--disable)$/.test(text))
      ? 'puppet agent'
      : undefined;
  if (program === 'chef-client')
    return rest.some((text) => /^(?:-d|--daemonize|-i|--interval)/.test(text)) ? 'chef-client' : undefined;
  if (program === 'salt-minion') return rest.includes('-d') || background ? 'salt-minion' : undefined;
  const started =
    /^(?:systemctl|service|chkconfig|update-rc\.d)$/.test(program) &&
    rest.some((text) => /^(?:start|enable|restart|on|defaults)$/.test(text));
  return started ? rest.find((text) => SERVICES.test(text)) : undefined;
}

function* inStep({ does, settings, name, span }: Step): Iterable<RuleFinding> {
  const state = literalText(entryAt(settings, 'state')?.value);
  if (state === 'absent' || state === 'stopped') return;
  const what = does.value.endsWith('.cron') ? literalText(entryAt(settings, 'job')?.value) : undefined;
  const pulls = /\b(ansible-pull|chef-client|puppet agent|puppet apply)\b/.exec(what ?? '')?.[1];
  if (pulls !== undefined) {
    yield {
      span,
      message: `\`${name.value}\` runs \`${pulls}\` again and again. ${WHY}`,
      fixes: [
        {
          title: 'Remove the job',
          safety: 'suggestion',
          intents: [{ kind: 'insertKey', map: settings.span, key: 'state', value: 'absent' }],
        },
      ],
    };
  }
  const service = does.value.endsWith('.cron') ? undefined : literalText(entryAt(settings, 'name')?.value);
  if (service !== undefined && SERVICES.test(service) && state !== undefined)
    yield { span, message: `\`${service}\` keeps changing the server as long as it runs. ${WHY}` };
}
