import type { Resource, Script } from '../../model/fact.ts';
import type { FactIndex } from '../../model/fact-index.ts';
import { settingOf } from '../../model/setting.ts';
import type { ShellCommand } from '../../model/shell.ts';
import { literalText } from '../../model/value.ts';
import { defineRule, type RuleFinding } from '../define.ts';

export default defineRule({
  id: 'no-exec-trigger-deploy',
  group: 'immutability',
  title: 'Deployment hidden in a local command or a trigger',
  why: 'A deploy driven by a trigger is neither planned nor repeatable and mutates what exists.',
  severity: 'warning',
  confidence: 'high',
  profile: 'recommended',
  languages: ['cloudformation', 'terraform'],
  principles: ['BG-how', 'CAP-deny'],
  since: '0.1.0',
  fix: 'confirm',
  guards: [
    'A command that only builds an artefact or reads passes.',
    'Files that are tests or examples pass.',
    'A trigger that is a reference passes.',
  ],
  looksAt: ['script', 'resource'],
  types: /^(?:Custom::|AWS::CloudFormation::CustomResource$)/,

  *check(fact, facts): Iterable<RuleFinding> {
    if (facts.inContext(fact, 'test', 'example')) return;
    if (fact.fact === 'script') yield* deploys(fact, facts);
    else yield* triggered(fact);
  },
});

function* deploys(script: Script, facts: FactIndex): Iterable<RuleFinding> {
  if (script.where !== 'local' || script.when !== 'create') return;
  if (!/^(?:null_resource|terraform_data)$/.test(facts.resourceOf(script.node)?.type.value ?? '')) return;
  const command = script.commands.find(changesOthers);
  if (command === undefined) return;
  yield {
    span: command.span,
    message: `\`${command.program}\` deploys from inside an apply: the plan shows neither what it changes nor that it will, and it changes what runs instead of making a copy. Build an image, or declare what it does as a resource.`,
  };
}

function changesOthers({ program, words }: ShellCommand): boolean {
  const [verb = '', second = ''] = words.slice(1).flatMap(({ text }) => (text.startsWith('-') ? [] : [text]));
  // Copying from there to here only reads.
  if (/^(?:scp|rsync)$/.test(program)) return /^[^/]*:/.test(words.at(-1)?.text ?? '');
  if (/^(?:ssh|ansible-playbook)$/.test(program)) return true;
  if (program === 'kubectl') return /^(?:apply|exec|rollout|patch|set|delete|replace)$/.test(verb);
  if (program === 'docker') return /^(?:exec|cp)$/.test(verb);
  return program === 'aws' && verb === 'ssm' && second === 'send-command';
}

/** A value that somebody edits to make the stack do something. */
function* triggered(resource: Resource): Iterable<RuleFinding> {
  for (const key of ['ForceUpdate', 'ForceDeploy', 'Timestamp', 'Nonce', 'Trigger']) {
    const value = settingOf(resource, key);
    if (value === undefined || !literalText(value)) continue;
    yield {
      span: value.span,
      message: `\`${key}\` is changed by hand to make \`${resource.name.value}\` run again: what is deployed depends on who edited it last. Give in the version, or the hash, of what it deploys.`,
      fixes: [
        {
          title: 'Take the trigger from an input',
          safety: 'confirm',
          intents: [{ kind: 'useInput', at: value.span, name: 'ARTIFACT_VERSION', default: literalText(value) ?? '' }],
        },
      ],
    };
  }
}
