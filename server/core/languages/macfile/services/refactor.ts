import type { Refactoring } from '../../../model/editor.ts';
import type { Span } from '../../../model/span.ts';
import type { Surroundings } from '../../language.ts';
import { migrate } from '../migrate.ts';
import type { MacfileReading } from '../reading.ts';
import { splits } from './split.ts';

export function refactorings(reading: MacfileReading, _range: Span, around: Surroundings): readonly Refactoring[] {
  const { path } = reading.source;
  const edits = migrate(reading);
  return [
    ...(edits.length === 0
      ? []
      : [{ title: 'Migrate to the current format', kind: 'refactor.rewrite', edits: [{ path, edits }] } as const]),
    ...splits(reading, around),
  ];
}
