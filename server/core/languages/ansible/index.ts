import { foldTree, selectTree } from '../../syntax/ranges.ts';
import { type InputSpelling, withInputs } from '../../syntax/rewrite/input.ts';
import { rewriteEach, rewriteTree } from '../../syntax/rewrite.ts';
import type { Language } from '../language.ts';
import { checkAnsible } from './check.ts';
import { ansibleData } from './data.ts';
import { ansibleFacts } from './facts.ts';
import { entryAt } from './project/entry.ts';
import { further } from './project/further.ts';
import { plannedFiles } from './project/planned.ts';
import { type AnsibleReading, readAnsible } from './reading.ts';
import { callItem, callsOf } from './services/calls.ts';
import { complete } from './services/complete.ts';
import { describeModule } from './services/describe.ts';
import { hover } from './services/hover.ts';
import { definition, links, references, rename, renameable } from './services/navigate.ts';
import { symbols } from './services/outline.ts';
import { starters } from './services/snippets.ts';
import { tokens } from './services/tokens.ts';
import { variableHover } from './services/variables.ts';
import { placesAt } from './variables/places.ts';

/** Ansible playbooks, task files and what belongs to them. */
export const ansible: Language<AnsibleReading> = {
  id: 'ansible',
  title: 'Ansible',
  read: readAnsible,
  check: checkAnsible,
  facts: ansibleFacts,
  rewrite({ tree }, intents) {
    const spelt = withInputs(tree, intents, VARIABLE);
    return spelt === undefined ? [] : rewriteTree(tree, spelt);
  },
  rewriteEach: ({ tree }, wishes) =>
    rewriteEach(
      tree,
      wishes.map((intents) => withInputs(tree, intents, VARIABLE) ?? []),
    ),
  commentToken: () => '#',
  planned: plannedFiles,
  further,
  prepare({ source }, { project }) {
    entryAt(source.path, project);
    placesAt(source.path, project);
  },
  starters,
  complete,
  documentation: (key, { data }) => {
    const module = ansibleData(data).module(key);
    return module.kind === 'live' ? describeModule(module) : undefined;
  },
  hover: (reading, offset, around) => hover(reading, offset, around) ?? variableHover(reading, offset, around.project),
  definition: (reading, offset, { project }) => definition(reading, offset, project),
  references: (reading, offset, { project }) => references(reading, offset, project),
  renameable: (reading, offset, { project }) => renameable(reading, offset, project),
  rename: (reading, offset, newName, { project }) => rename(reading, offset, newName, project),
  symbols,
  callItem: (reading, offset, { project }) => callItem(reading, offset, project),
  calls: (item, direction, { project }) => callsOf(item, direction, project),
  links: (reading, { project }) => links(reading, project),
  tokens,
  folding: ({ tree }) => foldTree(tree),
  selection: ({ tree }, offset) => selectTree(tree, offset),
};

/** Variables come from outside the play: inventory, group variables, the command line. */
const VARIABLE: InputSpelling = {
  whole: (name) => ({ text: `{{ ${name.toLowerCase()} }}` }),
  part: (name) => `{{ ${name.toLowerCase()} }}`,
};
