import type { ShellCommand } from '../../model/shell.ts';
import { defineRule } from '../define.ts';

export default defineRule({
  id: 'no-container-surgery',
  group: 'immutability',
  title: 'Running container is modified or copied from',
  why: 'exec/cp/attach changes create a one-off container that must be thrown away.',
  severity: 'warning',
  confidence: 'high',
  profile: 'recommended',
  languages: ['macfile', 'ansible'],
  principles: ['12F-qa', 'CAP-deny', 'BG-how'],
  since: '0.1.0',
  fix: 'suggestion',
  guards: [
    'Commands that only read (`cat`, `ls`, `ps`, `env`) and dumps pass.',
    'Health checks and backups pass.',
    'Files that are tests pass.',
  ],
  looksAt: 'script',

  *check(script, facts) {
    if (script.when === 'test' || facts.inContext(script, 'test')) return;
    for (const command of script.commands) {
      const what = surgery(command);
      if (what === undefined) continue;
      yield {
        span: command.span,
        message: `\`${what}\` changes a container that runs. The next one started from the image does not have the change, so no copy equals it. Put it into the image, or run a task container of the same image.`,
        fixes: [
          {
            title: 'Remove the command (the change belongs into the image)',
            safety: 'suggestion',
            intents: [{ kind: 'removeCommand', at: command.span }],
          },
        ],
      };
    }
  },
});

const READS =
  /^(?:cat|ls|ps|env|printenv|pg_dump|pg_dumpall|mysqldump|mongodump|redis-cli|curl|wget|test|which|head|tail|grep|find|df|du|id|whoami|hostname|date|pg_isready|mysqladmin|true)$/;

function surgery({ program, words }: ShellCommand): string | undefined {
  const texts = words.slice(1).map(({ text }) => text);
  const verb = texts.find((text) => !text.startsWith('-')) ?? '';
  if (/^(?:docker|podman|nerdctl|crictl)$/.test(program)) return containerVerb(program, verb, texts);
  if (program === 'kubectl' || program === 'oc') return containerVerb(program, verb, texts);
  if (program === 'lxc' && verb === 'exec') return containerVerb(program, verb, texts);
  return program === 'lxc' && verb === 'file' && /^(?:push|edit)$/.test(texts[1] ?? '') ? 'lxc file' : undefined;
}

function containerVerb(program: string, verb: string, texts: readonly string[]): string | undefined {
  if (verb === 'cp') return copiesOut(texts) ? undefined : `${program} cp`;
  if (verb === 'attach') return `${program} attach`;
  if (verb !== 'exec') return undefined;
  const dashes = texts.indexOf('--');
  const operands = texts
    .slice(texts.indexOf('exec') + 1)
    .filter(
      (text, at, all) =>
        !text.startsWith('-') &&
        !/^(?:-u|-w|-e|-n|-c|--user|--workdir|--env|--namespace|--container)$/.test(all[at - 1] ?? ''),
    );
  const inner = dashes >= 0 ? texts[dashes + 1] : operands[1];
  return inner === undefined || READS.test(inner) ? undefined : `${program} exec`;
}

/** `docker cp name:/path here` only takes something out. */
function copiesOut(texts: readonly string[]): boolean {
  const [from = '', to = ''] = texts.filter((text) => !text.startsWith('-')).slice(1);
  return from.includes(':') && !to.includes(':');
}
