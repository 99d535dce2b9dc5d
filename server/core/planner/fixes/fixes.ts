import type { PhysicalName, Resource } from '../../model/fact.ts';
import type { Intent } from '../../model/intent.ts';
import type { Plan, PlanWarning } from '../../model/plan.ts';
import { entryAt, knownText, literalText, type MapEntry } from '../../model/value.ts';
import type { UnitFacts } from '../input.ts';
import { mentionsIn } from '../named.ts';
import { say, told, type Words } from '../phrase.ts';
import { factsOf, groupedBy } from '../source.ts';
import { confirm, type Fix, type FixSource, settingEntry } from './fix.ts';
import { oneColourOfHosts } from './hosts.ts';
import { nameFixes, versionFixes } from './names.ts';
import { createFirst, inLifecycle, managedUpgrade } from './terraform.ts';
import { gentle, startsDisabled, testListener } from './traffic.ts';

/** A change of the unit after which the plan has the warning no more, or a step has what it lacked. */
export interface PlanFix extends Omit<Fix, 'title'> {
  readonly title: string;
  /** Index into `plan.warnings`. */
  readonly warning?: number;
  /** `PlanStep.n` of the step that gets better, where it is no warning that goes. */
  readonly step?: number;
}

/** Fixes for a plan, as intents for the language of the file. Only what can be written without a guess. */
export function planFixes(
  plan: Plan,
  green: UnitFacts,
  textOf: FixSource['textOf'],
  words?: Words,
): readonly PlanFix[] {
  let mentions: ReturnType<FixSource['mentions']> | undefined;
  const all = (): ReturnType<FixSource['mentions']> => {
    mentions ??= mentionsIn(green);
    return mentions;
  };
  const source: FixSource = { unit: green, mentions: all, textOf };
  const resources = new Map(
    factsOf(green, 'resource')
      .toReversed()
      .map((resource) => [resource.node, resource]),
  );
  const names = groupedBy(factsOf(green, 'physical-name'), ({ resource }) => resource);
  const fixes = [
    ...plan.warnings.flatMap((warning, at) =>
      fixesOf(warning, plan, { ...source, resources, names }).map((fix) => ({ warning: at, ...fix })),
    ),
    ...plan.steps
      .filter(({ phase }) => phase === 'verify')
      .flatMap(({ n }) => testListener(plan, source).map((fix) => ({ step: n, ...fix }))),
  ];
  return fixes.map((fix) => ({ ...fix, title: told(fix.title, words) }));
}

interface Indexed extends FixSource {
  readonly resources: ReadonlyMap<string, Resource>;
  readonly names: ReadonlyMap<string, readonly PhysicalName[]>;
}

function fixesOf(warning: PlanWarning, plan: Plan, source: Indexed): readonly Fix[] {
  const { unit } = source;
  if (warning.code === 'plan/name-collision' && warning.node === 'version') return versionFixes(unit);
  const resource = source.resources.get(warning.node);
  if (!resource) return [];
  const file = resource.file ?? resource.path;
  const fixes = ofResource(warning, resource, plan, source);
  return file === undefined ? fixes : fixes.map((fix) => ({ ...fix, file }));
}

function ofResource(warning: PlanWarning, resource: Resource, plan: Plan, source: Indexed): readonly Fix[] {
  const { unit } = source;
  switch (warning.code) {
    case 'plan/name-collision':
      return nameFixes(resource, source.names.get(resource.node) ?? [], source);
    case 'plan/no-retain':
      return retainFixes(resource, plan, unit);
    case 'plan/destroy-before-create':
      return createFirst(resource, source.names.get(resource.node) ?? []);
    case 'plan/no-new-version':
      return publishFixes(resource, unit);
    case 'plan/major-engine-upgrade':
      return unit.language === 'terraform' ? managedUpgrade(resource) : [];
    case 'plan/sticky-connections':
      return gentle(resource);
    case 'plan/trigger-runs-twice':
      return startsDisabled(resource);
    case 'plan/in-place-mutation':
      return oneColourOfHosts(resource, plan, unit);
    default:
      return [];
  }
}

function retainFixes(resource: Resource, plan: Plan, unit: UnitFacts): readonly Fix[] {
  if (unit.language === 'terraform') {
    const snapshot = finalSnapshot(resource);
    return snapshot.length > 0 ? snapshot : preventDestroy(resource);
  }
  if (unit.language !== 'cloudformation') return [];
  const node = plan.nodes.find(({ id }) => id === resource.node);
  const policy = node?.lifecycle.traits?.snapshot ? 'Snapshot' : 'Retain';
  const keys = ['DeletionPolicy', 'UpdateReplacePolicy'];
  return [
    confirm(
      say('Set DeletionPolicy and UpdateReplacePolicy to {0}', policy),
      keys.map((key) => put(entryAt(resource.settings, key), resource, key, policy)),
    ),
  ];
}

function put(entry: MapEntry | undefined, { settings }: Resource, key: string, value: string): Intent {
  if (entry) return { kind: 'setScalar', at: entry.value.span, text: value };
  return { kind: 'insertKey', map: settings.span, key, value, after: 'Type' };
}

function finalSnapshot(resource: Resource): readonly Fix[] {
  const skip = settingEntry(resource, 'skipfinalsnapshot');
  if (!skip || literalText(skip.value) !== 'true') return [];
  const named = settingEntry(resource, 'finalsnapshotidentifier');
  const name =
    knownText(settingEntry(resource, 'clusteridentifier')?.value ?? settingEntry(resource, 'identifier')?.value) ??
    resource.name.value;
  const identifier: Intent = {
    kind: 'insertKey',
    map: resource.settings.span,
    key: 'final_snapshot_identifier',
    value: `${name.replace(/[^A-Za-z0-9-]/g, '-')}-final`,
    after: 'skip_final_snapshot',
  };
  return [
    confirm(say('Take a final snapshot'), [
      { kind: 'setScalar', at: skip.value.span, text: 'false' },
      ...(named ? [] : [identifier]),
    ]),
  ];
}

/** Only where nothing is destroyed by intent: Terraform refuses the plan instead. */
function preventDestroy(resource: Resource): readonly Fix[] {
  return [confirm(say('Refuse to destroy it (prevent_destroy)'), inLifecycle(resource, 'prevent_destroy'))];
}

function publishFixes(resource: Resource, unit: UnitFacts): readonly Fix[] {
  if (unit.language !== 'terraform' || resource.type.value !== 'aws_lambda_function') return [];
  const publish = settingEntry(resource, 'publish');
  const intent: Intent = publish
    ? { kind: 'setScalar', at: publish.value.span, text: 'true' }
    : { kind: 'insertKey', map: resource.settings.span, key: 'publish', value: true };
  return [confirm(say('Publish a version with every change of the code'), [intent])];
}
