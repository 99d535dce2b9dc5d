import type { Finding } from '../../../model/finding.ts';
import type { Surroundings } from '../../language.ts';
import { isPassedOver } from '../read/kind.ts';
import type { TerraformReading } from '../read/reading.ts';
import { checkAddresses } from './addresses.ts';
import { checkCalls } from './calls.ts';
import { contextFor } from './context.ts';
import { checkCycles } from './cycles.ts';
import { checkDeclarations } from './declarations.ts';
import { checkGates } from './gates.ts';
import { checkInstances } from './instances.ts';
import { checkLanguageBlocks } from './language-block.ts';
import { checkModuleCalls } from './module-calls.ts';
import { checkModuleProviders } from './module-providers.ts';
import { checkProviderNames } from './provider-names.ts';
import { checkProviders } from './providers.ts';
import { checkReferences } from './references.ts';
import { checkBlockRules } from './rules-of-blocks.ts';
import { checkStacks } from './stacks.ts';
import { checkStaticPlaces } from './static-places.ts';
import { checkStructure } from './structure.ts';
import { checkTestFile } from './test-files.ts';
import { checkTestProviders } from './test-providers.ts';
import { checkTests } from './tests.ts';
import { checkValues } from './values.ts';
import { checkVariableFile } from './variable-file.ts';

/** Everything that needs schemas or other files. All phases are reported at once. */
export function checkTerraform(reading: TerraformReading, around: Surroundings): readonly Finding[] {
  const findings: Finding[] = [];
  const context = contextFor(reading, around, findings);
  if (reading.form.kind === 'lock' || reading.form.kind === 'other' || isPassedOver(reading.source.path))
    return findings;
  if (reading.form.kind === 'variables') {
    checkVariableFile(context);
    return findings;
  }
  checkStructure(context);
  checkBlockRules(context);
  checkCalls(context);
  checkValues(context);
  checkStaticPlaces(context);
  checkGates(context);
  if (reading.form.kind === 'stack' || reading.form.kind === 'deploy') {
    checkStacks(context);
    return findings;
  }
  checkReferences(context);
  checkDeclarations(context);
  checkInstances(context);
  checkCycles(context);
  checkModuleCalls(context);
  checkModuleProviders(context);
  checkProviders(context);
  checkProviderNames(context);
  checkAddresses(context);
  checkLanguageBlocks(context);
  checkTests(context);
  if (reading.form.kind === 'test' || reading.form.kind === 'mock') checkTestFile(context);
  if (reading.form.kind === 'test') checkTestProviders(context);
  return findings;
}
