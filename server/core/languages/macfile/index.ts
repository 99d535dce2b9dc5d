import { foldTree, selectTree } from '../../syntax/ranges.ts';
import { type InputSpelling, withInputs } from '../../syntax/rewrite/input.ts';
import { rewriteEach, rewriteTree } from '../../syntax/rewrite.ts';
import type { Language } from '../language.ts';
import { checkMacfile } from './check/check.ts';
import { factsOf } from './facts/facts.ts';
import { readMacfile, treeOf } from './read.ts';
import type { MacfileReading } from './reading.ts';
import { complete } from './services/complete.ts';
import { hover } from './services/hover.ts';
import { definition, references, rename, renameable } from './services/navigate.ts';
import { hints, links, symbols, tokens } from './services/outline.ts';
import { refactorings } from './services/refactor.ts';

/** ManageaCloud's `mac` manifest. The reference is the behaviour of `mac` 1.0.8. */
export const macfile: Language<MacfileReading> = {
  id: 'macfile',
  title: 'Macfile',
  read: (source) => readMacfile(source),
  check: checkMacfile,
  facts: factsOf,
  rewrite({ tree }, intents) {
    const spelt = withInputs(tree, intents, PLACEHOLDER);
    return spelt === undefined ? [] : rewriteTree(tree, spelt, treeOf);
  },
  rewriteEach: ({ tree }, wishes) =>
    rewriteEach(
      tree,
      wishes.map((intents) => withInputs(tree, intents, PLACEHOLDER) ?? []),
      treeOf,
    ),
  commentToken: () => '#',
  complete,
  hover,
  definition,
  references,
  renameable,
  rename,
  symbols,
  folding: ({ tree }) => foldTree(tree),
  selection: ({ tree }, offset) => selectTree(tree, offset),
  tokens,
  hints,
  links,
  refactorings,
};

/** Parameters need no declaration: `{NAME}` is one. `mac` looks for letters, `_` and `-` only. */
const PLACEHOLDER: InputSpelling = {
  whole: (name) => ({ text: `{${parameterName(name)}}` }),
  part: (name) => `{${parameterName(name)}}`,
};

function parameterName(name: string): string {
  return name.replace(/[^A-Za-z_-]/g, '_');
}
