export { planWarningsAsFindings } from './findings.ts';
export { type PlanFix, planFixes } from './fixes.ts';
export { readToolPlan } from './import/tool-plan.ts';
export type { Overrides, PlanInput, ToolPlan, UnitFacts } from './input.ts';
export { laneOf } from './lane.ts';
export { overridesIn } from './override.ts';
export { plan } from './plan.ts';
export { type PlanFormat, render } from './render/render.ts';
