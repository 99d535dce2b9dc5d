import type { LanguageId } from '../../server/core/model/fact.ts';
import type { PlanInput } from '../../server/core/planner/index.ts';
import type { GivenUnit } from './build.ts';
import type { Expected } from './golden.ts';

/** A golden case of our own: what is deployed, what is to be, and what a plan has to say about it. */
export interface PlanCase {
  readonly title: string;
  readonly language: LanguageId;
  /** Absent = first deployment. */
  readonly blue?: GivenUnit;
  readonly green: GivenUnit;
  readonly input?: Partial<PlanInput>;
  readonly expected: Partial<Expected>;
}
