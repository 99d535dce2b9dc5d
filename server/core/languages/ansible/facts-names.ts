import type { PhysicalName, Resource } from '../../model/fact.ts';
import { entryIn } from '../../model/table.ts';
import { valueAt } from '../../model/value.ts';

/**
 * Options that name the thing a module makes, where a second thing of that name cannot be: the module would find the first and change it.
 * From the modules' documentation. Task definitions and templates of ECS keep their revisions under one name and are left out.
 */
const NAMED_BY: Readonly<Record<string, string>> = {
  'amazon.aws.autoscaling_group': 'name',
  'amazon.aws.ec2_instance': 'name',
  'amazon.aws.ec2_launch_template': 'template_name',
  'amazon.aws.lambda': 'name',
  'amazon.aws.autoscaling_launch_config': 'name',
  'community.aws.autoscaling_launch_config': 'name',
  'community.aws.ec2_launch_template': 'template_name',
  'community.aws.ecs_service': 'name',
  'community.aws.elasticache': 'name',
  'community.aws.elb_target_group': 'name',
  'community.aws.lightsail': 'name',
  'community.digitalocean.digital_ocean_droplet': 'name',
  'community.docker.docker_container': 'name',
  'community.docker.docker_stack': 'name',
  'community.docker.docker_swarm_service': 'name',
  'community.general.lxd_container': 'name',
  'community.vmware.vmware_guest': 'name',
  'containers.podman.podman_container': 'name',
  'containers.podman.podman_pod': 'name',
  'azure.azcollection.azure_rm_containerinstance': 'name',
  'azure.azcollection.azure_rm_functionapp': 'name',
  'azure.azcollection.azure_rm_rediscache': 'name',
  'azure.azcollection.azure_rm_virtualmachine': 'name',
  'azure.azcollection.azure_rm_virtualmachinescaleset': 'name',
  'azure.azcollection.azure_rm_webapp': 'name',
  'google.cloud.gcp_cloudfunctions_cloud_function': 'name',
  'google.cloud.gcp_compute_instance': 'name',
  'google.cloud.gcp_compute_instance_group_manager': 'name',
  'google.cloud.gcp_compute_instance_template': 'name',
  'google.cloud.gcp_redis_instance': 'name',
  'hetzner.hcloud.hcloud_server': 'name',
  'openstack.cloud.server': 'name',
};

/** The name a task gives to what it makes. A template may differ between two runs: only a literal is the same for both colours. */
export function physicalName(resource: Resource): readonly PhysicalName[] {
  const path = entryIn(NAMED_BY, resource.type.value);
  const value = path === undefined ? undefined : valueAt(resource.settings, path);
  if (path === undefined || value === undefined || (value.kind === 'scalar' && value.value === null)) return [];
  const { node } = resource;
  const colourAware = value.kind !== 'scalar';
  return [
    {
      fact: 'physical-name',
      node,
      span: value.span,
      resource: node,
      path,
      value,
      scope: 'account-region',
      colourAware,
    },
  ];
}
