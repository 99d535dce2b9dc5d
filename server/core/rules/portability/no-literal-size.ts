import type { Resource } from '../../model/fact.ts';
import { settingEntry } from '../../model/setting.ts';
import { literalText, type MapEntry } from '../../model/value.ts';
import { defineRule, type RuleFinding } from '../define.ts';

export default defineRule({
  id: 'no-literal-size',
  group: 'portability',
  title: 'Instance size is a literal',
  why: 'Environments should differ by parameter only.',
  severity: 'hint',
  confidence: 'medium',
  profile: 'strict',
  languages: ['macfile', 'cloudformation', 'ansible', 'terraform'],
  principles: ['IAC-tf', '12F-10'],
  since: '0.1.0',
  fix: 'confirm',
  guards: ['A size that an input gives, or that is only known at run time, passes.', 'Tests and examples pass.'],
  looksAt: 'resource',

  check(resource, facts) {
    const entry = settingEntry(resource, ...NAMES) ?? inTemplate(resource);
    const size = literalText(entry?.value);
    if (entry === undefined || size === undefined || !isSize(resource, size)) return [];
    return facts.inContext(resource, 'test', 'example') ? [] : [writtenIn(resource, entry, size)];
  },
});

function writtenIn(resource: Resource, entry: MapEntry, size: string): RuleFinding {
  return {
    span: entry.value.span,
    message: `The size \`${size}\` of \`${resource.name.value}\` is written in: a test copy costs as much as production, and a bigger one needs an edit. Take it from an input.`,
    fixes: [
      {
        title: 'Take the size from an input',
        safety: 'confirm',
        intents: [
          {
            kind: 'useInput',
            at: entry.value.span,
            name: resource.type.value.startsWith('mac ') ? 'HARDWARE' : 'SIZE',
            default: size,
          },
        ],
      },
    ],
  };
}

const NAMES = [
  'InstanceType',
  'instance_type',
  'DBInstanceClass',
  'instance_class',
  'db_instance_class',
  'CacheNodeType',
  'cache_node_type',
  'node_type',
  'machine_type',
  'vm_size',
  'hardware',
];

function inTemplate(resource: Resource) {
  const data = settingEntry(resource, 'LaunchTemplateData')?.value;
  return data?.kind === 'map' ? data.entries.find(({ key }) => key.value === 'InstanceType') : undefined;
}

function isSize({ type }: Resource, text: string): boolean {
  if (type.value.startsWith('mac ')) return true;
  return /^(?:db\.|cache\.)?[a-z][a-z0-9-]*\.(?:nano|micro|small|medium|large|\d*xlarge|metal\S*)$|^(?:Standard|Basic)_\w+$|^[a-z]\d[a-z]?-\w+-\d+$/.test(
    text,
  );
}
