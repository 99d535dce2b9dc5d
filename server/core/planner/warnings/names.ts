import type { PhysicalName } from '../../model/fact.ts';
import { knownText } from '../../model/value.ts';
import { isContainer } from '../container.ts';
import { type Draft, type DraftNode, nodesWith } from '../draft.ts';
import { staysInPlace } from '../native.ts';
import { say } from '../phrase.ts';
import { isFunction } from '../router.ts';
import { settingOf, writtenText } from '../setting.ts';
import { factsOf, sourceOf } from '../source.ts';
import { isUnder } from '../unit.ts';
import { type WarningDraft, warn } from './warning.ts';

/** Types that keep their revisions under one name: the green copy is a new revision, not a second thing. */
const REVISIONS = /TaskDefinition$|task_definition$|Lambda::Version$|register-task-definition$|CloudRun|cloud_run/i;

/** Of a function that an alias or a published version stands before, the green copy is a new version. */
function keepsRevisions(node: DraftNode, { graph, byId }: Draft): boolean {
  if (!isFunction(node)) return REVISIONS.test(node.resource.type.value);
  if (settingOf(node.resource, 'autopublishalias')) return true;
  return graph
    .usersOf(node.id)
    .some((id) => /Lambda::(Alias|Version)$|aws_lambda_alias$/.test(byId.get(id)?.resource.type.value ?? ''));
}

/** A fixed physical name on something that gets a parallel copy. */
export function nameWarnings(draft: Draft): readonly WarningDraft[] {
  if (draft.first) return [];
  const nodes = nodesWith(draft, 'duplicate').filter(
    (node) => node.live && !keepsRevisions(node, draft) && !staysInPlace(node, draft),
  );
  return [
    ...nodes.flatMap((node) =>
      node.names.filter((name) => collides(name, node, draft)).map((name) => collision(name, node, draft)),
    ),
    ...madeAgain(draft),
    ...sameVersion(draft),
  ];
}

/** A route or network of a Macfile that is no copy, but is created again by the run of the next version. */
function madeAgain(draft: Draft): readonly WarningDraft[] {
  if (draft.input.green.language !== 'macfile') return [];
  return nodesWith(draft, 'switch', 'share', 'expand').flatMap((node) => {
    const created = /(^| )create-/.test(node.resource.type.value) && node.lifecycle.class !== 'persistent';
    const [name] = node.names.filter((each) => !each.colourAware);
    if (!created || !node.live || !name || draft.duplicated.size === 0) return [];
    const message = say(
      'physical name "{0}" has no {INF_VERSION}: the run of the next version fails on it, or takes over what blue uses',
      writtenText(name.value),
    );
    return [
      warn(
        node,
        'name-collision',
        'high',
        message,
        say('put {INF_VERSION} into the name, or move it to a Macfile of its own'),
      ),
    ];
  });
}

function collides(name: PhysicalName, node: DraftNode, draft: Draft): boolean {
  if (name.colourAware) return false;
  const macfile = draft.input.green.language === 'macfile';
  const text = knownText(name.value);
  if (text === undefined && !macfile) return false;
  if (renamed(name, node) || isOnHosts(node, draft)) return false;
  return (
    name.scope !== 'parent' || !draft.graph.needs(node.id).some((id) => draft.duplicated.has(id) && isParent(id, draft))
  );
}

/** Green's containers run on green's machines. */
function isOnHosts({ id, resource }: DraftNode, draft: Draft): boolean {
  if (draft.input.green.language !== 'ansible' || !isContainer(resource.type.value)) return false;
  return [...draft.duplicated.keys()].some(
    (play) => draft.byId.get(play)?.resource.type.value === 'host group' && isUnder(id, play),
  );
}

/** A parent is something that has members: not the task definition or the template a service is made from. */
function isParent(id: string, draft: Draft): boolean {
  const node = draft.byId.get(id);
  return (
    node !== undefined &&
    node.lifecycle.class !== 'cache' &&
    !/TaskDefinition|task_definition|Template|template|image/i.test(node.resource.type.value)
  );
}

function renamed(name: PhysicalName, node: DraftNode): boolean {
  return node.changedPaths.some(({ path, before }) => path === name.path && before !== undefined);
}

function collision(name: PhysicalName, node: DraftNode, draft: Draft): WarningDraft {
  const text = writtenText(name.value);
  const macfile = draft.input.green.language === 'macfile';
  return warn(
    node,
    'name-collision',
    name.scope === 'unknown' ? 'medium' : 'high',
    macfile
      ? say('physical name "{0}" has no {INF_VERSION}: blue and green cannot coexist', text)
      : say('{0} is hard-coded to "{1}": a parallel green copy cannot use it', name.path, text),
    FIX[draft.input.green.language],
  );
}

const FIX = {
  macfile: say('put {INF_VERSION} into the name'),
  cloudformation: say('delete the name, so that one is generated, or add ${AWS::StackName} to it'),
  terraform: say('use the name_prefix form where the type has it, or add a colour variable to the name'),
  ansible: say('put the colour into the name'),
};

/** `mac` refuses a second infrastructure with the same name and version. */
function sameVersion(draft: Draft): readonly WarningDraft[] {
  const { green, blue } = draft.input;
  const [unit] = factsOf(green, 'unit');
  if (green.language !== 'macfile' || !blue || unit?.version?.kind !== 'scalar' || draft.duplicated.size === 0)
    return [];
  const [old] = factsOf(blue, 'unit');
  if (knownText(old?.version) !== knownText(unit.version)) return [];
  return [
    {
      code: 'plan/name-collision',
      severity: 'high',
      node: 'version',
      source: sourceOf(green, unit.version.span, unit.file),
      message: say(
        'version {0} is the one that is running: mac refuses a second infrastructure with the same name and version',
        knownText(unit.version) ?? '',
      ),
      fix: say('raise the version, or make it a parameter'),
    },
  ];
}
