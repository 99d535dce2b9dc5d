import type { Finding } from '../../core/model/finding.ts';
import { nameOf } from '../../core/model/paths.ts';
import type { Workspace } from '../../core/service/api.ts';
import { processOutput } from './output.ts';

/** Findings of a configuration file by its JSON Schema; the library is loaded only when there is such a file. */
export async function configFindings(
  { data }: Workspace,
  input: { readonly path: string; readonly text: string },
): Promise<readonly Finding[]> {
  const schema = data.json('config/verdigris.schema.json');
  if (schema === undefined) return [];
  try {
    const { jsonSchemaDocuments } = await import('../../jsonschema/index.ts');
    return await jsonSchemaDocuments().validate({ path: input.path, text: input.text, schema, prefix: 'config' });
  } catch (error) {
    processOutput.warn(`${input.path} was not checked against its schema: ${String(error)}`);
    return [];
  }
}

export function isConfigFile(path: string): boolean {
  return /^\.verdigris\.ya?ml$/.test(nameOf(path));
}
