import { folderOf } from '../../../model/paths.ts';
import { attributeOf } from '../../../syntax/hcl/walk.ts';
import { literalString } from '../../../syntax/hcl.ts';
import type { Neighbour, Surroundings } from '../../language.ts';
import { distantGenerators } from './generated.ts';
import { installedAt } from './installed.ts';
import { MODULE_ENDINGS } from './kind.ts';
import { type Module, moduleOf } from './module.ts';
import { isLocalSource, type TerraformReading } from './reading.ts';
import { relativePath } from './relative.ts';
import type { UseKind } from './use.ts';

/** Folders of installed modules, known by the manifest; what may generate the names that the module lacks. */
export function furtherTerraform(reading: TerraformReading, { project }: Surroundings): readonly Neighbour[] {
  const { form, source, declarations } = reading;
  if (form.kind !== 'configuration') return [];
  const own = folderOf(source.path);
  const installed = declarations.flatMap(({ kind, block, name }): Neighbour[] => {
    const text = kind === 'module' ? literalString(attributeOf(block.body, 'source')?.value) : undefined;
    const folder =
      text === undefined || isLocalSource(text) ? undefined : installedAt(source.path, name.value, project);
    return folder === undefined ? [] : [{ kind: 'folder', path: relativePath(own, folder), endings: MODULE_ENDINGS }];
  });
  return [...installed, ...(lacks(reading, moduleOf(reading, project)) ? distantGenerators() : [])];
}

const NAMED: ReadonlySet<UseKind> = new Set(['variable', 'local', 'data', 'resource', 'module']);

function lacks({ uses }: TerraformReading, { declared, requiredProviders }: Module): boolean {
  return uses.some(({ kind, address }) => {
    if (kind !== 'provider') return NAMED.has(kind) && !declared.has(address);
    const [, local = '', alias] = address.split('.');
    return alias !== undefined && !declared.has(address) && !requiredProviders.get(local)?.aliases.includes(address);
  });
}
