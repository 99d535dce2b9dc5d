import type { Resource } from '../../model/fact.ts';
import { entryIn } from '../../model/table.ts';
import { entryAt, literalText } from '../../model/value.ts';
import { defineRule, type ProposedFix } from '../define.ts';

export default defineRule({
  id: 'create-before-destroy-missing',
  group: 'immutability',
  title: 'Replacement destroys the old copy first',
  why: 'Destroy-then-create is downtime and removes the roll-back target.',
  severity: 'warning',
  confidence: 'high',
  profile: 'recommended',
  essential: true,
  languages: ['terraform'],
  principles: ['BG-bg', 'BG-intro'],
  since: '0.1.0',
  fix: 'confirm',
  guards: [
    'Only types that are often replaced; a fixed name is changed to a prefix in the same edit, and where that is not possible there is no fix.',
    'Things that keep data pass, and examples and tests.',
    'Copies by `count` or `for_each` with a name of their own pass.',
  ],
  looksAt: 'resource',
  // Types whose everyday changes replace them.
  types:
    /^aws_(?:launch_configuration|lb_target_group|alb_target_group|acm_certificate|(?:db|elasticache)_parameter_group)$|^google_compute_instance_template$/,

  *check(resource, facts) {
    if (facts.inContext(resource, 'example', 'test')) return;
    const { guards, lifecycle } = resource;
    if (guards === undefined || guards.createBeforeDestroy || lifecycle.class === 'persistent') return;
    if (resource.instances !== undefined && entryAt(resource.settings, 'name')?.value.kind === 'unknown') return;
    const fix = insertLifecycle(resource);
    yield {
      span: resource.header,
      message:
        `When \`${resource.name.value}\` is replaced, the old one is destroyed before the new one exists. That is downtime, and the way back is gone. ` +
        'Create the new one first (`create_before_destroy`).',
      ...(fix === undefined ? {} : { fixes: [fix] }),
    };
  },
});

const PREFIX_LENGTH: Readonly<Record<string, number>> = {
  aws_launch_configuration: 38,
  aws_lb_target_group: 6,
  aws_alb_target_group: 6,
  aws_db_parameter_group: 38,
  google_compute_instance_template: 37,
};

function insertLifecycle(resource: Resource): ProposedFix | undefined {
  const name = entryAt(resource.settings, 'name');
  const text = literalText(name?.value);
  const length = entryIn(PREFIX_LENGTH, resource.type.value);
  if (name !== undefined && (text === undefined || length === undefined)) return undefined;
  if (entryAt(resource.settings, 'lifecycle') !== undefined) return undefined;
  const rename =
    name === undefined || text === undefined || length === undefined
      ? []
      : [
          { kind: 'renameKey' as const, at: name.key.span, key: 'name_prefix' },
          { kind: 'setScalar' as const, at: name.value.span, text: `${text.slice(0, length - 1)}-` },
        ];
  return {
    title: 'Create the new one first',
    safety: 'confirm',
    intents: [
      ...rename,
      {
        kind: 'insertKey',
        map: resource.settings.span,
        key: 'lifecycle',
        value: { map: [['create_before_destroy', true]] },
      },
    ],
  };
}
