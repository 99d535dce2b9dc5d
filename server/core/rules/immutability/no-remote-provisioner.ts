import type { RemoteCommand } from '../../model/fact.ts';
import { defineRule } from '../define.ts';

export default defineRule({
  id: 'no-remote-provisioner',
  group: 'immutability',
  title: 'Server is changed over SSH after it is created',
  why: 'A provisioner runs once, is not in the plan and cannot be replayed, so the machine no longer equals its definition.',
  severity: 'warning',
  confidence: 'high',
  profile: 'recommended',
  languages: ['macfile', 'terraform'],
  principles: ['BG-how', 'BG-imm', '12F-5'],
  since: '0.1.0',
  fix: 'none',
  guards: [
    'Commands that only read (metadata, `cat`, `ls`, `systemctl status`, `hostname`) pass.',
    'Image builds pass, and modules that make images.',
    'Copying a file to the temporary folder for nothing else passes.',
    'What runs when the server is destroyed is info: it changes nothing that lives on.',
  ],
  looksAt: 'remote-command',

  *check(remote, facts) {
    if (remote.mutates !== true || remote.when === 'build' || facts.inContext(remote, 'imageBuild')) return;
    if (remote.via !== 'ssh-action' && remote.via !== 'provisioner') return;
    if (remote.when === 'destroy') {
      const message =
        `\`${shorten(remote.command)}\` runs on the server while it is destroyed. When the server is already gone it cannot run, and the ` +
        'destruction stops half-way. Do the work from outside, or let it expire.';
      yield { span: remote.span, severity: 'info', message };
      return;
    }
    yield {
      span: remote.span,
      message:
        `\`${shorten(remote.command)}\` changes the server over ${VIA[remote.via]} after it was created. Nothing replays that for a parallel copy, so the ` +
        'machine no longer equals its definition. Do it in the image, or in the script the server starts with.',
    };
  },
});

const VIA: Readonly<Record<RemoteCommand['via'], string>> = {
  'ssh-action': 'SSH',
  provisioner: 'a provisioner',
  ssh: 'SSH',
  task: 'a task',
};

function shorten(command: string): string {
  const line = command.trim().split(/\r?\n/)[0] ?? '';
  return line.length > 60 ? `${line.slice(0, 57)}...` : line;
}
