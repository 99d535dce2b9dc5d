import type { Intent } from '../../model/intent.ts';
import type { Edit } from '../../model/span.ts';
import { foldTree, selectTree } from '../../syntax/ranges.ts';
import { withInputs } from '../../syntax/rewrite/input.ts';
import { rewriteEach } from '../../syntax/rewrite.ts';
import type { Language } from '../language.ts';
import { checkTemplate } from './check.ts';
import { checkExports } from './check-exports.ts';
import { checkParameterFile } from './check-parameter-file.ts';
import { checkNestedStacks } from './check-stacks.ts';
import { cfnFacts } from './facts.ts';
import { withAnswers, withSyntaxAnswers } from './fixes.ts';
import { inputSpelling } from './input.ts';
import { unitFacts } from './nested/facts.ts';
import { type CfnReading, readCfn } from './reading.ts';
import { cfnSchema } from './schema.ts';
import { choices } from './services/choices.ts';
import { complete } from './services/complete.ts';
import { deployed } from './services/deployed.ts';
import { callItem, calls, hints, links } from './services/graph.ts';
import { hover } from './services/hover.ts';
import { definition, references, rename, renameable } from './services/navigate.ts';
import { refactored, refactorings } from './services/refactor.ts';
import { symbols } from './services/symbols.ts';
import { tokens } from './services/tokens.ts';

/** AWS CloudFormation and SAM templates, YAML and JSON. */
export const cloudformation: Language<CfnReading> = {
  id: 'cloudformation',
  title: 'CloudFormation',
  read: (source) => withSyntaxAnswers(readCfn(source)),
  check: (reading, around) => {
    const { data, project } = around;
    if (reading.source.kind === 'beginning') return [];
    if (reading.parameterFile) return checkParameterFile(reading.source.path, reading.parameterFile, project);
    const found = [
      ...checkTemplate(reading, data),
      ...checkNestedStacks(reading, project),
      ...checkExports(reading, project),
    ];
    return withAnswers(reading, found, around);
  },
  facts: (reading, { data }) => (reading.parameterFile ? [] : cfnFacts(reading, data)),
  unitFacts: (reading, { data, project }) => (reading.parameterFile ? [] : unitFacts(reading, data, project)),
  rewrite: (reading, intents) => rewritten(reading, [intents])[0] ?? [],
  rewriteEach: rewritten,
  commentToken: ({ tree }) => (tree.notation === 'yaml' ? '#' : undefined),
  complete,
  documentation: (key, { data }) => {
    const [type = '', member = ''] = key.split('|');
    return cfnSchema(data).documentation(type, member === '' ? undefined : member);
  },
  hover: (reading, offset, { data }) => hover(reading, offset, data),
  definition,
  references,
  renameable,
  rename,
  symbols,
  tokens,
  hints,
  links,
  refactorings,
  refactored,
  choices,
  deployed,
  callItem,
  calls: (item, direction, { project }) => {
    const reading = project.reading(item.location.path);
    return reading === undefined || !('template' in reading) ? [] : calls(reading as CfnReading, item, direction);
  },
  folding: ({ tree }) => foldTree(tree),
  selection: ({ tree }, offset) => selectTree(tree, offset),
};

function rewritten(reading: CfnReading, wishes: readonly (readonly Intent[])[]): readonly (readonly Edit[])[] {
  const spelling = inputSpelling(reading);
  return rewriteEach(
    reading.tree,
    wishes.map((intents) => withInputs(reading.tree, intents, spelling) ?? []),
  );
}
