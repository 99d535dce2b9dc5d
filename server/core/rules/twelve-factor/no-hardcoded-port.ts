import { containersIn } from '../../model/container.ts';
import type { Resource, Script } from '../../model/fact.ts';
import type { FactIndex } from '../../model/fact-index.ts';
import { settingOf } from '../../model/setting.ts';
import { entryAt, literalNumber, literalText, type MapValue, type Value } from '../../model/value.ts';
import { defineRule, type RuleFinding } from '../define.ts';

export default defineRule({
  id: 'no-hardcoded-port',
  group: 'twelve-factor',
  title: 'Port is fixed on the host',
  why: 'Two copies cannot run side by side on one host with a fixed host port.',
  severity: 'info',
  confidence: 'medium',
  profile: 'recommended',
  languages: ['macfile', 'cloudformation', 'ansible', 'terraform'],
  principles: ['12F-7', 'BG-bg'],
  since: '0.1.0',
  fix: 'confirm',
  guards: [
    'Front proxies on the ports 80 and 443 pass.',
    'A container port alone passes.',
    'Tasks with an address of their own, or that share the one of the host, pass.',
    'Files that are tests or examples pass.',
    'A value that is only known at run time passes.',
  ],
  looksAt: ['resource', 'script'],

  check(fact, facts): Iterable<RuleFinding> {
    if (facts.inContext(fact, 'test', 'example', 'devOverride')) return [];
    const published = fact.fact === 'script' ? inScript(fact) : byContainers(fact, facts);
    return published.length === 0 ? [] : taken(published, fact.fact === 'script' ? 'replaceText' : 'setScalar');
  },
});

function* taken(published: readonly Published[], kind: 'replaceText' | 'setScalar'): Iterable<RuleFinding> {
  for (const { host, span, text } of published) {
    if (host === 0 || FRONT.has(host)) continue;
    yield {
      span,
      message: `Port ${host} of the host is taken by this container: a second copy cannot start beside it on the same host. Leave the port of the host open, and let the load balancer find it.`,
      fixes: [
        {
          title: 'Leave the port of the host open',
          safety: 'confirm',
          intents: [{ kind, at: span, text }],
        },
      ],
    };
  }
}

const FRONT = new Set([80, 443]);

interface Published {
  readonly host: number;
  readonly span: Value['span'];
  /** The same publication without a port of the host. */
  readonly text: string;
}

/** `docker run -p 8080:80` on a server. */
function inScript({ commands, where }: Script): Published[] {
  return commands.flatMap(({ program, words }): Published[] => {
    if (where === 'local' || !/^(?:docker|podman|nerdctl)$/.test(program) || !words.some(({ text }) => text === 'run'))
      return [];
    return words.flatMap(({ text, span, unknown }, at): Published[] => {
      const before = words[at - 1]?.text;
      if (unknown || (before !== '-p' && before !== '--publish') || span.end - span.start !== text.length) return [];
      const [, host, inner] = /^(?:[\d.]+:)?(\d+):(\d+(?:\/\w+)?)$/.exec(text) ?? [];
      return host === undefined || inner === undefined ? [] : [{ host: Number(host), span, text: inner }];
    });
  });
}

function byContainers(resource: Resource, facts: FactIndex): readonly Published[] {
  const containers = containersIn(facts).get(resource);
  return containers === undefined || hasOwnNetwork(resource) ? [] : containers.flatMap(publishedBy);
}

function publishedBy(container: MapValue): Published[] {
  const mappings = entryAt(container, 'PortMappings')?.value ?? entryAt(container, 'portMappings')?.value;
  const ports = entryAt(container, 'published_ports')?.value ?? entryAt(container, 'ports')?.value;
  return [...itemsOf(mappings).flatMap(ofMapping), ...itemsOf(ports).flatMap(ofText)];
}

function ofMapping(mapping: Value): Published[] {
  const value = entryAt(mapping, 'HostPort')?.value ?? entryAt(mapping, 'hostPort')?.value;
  const host = literalNumber(value);
  return value === undefined || host === undefined ? [] : [{ host, span: value.span, text: '0' }];
}

/** `8080:80`, `127.0.0.1:8080:80/tcp`. */
function ofText(value: Value): Published[] {
  const [, host, inner] = /^(?:[\d.]+:)?(\d+):(\d+(?:\/\w+)?)$/.exec(literalText(value) ?? '') ?? [];
  return host === undefined || inner === undefined ? [] : [{ host: Number(host), span: value.span, text: inner }];
}

function itemsOf(value: Value | undefined): readonly Value[] {
  return value?.kind === 'list' ? value.items : [];
}

function hasOwnNetwork(resource: Resource): boolean {
  const mode = settingOf(resource, 'NetworkMode', 'network_mode');
  return mode !== undefined && !/^(?:bridge|default)$/.test(literalText(mode) ?? '');
}
