import { settingOf } from '../../model/setting.ts';
import { literalText } from '../../model/value.ts';
import { defineRule } from '../define.ts';

export default defineRule({
  id: 'no-run-command-association',
  group: 'immutability',
  title: 'Fleet is reconfigured by scheduled run-command',
  why: "State Manager / maintenance-window shell documents modify servers behind the template's back.",
  severity: 'warning',
  confidence: 'high',
  profile: 'recommended',
  languages: ['cloudformation', 'terraform'],
  principles: ['BG-how'],
  since: '0.1.0',
  fix: 'none',
  guards: [
    'Documents that only look or care for agents (`AWS-GatherSoftwareInventory`, `AWS-UpdateSSMAgent`, `AmazonCloudWatch-…`, `AWS-JoinDirectoryServiceDomain`) pass.',
    'Targets that keep data pass: they are converged, not replaced.',
  ],
  looksAt: 'resource',
  types: /^AWS::SSM::(?:Association|MaintenanceWindowTask)$|^aws_ssm_(?:association|maintenance_window_task)$/,

  *check(association, facts) {
    const document = settingOf(association, 'Name', 'TaskArn', 'name', 'task_arn');
    const name = literalText(document);
    if (document === undefined || name === undefined || !CHANGES.test(name)) return;
    const needs = facts.at(association.node, 'dependency').map(({ to }) => facts.resourceOf(to));
    if (needs.length > 0 && needs.every((target) => target?.lifecycle.class === 'persistent')) return;
    yield {
      span: document.span,
      message: `\`${name}\` changes servers while they run. What it did is in no image, so a new server of green does not have it until it ran again. Do it when the image is built.`,
    };
  },
});

const CHANGES =
  /^AWS-(?:RunShellScript|RunPowerShellScript|ApplyAnsiblePlaybooks|ApplyChefRecipes|RunPatchBaseline|RunAnsiblePlaybook|InstallWindowsUpdates)$/;
