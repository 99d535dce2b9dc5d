import type { Plan } from '../../model/plan.ts';

/** The plan itself, in the order the model gives it: same plan, same bytes. */
export function renderJson(plan: Plan): string {
  return `${JSON.stringify(plan, undefined, 2)}\n`;
}
