import type { Script } from '../../model/fact.ts';
import { anyOf } from '../../model/pattern.ts';
import { settingOf } from '../../model/setting.ts';
import { defineRule, type RuleFinding } from '../define.ts';

const ADOPTS = /^aws_default_(?:vpc|subnet|security_group|route_table|network_acl)$/;
const FALLS = /^AWS::EC2::(?:Instance|SecurityGroup)$|^aws_(?:instance|security_group)$/;

export default defineRule({
  id: 'no-default-network',
  group: 'snowflake',
  title: 'Depends on a network nobody declared',
  why: 'A default VPC or default security group was made by hand or by the provider and differs per account.',
  severity: 'warning',
  confidence: 'high',
  profile: 'recommended',
  languages: ['macfile', 'cloudformation', 'terraform'],
  principles: ['BG-imm', 'BG-adv'],
  since: '0.1.0',
  fix: 'none',
  guards: [
    'Files that are examples or tests pass.',
    'A network that is only known at run time passes.',
    'What takes over the default group, table or list of a named network (usually to close it) passes.',
  ],
  peers: { checkov: ['CKV_AWS_148'], trivy: ['AWS-0101'] },
  looksAt: ['resource', 'script'],
  types: anyOf(ADOPTS, FALLS),

  *check(fact, facts): Iterable<RuleFinding> {
    if (facts.inContext(fact, 'example', 'test')) return;
    if (fact.fact === 'script') {
      yield* lookedUp(fact);
      return;
    }
    const resource = fact;
    const placed = [
      'SubnetId',
      'NetworkInterfaces',
      'LaunchTemplate',
      'subnet_id',
      'network_interface',
      'primary_network_interface',
      'launch_template',
      'VpcId',
      'vpc_id',
      'default_network_acl_id',
      'default_route_table_id',
    ].some((name) => settingOf(resource, name) !== undefined);
    if (placed && resource.type.value !== 'aws_default_subnet') return;
    yield {
      span: resource.header,
      message: `\`${resource.name.value}\` ${ADOPTS.test(resource.type.value) ? 'takes over the default network of the account' : 'ends in the default network of the account'}, which nobody described and which another account does not have. It cannot be rebuilt there, and blue and green share it by chance. Name a network of your own.`,
    };
  },
});

/** `aws ec2 describe-subnets … | head -n1`: whichever comes first. */
function* lookedUp({ commands }: Script): Iterable<RuleFinding> {
  for (const [at, { program, words, span }] of commands.entries()) {
    const asks =
      program === 'aws' && words.some(({ text }) => /^describe-(?:subnets|vpcs|security-groups)$/.test(text));
    const next = commands[at + 1];
    const first = next?.after === '|' && /^(?:head|tail)$/.test(next.program);
    const picks = words.some(({ text }) => /\[0\]|isDefault|is-default/i.test(text));
    const narrowed = words.some(
      ({ text, unknown }) => unknown || /^--(?:subnet-ids|vpc-ids|group-ids)$|tag:|vpc-id/.test(text),
    );
    if (!asks || narrowed || !(first || picks)) continue;
    yield {
      span,
      message:
        'The network is whichever one the account lists first: nobody described it, another account has another one, and blue and green share it by chance. Name a network of your own.',
    };
  }
}
