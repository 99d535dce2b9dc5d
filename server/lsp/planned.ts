import type { Fact } from '../core/model/fact.ts';
import type { Plan } from '../core/model/plan.ts';
import { type PlanAnswer, type PlanQuestion, planOf } from '../core/service/plan.ts';
import type { Session } from './session.ts';

/** The last plan of a document: what was asked, and what the answer was made of. */
export interface Planned {
  readonly question: PlanQuestion;
  readonly answer: PlanAnswer;
  readonly facts: readonly Fact[];
  readonly config: unknown;
}

/** The plan that a document's warnings come from: against what was asked for last, else that of a first deployment. */
export function plannedOf(session: Session, path: string): PlanAnswer {
  const known = session.plans.get(path);
  return known && isCurrent(session, path, known) ? known.answer : planAnew(session, known?.question ?? { path });
}

/** The plan that was asked for last, while it is still that of the text; nothing is planned for it. */
export function knownPlan(session: Session, path: string): Plan | undefined {
  const known = session.plans.get(path);
  return known && isCurrent(session, path, known) && 'plan' in known.answer ? known.answer.plan : undefined;
}

function isCurrent({ workspace }: Session, path: string, { facts, config }: Planned): boolean {
  return facts === workspace.unitFacts(path) && config === workspace.configOf(path);
}

/** The same plan for what leaves the editor: others read it, and it says what the command line says, byte for byte. */
export function inEnglish({ plans, workspace }: Session, path: string, answer: PlanAnswer): PlanAnswer {
  const question = plans.get(path)?.question;
  if ('refused' in answer || !answer.words || !question) return answer;
  return planOf(workspace, { ...question, inEnglish: true });
}

export function planAnew({ plans, workspace }: Session, question: PlanQuestion): PlanAnswer {
  const { path } = question;
  const answer = planOf(workspace, question);
  plans.set(path, { question, answer, facts: workspace.unitFacts(path), config: workspace.configOf(path) });
  return answer;
}
