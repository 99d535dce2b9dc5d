import type { Resource } from '../../model/fact.ts';
import type { FactIndex } from '../../model/fact-index.ts';
import { isAppliance, isServer } from '../../model/machine.ts';
import { settingOf } from '../../model/setting.ts';
import { literalNumber } from '../../model/value.ts';
import { defineRule } from '../define.ts';

export default defineRule({
  id: 'no-standalone-instance',
  group: 'snowflake',
  title: 'Single server that nothing can replace',
  why: 'A server outside any group or image pipeline is rebuilt by hand when it dies and has no parallel green copy.',
  severity: 'warning',
  confidence: 'medium',
  profile: 'recommended',
  languages: ['macfile', 'cloudformation', 'terraform'],
  principles: ['BG-imm', 'BG-define', '12F-8'],
  since: '0.1.0',
  fix: 'none',
  guards: [
    'More than one copy behind a load balancer passes; one server behind a load balancer, or several that nothing replaces, is info.',
    'Servers for administrators and for the network (bastion, NAT, VPN), by name, pass.',
    'Files that are examples, tests or image builds pass.',
    'A server that keeps data is told to be declared as such.',
  ],
  looksAt: 'resource',

  *check(server, facts) {
    if (!isServer(server) || facts.inContext(server, 'example', 'test', 'imageBuild') || isAppliance(server.name.value))
      return;
    if (server.instances === 'unknown' || server.conditional === true || onlyForAnImage(server, facts)) return;
    const count = settingOf(server, 'exact_count', 'count');
    if (count !== undefined && literalNumber(count) === undefined) return;
    const many = (server.instances ?? literalNumber(count) ?? 1) !== 1;
    const balanced = hasBalancer(facts);
    if (many && balanced) return;
    yield {
      span: server.header,
      ...(many || balanced ? { severity: 'info' as const } : {}),
      message: messageFor(server, many),
    };
  },
});

function messageFor(server: Resource, many: boolean): string {
  const name = server.name.value;
  if (KEEPS_DATA.has(server.lifecycle.class)) {
    return `\`${name}\` is a single server that keeps data. Nothing can replace it, and a parallel copy starts empty. Put the data on a service or volume of its own, and declare it as data.`;
  }
  const what = many
    ? `The servers of \`${name}\` are not in a group behind a load balancer`
    : `\`${name}\` is a single server outside any group`;
  return `${what}: when one dies it is rebuilt by hand, and traffic cannot be moved to a green copy. Run at least two behind a load balancer, or let a group keep the number.`;
}

const KEEPS_DATA = new Set(['persistent', 'volatile']);
const BALANCER =
  /loadbalanc|load-balanc|_lb$|_alb$|_elb$|::listener|target-group|targetgroup|target_group|register-instances|register-targets|backend-service|backend_service|application-gateway|network lb/i;

function hasBalancer(facts: FactIndex): boolean {
  return facts.all('resource').some(({ type }) => BALANCER.test(type.value));
}

function onlyForAnImage(server: Resource, facts: FactIndex): boolean {
  const images = facts
    .all('resource')
    .filter(({ type }) => /create-image$|images create$|aws_ami_from_instance$/.test(type.value));
  return facts
    .all('dependency')
    .some(({ node, to }) => to === server.node && images.some((image) => image.node === node));
}
