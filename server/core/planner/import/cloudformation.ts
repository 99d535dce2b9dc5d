import type { ChangedPath } from '../../model/plan.ts';
import { entryIn } from '../../model/table.ts';
import type { ChangedSetting, ToolChange, ToolPlan } from '../input.ts';
import { isSecretName, MASKED } from '../mask.ts';
import { named, type Phrase, say } from '../phrase.ts';
import { list, type Shape, shape, text } from './shape.ts';

export function isChangeSet(json: unknown): boolean {
  const top = shape(json);
  return (
    Array.isArray(top.Changes) &&
    ('ChangeSetName' in top || 'ChangeSetId' in top || 'StackName' in top || 'StackId' in top)
  );
}

/** `aws cloudformation describe-change-set --output json`; values are there with `--include-property-values`. */
export function readChangeSet(json: unknown): ToolPlan | { readonly refused: Phrase } {
  const top = shape(json);
  const status = text(top.Status);
  if (status === 'FAILED') {
    return { refused: say('The change set failed: {0}.', text(top.StatusReason) ?? say('no reason given')) };
  }
  if (text(top.NextToken) !== undefined) {
    return { refused: say('The change set has more pages: describe it without --no-paginate.') };
  }
  const changes = list(top.Changes).flatMap((entry) => changeOf(shape(shape(entry).ResourceChange)));
  return { tool: 'cloudformation', changes };
}

function changeOf(change: Shape): readonly ToolChange[] {
  const id = text(change.LogicalResourceId);
  const type = text(change.ResourceType);
  const kind = kindOf(change);
  if (id === undefined || type === undefined || kind === undefined) return [];
  const details = list(change.Details).map(shape);
  return [
    {
      address: `Resources.${id}`,
      type,
      change: kind,
      createBeforeDestroy: true,
      paths: merged(details.flatMap(pathOf)),
      ...(text(change.PolicyAction) === undefined ? {} : { reason: `policy action ${text(change.PolicyAction)}` }),
    },
  ];
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
