import type { CloudId } from '../../model/fact.ts';
import { defineRule } from '../define.ts';

export default defineRule({
  id: 'no-hardcoded-cloud-id',
  group: 'snowflake',
  title: 'Opaque cloud id of one account or VPC in code',
  why: 'subnet-, sg-, vpc-, i-, vol-, account ids tie the file to one existing environment.',
  severity: 'warning',
  confidence: 'high',
  profile: 'recommended',
  languages: ['macfile', 'cloudformation', 'ansible', 'terraform'],
  principles: ['BG-bg', 'IAC-tf'],
  since: '0.1.0',
  fix: 'confirm',
  guards: [
    'Accounts of the vendor itself (owners of public images, accounts that write load-balancer logs) pass.',
    'Files that are there to hold such values (`*.tfvars`, parameter files, `group_vars`) pass.',
    'Imports and state moves pass.',
    'Machine images are judged by no-literal-image-id.',
  ],
  options: {
    allowedAccounts: {
      default: [
        '099720109477',
        '137112412989',
        '679593333241',
        '309956199498',
        '136693071363',
        '801119661308',
        '602401143452',
        '591542846629',
        '127311923021',
        '033677994240',
        '797873946194',
        '054676820928',
        '156460612806',
        '652711504416',
      ],
      description: 'Account numbers that may be written in: owners of public images and of logging services.',
    },
  },
  looksAt: 'cloud-id',

  *check(id, facts, options) {
    if (id.kind === 'image' || facts.inContext(id, 'example', 'test')) return;
    if (id.kind === 'account' && options.allowedAccounts.includes(id.id)) return;
    yield {
      span: id.span,
      message:
        `\`${id.id}\` is ${WHAT[id.kind]}. The file works in that one environment only, so it cannot be rebuilt or copied elsewhere. ` +
        'Take the id from an input, or look it up.',
      fixes: [
        {
          title: 'Take the id from an input',
          safety: 'confirm',
          intents: [{ kind: 'useInput', at: id.span, name: NAMES[id.kind], default: id.id }],
        },
      ],
    };
  },
});

const WHAT: Readonly<Record<CloudId['kind'], string>> = {
  image: 'one image',
  subnet: 'one existing subnet',
  vpc: 'one existing network',
  'security-group': 'one existing security group',
  account: 'the number of one account',
  zone: 'one DNS zone',
  volume: 'one existing volume',
  snapshot: 'one existing snapshot',
  other: 'the id of one existing thing',
};

const NAMES: Readonly<Record<CloudId['kind'], string>> = {
  image: 'IMAGE_ID',
  subnet: 'SUBNET_ID',
  vpc: 'VPC_ID',
  'security-group': 'SECURITY_GROUP_ID',
  account: 'ACCOUNT_ID',
  zone: 'ZONE_ID',
  volume: 'VOLUME_ID',
  snapshot: 'SNAPSHOT_ID',
  other: 'RESOURCE_ID',
};
