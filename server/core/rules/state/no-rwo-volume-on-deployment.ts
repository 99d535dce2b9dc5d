import type { Resource } from '../../model/fact.ts';
import type { FactIndex } from '../../model/fact-index.ts';
import { literalText, referencesIn, type Value, valueAt } from '../../model/value.ts';
import { defineRule } from '../define.ts';

export default defineRule({
  id: 'no-rwo-volume-on-deployment',
  group: 'state',
  title: 'Deployment bound to a single-writer volume',
  why: 'Old and new pods cannot both mount it, so there is no parallel green copy.',
  severity: 'warning',
  confidence: 'high',
  profile: 'recommended',
  languages: ['terraform'],
  principles: ['12F-6', 'BG-bg'],
  since: '0.1.0',
  fix: 'suggestion',
  guards: [
    'One replica that is stopped before the next one starts (`Recreate`) is info.',
    'A claim that is only known at run time, or whose modes are, passes.',
    'Files that are tests or examples pass.',
  ],
  looksAt: 'resource',
  types: /^kubernetes_deployment(?:_v1)?$/,

  *check(deployment, facts) {
    if (facts.inContext(deployment, 'test', 'example')) return;
    const spec = valueAt(deployment.settings, 'spec');
    const one =
      literalText(valueAt(spec, 'replicas')) === '1' && literalText(valueAt(spec, 'strategy', 'type')) === 'Recreate';
    for (const { claim, span } of claimsOf(valueAt(spec, 'template'), facts)) {
      const mode = singleWriter(claim);
      if (mode === undefined) continue;
      yield {
        span,
        ...(one ? { severity: 'info' as const } : {}),
        message: `\`${claim.name.value}\` can be mounted by one node at a time (ReadWriteOnce), so a new Pod of \`${deployment.name.value}\` cannot start beside the old one: there is no parallel green copy. Share the data another way, or use a StatefulSet.`,
        ...(claim.file === undefined
          ? {
              fixes: [
                {
                  title: 'Let many nodes mount it (needs a storage class that can)',
                  safety: 'suggestion',
                  intents: [{ kind: 'setScalar', at: mode.span, text: 'ReadWriteMany' }],
                },
              ],
            }
          : {}),
      };
    }
  },
});

function* claimsOf(
  value: Value | undefined,
  facts: FactIndex,
): Iterable<{ readonly claim: Resource; readonly span: Value['span'] }> {
  if (value?.kind === 'list') for (const item of value.items) yield* claimsOf(item, facts);
  if (value?.kind !== 'map') return;
  for (const { key, value: inner } of value.entries) {
    if (key.value !== 'claim_name') yield* claimsOf(inner, facts);
    else
      for (const { target } of referencesIn(inner)) {
        const claim = facts.at(target.split('.').slice(0, 2).join('.'), 'resource')[0];
        if (claim !== undefined && /persistent_volume_claim(?:_v1)?$/.test(claim.type.value))
          yield { claim, span: inner.span };
      }
  }
}

function singleWriter({ settings }: Resource): Value | undefined {
  const modes = valueAt(settings, 'spec', 'access_modes');
  const [only, ...others] = modes?.kind === 'list' ? modes.items : [];
  return others.length === 0 && literalText(only) === 'ReadWriteOnce' ? only : undefined;
}
