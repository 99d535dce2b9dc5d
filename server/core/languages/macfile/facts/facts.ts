import type { Fact } from '../../../model/fact.ts';
import type { Surroundings } from '../../language.ts';
import type { MacfileReading } from '../reading.ts';

export function factsOf(_reading: MacfileReading, _around: Surroundings): readonly Fact[] {
  return [];
}
