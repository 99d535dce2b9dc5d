/** What the view knows: the answer it draws, and what the person is looking at. */
import type { Plan, PlanNode, PlanSeverity, PlanWarning } from '../../../server/core/model/plan.ts';
import { type Frame, framesOf } from './frames.ts';
import type { Asked, FixOffer, FromView } from './messages.ts';
import { type Moment, type StepIndex, stepsByNode } from './state.ts';

export const tabs = ['lanes', 'timeline', 'table', 'data', 'rehearse'] as const;
export type Tab = (typeof tabs)[number];
export const sortKeys = ['position', 'label', 'type', 'class', 'change', 'action', 'state', 'warnings'] as const;
export type SortKey = (typeof sortKeys)[number];

/** Survives a reload of the window. */
export interface Look {
  readonly tab: Tab;
  /** Step and share, not an index: a plan that changes under the eye keeps the place. */
  readonly step: number;
  readonly part: number;
  readonly selected: string | null;
  /** The node the editor's cursor is in. */
  readonly cursor: string | null;
  readonly query: string;
  readonly zoom: number;
  readonly open: readonly string[];
  readonly severity: PlanSeverity | null;
  readonly sort: { readonly key: SortKey; readonly descending: boolean };
}

export const firstLook: Look = {
  tab: 'lanes',
  step: 0,
  part: 0,
  selected: null,
  cursor: null,
  query: '',
  zoom: 1,
  open: [],
  severity: null,
  sort: { key: 'position', descending: false },
};

/** A plan with everything that is looked up often. */
export interface Shown {
  readonly plan: Plan;
  readonly fixes: readonly FixOffer[];
  readonly frames: readonly Frame[];
  readonly steps: StepIndex;
  readonly nodes: ReadonlyMap<string, PlanNode>;
  readonly warnings: ReadonlyMap<string, readonly PlanWarning[]>;
}

export function shownOf(plan: Plan, fixes: readonly FixOffer[]): Shown {
  const warnings = new Map<string, PlanWarning[]>();
  for (const warning of plan.warnings) {
    warnings.set(warning.node, [...(warnings.get(warning.node) ?? []), warning]);
  }
  return {
    plan,
    fixes,
    frames: framesOf(plan),
    steps: stepsByNode(plan),
    nodes: new Map(plan.nodes.map((it) => [it.id, it])),
    warnings,
  };
}

/** What every part of the view is drawn from. */
export interface Scene {
  readonly asked: Asked;
  readonly shown: Shown;
  readonly look: Look;
  readonly frame: Frame;
  readonly send: (message: FromView) => void;
  readonly change: (look: Partial<Look>) => void;
}

export function momentOf({ shown, frame }: Pick<Scene, 'shown' | 'frame'>): Moment {
  return { plan: shown.plan, steps: shown.steps, frame };
}

/** The frame of a look, or the nearest before it when the plan has become shorter. */
export function frameAt(frames: readonly Frame[], look: Pick<Look, 'step' | 'part'>): Frame {
  const upTo = frames.filter((it) => it.step < look.step || (it.step === look.step && it.part <= look.part));
  return upTo.at(-1) ?? (frames[0] as Frame);
}

export const severities: readonly PlanSeverity[] = ['blocker', 'high', 'medium', 'low', 'info'];

export function worstOf(warnings: readonly PlanWarning[] | undefined): PlanSeverity | undefined {
  return severities.find((it) => warnings?.some(({ severity }) => severity === it));
}

/** Name, id, type, class, action or change: what a person may remember of a node. */
export function matches(node: PlanNode, query: string): boolean {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const text =
    `${node.label} ${node.id} ${node.type} ${node.lifecycle.class} ${node.action} ${node.change}`.toLowerCase();
  return words.every((it) => text.includes(it));
}

/** Nodes that a search asks for; none without one. */
export function foundIn({ look, shown }: Scene): ReadonlySet<string> {
  const nodes = look.query.trim() === '' ? [] : shown.plan.nodes.filter((it) => matches(it, look.query));
  return new Set(nodes.map((it) => it.id));
}
