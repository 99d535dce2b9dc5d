import type { FindingSeverity } from '../model/finding.ts';
import type { RuleMeta } from '../rules/define.ts';

export const PROFILE_NAMES = ['essentials', 'recommended', 'blue-green', 'phoenix', 'strict', 'legacy'] as const;
export type ProfileName = (typeof PROFILE_NAMES)[number];
export type ConfiguredSeverity = FindingSeverity | 'off';

export const SEVERITIES: readonly FindingSeverity[] = ['hint', 'info', 'warning', 'error'];

export interface Profile {
  readonly name: ProfileName;
  /** One sentence for settings, completion and documentation. */
  readonly description: string;
  severity(this: void, rule: RuleMeta): ConfiguredSeverity;
  /** Findings that a guard lowered below this are left out. */
  readonly least: FindingSeverity;
  /** Suppressions without a reason are findings. */
  readonly reasons: boolean;
  /** Findings that the baseline knows are hints instead of being left out. */
  readonly baselineAsHints?: boolean;
  readonly options?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

const recommended = (rule: RuleMeta): ConfiguredSeverity => (rule.profile === 'recommended' ? rule.severity : 'off');

/** What a rule reports at before anybody configured anything: a rule in preview is off whatever the profile. */
export function profileSeverity(profile: Profile, rule: RuleMeta): ConfiguredSeverity {
  return rule.status === 'preview' ? 'off' : profile.severity(rule);
}

export const PROFILES: Readonly<Record<ProfileName, Profile>> = {
  essentials: {
    name: 'essentials',
    description:
      'What loses data, opens a door or surely prevents a rebuild; nothing below warning. For a first look and for other people’s code.',
    severity: (rule) => (rule.essential === true ? rule.severity : 'off'),
    least: 'warning',
    reasons: false,
  },
  recommended: {
    name: 'recommended',
    description: 'The default: every rule that is precise enough to leave on.',
    severity: recommended,
    least: 'hint',
    reasons: false,
  },
  'blue-green': {
    name: 'blue-green',
    description:
      'For teams that use the plan: rules about delivery, state and names count one level more, hints about queues, caches and DNS are on.',
    severity: blueGreen,
    least: 'hint',
    reasons: false,
  },
  phoenix: {
    name: 'phoenix',
    description: 'For teams that converge hosts and then rebuild: patching, agents and restarts are hints.',
    severity: (rule) => (CONVERGING.has(rule.id) ? 'hint' : recommended(rule)),
    least: 'hint',
    reasons: false,
  },
  strict: {
    name: 'strict',
    description:
      'Every rule that is not in preview, also the debated ones; suppressions need a reason; at least three replicas. For a gate in CI.',
    severity: (rule) => rule.severity,
    least: 'hint',
    reasons: true,
    options: { 'min-replicas': { minimum: 3 } },
  },
  legacy: {
    name: 'legacy',
    description: 'For taking over old code: recommended for what is new, hints for what the baseline knows.',
    severity: recommended,
    least: 'hint',
    reasons: false,
    baselineAsHints: true,
  },
};

export function isProfileName(name: unknown): name is ProfileName {
  return PROFILE_NAMES.includes(name as ProfileName);
}

const CONVERGING = new Set(['no-in-place-config-edit', 'no-converge-daemon', 'no-restart-as-deploy']);
const PLAN_HINTS = new Set([
  'queue-shared-across-versions',
  'cache-is-state',
  'no-weighted-cutover',
  'tag-release-on-copies',
]);

function blueGreen(rule: RuleMeta): ConfiguredSeverity {
  if (rule.profile === 'strict') return PLAN_HINTS.has(rule.id) ? rule.severity : 'off';
  const raised = rule.group === 'delivery' || rule.group === 'state';
  return raised ? (SEVERITIES[SEVERITIES.indexOf(rule.severity) + 1] ?? 'error') : rule.severity;
}
