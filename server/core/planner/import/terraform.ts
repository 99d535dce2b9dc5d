import type { Json } from '../../model/plan.ts';
import { shortened } from '../diff.ts';
import type { ChangedSetting, ToolChange, ToolPlan } from '../input.ts';
import { isSecretName, MASKED, masked, maskTree } from '../mask.ts';
import { type Phrase, say } from '../phrase.ts';
import { list, type Shape, shape, text } from './shape.ts';

const SUPPORTED_MAJOR = '1';

export function isTerraformPlan(json: unknown): boolean {
  const top = shape(json);
  return (
    text(top.format_version) !== undefined &&
    ('resource_changes' in top || 'planned_values' in top || 'terraform_version' in top)
  );
}

/** `terraform show -json` and `tofu show -json`, format 1.x. */
export function readTerraformPlan(json: unknown): ToolPlan | { readonly refused: Phrase } {
  const top = shape(json);
  const version = text(top.format_version) ?? '';
  if (version.split('.')[0] !== SUPPORTED_MAJOR) {
    return { refused: say('The plan has format version {0}; only 1.x is understood.', version) };
  }
  if (!('resource_changes' in top) && 'values' in top) {
    return {
      refused: say('This is a state, not a plan: use terraform show -json with the file of terraform plan -out.'),
    };
  }
  const entries = list(top.resource_changes).map(shape);
  const secrets = new Set(entries.flatMap((entry) => secretsOf(shape(entry.change))));
  return { tool: 'terraform', changes: entries.flatMap((entry) => changeOf(entry, secrets)) };
}

/** Shorter ones would hide half of the plan. */
const SHORTEST_SECRET = 4;

/** Texts that are marked sensitive somewhere: Terraform does not mark what is computed from them. */
function secretsOf(change: Shape): readonly string[] {
  return [...marked(change.before, change.before_sensitive), ...marked(change.after, change.after_sensitive)].filter(
    (text) => text.length >= SHORTEST_SECRET,
  );
}

function marked(value: unknown, mark: unknown): readonly string[] {
  if (mark === true)
    return typeof value === 'string' ? [value] : Object.values(value ?? {}).flatMap((part) => marked(part, true));
  if (Array.isArray(mark)) return mark.flatMap((part, at) => marked(list(value)[at], part));
  return Object.entries(shape(mark)).flatMap(([key, part]) => marked(shape(value)[key], part));
}

function changeOf(entry: Shape, secrets: ReadonlySet<string>): readonly ToolChange[] {
  const address = text(entry.address);
  const type = text(entry.type);
  if (address === undefined || type === undefined || entry.mode === 'data' || entry.deposed !== undefined) return [];
  const change = shape(entry.change);
  const actions = list(change.actions).map(String);
  const kind = kindOf(actions);
  if (kind === undefined) return [];
  const reason = text(entry.action_reason);
  return [
    {
      address,
      type,
      change: kind,
      ...(actions.join() === 'create,delete' ? { createBeforeDestroy: true } : {}),
      paths: kind === 'update' || kind === 'replace' ? pathsOf(change, secrets) : [],
      ...(reason === undefined ? {} : { reason }),
    },
  ];
}

/** `forget` leaves the thing where it is and only stops looking after it. */
function kindOf(actions: readonly string[]): ToolChange['change'] | undefined {
  switch (actions.join()) {
    case 'no-op':
    case 'forget':
      return 'unchanged';
    case 'create':
      return 'add';
    case 'update':
      return 'update';
    case 'delete':
      return 'remove';
    case 'delete,create':
    case 'create,delete':
      return 'replace';
    default:
      return undefined;
  }
}

function pathsOf(change: Shape, secrets: ReadonlySet<string>): readonly ChangedSetting[] {
  const before = shape(change.before);
  const after = shape(change.after);
  const unknown = shape(change.after_unknown);
  const forcing = new Set(list(change.replace_paths).map((path) => String(list(path)[0])));
  const secret = (key: string): boolean =>
    change.before_sensitive === true ||
    change.after_sensitive === true ||
    hasTrue(shape(change.before_sensitive)[key]) ||
    hasTrue(shape(change.after_sensitive)[key]) ||
    isSecretName(key) ||
    [before[key], after[key]].some((value) => holdsSecret(value, secrets));
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after), ...Object.keys(unknown)])].toSorted();
  return keys.flatMap((key): readonly ChangedSetting[] => {
    const late = hasTrue(unknown[key]);
    if (!late && JSON.stringify(before[key]) === JSON.stringify(after[key])) return [];
    if (late && !forcing.has(key) && after[key] === undefined && before[key] === undefined) return [];
    return [pathOf(key, before[key], late ? '(known after apply)' : after[key], forcing.has(key), secret(key))];
  });
}

function pathOf(path: string, before: unknown, after: unknown, forces: boolean, sensitive: boolean): ChangedSetting {
  const [was, is] = shortened(before as Json | undefined, after as Json | undefined);
  const show = (value: Json | undefined): Json | undefined => (sensitive ? masked(value) : maskTree(path, value));
  const old = show(was);
  const now = show(is);
  return {
    path,
    ...(old === undefined || old === null ? {} : { before: old }),
    ...(now === undefined || now === null ? {} : { after: now }),
    forcesReplacement: forces ? 'yes' : 'no',
    ...(sensitive || old === MASKED || now === MASKED ? { sensitive: true } : {}),
  };
}

function holdsSecret(value: unknown, secrets: ReadonlySet<string>): boolean {
  if (typeof value === 'string') return [...secrets].some((secret) => value.includes(secret));
  return value !== null && typeof value === 'object' && Object.values(value).some((part) => holdsSecret(part, secrets));
}

/** A mark that says true, or holds one that does. */
function hasTrue(mark: unknown): boolean {
  if (mark === true) return true;
  if (Array.isArray(mark)) return mark.some(hasTrue);
  return mark !== null && typeof mark === 'object' && Object.values(mark).some(hasTrue);
}
