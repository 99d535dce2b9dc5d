import type { Language } from '../language.ts';
import { checkTerraform } from './check/index.ts';
import { terraformFacts } from './facts/module-facts.ts';
import { formatTerraform } from './format/index.ts';
import { furtherTerraform } from './read/further.ts';
import { readTerraform, type TerraformReading } from './read/reading.ts';
import { still } from './read/snapshot.ts';
import { rewritesTerraform, rewriteTerraform } from './rewrite/index.ts';
import { callItemTerraform, callsTerraform } from './services/calls.ts';
import { completeTerraform } from './services/complete.ts';
import { hintsTerraform, linksTerraform, signatureTerraform } from './services/hints.ts';
import { hoverTerraform } from './services/hover.ts';
import { definitionTerraform, referencesTerraform } from './services/navigate.ts';
import { foldingTerraform, selectionTerraform, symbolsTerraform } from './services/outline.ts';
import { refactoringsTerraform } from './services/refactor.ts';
import { renameableTerraform, renameTerraform } from './services/rename.ts';
import { tokensTerraform } from './services/tokens.ts';

/** Terraform and OpenTofu. */
export const terraform: Language<TerraformReading> = {
  id: 'terraform',
  title: 'Terraform',
  read: (source) => readTerraform(source),
  check: (reading, around) => checkTerraform(reading, still(around)),
  further: (reading, around) => furtherTerraform(reading, still(around)),
  facts: (reading, around) => terraformFacts(reading, still(around)),
  rewrite: rewriteTerraform,
  rewrites: rewritesTerraform,
  commentToken: (reading) => (reading.form.json ? undefined : '#'),
  complete: (reading, offset, around) => completeTerraform(reading, offset, still(around)),
  hover: (reading, offset, around) => hoverTerraform(reading, offset, still(around)),
  signature: (reading, offset, around) => signatureTerraform(reading, offset, still(around)),
  definition: (reading, offset, around) => definitionTerraform(reading, offset, still(around)),
  references: (reading, offset, around) => referencesTerraform(reading, offset, still(around)),
  renameable: (reading, offset, around) => renameableTerraform(reading, offset, still(around)),
  rename: (reading, offset, name, around) => renameTerraform(reading, offset, name, still(around)),
  symbols: symbolsTerraform,
  folding: foldingTerraform,
  selection: selectionTerraform,
  tokens: tokensTerraform,
  hints: (reading, range, around) => hintsTerraform(reading, range, still(around)),
  links: (reading, around) => linksTerraform(reading, still(around)),
  refactorings: (reading, range, around) => refactoringsTerraform(reading, range, still(around)),
  callItem: (reading, offset, around) => callItemTerraform(reading, offset, still(around)),
  calls: (item, direction, around) => callsTerraform(item, direction, still(around)),
  format: formatTerraform,
};
