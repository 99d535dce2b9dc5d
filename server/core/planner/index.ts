export type {
  Migration,
  Overrides,
  PlanInput,
  QueuePolicy,
  ReplacementAnswer,
  ToolChange,
  ToolPlan,
  UnitFacts,
} from './input.ts';
export { overridesIn } from './override.ts';
export { plan } from './plan.ts';
