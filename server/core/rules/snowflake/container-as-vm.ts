import { containersIn } from '../../model/container.ts';
import { entryAt, literalText, type MapValue, type Value } from '../../model/value.ts';
import { defineRule, type RuleFinding } from '../define.ts';

export default defineRule({
  id: 'container-as-vm',
  group: 'snowflake',
  title: 'Container is run like a small virtual machine',
  why: 'Init systems, sshd or several daemons in one container bring back all the habits of pets.',
  severity: 'warning',
  confidence: 'high',
  profile: 'recommended',
  languages: ['cloudformation', 'ansible', 'terraform'],
  principles: ['CAP-deny', 'CAP-barg', '12F-8', '12F-11'],
  since: '0.1.0',
  fix: 'confirm',
  guards: [
    'A small init (tini, dumb-init, s6) with one service passes.',
    'Files that are tests pass.',
    'A value that is only known at run time passes.',
  ],
  peers: { checkov: ['CKV_DOCKER_1'], trivy: ['DS-0004'], 'kube-linter': ['ssh-port'] },
  looksAt: 'resource',

  check(resource, facts) {
    const containers = containersIn(facts).get(resource);
    return containers === undefined || facts.inContext(resource, 'test') ? [] : machinesAmong(containers);
  },
});

function* machinesAmong(containers: readonly MapValue[]): Iterable<RuleFinding> {
  for (const container of containers) {
    for (const key of ['Command', 'command', 'EntryPoint', 'entryPoint', 'entrypoint']) {
      const entry = entryAt(container, key);
      const program = programOf(entry?.value);
      if (entry === undefined || program === undefined || !MACHINE.test(program)) continue;
      yield {
        span: entry.value.span,
        message: `\`${program}\` makes a small machine of the container: what runs in it is started, watched and changed inside, where neither the scheduler nor the plan can see it. Run one program per container, in the foreground.`,
        fixes: [
          {
            title: 'Run the program of the image',
            safety: 'confirm',
            intents: [{ kind: 'removeEntry', at: entry.span }],
          },
        ],
      };
    }
  }
}

const MACHINE = /^(?:\/usr)?(?:\/s?bin\/|\/lib\/systemd\/)?(?:init|systemd|sshd|supervisord)$/;

function programOf(value: Value | undefined): string | undefined {
  const first = value?.kind === 'list' ? value.items[0] : value;
  return literalText(first)?.trim().split(/\s+/)[0];
}
