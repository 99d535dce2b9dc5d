import type { ShellCommand } from '../../model/shell.ts';
import { defineRule } from '../define.ts';

export default defineRule({
  id: 'no-daemonize',
  group: 'twelve-factor',
  title: 'Process is put in the background by script',
  why: 'A detached process is invisible to the supervisor and cannot be drained or restarted.',
  severity: 'warning',
  confidence: 'high',
  profile: 'recommended',
  languages: ['macfile', 'cloudformation', 'ansible', 'terraform'],
  principles: ['12F-11'],
  since: '0.1.0',
  fix: 'none',
  guards: [
    'A service that is started to prepare something and stopped again passes.',
    'A background command inside `$(…)`, and one the script waits for, passes.',
  ],
  looksAt: 'script',

  *check(script, facts) {
    const task = facts.at(script.node, 'step')[0] !== undefined && script.where === 'instance';
    if (!(script.when === 'boot' || task) || facts.inContext(script, 'imageBuild', 'test')) return;
    if (script.commands.some(({ program }) => program === 'wait' || program === 'kill')) return;
    for (const command of script.commands) {
      if (command.depth > 0 || !daemonizes(command)) continue;
      yield {
        span: command.span,
        message: `\`${command.program || 'A program'}\` is sent to the background. Nobody sees its output or restarts it, and a start-up that failed looks like one that worked. Let the init system, or the container, run it in the foreground.`,
      };
    }
  },
});

function daemonizes({ program, prefixes, background, words }: ShellCommand): boolean {
  if (program === 'sleep' || program === '' || words.some(({ text }) => /\b(?:shutdown|reboot|halt)\b/.test(text)))
    return false;
  if (prefixes.includes('nohup') || prefixes.includes('setsid')) return true;
  if (program === 'screen') return words.some(({ text }) => /^-[a-zA-Z]*d/.test(text));
  if (program === 'tmux') return words.some(({ text }) => text === '-d');
  return background;
}
