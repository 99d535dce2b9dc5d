import type { Resource } from './fact.ts';
import { anyOf } from './pattern.ts';

/** Types that stand for one server that is asked for by itself, not by a group. */
const SERVERS = new Set([
  'AWS::EC2::Instance',
  'aws_instance',
  'google_compute_instance',
  'azurerm_linux_virtual_machine',
  'azurerm_windows_virtual_machine',
  'azurerm_virtual_machine',
  'digitalocean_droplet',
  'openstack_compute_instance_v2',
  'hcloud_server',
  'linode_instance',
  'amazon.aws.ec2_instance',
  'community.aws.ec2_instance',
  'ec2_instance',
  'google.cloud.gcp_compute_instance',
  'azure.azcollection.azure_rm_virtualmachine',
  'aws ec2 run-instances',
  'gcloud compute instances create',
  'azure vm create',
  'az vm create',
  'mac instance create',
]);

/** Groups, services and functions: their members are replaced by a controller. */
export const FLEET_TYPES =
  /AutoScalingGroup$|autoscaling_group$|create-auto-scaling-group$|scale_set$|instance_group_manager$|::ECS::Service$|aws_ecs_service$|ecs create-service$|ecs_service$|Lambda::Function$|Serverless::Function$|aws_lambda_function$|lambda create-function$|kubernetes_deployment|kubernetes_stateful_set|vmss create$|eks_node_group$|EKS::Nodegroup$|create-nodegroup$/;

export const SERVER_TYPES = anyOf(...SERVERS);
/** Servers and fleets. */
export const COMPUTE_TYPES = anyOf(SERVER_TYPES, FLEET_TYPES);

/** One server that nothing replaces by itself. */
export function isServer(resource: Resource): boolean {
  return SERVERS.has(resource.type.value);
}

function isFleet(resource: Resource): boolean {
  return FLEET_TYPES.test(resource.type.value);
}

/** Something that runs the application: servers, groups, services, functions. */
export function isCompute(resource: Resource): boolean {
  return isServer(resource) || isFleet(resource);
}

/** A server for administrators or for the network, by its name: it serves no users and has its own life. */
export function isAppliance(name: string): boolean {
  // Most names hold none of the words: those are not taken apart.
  if (!APPLIANCE.test(name)) return false;
  const words = name
    .replace(/([a-z0-9])([A-Z])|([A-Z])(?=[A-Z][a-z])/g, '$1$3-$2')
    .toLowerCase()
    .split(/[^a-z0-9]+/);
  return words.some((word) => APPLIANCES.has(word));
}

const APPLIANCES = new Set([
  'bastion',
  'jump',
  'jumpbox',
  'jumphost',
  'nat',
  'vpn',
  'openvpn',
  'wireguard',
  'router',
  'gateway',
  'dns',
  'firewall',
  'utm',
]);
const APPLIANCE = new RegExp([...APPLIANCES].join('|'), 'i');
