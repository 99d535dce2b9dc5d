import { containersIn } from '../../model/container.ts';
import type { Script } from '../../model/fact.ts';
import { entryAt, knownText, literalBoolean, literalNumber, type MapValue } from '../../model/value.ts';
import { defineRule, type RuleFinding } from '../define.ts';

export default defineRule({
  id: 'graceful-shutdown',
  group: 'twelve-factor',
  title: 'No time to finish work on stop',
  why: 'A cut-over kills requests and jobs that were not given a grace period.',
  severity: 'warning',
  confidence: 'medium',
  profile: 'recommended',
  languages: ['macfile', 'cloudformation', 'ansible', 'terraform'],
  principles: ['12F-9', 'BG-define'],
  since: '0.1.0',
  fix: 'confirm',
  guards: [
    'Images of static web servers (nginx, httpd, caddy) pass.',
    'Files that are tests or image builds pass.',
    'A value that is only known at run time passes.',
  ],
  options: { seconds: { default: 5, description: 'The shortest time to stop that is not reported.' } },
  looksAt: ['resource', 'script'],

  check(fact, facts, { seconds }): Iterable<RuleFinding> {
    if (facts.inContext(fact, 'test', 'imageBuild')) return [];
    if (fact.fact === 'script') return killed(fact);
    const containers = containersIn(facts).get(fact);
    return containers === undefined ? [] : cutShort(containers, seconds);
  },
});

function* cutShort(containers: readonly MapValue[], seconds: number): Iterable<RuleFinding> {
  for (const container of containers) {
    if (isStatic(container)) continue;
    const timeout = ['StopTimeout', 'stopTimeout', 'stop_timeout'].map((key) => entryAt(container, key)).find(Boolean);
    const given = literalNumber(timeout?.value);
    if (timeout !== undefined && given !== undefined && given < seconds) {
      yield {
        span: timeout.value.span,
        message: `The container is killed ${given} s after it was asked to stop, with the requests and jobs it was working on. Give it the time that its longest work takes.`,
        fixes: [
          {
            title: 'Give it 60 seconds',
            safety: 'confirm',
            intents: [{ kind: 'setScalar', at: timeout.value.span, text: '60' }],
          },
        ],
      };
    }
    const force = entryAt(container, 'force_kill') ?? entryAt(container, 'forcekill');
    if (force === undefined || literalBoolean(force.value) !== true) continue;
    yield {
      span: force.span,
      message: 'The container is killed without being asked to stop, with the requests and jobs it was working on.',
      fixes: [{ title: 'Ask it to stop first', safety: 'confirm', intents: [{ kind: 'removeEntry', at: force.span }] }],
    };
  }
}

/** `docker kill`, `docker stop -t 0`: nothing is asked to finish. */
function* killed({ commands, when }: Script): Iterable<RuleFinding> {
  if (when !== 'destroy' && when !== 'deploy') return;
  for (const { program, words, span } of commands) {
    const [verb, ...rest] = words.slice(1).map(({ text }) => text);
    const at = rest.findIndex((text) => text === '-t' || text === '--time');
    const hard =
      verb === 'kill'
        ? !rest.some((text) => /^(?:-s|--signal)/.test(text))
        : verb === 'stop' && at >= 0 && rest[at + 1] === '0';
    if (!/^(?:docker|podman|nerdctl)$/.test(program) || !hard) continue;
    yield {
      span,
      message:
        'The container is killed without being asked to stop, with the requests and jobs it was working on. Stop it, and give it the time that its longest work takes.',
    };
  }
}

function isStatic(container: MapValue): boolean {
  const image = ['Image', 'image'].map((key) => knownText(entryAt(container, key)?.value)).find(Boolean) ?? '';
  return /(?:^|\/)(?:nginx|httpd|caddy)(?:[:@]|$)/.test(image);
}
