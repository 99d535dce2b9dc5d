import type { Resource } from '../../model/fact.ts';
import { settingOf } from '../../model/setting.ts';
import { literalText, type Value, valueAt } from '../../model/value.ts';
import { defineRule, type RuleFinding } from '../define.ts';

export default defineRule({
  id: 'no-ignore-changes-drift',
  group: 'immutability',
  title: 'Drift is silenced instead of corrected',
  why: 'ignore_changes on image, user data or all attributes lets the real server depart from code for ever.',
  severity: 'warning',
  confidence: 'high',
  profile: 'recommended',
  languages: ['terraform'],
  principles: ['BG-adv', 'BG-imm'],
  since: '0.1.0',
  fix: 'confirm',
  guards: [
    'Sizes that something else controls (`desired_capacity`, `min_size`, `max_size`) pass, and what a deployment service changes (`task_definition`, `load_balancer`).',
    'Tags pass.',
    'On things that keep data, `password` and `snapshot_identifier` pass.',
    'What something else replaces (`replace_triggered_by`) passes.',
  ],
  looksAt: 'resource',

  check(resource) {
    const ignored = valueAt(resource.settings, 'lifecycle', 'ignore_changes') ?? settingOf(resource, 'ignore_changes');
    return ignored === undefined ? [] : drifting(resource, ignored);
  },
});

function* drifting(resource: Resource, ignored: Value): Iterable<RuleFinding> {
  if (valueAt(resource.settings, 'lifecycle', 'replace_triggered_by') !== undefined) return;
  for (const item of itemsOf(ignored)) {
    const name = nameOf(item);
    if (name === undefined || !DRIFTS.has(name)) continue;
    const all = name === 'all';
    yield {
      span: item.span,
      message: `Changes of ${all ? 'everything' : `\`${name}\``} in \`${resource.name.value}\` are ignored: the file no longer says what runs, and a rebuild or a parallel copy gives something else. Remove it from \`ignore_changes\`.`,
      fixes: [
        {
          title: all ? 'Ignore nothing' : `Do not ignore ${name}`,
          safety: 'confirm',
          intents: [{ kind: 'removeEntry', at: removable(ignored, item, resource) }],
        },
      ],
    };
  }
}

const DRIFTS = new Set([
  'all',
  'ami',
  'image_id',
  'user_data',
  'user_data_base64',
  'instance_type',
  'launch_template',
  'container_definitions',
  'engine_version',
]);

function itemsOf(value: Value): readonly Value[] {
  return value.kind === 'list' ? value.items : [value];
}

/** Names stand there as bare words: a reference to nothing, or a text. */
function nameOf(value: Value): string | undefined {
  if (value.kind === 'reference') return value.attribute === undefined ? value.target : undefined;
  return (
    literalText(value) ?? (value.kind === 'unknown' && value.parts?.length === 1 ? textOf(value.parts[0]) : undefined)
  );
}

function textOf(
  part: NonNullable<Extract<Value, { kind: 'unknown' }>['parts']>[number] | undefined,
): string | undefined {
  if (part === undefined) return undefined;
  return 'kind' in part ? part.target : part.value;
}

/** The last item goes with its argument. */
function removable(list: Value, item: Value, { settings }: Resource): Value['span'] {
  if (list.kind === 'list' && list.items.length > 1) return item.span;
  const lifecycle = valueAt(settings, 'lifecycle');
  const entry =
    lifecycle?.kind === 'map' ? lifecycle.entries.find(({ key }) => key.value === 'ignore_changes') : undefined;
  return entry?.span ?? item.span;
}
