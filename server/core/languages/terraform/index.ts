import type { Language } from '../language.ts';
import { checkTerraform } from './check/index.ts';
import { terraformFacts } from './facts/module-facts.ts';
import { formatTerraform } from './format/index.ts';
import { readTerraform, type TerraformReading } from './read/reading.ts';
import { rewriteTerraform } from './rewrite/index.ts';
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
  check: checkTerraform,
  facts: terraformFacts,
  rewrite: rewriteTerraform,
  commentToken: (reading) => (reading.form.json ? undefined : '#'),
  complete: completeTerraform,
  hover: hoverTerraform,
  signature: signatureTerraform,
  definition: definitionTerraform,
  references: referencesTerraform,
  renameable: renameableTerraform,
  rename: renameTerraform,
  symbols: symbolsTerraform,
  folding: foldingTerraform,
  selection: selectionTerraform,
  tokens: tokensTerraform,
  hints: hintsTerraform,
  links: linksTerraform,
  refactorings: refactoringsTerraform,
  callItem: callItemTerraform,
  calls: callsTerraform,
  format: formatTerraform,
};
