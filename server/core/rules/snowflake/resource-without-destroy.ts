import type { Resource } from '../../model/fact.ts';
import type { FactIndex } from '../../model/fact-index.ts';
import type { ShellCommand } from '../../model/shell.ts';
import { defineRule, type ProposedFix } from '../define.ts';

export default defineRule({
  id: 'resource-without-destroy',
  group: 'snowflake',
  title: 'Macfile resource can be created but not destroyed',
  why: 'Blue is only disposable if every create has its destroy.',
  severity: 'warning',
  confidence: 'high',
  profile: 'recommended',
  languages: ['macfile'],
  principles: ['BG-bg', 'IAC-mac'],
  since: '0.1.0',
  fix: 'suggestion',
  guards: [
    'Commands that change something and create nothing (`modify-…`, `authorize-…`, `attach-…`, `put-…`, `register-…`, `create-tags`) pass.',
    'A resource whose parent file defines `destroy bash` passes.',
    'Examples and tests pass.',
  ],
  looksAt: 'resource',
  types: /\s(?:create|run|allocate|request|import|copy)-[a-z-]+$|\s(?:create|mb)$/,

  *check(resource, facts) {
    if (facts.inContext(resource, 'example', 'test')) return;
    if (resource.destroyable !== false || resource.type.value.endsWith('create-tags')) return;
    const fix = insertDestroy(resource, facts);
    yield {
      span: resource.definition?.header ?? resource.header,
      ...(resource.definition === undefined ? {} : { node: resource.definition.node }),
      message:
        `\`${resource.name.value}\` is created by \`${resource.type.value}\` but nothing destroys it. When blue is destroyed this is left behind ` +
        'and forgotten. Add the inverse command as `destroy bash`.',
      ...(fix === undefined ? {} : { fixes: [fix] }),
    };
  },
});

/** Inverse of a creating command, with the option that names the thing in both. */
const INVERSE: Readonly<Record<string, readonly [string, string]>> = {
  'elb create-load-balancer': ['elb delete-load-balancer', '--load-balancer-name'],
  'autoscaling create-auto-scaling-group': [
    'autoscaling delete-auto-scaling-group --force-delete',
    '--auto-scaling-group-name',
  ],
  'autoscaling create-launch-configuration': ['autoscaling delete-launch-configuration', '--launch-configuration-name'],
  'ec2 create-launch-template': ['ec2 delete-launch-template', '--launch-template-name'],
  'ec2 create-key-pair': ['ec2 delete-key-pair', '--key-name'],
  'ec2 create-security-group': ['ec2 delete-security-group', '--group-name'],
  'rds create-db-subnet-group': ['rds delete-db-subnet-group', '--db-subnet-group-name'],
  'rds create-db-parameter-group': ['rds delete-db-parameter-group', '--db-parameter-group-name'],
  'elasticache create-cache-cluster': ['elasticache delete-cache-cluster', '--cache-cluster-id'],
  'elasticache create-replication-group': ['elasticache delete-replication-group', '--replication-group-id'],
  'iam create-role': ['iam delete-role', '--role-name'],
  'iam create-instance-profile': ['iam delete-instance-profile', '--instance-profile-name'],
  'lambda create-function': ['lambda delete-function', '--function-name'],
  'cloudformation create-stack': ['cloudformation delete-stack', '--stack-name'],
  'logs create-log-group': ['logs delete-log-group', '--log-group-name'],
  'ecr create-repository': ['ecr delete-repository', '--repository-name'],
};

/** Things that keep data get no destroy command from us. */
function insertDestroy(resource: Resource, facts: FactIndex): ProposedFix | undefined {
  const { node, header } = resource.definition ?? resource;
  const scripts = facts.at(`${node}.create bash`, 'script');
  const commands = scripts.flatMap((script) => script.commands);
  const command = commands.find((one) => isTheOne(one, resource.type.value));
  const inverse = command && INVERSE[resource.type.value.replace(/^aws /, '')];
  if (command === undefined || inverse === undefined) return undefined;
  const [text, option] = inverse;
  const name = command.words[command.words.findIndex((word) => word.text === option) + 1]?.text;
  if (name === undefined || !/^[\w.{}-]+$/.test(name) || name === 'aws') return undefined;
  return {
    title: 'Add the inverse command',
    safety: 'suggestion',
    intents: [
      {
        kind: 'insertKey',
        map: header,
        key: 'destroy bash',
        value: `aws ${text} ${option} ${name}`,
        after: 'create bash',
      },
    ],
  };
}

function isTheOne({ program, words }: ShellCommand, type: string): boolean {
  return (
    program === 'aws' &&
    type.startsWith('aws ') &&
    type.split(' ').every((part) => words.some(({ text }) => text === part))
  );
}
