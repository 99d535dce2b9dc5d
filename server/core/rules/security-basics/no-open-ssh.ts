import { isWholeWorld } from '../../model/address.ts';
import type { NetworkRule, Parameter, Resource } from '../../model/fact.ts';
import { literalText } from '../../model/value.ts';
import { defineRule, type RuleFinding } from '../define.ts';

export default defineRule({
  id: 'no-open-ssh',
  group: 'security-basics',
  title: 'SSH or RDP open to the world',
  why: 'An open shell port is the door for hot-fixes as well as for attackers.',
  severity: 'error',
  confidence: 'high',
  profile: 'recommended',
  essential: true,
  languages: ['macfile', 'cloudformation', 'ansible', 'terraform'],
  principles: ['BG-how', '12F-12'],
  since: '0.1.0',
  fix: 'confirm',
  guards: [
    'A network that is only known at run time passes; an input that lets everybody in by default is reported at the input.',
    'An opening that exists only under a condition is a warning.',
    'Examples and tests pass, and a load balancer that everybody may reach on every port: no shell listens there.',
  ],
  peers: {
    checkov: ['CKV_AWS_24', 'CKV_AWS_25', 'CKV_GCP_2', 'CKV_AWS_100'],
    trivy: ['AWS-0107', 'AWS-0105', 'GCP-0071', 'AZU-0050'],
    'kube-linter': ['ssh-port'],
    'cfn-guard': ['restricted_ssh'],
  },
  looksAt: ['network-rule', 'parameter'],

  *check(fact, facts) {
    if (facts.inContext(fact, 'example', 'test')) return;
    if (fact.fact === 'network-rule' && fact.from === -1 && isBalancer(facts.resourceOf(fact.node))) return;
    const found = fact.fact === 'parameter' ? openByDefault(fact) : openTo(fact);
    if (found !== undefined) yield found;
  },
});

const WHY =
  'An open shell port is the door for hot-fixes as well as for attackers, and a server that was changed by hand cannot be rebuilt.';

function openTo(rule: NetworkRule): RuleFinding | undefined {
  const cidr = literalText(rule.cidr);
  const service = serviceOf(rule);
  if (rule.direction !== 'in' || service === undefined || cidr === undefined || !isWholeWorld(cidr)) return undefined;
  return {
    span: rule.cidr.span,
    ...(rule.conditional === true ? { severity: 'warning' } : {}),
    message: `${service} is open to the whole world (\`${cidr}\`). ${WHY} Allow only your own network, given as an input, or use a session manager.`,
    fixes: [
      {
        title: 'Take the allowed network from an input',
        safety: 'confirm',
        intents: [{ kind: 'useInput', at: rule.cidr.span, name: 'ADMIN_CIDR' }],
      },
    ],
  };
}

/** By its name: what a security group is for stands nowhere else. */
function isBalancer(group: Resource | undefined): boolean {
  return group !== undefined && /load-?_?balancer|(?:^|[-_])[ane]?lb(?:$|[-_])|[ANE]LB/i.test(group.name.value);
}

function openByDefault(parameter: Parameter): RuleFinding | undefined {
  const value = literalText(parameter.default);
  if (parameter.default === undefined || value === undefined || !isWholeWorld(value)) return undefined;
  if (!/ssh|rdp|bastion|admin/i.test(parameter.name.value)) return undefined;
  return {
    span: parameter.default.span,
    message: `\`${parameter.name.value}\` lets the whole world in unless somebody says otherwise. ${WHY} Give it no default.`,
    fixes: [
      {
        title: 'Remove the default',
        safety: 'confirm',
        intents: [{ kind: 'removeEntry', at: parameter.default.span }],
      },
    ],
  };
}

function serviceOf({ from, to }: NetworkRule): string | undefined {
  const holds = (port: number) => from === -1 || (from <= port && port <= to);
  if (holds(22)) return 'SSH (port 22)';
  return holds(3389) ? 'Remote desktop (port 3389)' : undefined;
}
