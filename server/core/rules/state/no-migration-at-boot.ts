import type { ShellCommand } from '../../model/shell.ts';
import { defineRule } from '../define.ts';

export default defineRule({
  id: 'no-migration-at-boot',
  group: 'state',
  title: 'Every new server migrates the shared schema',
  why: 'Green would change the schema under blue before anyone decided to cut over.',
  severity: 'warning',
  confidence: 'medium',
  profile: 'recommended',
  languages: ['macfile', 'cloudformation', 'terraform'],
  principles: ['BG-data', '12F-12', '12F-5'],
  since: '0.1.0',
  fix: 'suggestion',
  guards: [
    'A migration that only one server runs (a lock or a leader) is info.',
    'A task of its own passes: only scripts of servers that start are looked at.',
    'Programs of the option `expandOnly` pass.',
  ],
  options: {
    expandOnly: {
      default: [] as readonly string[],
      description: 'Commands whose migrations only ever add, such as `./bin/expand`.',
    },
  },
  looksAt: 'script',

  *check(script, facts, { expandOnly }) {
    if (script.when !== 'boot' || facts.inContext(script, 'imageBuild', 'test')) return;
    const guarded = script.commands.some(
      ({ program, prefixes }) => program === 'flock' || prefixes.includes('flock') || /leader|lock/.test(program),
    );
    for (const command of script.commands) {
      if (!migrates(command) || expandOnly.includes(command.words[0]?.text ?? '')) continue;
      yield {
        span: command.span,
        ...(guarded ? { severity: 'info' as const } : {}),
        message:
          'The database is migrated when a server starts. Several servers do it at once, and the first green server changes the data under blue before anything was tested. ' +
          'Run it as a step of its own: first what only adds, and what removes when blue is gone.',
        fixes: [
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

function migrates({ words }: ShellCommand): boolean {
  const text = words.map((word) => word.text).join(' ');
  return /\b(?:rake|rails) db:migrate\b|manage\.py migrate\b|\bflyway\b.*\bmigrate\b|\bliquibase\b.*\bupdate\b|\balembic upgrade\b|\bsequelize(?:-cli)? db:migrate\b|\bprisma migrate deploy\b|\bartisan migrate\b|\bknex migrate:latest\b|\bgoose\b.*\bup\b|\bmigrate -(?:path|database|source)\b/.test(
    text,
  );
}
