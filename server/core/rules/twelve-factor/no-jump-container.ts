import { containersIn } from '../../model/container.ts';
import type { Resource } from '../../model/fact.ts';
import { isCompute } from '../../model/machine.ts';
import { entryAt, literalText, type MapValue } from '../../model/value.ts';
import { defineRule, type RuleFinding } from '../define.ts';

export default defineRule({
  id: 'no-jump-container',
  group: 'twelve-factor',
  title: 'Container or host made for people to log in and do tasks',
  why: 'A toolbox is another snowflake with its own versions and credentials.',
  severity: 'warning',
  confidence: 'medium',
  profile: 'recommended',
  languages: ['macfile', 'cloudformation', 'ansible', 'terraform'],
  principles: ['12F-12'],
  since: '0.1.0',
  fix: 'none',
  guards: [
    'A server to jump from, by name, is info.',
    'Names of the option `allow` pass.',
    'Files that are tests or examples pass.',
  ],
  peers: { checkov: ['CKV_DOCKER_1'], trivy: ['DS-0004'], 'kube-linter': ['ssh-port'] },
  options: { allow: { default: ['teleport'], description: 'Words in a name that make it pass.' } },
  looksAt: 'resource',

  check(resource, facts, { allow }): Iterable<RuleFinding> {
    if (facts.inContext(resource, 'test', 'example')) return [];
    if (isCompute(resource)) return isForPeople(resource.name.value, allow) ? [server(resource)] : [];
    const containers = containersIn(facts).get(resource);
    return containers === undefined ? [] : among(containers, allow);
  },
});

function server({ header, name }: Resource): RuleFinding {
  return {
    span: header,
    severity: 'info',
    message: `\`${name.value}\` is a server for people to log in to: it needs keys, updates and care of its own. A session of the platform (SSM Session Manager, IAP, Azure Bastion) needs none.`,
  };
}

function* among(containers: readonly MapValue[], allow: readonly string[]): Iterable<RuleFinding> {
  for (const container of containers) {
    const written = entryAt(container, 'Name')?.value ?? entryAt(container, 'name')?.value;
    const name = literalText(written);
    if (written === undefined || name === undefined || !isForPeople(name, allow)) continue;
    yield {
      span: written.span,
      message: `Container \`${name}\` is there for people to log in to: what they do in it has other versions than the application, and nobody can repeat it. Run tasks as one-off containers of the image of the application.`,
    };
  }
}

/** `bastion`, `WebJumpHost`, `ops-toolbox`. */
function isForPeople(name: string, allow: readonly string[]): boolean {
  if (!/bastion|jump|toolbox/i.test(name)) return false;
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .split(/[^a-z]+/);
  return (
    words.some((word) => /^(?:bastion|jump|jumpbox|jumphost|toolbox)$/.test(word)) &&
    !allow.some((word) => name.toLowerCase().includes(word.toLowerCase()))
  );
}
