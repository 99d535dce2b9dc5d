import type { ChangedPath } from '../../model/plan.ts';
import { entryIn } from '../../model/table.ts';
import type { ChangedSetting, ToolChange, ToolPlan } from '../input.ts';
import { isSecretName, MASKED } from '../mask.ts';
import { named, type Phrase, say } from '../phrase.ts';
import { list, type Shape, shape, text } from './shape.ts';

/** One, or a list of one and those of its nested stacks. */
export function isChangeSet(json: unknown): boolean {
  if (Array.isArray(json)) return json.length > 0 && json.every((each) => !Array.isArray(each) && isChangeSet(each));
  const top = shape(json);
  return (
    Array.isArray(top.Changes) &&
    ('ChangeSetName' in top || 'ChangeSetId' in top || 'StackName' in top || 'StackId' in top)
  );
}

/** `aws cloudformation describe-change-set --output json`; values are there with `--include-property-values`. */
export function readChangeSet(json: unknown): ToolPlan | { readonly refused: Phrase } {
  const sets = (Array.isArray(json) ? json : [json]).map(shape);
  for (const set of sets) {
    if (text(set.Status) === 'FAILED')
      return { refused: say('The change set failed: {0}.', text(set.StatusReason) ?? say('no reason given')) };
    if (text(set.NextToken) !== undefined)
      return { refused: say('The change set has more pages: describe it without --no-paginate.') };
  }
  const [root] = rootsOf(sets);
  if (!root)
    return { refused: say('Each of these change sets is nested in another one: the one around them all is missing.') };
  const changes: ToolChange[] = [];
  const unseen: string[] = [];
  const left = new Set(sets);
  const add = (set: Shape, prefix: string): void => {
    left.delete(set);
    for (const each of changesIn(set)) {
      const change = changeOf(each, prefix);
      if (!change) continue;
      changes.push(change);
      const id = text(each.ChangeSetId);
      const nested = id === undefined ? undefined : [...left].find((other) => text(other.ChangeSetId) === id);
      if (nested) add(nested, `${change.address}.`);
      else if (change.type === 'AWS::CloudFormation::Stack' && change.change !== 'add' && change.change !== 'remove')
        unseen.push(change.address);
    }
  };
  add(root, 'Resources.');
  const [stray] = left;
  if (stray)
    return { refused: say('The change set of {0} belongs to none of the others.', text(stray.StackName) ?? '?') };
  return { tool: 'cloudformation', changes, ...(unseen.length > 0 ? { unseen } : {}) };
}

/** Those that no other one of the list names as one of its stacks. */
function rootsOf(sets: readonly Shape[]): readonly Shape[] {
  const nested = new Set(sets.flatMap((set) => changesIn(set).flatMap((change) => text(change.ChangeSetId) ?? [])));
  return sets.filter((set) => !nested.has(text(set.ChangeSetId) ?? ''));
}

function changesIn(set: Shape): readonly Shape[] {
  return list(set.Changes).map((entry) => shape(shape(entry).ResourceChange));
}

function changeOf(change: Shape, prefix: string): ToolChange | undefined {
  const id = text(change.LogicalResourceId);
  const type = text(change.ResourceType);
  const kind = kindOf(change);
  if (id === undefined || type === undefined || kind === undefined) return undefined;
  const details = list(change.Details).map(shape);
  return {
    address: `${prefix}${id}`,
    type,
    change: kind,
    createBeforeDestroy: true,
    paths: merged(details.flatMap(pathOf)),
    ...(text(change.PolicyAction) === undefined ? {} : { reason: `policy action ${text(change.PolicyAction)}` }),
  };
}

function kindOf(change: Shape): ToolChange['change'] | undefined {
  switch (change.Action) {
    case 'Add':
      return 'add';
    case 'Import':
      return 'unchanged';
    case 'Remove':
      return 'remove';
    case 'Modify':
      return change.Replacement === 'True'
        ? 'replace'
        : change.Replacement === 'Conditional'
          ? 'update-maybe-replace'
          : 'update';
    case 'Dynamic':
      return 'update-maybe-replace';
    default:
      return undefined;
  }
}

const RECREATION: Readonly<Record<string, ChangedPath['forcesReplacement']>> = {
  Always: 'yes',
  Conditionally: 'maybe',
  Never: 'no',
};

function pathOf(detail: Shape): readonly ChangedSetting[] {
  const target = shape(detail.Target);
  const name = text(target.Name);
  if (target.Attribute !== 'Properties' || name === undefined) return [];
  const path =
    text(target.Path)
      ?.replace(/^\/Properties\//, '')
      .replaceAll('/', '.') ?? name;
  const before = text(target.BeforeValue);
  const after = text(target.AfterValue);
  const sensitive = isSecretName(path);
  const cause = text(detail.CausingEntity);
  return [
    {
      path,
      ...(before === undefined ? {} : { before: sensitive ? MASKED : before }),
      ...(after === undefined ? {} : { after: sensitive ? MASKED : after }),
      forcesReplacement: entryIn(RECREATION, text(target.RequiresRecreation) ?? '') ?? 'unknown',
      ...(cause === undefined ? {} : { via: named(cause) }),
      ...(sensitive ? { sensitive: true } : {}),
    },
  ];
}

/** A change set says one property twice: once for its direct and once for its dynamic cause. */
function merged(paths: readonly ChangedSetting[]): readonly ChangedSetting[] {
  return paths.filter((path, at) => paths.findIndex((other) => other.path === path.path) === at);
}
