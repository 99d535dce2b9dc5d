import { describe, expect, test } from 'vitest';
import { findings, said, template } from './template.ts';

const subnet = (name: string, block: string, more = '') =>
  `${name}:\n  Type: AWS::EC2::Subnet\n${more}  Properties: { VpcId: !Ref Net, CidrBlock: ${block} }\n`;
const net = (block: string, ...subnets: readonly string[]) =>
  template(`Net:\n  Type: AWS::EC2::VPC\n  Properties: { CidrBlock: ${block} }\n${subnets.join('')}`);

describe('address blocks of a network', () => {
  test.each([
    ['side by side', net('10.0.0.0/16', subnet('A', '10.0.0.0/24'), subnet('B', '10.0.1.0/24')), []],
    [
      'the second overlaps the first',
      net('10.0.0.0/16', subnet('A', '10.0.0.0/23'), subnet('B', '10.0.1.0/24')),
      ['warning network-block: 10.0.1.0/24'],
    ],
    ['outside of the network', net('10.0.0.0/16', subnet('A', '10.1.0.0/24')), ['warning network-block: 10.1.0.0/24']],
    [
      'a further block of the network may hold it',
      net(
        '10.0.0.0/16',
        subnet('A', '10.1.0.0/24'),
        'More:\n  Type: AWS::EC2::VPCCidrBlock\n  Properties: { VpcId: !Ref Net, CidrBlock: 10.1.0.0/16 }\n',
      ),
      [],
    ],
    ['too large', net('10.0.0.0/8'), ['warning network-block: 10.0.0.0/8']],
    ['too small', net('10.0.0.0/16', subnet('A', '10.0.0.0/29')), ['warning network-block: 10.0.0.0/29']],
    ['no block', net('10.0.0.0'), ['warning network-block: 10.0.0.0']],
    ['computed', net('!Ref AWS::Region', subnet('A', '!Select [0, !Cidr [!GetAtt Net.CidrBlock, 2, 8]]')), []],
  ])('%s', (_, text, expected) => {
    expect(said(text)).toEqual(expected);
  });

  test('of two networks each has its own', () => {
    const other = 'Other:\n  Type: AWS::EC2::VPC\n  Properties: { CidrBlock: 10.0.0.0/16 }\n';
    const text = net(
      '10.0.0.0/16',
      other,
      subnet('A', '10.0.0.0/24'),
      subnet('B', '10.0.0.0/24').replace('!Ref Net', '!Ref Other'),
    );
    expect(said(text)).toEqual([]);
  });

  test('subnets under different conditions may take turns', () => {
    const head =
      'Parameters:\n  E: { Type: String }\nConditions:\n  P: !Equals [!Ref E, prod]\n  T: !Not [!Condition P]\n';
    const two = (a: string, b: string) =>
      template(
        `Net:\n  Type: AWS::EC2::VPC\n  Properties: { CidrBlock: 10.0.0.0/16 }\n${subnet('A', '10.0.0.0/24', `  Condition: ${a}\n`)}${subnet('B', '10.0.0.0/24', `  Condition: ${b}\n`)}`,
        head,
      );
    expect(said(two('P', 'T'))).toEqual([]);
    expect(said(two('P', 'P')).filter((each) => each.includes('network'))).toEqual([
      'warning network-block: 10.0.0.0/24',
    ]);
  });

  test('fixed keys of a mapping count as written out', () => {
    const text = template(
      `Net:\n  Type: AWS::EC2::VPC\n  Properties: { CidrBlock: !FindInMap [Blocks, Net, All] }\n${subnet('A', '!FindInMap [Blocks, Web, One]')}${subnet('B', '!FindInMap [Blocks, Web, Two]')}`,
      'Mappings:\n  Blocks:\n    Net: { All: 10.0.0.0/16 }\n    Web: { One: 10.0.0.0/20, Two: 10.0.8.0/24 }\n',
    );
    const [found, ...more] = findings(text);
    expect(found?.message).toBe('10.0.8.0/24 overlaps 10.0.0.0/20 of A: the second one cannot be made.');
    expect(more).toEqual([]);
  });

  test('hundreds of subnets take no time', () => {
    const many = Array.from({ length: 3000 }, (_, i) => subnet(`S${i}`, `10.${i % 200}.0.0/24`)).join('');
    const before = performance.now();
    const count = said(net('10.0.0.0/16', many)).length;
    expect(count).toBeGreaterThan(500);
    expect(performance.now() - before).toBeLessThan(4000);
  });
});

describe('records of a zone', () => {
  const record = (type: string, ...values: readonly string[]) =>
    said(
      template(
        `R:\n  Type: AWS::Route53::RecordSet\n  Properties: { Name: a.example.com, HostedZoneId: Z1, TTL: "60", Type: ${type}, ResourceRecords: [${values.map((value) => `'${value}'`).join(', ')}] }`,
      ),
    );
  test.each([
    ['A', '192.0.2.1', '192.0.2.1.'],
    ['AAAA', '2001:db8::1', '2001:db8::g'],
    ['CAA', '128 issuewild "ca.example; x=y"', '256 issue "ca.example"'],
    ['DS', '12345 13 2 0123ABCD', '12345 13 0123ABCD'],
    ['HTTPS', '1 . alpn="h2,h3" ipv4hint=192.0.2.1', 'alpn="h2"'],
    ['MX', '10 mail.example.com', 'mail.example.com 10 20'],
    ['NAPTR', '100 50 "u" "E2U+sip" "!^.*$!sip:a@example.com!" .', '100 50 u E2U+sip x .'],
    ['SOA', 'ns.example.com a.example.com 1 7200 900 1209600 86400', 'ns.example.com 1 7200 900 1209600 86400'],
    ['SPF', '"v=spf1 -all"', 'v=spf1 -all'],
    ['SRV', '10 5 5060 sip.example.com', '10 5060 sip.example.com'],
    ['SSHFP', '4 2 0123abcd', '4 2 xyz'],
    ['TLSA', '3 1 1 0123abcd', '3 1 0123abcd'],
  ])('%s', (type, good, bad) => {
    expect(record(type, good)).toEqual([]);
    expect(record(type, bad)).toEqual([`warning property-combination: '${bad}'`]);
  });

  test('one name points to one other', () => {
    expect(record('CNAME', 'a.example.com')).toEqual([]);
    expect(record('CNAME', 'a.example.com', 'b.example.com')).toEqual([
      'warning property-combination: ResourceRecords',
    ]);
  });

  test('records of a group have a type each; a zone ends with a dot', () => {
    const group = (zone: string) =>
      said(
        template(
          `G:\n  Type: AWS::Route53::RecordSetGroup\n  Properties:\n    HostedZoneName: ${zone}\n    RecordSets:\n      - { Name: a.example.com, Type: A, TTL: "60", ResourceRecords: [10.0.0.300] }\n      - { Name: b.example.com, Type: TXT, TTL: "60", ResourceRecords: ['"x"'] }`,
        ),
      );
    expect(group('example.com.')).toEqual(['warning property-combination: 10.0.0.300']);
    expect(group('example.com')).toContain('warning property-combination: example.com');
  });
});

test.each([
  ['AWS::RDS::DBInstance', 'DBInstanceClass', 'db.t4g.micro', 't4g.micro'],
  ['AWS::ElastiCache::ReplicationGroup', 'CacheNodeType', 'cache.t4g.micro', 't4g.micro'],
  ['AWS::EC2::Instance', 'InstanceType', 't4g.micro', 't4g micro'],
])('%s: sizes begin as its service writes them', (type, property, good, bad) => {
  const size = (value: string) =>
    said(template(`A:\n  Type: ${type}\n  Properties: { ${property}: ${value} }`)).filter((each) =>
      each.includes('pattern'),
    );
  expect(size(good)).toEqual([]);
  expect(size(bad)).toEqual([`warning pattern: ${bad}`]);
});
