import type { PhysicalName, Resource } from '../model/fact.ts';
import type { Safety } from '../model/finding.ts';
import type { Intent } from '../model/intent.ts';
import type { Plan, PlanWarning } from '../model/plan.ts';
import type { Span } from '../model/span.ts';
import { entryAt, knownText, literalText, type MapEntry } from '../model/value.ts';
import { createFirst, inLifecycle, prefixInstead } from './fixes-terraform.ts';
import type { UnitFacts } from './input.ts';
import { spelling, writtenText } from './setting.ts';
import { factsOf } from './source.ts';

/** A change of the file after which the plan has the warning no more. */
export interface PlanFix {
  /** Index into `plan.warnings`. */
  readonly warning: number;
  readonly title: string;
  readonly safety: Safety;
  readonly intents: readonly Intent[];
}

/** Fixes for the warnings of a plan, as intents for the language of the file. Only what can be written without a guess. */
export function planFixes(plan: Plan, green: UnitFacts): readonly PlanFix[] {
  return plan.warnings.flatMap((warning, at) => fixesOf(warning, plan, green).map((fix) => ({ warning: at, ...fix })));
}

export type Fix = Omit<PlanFix, 'warning'>;

function fixesOf(warning: PlanWarning, plan: Plan, unit: UnitFacts): readonly Fix[] {
  if (warning.code === 'plan/name-collision' && warning.node === 'version') return versionFixes(unit);
  const resource = factsOf(unit, 'resource').find((fact) => fact.node === warning.node && fact.file === undefined);
  if (!resource) return [];
  switch (warning.code) {
    case 'plan/name-collision':
      return nameFixes(resource, unit);
    case 'plan/no-retain':
      return retainFixes(resource, plan, unit);
    case 'plan/destroy-before-create':
      return createFirst(resource, unit);
    case 'plan/no-new-version':
      return publishFixes(resource, unit);
    default:
      return [];
  }
}

/** `mac` refuses the version that is running: raise its last number, or take it from outside. */
function versionFixes(unit: UnitFacts): readonly Fix[] {
  const version = factsOf(unit, 'unit')[0]?.version;
  const text = literalText(version);
  if (!version || text === undefined) return [];
  const next = text.replace(/\d+(?=\D*$)/, (digits) => String(Number(digits) + 1));
  const raise: Fix = {
    title: `Raise the version to ${next}`,
    safety: 'confirm',
    intents: [{ kind: 'setScalar', at: version.span, text: next }],
  };
  const parameter: Fix = {
    title: 'Take the version from the parameter INF_VERSION',
    safety: 'confirm',
    intents: [{ kind: 'setScalar', at: version.span, text: '{INF_VERSION}' }],
  };
  return next === text ? [parameter] : [raise, parameter];
}

function nameFixes(resource: Resource, unit: UnitFacts): readonly Fix[] {
  const names = factsOf(unit, 'physical-name').filter((name) => name.resource === resource.node && !name.colourAware);
  return names.flatMap((name): readonly Fix[] => {
    switch (unit.language) {
      case 'macfile':
        return [versionInName(writtenText(name.value), name.value.span, unit)];
      case 'cloudformation':
        return [
          {
            title: `Remove ${name.path}, so that a name is generated`,
            safety: 'confirm',
            intents: [{ kind: 'removeEntry', at: name.value.span }],
          },
        ];
      case 'terraform':
        return [...prefixInstead(resource, name), ...colourInName(name.path, name.value, unit)];
      default:
        return [];
    }
  });
}

/** Every command that says the name has to say the new one. */
function versionInName(name: string, span: Span, unit: UnitFacts): Fix {
  const words = factsOf(unit, 'script').flatMap((script) => script.commands.flatMap((command) => command.words));
  const ends = new Set([span.end, ...words.filter((word) => word.text === name).map((word) => word.span.end)]);
  return {
    title: 'Put {INF_VERSION} into the name, wherever it is used',
    safety: 'confirm',
    intents: [...ends]
      .toSorted((a, b) => a - b)
      .map((end) => ({ kind: 'replaceText', at: { start: end, end }, text: '-{INF_VERSION}' })),
  };
}

/** With the variable that is there for it, else with a new one. A value that is a literal ends with its quote. */
function colourInName(path: string, { kind, span }: PhysicalName['value'], unit: UnitFacts): readonly Fix[] {
  const colour = factsOf(unit, 'parameter').find((parameter) =>
    /^(colou?r|deployment_colou?r|active_colou?r)$/.test(parameter.name.value),
  );
  if (span.end - span.start < 2 || kind === 'reference') return [];
  const at = { start: span.end - 1, end: span.end - 1 };
  const intent: Intent = colour
    ? { kind: 'replaceText', at, text: `-\${var.${colour.name.value}}` }
    : { kind: 'useInput', at, name: 'COLOUR', default: 'green', before: '-' };
  const title = `Add var.${colour?.name.value ?? 'colour'} to ${path}`;
  return [{ title, safety: 'confirm', intents: [intent] }];
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
    {
      title: `Set DeletionPolicy and UpdateReplacePolicy to ${policy}`,
      safety: 'confirm',
      intents: keys.map((key) => put(entryAt(resource.settings, key), resource, key, policy)),
    },
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
    {
      title: 'Take a final snapshot',
      safety: 'confirm',
      intents: [{ kind: 'setScalar', at: skip.value.span, text: 'false' }, ...(named ? [] : [identifier])],
    },
  ];
}

/** Only where nothing is destroyed by intent: Terraform refuses the plan instead. */
function preventDestroy(resource: Resource): readonly Fix[] {
  const intents = inLifecycle(resource, 'prevent_destroy');
  return [{ title: 'Refuse to destroy it (prevent_destroy)', safety: 'confirm', intents }];
}

function publishFixes(resource: Resource, unit: UnitFacts): readonly Fix[] {
  if (unit.language !== 'terraform' || resource.type.value !== 'aws_lambda_function') return [];
  const publish = settingEntry(resource, 'publish');
  const intent: Intent = publish
    ? { kind: 'setScalar', at: publish.value.span, text: 'true' }
    : { kind: 'insertKey', map: resource.settings.span, key: 'publish', value: true };
  return [{ title: 'Publish a version with every change of the code', safety: 'confirm', intents: [intent] }];
}

function settingEntry({ settings }: Resource, name: string): MapEntry | undefined {
  return settings.entries.find((entry) => spelling(entry.key.value) === name);
}
