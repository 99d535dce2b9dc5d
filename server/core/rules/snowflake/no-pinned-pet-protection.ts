import type { Resource } from '../../model/fact.ts';
import type { FactIndex } from '../../model/fact-index.ts';
import { COMPUTE_TYPES, isAppliance } from '../../model/machine.ts';
import { settingEntry, settingOf } from '../../model/setting.ts';
import { literalBoolean, literalText } from '../../model/value.ts';
import { defineRule, type RuleFinding } from '../define.ts';

export default defineRule({
  id: 'no-pinned-pet-protection',
  group: 'snowflake',
  title: 'Stateless server is protected from being replaced',
  why: 'Termination protection on a stateless server is a confession that it cannot be rebuilt.',
  severity: 'warning',
  confidence: 'high',
  profile: 'recommended',
  languages: ['cloudformation', 'ansible', 'terraform'],
  principles: ['BG-how', 'BG-define'],
  since: '0.1.0',
  fix: 'confirm',
  guards: [
    'Servers that keep data pass.',
    'Servers for administrators and for the network pass.',
    'A value that is only known at run time passes.',
  ],
  looksAt: 'resource',
  types: COMPUTE_TYPES,

  *check(server, facts): Iterable<RuleFinding> {
    if (server.lifecycle.class === 'persistent' || isAppliance(server.name.value)) return;
    const entry = settingEntry(
      server,
      'DisableApiTermination',
      'NewInstancesProtectedFromScaleIn',
      'disable_api_termination',
      'protect_from_scale_in',
      'termination_protection',
    );
    const suspended = settingOf(server, 'suspended_processes');
    if ((entry === undefined && suspended === undefined) || hasVolume(server, facts)) return;
    if (entry !== undefined && literalBoolean(entry.value) === true) {
      yield {
        span: entry.value.span,
        message: `\`${server.name.value}\` is protected from being replaced, so it will be cared for by hand instead. Servers without data must be disposable: blue has to go when green serves. Remove the protection.`,
        fixes: [
          { title: 'Remove the protection', safety: 'confirm', intents: [{ kind: 'removeEntry', at: entry.span }] },
        ],
      };
    }
    for (const item of suspended?.kind === 'list' ? suspended.items : []) {
      if (!/^(?:Terminate|ReplaceUnhealthy|Launch)$/.test(literalText(item) ?? '')) continue;
      yield {
        span: item.span,
        message: `Group \`${server.name.value}\` does not replace its servers (\`${literalText(item)}\` is suspended). A broken server stays until somebody looks. Let the group do its work.`,
      };
    }
  },
});

/** A volume is attached to it by an attachment of its own. */
function hasVolume(server: Resource, facts: FactIndex): boolean {
  return facts
    .dependents(server.node)
    .some(({ node }) => /VolumeAttachment$|volume_attachment$/.test(facts.resourceOf(node)?.type.value ?? ''));
}
