import type { Language } from '../language.ts';
import { terraformFacts } from './facts.ts';
import { readTerraform, type TerraformReading } from './reading.ts';

/** Terraform and OpenTofu. */
export const terraform: Language<TerraformReading> = {
  id: 'terraform',
  title: 'Terraform',
  read: (source) => readTerraform(source),
  check: () => [],
  facts: terraformFacts,
  rewrite: () => [],
  commentToken: (reading) => (reading.form.json ? undefined : '#'),
};
