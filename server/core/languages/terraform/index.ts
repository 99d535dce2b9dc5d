import type { Language } from '../language.ts';
import { checkTerraform } from './check/index.ts';
import { terraformFacts } from './facts/module-facts.ts';
import { readTerraform, type TerraformReading } from './read/reading.ts';
import { rewriteTerraform } from './rewrite/index.ts';

/** Terraform and OpenTofu. */
export const terraform: Language<TerraformReading> = {
  id: 'terraform',
  title: 'Terraform',
  read: (source) => readTerraform(source),
  check: checkTerraform,
  facts: terraformFacts,
  rewrite: rewriteTerraform,
  commentToken: (reading) => (reading.form.json ? undefined : '#'),
};
