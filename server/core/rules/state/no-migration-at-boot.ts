import type { Script } from '../../model/fact.ts';
import type { FactIndex } from '../../model/fact-index.ts';
import type { ShellCommand } from '../../model/shell.ts';
import { entryAt, literalBoolean, literalText } from '../../model/value.ts';
import { defineRule, type ProposedFix } from '../define.ts';

export default defineRule({
  id: 'no-migration-at-boot',
  group: 'state',
  title: 'Every new server migrates the shared schema',
  why: 'Green would change the schema under blue before anyone decided to cut over.',
  severity: 'warning',
  confidence: 'medium',
  profile: 'recommended',
  languages: ['macfile', 'cloudformation', 'ansible', 'terraform'],
  principles: ['BG-data', '12F-12', '12F-5'],
  since: '0.1.0',
  fix: 'confirm',
  guards: [
    'A migration that only one server runs (a lock or a leader) is info.',
    'A task of its own passes: only scripts of servers that start are looked at.',
    'Programs of the option `expandOnly` pass.',
    'A task that is kept to one server (`run_once`, `delegate_to`, a condition), and a play on one machine, pass.',
  ],
  options: {
    expandOnly: {
      default: [] as readonly string[],
      description: 'Commands whose migrations only ever add, such as `./bin/expand`.',
    },
  },
  looksAt: 'script',

  *check(script, facts, { expandOnly }) {
    if (facts.inContext(script, 'imageBuild', 'test', 'localhost') || !runsEverywhere(script, facts)) return;
    const guarded = script.commands.some(
      ({ program, prefixes }) => program === 'flock' || prefixes.includes('flock') || /leader|lock/.test(program),
    );
    for (const command of script.commands) {
      if (!migrates(command) || expandOnly.includes(command.words[0]?.text ?? '')) continue;
      yield {
        span: command.span,
        ...(guarded ? { severity: 'info' as const } : {}),
        message:
          `The database is migrated ${script.when === 'boot' ? 'when a server starts' : 'by every server of the play'}. Several servers do it at once, and the first green server changes the data under blue before anything was tested. ` +
          'Run it as a step of its own: first what only adds, and what removes when blue is gone.',
        fixes: [
          ...onlyOnce(script, facts),
          {
            title: 'Remove it here, once it is a step of its own',
            safety: 'suggestion',
            intents: [{ kind: 'removeCommand', at: command.span }],
          },
        ],
      };
    }
  },
});

/** A script of every new server, or a task that no keyword keeps to one of them. */
function runsEverywhere(script: Script, facts: FactIndex): boolean {
  if (script.when === 'boot') return true;
  const step = facts.at(script.node, 'step')[0];
  if (step === undefined || script.when !== 'deploy' || step.called) return false;
  const hosts = facts.resourceOf(script.node);
  const elsewhere = ['run_once', 'delegate_to', 'when', 'throttle'].some(
    (key) => entryAt(step.keywords, key) !== undefined,
  );
  return (
    !elsewhere &&
    hosts?.type.value === 'host group' &&
    hosts.instances !== 1 &&
    isMany(literalText(entryAt(hosts.settings, 'hosts')?.value)) &&
    literalBoolean(entryAt(hosts.settings, 'run_once')?.value) !== true
  );
}

/** `web[0]` and an address are one machine; hosts that only a run knows may be. */
function isMany(hosts: string | undefined): boolean {
  return hosts !== undefined && !/\[-?\d+\]$|^[\d.]+$|^\w[\w-]*(?:\.[\w-]+)+$/.test(hosts);
}

function onlyOnce({ node }: Script, facts: FactIndex): ProposedFix[] {
  const step = facts.at(node, 'step')[0];
  if (step === undefined) return [];
  return [
    {
      title: 'Run it on one server only (run_once)',
      safety: 'confirm',
      intents: [{ kind: 'insertKey', map: step.keywords.span, key: 'run_once', value: true }],
    },
  ];
}

function migrates({ words }: ShellCommand): boolean {
  const text = words.map((word) => word.text).join(' ');
  return /\b(?:rake|rails) db:migrate\b|manage\.py migrate\b|\bflyway\b.*\bmigrate\b|\bliquibase\b.*\bupdate\b|\balembic upgrade\b|\bsequelize(?:-cli)? db:migrate\b|\bprisma migrate deploy\b|\bartisan migrate\b|\bknex migrate:latest\b|\bgoose\b.*\bup\b|\bmigrate -(?:path|database|source)\b/.test(
    text,
  );
}
