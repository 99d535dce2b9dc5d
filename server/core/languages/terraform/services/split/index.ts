import type { Refactoring } from '../../../../model/editor.ts';
import type { Span } from '../../../../model/span.ts';
import type { Surroundings } from '../../../language.ts';
import { moduleOf } from '../../read/module.ts';
import type { TerraformReading } from '../../read/reading.ts';
import { compareVersions, lowest } from '../../schema/version.ts';
import { intoModule } from './into-module.ts';
import { intoRoot } from './into-root.ts';
import { keptIn } from './part.ts';

/** What keeps data, apart from what is replaced with every version: offered for the whole file, at the call of such a module, and at what would move. */
export function stateRefactorings(
  reading: TerraformReading,
  range: Span,
  around: Surroundings,
): readonly Refactoring[] {
  const module = moduleOf(reading, around.project);
  const whole = range.start === 0 && range.end === reading.source.text.length;
  const at = reading.declarations.find(({ header }) => header.start <= range.start && range.end <= header.end);
  if (!whole && at?.kind !== 'module' && at?.kind !== 'resource') return [];
  const calls = [...module.declared.values()].flatMap((all) => all.filter(({ kind }) => kind === 'module'));
  const meant = calls.filter(({ address }) => whole || address === at?.address);
  const least = lowest(module.requiredVersion);
  const canMove = least === undefined || (compareVersions(least, '1.1') ?? 0) >= 0;
  const own = whole || keptIn(module, around.data).some(({ address }) => address === at?.address);
  return [
    ...(canMove ? meant.flatMap((call) => intoModule(call, module, around)) : []),
    ...(own ? intoRoot(module, around) : []),
  ];
}
