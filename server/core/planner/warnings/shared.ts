import { NOTHING_OUTSIDE } from '../actions.ts';
import { actionOf, type Draft, type DraftNode, usedByDuplicates } from '../draft.ts';
import { queuePolicyOf } from '../messages.ts';
import { type Phrase, say } from '../phrase.ts';
import { isStack, whyClosed } from '../stacks.ts';
import { mutatesHost } from './hosts.ts';
import { byChange, changedSettings, oneHigher, thisQueue, type WarningDraft, warn } from './warning.ts';

/** Warnings about what both colours use at the same time. */
export function sharedWarnings(draft: Draft): readonly WarningDraft[] {
  return draft.nodes.flatMap((node) => [
    ...messageFormat(node, draft),
    ...mutation(node, draft),
    ...classWarnings(node, draft),
  ]);
}

/** What a changed module does to what is in it can be anything, a database included. */
function closedModule(node: DraftNode): WarningDraft {
  return warn(
    node,
    'external',
    'high',
    say(
      'change to {0} of a module whose files are not at hand: what it replaces or destroys cannot be seen',
      changedSettings(node),
    ),
    say('give the plan of Terraform itself (terraform show -json), or plan with the module beside the file'),
  );
}

/** The stack itself is updated; what that does to what is in it can be anything. */
function closedStack(node: DraftNode): WarningDraft {
  const why = whyClosed(node.resource) ?? say('this plan does not look into it');
  return warn(
    node,
    'external',
    'high',
    node.change === 'remove'
      ? say('removal of a nested stack: what it destroys cannot be seen, {0}', why)
      : say(
          'change to {0} of a nested stack: what it replaces or destroys cannot be seen, {1}',
          changedSettings(node),
          why,
        ),
    say(
      'give the change set of CloudFormation itself, with --include-nested-stacks, or plan the template of that stack by itself',
    ),
  );
}

function messageFormat(node: DraftNode, draft: Draft): readonly WarningDraft[] {
  const { class: state, traits } = node.lifecycle;
  if (draft.first || state !== 'volatile' || traits?.drain === 'executions' || traits?.drain === 'checkpoint')
    return [];
  if (actionOf(draft, node.id) !== 'drain' || usedByDuplicates(node.id, draft) === undefined) return [];
  if (queuePolicyOf(node.id, draft.input) !== 'shared-tolerant') return [];
  return [
    warn(
      node,
      'message-format',
      'high',
      say('blue and green both use {0}, so each may read what the other wrote', thisQueue(node)),
      say('tag messages with a format version and route by it, or give green its own queue and drain blue'),
    ),
  ];
}

function mutation(node: DraftNode, draft: Draft): readonly WarningDraft[] {
  const state = node.lifecycle.class;
  const action = actionOf(draft, node.id);
  const updated = node.change === 'update' || node.change === 'update-maybe-replace';
  if (draft.first || draft.duplicated.has(node.id)) return [];
  const queue = state === 'volatile' && updated;
  const router = state === 'router' && updated && action === 'expand';
  const nothing = NOTHING_OUTSIDE.test(node.resource.type.value);
  const substrate = (state === 'config' || state === 'network') && !nothing && (updated || node.change === 'replace');
  const cache = state === 'cache' && updated;
  if (!queue && !router && !substrate && !cache) return [];
  const severity = substrate ? byChange(node, 'medium') : updatedSeverity(node);
  return [
    warn(
      node,
      'shared-mutation',
      severity,
      node.change === 'replace'
        ? say('replacement because of {0} takes effect for blue as well', changedSettings(node))
        : say('change to {0} takes effect for blue as well', changedSettings(node)),
      node.change === 'replace'
        ? say('create the new one under another name, move its users, remove the old one last')
        : say('make sure that blue keeps working with it, or give green its own'),
    ),
  ];
}

function updatedSeverity(node: DraftNode): 'medium' | ReturnType<typeof oneHigher> {
  return node.change === 'update-maybe-replace' ? oneHigher('medium') : 'medium';
}

/** Said as mere information where the deployment does not touch it: a plan with nothing to do is ready. */
function classWarnings(node: DraftNode, draft: Draft): readonly WarningDraft[] {
  const { class: state } = node.lifecycle;
  const near = draft.graph.neighbours(node.id).some((id) => draft.duplicated.has(id));
  const matters = node.change !== 'unchanged' || near;
  if (state === 'unknown') {
    if (mutatesHost(node)) return [];
    return [
      warn(
        node,
        'unclassified',
        matters ? 'medium' : 'info',
        unknownLoss(node),
        say(
          'say it: a comment "verdigris: lifecycle=stateless -- why" at the resource, or plan.overrides in .verdigris.yaml',
        ),
      ),
    ];
  }
  if (state !== 'external') return [];
  const type = node.resource.type.value;
  const module = type === 'module';
  if (module && node.change !== 'unchanged' && !draft.first) return [closedModule(node)];
  if (isStack(node) && node.change !== 'unchanged' && node.change !== 'add' && !draft.first) return [closedStack(node)];
  const closed = whyClosed(node.resource);
  return [
    warn(
      node,
      'external',
      matters && !module ? 'low' : 'info',
      closed
        ? say('{0} stands for things this file does not show ({1}): what happens to them nobody can say', type, closed)
        : say('{0} stands for things this file does not show, so the plan cannot say what happens to them', type),
      say('plan it by itself, or say its class with an override'),
    ),
  ];
}

function unknownLoss({ resource }: DraftNode): Phrase {
  const type = resource.type.value;
  return resource.lifecycle.reasons[0] === 'NOT_IN_TABLE'
    ? say('what {0} loses when it is destroyed is not known, so it is neither duplicated nor retired', type)
    : say('what {0} loses when it is destroyed is not known for sure, so it is neither duplicated nor retired', type);
}
