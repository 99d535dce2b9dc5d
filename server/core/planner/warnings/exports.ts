import { isSameExport } from '../../model/export-name.ts';
import type { Output } from '../../model/fact.ts';
import type { PlanSeverity } from '../../model/plan.ts';
import { referencesIn } from '../../model/value.ts';
import { actionOf, type Draft, type DraftNode } from '../draft.ts';
import { ownerOf } from '../graph.ts';
import { byPlatform, staysInPlace } from '../native.ts';
import { type Phrase, say } from '../phrase.ts';
import { comparable } from '../setting.ts';
import { factsOf, sourceOf } from '../source.ts';
import type { WarningDraft } from './warning.ts';

/** Exports that other templates import: the service changes or removes none of them while that is so. */
export function exportWarnings(draft: Draft): readonly WarningDraft[] {
  const { green, blue, imports = [] } = draft.input;
  if (!blue || imports.length === 0) return [];
  const now = factsOf(green, 'output').filter(({ exportedAs }) => exportedAs);
  return factsOf(blue, 'output').flatMap((before): readonly WarningDraft[] => {
    const { exportedAs } = before;
    if (!exportedAs) return [];
    const home = before.file ?? blue.path;
    const users = imports
      .filter((each) => each.path !== home && isSameExport(each, exportedAs))
      .map(({ path }) => path);
    if (users.length === 0) return [];
    const after = now.find((each) => each.exportedAs?.name === exportedAs.name);
    const what = whatHappens(before, after, exportedAs.name, draft);
    return what ? [warningAt(before, after, what, [...new Set(users)].toSorted(), draft)] : [];
  });
}

interface Happens {
  readonly severity: PlanSeverity;
  readonly text: Phrase;
  readonly node?: DraftNode | undefined;
}

function whatHappens(before: Output, after: Output | undefined, name: string, draft: Draft): Happens | undefined {
  const [gone] = behind(before, draft);
  if (!after) return { severity: 'high', text: say('the export {0} goes', name), node: gone };
  const nodes = behind(after, draft);
  if (comparable(before.value) !== comparable(after.value))
    return { severity: 'high', text: say('the value of the export {0} changes', name), node: nodes[0] };
  const replaced = nodes.find(({ change }) => change === 'replace' || change === 'remove');
  const changes = say('the value of the export {0} changes with what it names', name);
  if (replaced) return { severity: 'high', text: changes, node: replaced };
  const copied = nodes.find((node) => node.change === 'update-maybe-replace' || isCopied(node, draft));
  return copied ? { severity: 'medium', text: changes, node: copied } : undefined;
}

/** Another one takes its place once blue goes. */
function isCopied(node: DraftNode, draft: Draft): boolean {
  if (actionOf(draft, node.id) !== 'duplicate' || node.change === 'add') return false;
  return !staysInPlace(node, draft) && !byPlatform(draft).has(node.id);
}

/** The resources that a value names. */
function behind({ value }: Output, { byId }: Draft): readonly DraftNode[] {
  return [...referencesIn(value)].flatMap(({ target, origin }) => {
    const owner = ownerOf(origin?.target ?? target, byId);
    return owner === undefined ? [] : (byId.get(owner) ?? []);
  });
}

function warningAt(
  before: Output,
  after: Output | undefined,
  { severity, text, node }: Happens,
  users: readonly string[],
  { input: { green, blue } }: Draft,
): WarningDraft {
  const stated = after ? sourceOf(green, after.span, after.file) : sourceOf(blue ?? green, before.span, before.file);
  return {
    code: 'plan/export-in-use',
    severity,
    node: node?.id ?? (after ?? before).node,
    source: node?.source ?? stated,
    message: say('{0}, and {1} imports it: CloudFormation refuses such an update', text, listed(users)),
    fix: say('export the new value under another name, move its users to it, and remove the old export last'),
  };
}

const NAMED = 3;

function listed(paths: readonly string[]): Phrase | string {
  const most = paths.slice(0, NAMED).join(', ');
  return paths.length > NAMED ? say('{0} and {1} more', most, paths.length - NAMED) : most;
}
