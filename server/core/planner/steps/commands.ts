import type { LanguageId } from '../../model/fact.ts';
import type { Draft, DraftNode } from '../draft.ts';
import { labelOf } from '../duplicate.ts';
import { byPlatform } from '../native.ts';
import { routerKind } from '../router.ts';
import { settingText } from '../setting.ts';
import { changeSetOf, deployStack } from './cloudformation.ts';
import { macCommands } from './mac.ts';
import { quoted } from './quoted.ts';

/** Commands to copy, in the words of the tool that owns the file; never run by anything here. `<…>` is to be filled in. */
type Words = {
  readonly [P in 'preflight' | 'bake' | 'contract' | 'verify']?: (draft: Draft) => readonly string[];
} & {
  readonly [P in 'expand' | 'provision' | 'retire']?: (draft: Draft, ids: readonly string[]) => readonly string[];
} & { readonly switchTraffic?: (draft: Draft, node: DraftNode) => readonly string[] };

const CLOUDFORMATION: Words = {
  preflight: ({ input: { green } }) => changeSetOf(green),
  expand: (draft) => deployStack(draft, 'with the shared changes only'),
  provision: (draft) => deployStack(draft, 'with the green copies'),
  switchTraffic: (draft, node) => awsSwitch(draft, node),
  retire: (draft) => deployStack(draft, 'without the blue copies'),
  contract: (draft) => deployStack(draft, 'without what only blue needed'),
};

const TERRAFORM: Words = {
  preflight: () => ['terraform plan -out=green.tfplan', 'terraform show -json green.tfplan > green.tfplan.json'],
  expand: (_draft, ids) => [applyTargets(ids)],
  provision: (draft, ids) => [draft.first ? applyTargets(ids) : applyGreen(draft, ids)],
  switchTraffic: (_draft, node) => [applyTargets([node.id])],
  retire: () => ['terraform plan -out=retire.tfplan', 'terraform apply retire.tfplan'],
  contract: () => ['terraform plan -out=contract.tfplan', 'terraform apply contract.tfplan'],
};

const ANSIBLE: Words = {
  preflight: (draft) => [
    `ansible-playbook --syntax-check ${quoted(draft.input.green.path)}`,
    `ansible-playbook --check --diff ${quoted(draft.input.green.path)}${draft.duplicated.size > 0 ? ' --limit <green hosts>' : ''}`,
  ],
  expand: (draft, ids) => [`ansible-playbook ${quoted(draft.input.green.path)} ${changedInPlace(draft, ids)}`],
  provision: (draft) => [`ansible-playbook ${quoted(draft.input.green.path)} --limit <green hosts>`],
  switchTraffic: (draft) => [`ansible-playbook ${quoted(draft.input.green.path)} --tags <switch>`],
};

/** A play is run for some of its machines, a task by its tag. */
function changedInPlace({ byId }: Draft, ids: readonly string[]): string {
  const machines = ids.some((id) => byId.get(id)?.resource.type.value === 'host group');
  return machines ? '--limit <one machine at a time>' : '--tags <shared>';
}

const WORDS: Readonly<Record<LanguageId, Words>> = {
  cloudformation: CLOUDFORMATION,
  terraform: TERRAFORM,
  ansible: ANSIBLE,
  macfile: macCommands,
};

const wordsOf = (draft: Draft): Words => WORDS[draft.input.green.language];

export const preflight = (draft: Draft): readonly string[] => wordsOf(draft).preflight?.(draft) ?? [];
export const bake = (draft: Draft): readonly string[] => wordsOf(draft).bake?.(draft) ?? [];
export const contract = (draft: Draft): readonly string[] => wordsOf(draft).contract?.(draft) ?? [];
export const verify = (draft: Draft): readonly string[] => wordsOf(draft).verify?.(draft) ?? [];
export const expand = (draft: Draft, ids: readonly string[]): readonly string[] =>
  wordsOf(draft).expand?.(draft, ids) ?? [];
export const provision = (draft: Draft, ids: readonly string[]): readonly string[] =>
  wordsOf(draft).provision?.(draft, ids) ?? [];
export const retire = (draft: Draft, ids: readonly string[]): readonly string[] =>
  wordsOf(draft).retire?.(draft, ids) ?? [];
export const switchTraffic = (draft: Draft, node: DraftNode): readonly string[] =>
  wordsOf(draft).switchTraffic?.(draft, node) ?? [];

/** A restore point, where the provider's own command for it is known. */
export function snapshot(node: DraftNode): readonly string[] {
  const type = node.resource.type.value;
  if (/DBCluster$|rds_cluster$|create-db-cluster$/.test(type)) {
    const id = settingText(node.resource, 'dbclusteridentifier', 'clusteridentifier') ?? placeholder(node);
    return [
      `aws rds create-db-cluster-snapshot --db-cluster-identifier ${quoted(id)} --db-cluster-snapshot-identifier ${quoted(`${id}-before-green`)}`,
    ];
  }
  if (/RDS::DBInstance$|aws_db_instance$|create-db-instance$|rds_instance$/.test(type)) {
    const id = settingText(node.resource, 'dbinstanceidentifier', 'identifier') ?? placeholder(node);
    return [
      `aws rds create-db-snapshot --db-instance-identifier ${quoted(id)} --db-snapshot-identifier ${quoted(`${id}-before-green`)}`,
    ];
  }
  if (/DynamoDB::(Global)?Table$|dynamodb_table$|dynamodb create-table$/.test(type)) {
    const name = settingText(node.resource, 'tablename', 'name') ?? placeholder(node);
    return [`aws dynamodb create-backup --table-name ${quoted(name)} --backup-name ${quoted(`${name}-before-green`)}`];
  }
  if (/EC2::Volume$|aws_ebs_volume$|create-volume$/.test(type)) {
    return [`aws ec2 create-snapshot --volume-id ${placeholder(node)} --description before-green`];
  }
  return [];
}

/** The managed switch-over of a relational database, where there is one. */
export function migrate(node: DraftNode): readonly string[] {
  const type = node.resource.type.value;
  if (!/RDS::DB(Instance|Cluster)$|aws_(db_instance|rds_cluster)$|create-db-(instance|cluster)$/.test(type)) return [];
  const version = node.changedPaths.find(({ path }) => /engine_?version/i.test(path))?.after;
  const target = version === undefined ? '' : ` --target-engine-version ${quoted(String(version))}`;
  return [
    `aws rds create-blue-green-deployment --blue-green-deployment-name ${quoted(labelOf(node.id).replace(/[^A-Za-z0-9]+/g, '-'))} --source <arn of ${labelOf(node.id)}>${target}`,
    'aws rds switchover-blue-green-deployment --blue-green-deployment-identifier <id> --switchover-timeout 300',
  ];
}

export function drainQueue(node: DraftNode): readonly string[] {
  if (!/SQS::Queue$|aws_sqs_queue$|sqs create-queue$|sqs_queue$/.test(node.resource.type.value)) return [];
  return [
    `aws sqs get-queue-attributes --queue-url ${placeholder(node)} --attribute-names ApproximateNumberOfMessages ApproximateNumberOfMessagesNotVisible`,
  ];
}

function awsSwitch(draft: Draft, node: DraftNode): readonly string[] {
  const type = node.resource.type.value;
  const groups =
    '\'[{"Type":"forward","ForwardConfig":{"TargetGroups":[{"TargetGroupArn":"<blue>","Weight":90},{"TargetGroupArn":"<green>","Weight":10}]}}]\'';
  if (/ElasticLoadBalancingV2::Listener$/.test(type)) {
    return [`aws elbv2 modify-listener --listener-arn ${placeholder(node)} --default-actions ${groups}`];
  }
  if (/ListenerRule$/.test(type)) return [`aws elbv2 modify-rule --rule-arn ${placeholder(node)} --actions ${groups}`];
  if (/Lambda::Alias$/.test(type)) {
    const name = settingText(node.resource, 'name') ?? placeholder(node);
    return [
      `aws lambda update-alias --function-name <function> --name ${quoted(name)} --routing-config 'AdditionalVersionWeights={"<green version>"=0.1}'`,
    ];
  }
  if (routerKind(node).kind === 'dns') {
    return [
      'aws route53 change-resource-record-sets --hosted-zone-id <zone> --change-batch file://switch-to-green.json',
    ];
  }
  return deployStack(draft, 'with the switch');
}

/** A copy of something in a module is a copy of the module call; what is new, or renewed in place by the platform, has no second block. */
function applyGreen(draft: Draft, ids: readonly string[]): string {
  const handled = byPlatform(draft);
  const own = ids.filter((id) => !handled.has(id));
  if (own.length === 0) return applyTargets([...new Set(ids.map(outermost))]);
  const copies = own.map((id) => (draft.byId.get(id)?.change === 'add' ? id : `${outermost(id)}_green`));
  return applyTargets([...new Set(copies)]);
}

/** `module.web` for `module.web.aws_instance.a`. */
function outermost(id: string): string {
  return /^module\.[^.[]+/.exec(id)?.[0] ?? id;
}

function applyTargets(ids: readonly string[]): string {
  return ['terraform apply', ...ids.map((id) => `-target=${quoted(id)}`)].join(' ');
}

function placeholder(node: DraftNode): string {
  return `<${labelOf(node.id)}>`;
}
