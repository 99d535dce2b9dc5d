import { EXPENDABLE, hasWord } from './expendable.ts';
import type { Lifecycle } from './lifecycle.ts';

/**
 * Things of the unit itself that keep something, but nothing a user would miss: logs, keys, secrets, images, generated passwords;
 * and clusters, which keep what runs on them and belong together with their nodes.
 */
const SERVES_THE_UNIT =
  /EKS::Cluster$|_(?:eks|kubernetes|openshift|container|container_(?:aws|azure)|edgecontainer|gkeonprem_(?:bare_metal|vmware)(?:_admin)?)_cluster$|azure_rm_aks$|Log(?:Group|Stream)$|_log_(?:group|stream)$|KMS::|_kms_|SecretsManager::|_secret|ECR::|_ecr_|^random_|^tls_|SSM::|_ssm_|key_pair|create-log-group$/;

/** Below this a class is only "probably". */
const SURE = 0.7;

/** Whether a resource surely keeps data that users would miss, by what its type is and what it is called. */
export function keepsUserData(
  type: string,
  name: string,
  { class: state, confidence, traits }: Omit<Lifecycle, 'reasons'>,
): boolean {
  const kept = state === 'persistent' && confidence >= SURE && traits?.follows !== 'owner';
  return kept && !SERVES_THE_UNIT.test(type) && !hasWord(name, EXPENDABLE);
}
