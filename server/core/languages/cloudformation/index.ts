import type { Language } from '../language.ts';
import { checkTemplate } from './check.ts';
import { cfnFacts } from './facts.ts';
import { type CfnReading, readCfn } from './reading.ts';

/** AWS CloudFormation and SAM templates, YAML and JSON. */
export const cloudformation: Language<CfnReading> = {
  id: 'cloudformation',
  title: 'CloudFormation',
  read: (source) => readCfn(source),
  check: (reading, { data }) => checkTemplate(reading, data),
  facts: (reading, { data }) => cfnFacts(reading, data),
  rewrite: () => [],
  commentToken: ({ tree }) => (tree.notation === 'yaml' ? '#' : undefined),
};
