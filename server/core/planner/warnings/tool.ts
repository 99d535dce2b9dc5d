import { knownText } from '../../model/value.ts';
import { extraUnits } from '../capacity.ts';
import { actionOf, type Draft, type DraftNode, nodesWith } from '../draft.ts';
import { type Phrase, say } from '../phrase.ts';
import { isTrue, plain, settingOf, settingText } from '../setting.ts';
import { factsOf } from '../source.ts';
import { firstById, type WarningDraft, warn } from './warning.ts';

/** Warnings that come from how one tool works. */
export function toolWarnings(draft: Draft): readonly WarningDraft[] {
  if (draft.first) return [];
  return [
    ...draft.nodes.flatMap((node) => [
      ...noDestroy(node, draft),
      ...destroyBeforeCreate(node, draft),
      ...rollbackImpossible(node, draft),
      ...noNewVersion(node, draft),
    ]),
    ...mixedStackUpdate(draft),
    ...capacityDoubling(draft),
  ];
}

/** Commands that change a thing which another one made, and go with it. */
const CHANGES_ONLY = / (modify|register|configure|update|set|attach|put-(?!rule))-?[a-z-]*$/;

function noDestroy(node: DraftNode, draft: Draft): readonly WarningDraft[] {
  const duplicated = actionOf(draft, node.id) === 'duplicate' && !CHANGES_ONLY.test(node.resource.type.value);
  if (draft.input.green.language !== 'macfile' || !duplicated || node.resource.destroyable !== false) return [];
  return [
    warn(
      node,
      'no-destroy',
      'medium',
      say('the resource has no "destroy bash": blue cannot be retired automatically and stays behind as an orphan'),
      say('add a "destroy bash" that removes what "create bash" makes'),
    ),
  ];
}

const REVISIONS = /task_definition$|lambda_layer_version$|launch_template_version$|_secret_version$/;

function destroyBeforeCreate(node: DraftNode, draft: Draft): readonly WarningDraft[] {
  if (draft.input.green.language !== 'terraform' || actionOf(draft, node.id) !== 'duplicate') return [];
  if (
    node.change !== 'replace' ||
    node.resource.guards?.createBeforeDestroy ||
    REVISIONS.test(node.resource.type.value)
  )
    return [];
  const tool =
    draft.input.toolPlan?.changes.filter((change) => change.address.replace(/\[[^\]]*\]/g, '') === node.id) ?? [];
  if (tool.length > 0 && tool.every((change) => change.change !== 'replace' || change.createBeforeDestroy)) return [];
  return [
    warn(
      node,
      'destroy-before-create',
      'high',
      say('replacement destroys blue before green exists'),
      say('add lifecycle { create_before_destroy = true } or a second colour block'),
    ),
  ];
}

const FLOATING_IMAGE = /resolve:ssm:|ssm_parameter|SSM::Parameter|\/aws\/service\//;

/** Blue could not be made again as it was: what it starts from has moved on. */
function rollbackImpossible(node: DraftNode, draft: Draft): readonly WarningDraft[] {
  if (!draft.duplicated.has(node.id) || node.lifecycle.class !== 'stateless') return [];
  const template = settingOf(node.resource, 'launchtemplate', 'launchtemplatespecification', 'mixedinstancespolicy');
  const version = /\$(Latest|Default)/.exec(template ? JSON.stringify(plain(template)) : '')?.[0];
  const image = settingOf(node.resource, 'imageid', 'ami');
  const floating =
    image !== undefined && (FLOATING_IMAGE.test(JSON.stringify(plain(image))) || fromParameterStore(image, draft));
  if (version === undefined && !floating) return [];
  const what = version
    ? say('the launch template version is {0}', version)
    : say('the image comes from an SSM parameter');
  return [
    warn(
      node,
      'rollback-impossible',
      'high',
      say('{0}: going back would start whatever it means by then, not what blue was', what),
      version ? say('name the version by its number') : say('name the image by its id'),
    ),
  ];
}

function fromParameterStore(image: ReturnType<typeof settingOf>, { input }: Draft): boolean {
  if (image?.kind !== 'reference') return false;
  const name = image.target.split('.').at(-1);
  const text = knownText(image) ?? '';
  return (
    text.startsWith('/aws/service/') ||
    (input.green.facts.some((fact) => fact.fact === 'parameter' && fact.name.value === name) && text.startsWith('/'))
  );
}

/** New code, but nothing that publishes it: the alias would shift traffic to what it serves already. */
function noNewVersion(node: DraftNode, draft: Draft): readonly WarningDraft[] {
  const type = node.resource.type.value;
  const code = node.changedPaths.some(({ path }) => /^(code|filename|s3_|source_code|image_uri)/i.test(path));
  if (!code || !/^AWS::Lambda::Function$|^aws_lambda_function$/.test(type)) return [];
  const users = draft.graph.usersOf(node.id).map((id) => draft.byId.get(id));
  const version = users.find(
    (user) => user?.resource.type.value === 'AWS::Lambda::Version' && user.change === 'unchanged',
  );
  const alias = users.find((user) => user?.resource.type.value === 'aws_lambda_alias');
  const unpublished = alias !== undefined && !isTrue(settingText(node.resource, 'publish'));
  const at = version ?? (unpublished ? node : undefined);
  if (at === undefined) return [];
  return [
    warn(
      at,
      'no-new-version',
      'high',
      say('the code of the function changes, but no new version is published: the alias has nothing to shift to'),
      version ? say('give the version resource a new logical id with every release') : say('set publish = true'),
    ),
  ];
}

const HOOK = 'AWS::CodeDeployBlueGreen';

/** A stack with the CodeDeploy hook refuses updates that change anything besides the task. */
function mixedStackUpdate(draft: Draft): readonly WarningDraft[] {
  const [unit] = factsOf(draft.input.green, 'unit');
  if (!unit?.settings || !JSON.stringify(plain(unit.settings)).includes(HOOK)) return [];
  const own = /^AWS::ECS::(TaskDefinition|TaskSet)$/;
  const others = draft.nodes.filter((node) => node.change !== 'unchanged' && !own.test(node.resource.type.value));
  const green = draft.nodes.some((node) => node.change !== 'unchanged' && own.test(node.resource.type.value));
  const services = draft.nodes.filter((node) => node.resource.type.value === 'AWS::ECS::Service').slice(1);
  const mixed = green
    ? others.map((node) =>
        mixedWarning(
          node,
          say(
            'CodeDeploy blue/green hook: this change may not be mixed with a change of the task definition in one stack update',
          ),
        ),
      )
    : [];
  const served = say('CodeDeploy blue/green hook: the hook serves one ECS service per stack');
  return [...mixed, ...services.map((node) => mixedWarning(node, served))];
}

function mixedWarning(node: DraftNode, message: Phrase): WarningDraft {
  return warn(node, 'mixed-stack-update', 'high', message, say('deploy it in a stack update of its own'));
}

/** More than a default account allows without asking, or more than the subnets have addresses for. */
const MANY_UNITS = 20;

function capacityDoubling(draft: Draft): readonly WarningDraft[] {
  const extra = extraUnits(draft);
  if (extra === 'unknown' || extra === 0) return [];
  const node = firstById(nodesWith(draft, 'duplicate').filter((each) => (each.resource.instances ?? 0) !== 0));
  const free = addresses(draft);
  const few = free !== undefined && free < extra * 2;
  if (node === undefined || (extra < MANY_UNITS && !few)) return [];
  return [
    warn(
      node,
      'capacity-doubling',
      'low',
      few
        ? say('{0} units need addresses while both colours run, the subnets have {1}', extra * 2, free)
        : say('{0} more units run while both colours are up', extra),
      say('check the quota and the free addresses before you start, or switch in smaller parts'),
    ),
  ];
}

/** Usable addresses of the subnets of the file (5 of each are the provider's); undefined when a size is not known. */
function addresses({ nodes }: Draft): number | undefined {
  const subnets = nodes.filter((node) => /Subnet$|_subnet$|subnetwork$|create-subnet$/.test(node.resource.type.value));
  const sizes = subnets.map(
    (node) => /\/(\d+)$/.exec(settingText(node.resource, 'cidrblock', 'ipcidrrange') ?? '')?.[1],
  );
  if (sizes.length === 0 || sizes.some((size) => size === undefined)) return undefined;
  return sizes.reduce((sum, size) => sum + 2 ** (32 - Number(size)) - 5, 0);
}
