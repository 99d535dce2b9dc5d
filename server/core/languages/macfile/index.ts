import { rewriteTree } from '../../syntax/rewrite.ts';
import type { Language } from '../language.ts';
import { checkMacfile } from './check/check.ts';
import { factsOf } from './facts/facts.ts';
import { readMacfile, treeOf } from './read.ts';
import type { MacfileReading } from './reading.ts';

export type { MacfileReading };

/** ManageaCloud's `mac` manifest. The reference is the behaviour of `mac` 1.0.8. */
export const macfile: Language<MacfileReading> = {
  id: 'macfile',
  title: 'Macfile',
  read: (source) => readMacfile(source),
  check: checkMacfile,
  facts: factsOf,
  rewrite: ({ tree }, intents) => rewriteTree(tree, intents, treeOf),
  commentToken: () => '#',
};
