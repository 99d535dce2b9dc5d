import { type ProviderSchemasResult, providerSchemasReader } from '../languages/terraform/schema/provider-json.ts';

/** Name of the data under which a workspace's own provider schemas are kept. */
export const PROVIDER_SCHEMAS = 'terraform/providers';

/** Name under which the dialect is kept that a person chose: `terraform` or `opentofu`. */
export const DIALECT = 'terraform/dialect';

/** Name under which the release of Ansible is kept that a person chose: of the package (`9`) or of core (`2.16`). */
export const ANSIBLE_TARGET = 'ansible/target';

/** Reduces the output of `terraform providers schema -json` as its pieces come in; `passed` hears how much was read, in UTF-16 units. */
export async function readProviderSchemas(
  pieces: AsyncIterable<string>,
  passed: (units: number) => void = () => {},
): Promise<ProviderSchemasResult> {
  const reader = providerSchemasReader();
  let units = 0;
  for await (const piece of pieces) {
    units += piece.length;
    passed(units);
    if (!reader.push(piece)) break;
  }
  return reader.end();
}
