import type { ShellCommand } from '../../model/shell.ts';
import { defineRule } from '../define.ts';

export default defineRule({
  id: 'no-lxc-move',
  group: 'snowflake',
  title: 'Live migration keeps a pet alive',
  why: 'Moving memory and disk of a container preserves its drift; rebuild it on the target instead.',
  severity: 'warning',
  confidence: 'high',
  profile: 'recommended',
  languages: ['macfile', 'ansible'],
  principles: ['LXD', 'BG-imm'],
  since: '0.1.0',
  fix: 'suggestion',
  guards: [
    'A machine that, by its name, keeps data is info.',
    'A new name on the same host passes.',
    'A command that is only known at run time passes.',
    'Files that are tests or examples pass.',
  ],
  looksAt: 'script',

  *check(script, facts) {
    if (facts.inContext(script, 'test', 'example')) return;
    for (const command of script.commands) {
      if (!moves(command)) continue;
      const text = command.words.map((word) => word.text).join(' ');
      const keepsData =
        /(?:^|[^a-z])(?:db|database|mysql|mariadb|postgres|pg|mongo|redis|queue|nfs|storage)\d*(?:[^a-z]|$)/i.test(
          text,
        );
      yield {
        span: command.span,
        ...(keepsData ? { severity: 'info' as const } : {}),
        message:
          'A running machine is moved to another host with its memory, its disk, and all that was ever changed on it by hand. Make it again there from its definition, and remove the old one.',
        fixes: [
          {
            title: 'Remove the move, once the machine is made again over there',
            safety: 'suggestion',
            intents: [{ kind: 'removeCommand', at: command.span }],
          },
        ],
      };
    }
  },
});

/** `lxc move web1 host2:`, `virsh migrate`, `qm migrate`. */
function moves({ program, words }: ShellCommand): boolean {
  const [verb = '', ...rest] = words
    .slice(1)
    .map(({ text }) => text)
    .filter((text) => !text.startsWith('-'));
  if (/^(?:lxc|incus)$/.test(program)) return verb === 'move' && rest.some((text) => text.includes(':'));
  if (program === 'xe') return verb === 'vm-migrate';
  return /^(?:qm|pct|virsh)$/.test(program) && verb === 'migrate';
}
