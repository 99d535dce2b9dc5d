import { defineRule } from '../define.ts';

export default defineRule({
  id: 'bootstrap-script-too-long',
  group: 'snowflake',
  title: 'Large shell program used as provisioning',
  why: 'Long boot scripts are slow to rebuild, untested and full of hidden state.',
  severity: 'info',
  confidence: 'high',
  profile: 'recommended',
  status: 'preview',
  languages: ['macfile', 'cloudformation', 'ansible', 'terraform'],
  principles: ['12F-2', 'BG-how'],
  since: '0.1.0',
  fix: 'none',
  guards: [
    'Up to `maxLines` lines that do something, and `maxPackageCommands` installing commands, pass.',
    'Image builds pass.',
  ],
  options: {
    maxLines: { default: 40, description: 'Lines that do something; comments and empty lines do not count.' },
    maxTaskLines: { default: 15, description: 'The same for the script of one task.' },
    maxPackageCommands: { default: 10, description: 'Commands that install packages.' },
  },
  looksAt: 'script',

  *check(script, facts, { maxLines, maxTaskLines, maxPackageCommands }) {
    const task = facts.at(script.node, 'step').length > 0;
    if (!(script.when === 'boot' || task) || facts.inContext(script, 'imageBuild', 'test')) return;
    const most = task ? maxTaskLines : maxLines;
    const lines = script.text.split(/\r\n|\r|\n/).filter((line) => !/^\s*(?:#|$)/.test(line)).length;
    const inside = facts
      .at(script.node, 'package')
      .filter(({ span }) => script.span.start <= span.start && span.end <= script.span.end);
    const installs = new Set(inside.map(({ span }) => span.start)).size;
    if (lines <= most && installs <= maxPackageCommands) return;
    const first = script.commands[0]?.span ?? script.span;
    yield {
      span: first,
      message:
        `The ${task ? 'script of the task' : 'start-up script'} has ${lines} lines${installs > maxPackageCommands ? ` and installs in ${installs} commands` : ''}: a hand-made configuration management without tests that every start has to get through. ` +
        (task
          ? 'Take it apart into tasks, or bake it into an image.'
          : 'Bake most of it into an image, and leave the last settings here.'),
    };
  },
});
