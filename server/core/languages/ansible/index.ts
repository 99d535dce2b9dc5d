import { foldTree, selectTree } from '../../syntax/ranges.ts';
import { rewriteTree } from '../../syntax/rewrite.ts';
import type { Language } from '../language.ts';
import { checkAnsible } from './check.ts';
import { ansibleFacts } from './facts.ts';
import { type AnsibleReading, readAnsible } from './reading.ts';

/** Ansible playbooks, task files and what belongs to them. */
export const ansible: Language<AnsibleReading> = {
  id: 'ansible',
  title: 'Ansible',
  read: readAnsible,
  check: (reading, { data }) => checkAnsible(reading, data),
  facts: (reading, { data }) => ansibleFacts(reading, data),
  rewrite: ({ tree }, intents) => rewriteTree(tree, intents),
  commentToken: () => '#',
  folding: ({ tree }) => foldTree(tree),
  selection: ({ tree }, offset) => selectTree(tree, offset),
};
