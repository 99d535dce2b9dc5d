import type { Resource } from '../../model/fact.ts';
import type { FactIndex } from '../../model/fact-index.ts';
import { isAppliance, SERVER_TYPES } from '../../model/machine.ts';
import { settingOf } from '../../model/setting.ts';
import { literalNumber, literalText, type Value, valueAt } from '../../model/value.ts';
import { defineRule } from '../define.ts';

export default defineRule({
  id: 'no-standalone-instance',
  group: 'snowflake',
  title: 'Single server that nothing can replace',
  why: 'A server outside any group or image pipeline is rebuilt by hand when it dies and has no parallel green copy.',
  severity: 'warning',
  confidence: 'medium',
  profile: 'recommended',
  languages: ['macfile', 'cloudformation', 'ansible', 'terraform'],
  principles: ['BG-imm', 'BG-define', '12F-8'],
  since: '0.1.0',
  fix: 'none',
  guards: [
    'More than one copy behind a load balancer passes; one server behind a load balancer, or several that nothing replaces, is info.',
    'Once per Macfile: the first of its servers speaks for all.',
    'A server that is plainly for a test or a benchmark (by its name or role, or `deployment: testing`) is info.',
    'Servers for administrators and for the network (bastion, NAT, VPN), by name, pass.',
    'Files that are examples, tests or image builds pass.',
    'A server that keeps data is told to be declared as such.',
  ],
  looksAt: 'resource',
  types: SERVER_TYPES,

  *check(server, facts) {
    const unit = surroundingsOf(facts);
    const severity = judged(server, facts, unit);
    if (severity === undefined || !speaksForItsFile(server, facts, unit)) return;
    yield {
      span: server.header,
      ...(severity === 'info' ? { severity } : {}),
      message: messageFor(server, isMany(server)),
    };
  },
});

/** What every server of a unit is judged by, found once. */
interface Surroundings {
  readonly balanced: boolean;
  /** Nodes that an image is made of. */
  readonly imaged: ReadonlySet<string>;
  /** The server of a Macfile that speaks for all of them: undefined = not looked for yet, null = there is none. */
  speaker?: Resource | null;
}

const surroundings = new WeakMap<FactIndex, Surroundings>();

function surroundingsOf(facts: FactIndex): Surroundings {
  let found = surroundings.get(facts);
  if (found === undefined) {
    found = { balanced: hasBalancer(facts), imaged: imagedNodes(facts) };
    surroundings.set(facts, found);
  }
  return found;
}

/** Undefined where a guard silences it. */
function judged(
  server: Resource,
  facts: FactIndex,
  { balanced, imaged }: Surroundings,
): 'warning' | 'info' | undefined {
  if (facts.inContext(server, 'example', 'test', 'imageBuild') || isAppliance(server.name.value)) return undefined;
  if (server.instances === 'unknown' || server.conditional === true || imaged.has(server.node)) return undefined;
  const count = countOf(server);
  if (count !== undefined && literalNumber(count) === undefined) return undefined;
  if (isMany(server) && balanced) return undefined;
  return isMany(server) || balanced || isForTesting(server) ? 'info' : 'warning';
}

/** A Macfile lists every server by itself: the first of the gravest ones speaks for all of them. */
function speaksForItsFile(server: Resource, facts: FactIndex, unit: Surroundings): boolean {
  if (server.type.value !== 'mac instance create') return true;
  if (unit.speaker === undefined) {
    const own = facts
      .all('resource')
      .filter(({ type, file }) => type.value === server.type.value && file === undefined);
    const severities = own.map((other) => judged(other, facts, unit));
    const first = (wanted: 'warning' | 'info') => own[severities.indexOf(wanted)];
    unit.speaker = first('warning') ?? first('info') ?? null;
  }
  return unit.speaker === server;
}

function countOf(server: Resource): Value | undefined {
  return settingOf(server, 'exact_count', 'count');
}

function isMany(server: Resource): boolean {
  return (server.instances ?? literalNumber(countOf(server)) ?? 1) !== 1;
}

/** Plainly a test or a benchmark: by its name or role, or because its deployment is called so. */
function isForTesting({ name, settings }: Resource): boolean {
  const roles = valueAt(settings, 'roles');
  const creates = roles?.kind === 'map' ? roles.entries.map(({ value }) => valueAt(value, 'instance create')) : [];
  if ([settings, ...creates].some((value) => literalText(valueAt(value, 'deployment')) === 'testing')) return true;
  const names = [name.value, literalText(valueAt(settings, 'role')) ?? ''];
  return names.some((text) => /(?:^|[-_. ])(?:\w*bench(?:mark)?|(?:load)?tests?|testing)\d*(?:$|[-_. ])/i.test(text));
}

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

function imagedNodes(facts: FactIndex): ReadonlySet<string> {
  const makers = facts
    .all('resource')
    .filter(({ type }) => /create-image$|images create$|aws_ami_from_instance$/.test(type.value));
  const nodes = new Set(makers.map(({ node }) => node));
  return new Set(facts.all('dependency').flatMap(({ node, to }) => (nodes.has(node) ? [to] : [])));
}
