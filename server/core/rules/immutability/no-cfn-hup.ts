import type { Resource, Script } from '../../model/fact.ts';
import type { FactIndex } from '../../model/fact-index.ts';
import type { Span } from '../../model/span.ts';
import { type Value, valueAt } from '../../model/value.ts';
import { defineRule, type RuleFinding } from '../define.ts';

export default defineRule({
  id: 'no-cfn-hup',
  group: 'immutability',
  title: 'cfn-hup re-applies template metadata to a live instance',
  why: 'cfn-hup turns a stack update into an in-place change of running servers instead of a replacement.',
  severity: 'warning',
  confidence: 'high',
  profile: 'recommended',
  essential: true,
  languages: ['cloudformation', 'terraform'],
  principles: ['BG-how', 'BG-imm', 'IAC-cfn'],
  since: '0.1.0',
  fix: 'confirm',
  guards: [
    'A server with a volume of its own that keeps data is info: it is converged, not replaced.',
    'Once per server.',
  ],
  looksAt: 'resource',

  check(resource, facts) {
    const init = valueAt(resource.settings, 'Metadata', 'AWS::CloudFormation::Init');
    const scripts = facts.within(resource, 'script');
    return init === undefined && scripts.length === 0 ? [] : reapplied(resource, init, scripts, facts);
  },
});

function* reapplied(
  resource: Resource,
  init: Value | undefined,
  scripts: readonly Script[],
  facts: FactIndex,
): Iterable<RuleFinding> {
  const keys = init === undefined ? [] : keysIn(init, 0);
  const calls = scripts.flatMap(callsIn);
  const at = keys[0] ?? calls[0];
  if (at === undefined) return;
  const appliance = resource.lifecycle.class === 'persistent' || hasOwnVolume(resource, facts);
  yield {
    span: at,
    ...(appliance ? { severity: 'info' as const } : {}),
    message:
      `\`cfn-hup\` re-applies the template to servers of \`${resource.name.value}\` while they run, so a stack update patches them in place instead of replacing them. ` +
      'Remove it, and let an update policy replace the servers.',
    ...(keys.length === 0
      ? {}
      : {
          fixes: [
            {
              title: 'Remove cfn-hup',
              safety: 'confirm' as const,
              intents: [
                ...keys.map((key) => ({ kind: 'removeEntry' as const, at: key })),
                ...calls.map((call) => ({ kind: 'removeCommand' as const, at: call })),
              ],
            },
          ],
        }),
  };
}

/** `services.*.cfn-hup` and files of its configuration under `AWS::CloudFormation::Init`. */
function keysIn(value: Value, depth: number): readonly Span[] {
  if (value.kind !== 'map' || depth > 6) return [];
  return value.entries.flatMap(({ key, value: inner }) => {
    const found = key.value === 'cfn-hup' || /cfn-hup\.conf$|\/hooks\.d\//.test(key.value);
    return found ? [key.span] : keysIn(inner, depth + 1);
  });
}

function callsIn({ commands }: Script): readonly Span[] {
  return commands
    .filter(
      ({ program, words }) =>
        /(?:^|\/)cfn-hup$/.test(program) ||
        words.some(({ text }) => /(?:^|\/)cfn-hup(?:\.service|\.conf)?$/.test(text)),
    )
    .map(({ span }) => span);
}

function hasOwnVolume(resource: Resource, facts: FactIndex): boolean {
  return facts.all('dependency').some(({ node, to }) => {
    const other =
      to === resource.node ? facts.resourceOf(node) : node === resource.node ? facts.resourceOf(to) : undefined;
    return other !== undefined && /Volume$|VolumeAttachment$/.test(other.type.value);
  });
}
