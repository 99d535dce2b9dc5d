import type { FactIndex } from '../../model/fact-index.ts';
import { entryAt } from '../../model/value.ts';
import { defineRule } from '../define.ts';

export default defineRule({
  id: 'remote-state-required',
  group: 'state',
  title: 'Record of what exists lives on one laptop',
  why: 'Local state cannot be shared, locked or recovered, and the environment cannot be rebuilt from elsewhere.',
  severity: 'error',
  confidence: 'high',
  profile: 'recommended',
  essential: true,
  languages: ['terraform'],
  principles: ['IAC-ans', 'IAC', 'BG-adv'],
  since: '0.1.0',
  fix: 'suggestion',
  guards: [
    'Modules that others call, and examples, pass: only what is deployed has a state. A folder that configures no provider, or that has inputs without a default, may be one.',
    'A backend that is filled in from outside (an empty `backend` block) counts.',
    'A bucket without a lock is a warning.',
  ],
  looksAt: 'unit',

  *check(unit, facts) {
    // Without a `terraform` block in sight the backend may stand in a file that is not loaded.
    const block = unit.settings?.span;
    if (
      unit.settings === undefined ||
      block === undefined ||
      block.end <= block.start ||
      facts.inContext(unit, 'module', 'example', 'test')
    )
      return;
    if (
      !facts
        .all('resource')
        .some(({ type, readOnly }) => readOnly !== true && /^(?:aws|google|azurerm)_/.test(type.value))
    )
      return;
    const backend = entryAt(unit.settings, 'backend')?.value;
    if (backend === undefined && (entryAt(unit.settings, 'provider') === undefined || wantsInputs(facts))) return;
    if (backend === undefined && entryAt(unit.settings, 'cloud') === undefined) {
      const map = unit.settings.span;
      yield {
        span: unit.span,
        message:
          'The state of this configuration stays in a file on one machine. Whoever else deploys, or rebuilds after that machine is gone, starts from nothing and makes everything twice. Keep it in a shared backend with a lock.',
        ...(map.end > map.start
          ? {
              fixes: [
                {
                  title: 'Keep the state in a bucket',
                  safety: 'suggestion' as const,
                  intents: [
                    {
                      kind: 'insertKey' as const,
                      map,
                      key: 'backend',
                      value: { map: [['s3', { map: [['use_lockfile', true]] }]] },
                    },
                  ],
                },
              ],
            }
          : {}),
      };
      return;
    }
    const bucket = entryAt(backend, 's3')?.value;
    if (bucket?.kind !== 'map' || entryAt(bucket, 'bucket') === undefined) return;
    if (entryAt(bucket, 'use_lockfile') !== undefined || entryAt(bucket, 'dynamodb_table') !== undefined) return;
    yield {
      span: entryAt(bucket, 'bucket')?.span ?? unit.span,
      severity: 'warning',
      message: 'The shared state has no lock, so two deployments at the same time spoil it. Set `use_lockfile`.',
      fixes: [
        {
          title: 'Lock the state',
          safety: 'suggestion',
          intents: [{ kind: 'insertKey', map: bucket.span, key: 'use_lockfile', value: true }],
        },
      ],
    };
  },
});

/** Inputs without a default: somebody else calls it, or a wrapper that also writes the backend. */
function wantsInputs(facts: FactIndex): boolean {
  return facts.all('parameter').some((input) => input.default === undefined);
}
