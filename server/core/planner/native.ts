import type { Draft, DraftNode } from './draft.ts';
import { isTrue, plain, settingOf, settingText } from './setting.ts';
import { factsOf } from './source.ts';

/** A strategy of the platform that does the duplicating or switching itself; the plan hands over to it. */
export function nativeStrategy(node: DraftNode, draft: Pick<Draft, 'input'>): string | undefined {
  const type = node.resource.type.value;
  if (/ECS::Service$|aws_ecs_service$/.test(type)) return ofEcs(node, draft);
  if (/aws_(db_instance|rds_cluster)$/.test(type) && blueGreenUpdate(node))
    return 'RDS blue/green deployment (blue_green_update)';
  if (/Serverless::Function$/.test(type)) return ofServerless(node);
  if (/cloud_run(_v2)?_service$/.test(type)) return 'Cloud Run, which keeps revisions and splits traffic between them';
  if (/AppRunner::Service$|aws_apprunner_service$/.test(type))
    return 'App Runner, which starts and checks the new version before it switches';
  if (/aws_autoscaling_group$/.test(type) && settingOf(node.resource, 'instancerefresh'))
    return 'instance refresh of the group';
  return undefined;
}

/** The alias is made by the transform: no resource of the template shows it. */
function ofServerless(node: DraftNode): string | undefined {
  if (!settingOf(node.resource, 'autopublishalias')) return undefined;
  return settingOf(node.resource, 'deploymentpreference')
    ? 'CodeDeploy, by the deployment preference of the function'
    : 'the alias that SAM publishes, all at once';
}

/** The platform also switches: no router of the file is needed. */
export function switchesItself(node: DraftNode, draft: Pick<Draft, 'input'>): boolean {
  return (
    /cloud_run|AppRunner|apprunner|Serverless::Function/.test(node.resource.type.value) &&
    nativeStrategy(node, draft) !== undefined
  );
}

function ofEcs(node: DraftNode, { input }: Pick<Draft, 'input'>): string | undefined {
  const strategy = settingText(node.resource, 'strategy');
  if (strategy === 'BLUE_GREEN' || strategy === 'CANARY' || strategy === 'LINEAR')
    return `ECS ${strategy.toLowerCase().replace('_', '/')} deployment`;
  const controller = settingOf(node.resource, 'deploymentcontroller');
  if (controller && JSON.stringify(plain(controller)).includes('CODE_DEPLOY'))
    return 'CodeDeploy blue/green deployment';
  const settings = factsOf(input.green, 'unit')[0]?.settings;
  return settings && JSON.stringify(plain(settings)).includes('AWS::CodeDeployBlueGreen')
    ? 'CodeDeploy blue/green hook of the stack'
    : undefined;
}

function blueGreenUpdate(node: DraftNode): boolean {
  const block = settingOf(node.resource, 'bluegreenupdate');
  const map = block?.kind === 'list' ? block.items[0] : block;
  const enabled = map?.kind === 'map' ? map.entries.find(({ key }) => key.value === 'enabled')?.value : undefined;
  return isTrue(enabled?.kind === 'scalar' ? String(enabled.value) : undefined);
}
