import type { Finding } from '../../../model/finding.ts';
import type { Surroundings } from '../../language.ts';
import type { MacfileReading } from '../reading.ts';
import { scopeOf } from '../scope.ts';
import { knownValues } from '../values.ts';
import { checkCommands } from './commands.ts';
import { checkEntries } from './entries.ts';
import { checkAddresses, checkNames } from './names.ts';
import { checkOldFormat } from './old-format.ts';
import { checkParents } from './parents.ts';
import { checkReferences } from './references.ts';
import { checkSettings } from './settings.ts';
import { checkStructure } from './structure.ts';

/** Every finding that needs the structure of the format, the known values, or the libraries. */
export function checkMacfile(reading: MacfileReading, { project, data }: Surroundings): readonly Finding[] {
  const old = checkOldFormat(reading);
  if (old.length > 0) return [...old, ...checkSettings(reading, knownValues(data))];
  const scope = scopeOf(reading, project);
  const found = [
    ...checkStructure(reading),
    ...checkEntries(scope),
    ...checkParents(scope, project),
    ...checkSettings(reading, knownValues(data)),
    ...checkCommands(reading),
    ...checkNames(scope),
    ...checkAddresses(scope),
    ...checkReferences(scope),
  ];
  return unique(found).sort((a, b) => a.span.start - b.span.start || (a.code < b.code ? -1 : a.code > b.code ? 1 : 0));
}

/** What an alias repeats is said once. */
function unique(findings: readonly Finding[]): Finding[] {
  const key = ({ code, span, message }: Finding) => `${code} ${span.start} ${span.end} ${message}`;
  return [...new Map(findings.map((one) => [key(one), one])).values()];
}
