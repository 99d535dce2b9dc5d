import type { NetworkRule, Resource } from '../../model/fact.ts';
import { settingOf } from '../../model/setting.ts';
import { entryAt, literalNumber, literalText, type Value } from '../../model/value.ts';
import { itemsOf } from './walk.ts';

/** Firewall openings for incoming traffic, one per network that is let in. */
export function networkFacts(resource: Resource): NetworkRule[] {
  const type = resource.type.value;
  const shape = SHAPES.find(({ types }) => types.test(type));
  if (shape === undefined) return [];
  return shape.rules(resource).flatMap((rule) => {
    const range = rangeOf(rule);
    if (range === undefined) return [];
    return cidrsOf(rule).map(
      (cidr): NetworkRule => ({
        fact: 'network-rule',
        node: resource.node,
        span: rule.span,
        direction: 'in',
        ...range,
        cidr,
        ...(resource.conditional === true ? { conditional: true } : {}),
      }),
    );
  });
}

interface Shape {
  readonly types: RegExp;
  /** The maps that hold one rule each. */
  rules(this: void, resource: Resource): readonly Value[];
}

const SHAPES: readonly Shape[] = [
  {
    types: /^AWS::EC2::SecurityGroup$|^aws_security_group$|^aws_default_security_group$/,
    rules: (resource) => itemsOf(settingOf(resource, 'SecurityGroupIngress', 'ingress')),
  },
  {
    types: /^AWS::EC2::SecurityGroupIngress$/,
    rules: (resource) => itemsOf(entryAt(resource.settings, 'Properties')?.value),
  },
  { types: /^aws_vpc_security_group_ingress_rule$/, rules: (resource) => [resource.settings] },
  {
    types: /^aws_security_group_rule$/,
    rules: (resource) => (literalText(settingOf(resource, 'type')) === 'ingress' ? [resource.settings] : []),
  },
  { types: /(?:^|\.)ec2_(?:security_)?group$/, rules: (resource) => itemsOf(settingOf(resource, 'rules')) },
  { types: /^google_compute_firewall$/, rules: googleRules },
  { types: /^azurerm_network_security_rule$/, rules: azureRules },
];

/** Ports stand in `allow` blocks, networks beside them. */
function googleRules(resource: Resource): readonly Value[] {
  const direction = literalText(settingOf(resource, 'direction'));
  const sources = settingOf(resource, 'source_ranges');
  if (direction === 'EGRESS' || sources === undefined) return [];
  return itemsOf(settingOf(resource, 'allow')).flatMap((allow) =>
    itemsOf(entryAt(allow, 'ports')?.value).map((ports): Value => joined(resource, ports, sources)),
  );
}

function azureRules(resource: Resource): readonly Value[] {
  const inbound =
    literalText(settingOf(resource, 'direction')) === 'Inbound' &&
    literalText(settingOf(resource, 'access')) === 'Allow';
  const sources = settingOf(resource, 'source_address_prefix', 'source_address_prefixes');
  if (!inbound || sources === undefined) return [];
  return itemsOf(settingOf(resource, 'destination_port_range', 'destination_port_ranges')).map((ports) =>
    joined(resource, ports, sources),
  );
}

function joined({ settings }: Resource, ports: Value, sources: Value): Value {
  const entry = (key: string, value: Value) => ({ key: { value: key, span: value.span }, value, span: value.span });
  return { kind: 'map', entries: [entry('ports', ports), entry('cidr_blocks', sources)], span: settings.span };
}

function rangeOf(rule: Value): { readonly from: number; readonly to: number } | undefined {
  const number = (...names: string[]) =>
    names.map((name) => literalNumber(entryAt(rule, name)?.value)).find((found) => found !== undefined);
  const protocol = ['IpProtocol', 'ip_protocol', 'protocol', 'proto']
    .map((name) => literalText(entryAt(rule, name)?.value))
    .find((found) => found !== undefined);
  if (protocol === '-1' || protocol === 'all') return { from: -1, to: 65535 };
  if (protocol === 'icmp' || protocol === 'icmpv6' || protocol === 'udp' || protocol === '17') return undefined;
  const from = number('FromPort', 'from_port');
  const to = number('ToPort', 'to_port') ?? from;
  if (from !== undefined && to !== undefined) return from === 0 && to === 0 ? { from: -1, to: 65535 } : { from, to };
  return portsOf(entryAt(rule, 'ports')?.value);
}

/** `22`, `20-25`, `*`; of a list the first that reaches a shell. */
function portsOf(value: Value | undefined): { readonly from: number; readonly to: number } | undefined {
  const ranges = itemsOf(value).flatMap((item) => {
    const text = literalText(item);
    if (text === '*') return [{ from: -1, to: 65535 }];
    const match = /^(\d+)(?:-(\d+))?$/.exec(text ?? '');
    return match === null ? [] : [{ from: Number(match[1]), to: Number(match[2] ?? match[1]) }];
  });
  const shell = ranges.find(({ from, to }) => from === -1 || (from <= 22 && 22 <= to) || (from <= 3389 && 3389 <= to));
  return shell ?? ranges[0];
}

function cidrsOf(rule: Value): readonly Value[] {
  const names = ['CidrIp', 'CidrIpv6', 'cidr_blocks', 'ipv6_cidr_blocks', 'cidr_ipv4', 'cidr_ipv6', 'cidr_ip'];
  return names.flatMap((name) => itemsOf(entryAt(rule, name)?.value));
}
