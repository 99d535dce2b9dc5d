export { planWarningsAsFindings } from './findings.ts';
export { type PlanFix, planFixes } from './fixes.ts';
export { readToolPlan, type ToolPlanResult } from './import/tool-plan.ts';
export type {
  Migration,
  Overrides,
  PlanInput,
  QueuePolicy,
  ReplacementAnswer,
  ToolPlan,
  UnitFacts,
} from './input.ts';
export { type Lane, laneOf } from './lane.ts';
export { overridesIn } from './override.ts';
export { plan } from './plan.ts';
export { type PlanFormat, render } from './render/render.ts';
