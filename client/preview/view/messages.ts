/** What the panel and its view say to each other. Both ends check the shape of everything they get. */
import type { Plan } from '../../../server/core/model/plan.ts';

/** What green is compared with. */
export type BaseKind = 'HEAD' | 'merge-base' | 'revision' | 'file' | 'tool-plan' | 'none';
export type PlanMode = Plan['mode'];

/** The question the shown answer belongs to. */
export interface Asked {
  /** The document, for the view's restored state. */
  readonly uri: string;
  /** Its name as people say it, relative to the workspace. */
  readonly file: string;
  readonly base: BaseKind;
  /** Revision or file name of the base, '' where the kind says it all. */
  readonly baseDetail: string;
  /** Absent: the planner's own choice for this language. */
  readonly mode?: PlanMode;
  /** A page of its own, taken out of the editor: there is nothing to ask and nowhere to go. */
  readonly alone?: boolean;
  /** False where no git extension knows this file: those bases are then switched off. */
  readonly git: boolean;
  /** A sentence about the base, such as that the file is not in that revision yet. */
  readonly note?: string;
}

/** A fix is for a warning or for a step. */
export interface FixOffer {
  /** Index into `plan.warnings`. */
  readonly warning?: number;
  /** `PlanStep.n`. */
  readonly step?: number;
  readonly title: string;
}

export type ToView =
  | { readonly type: 'start'; readonly words: Readonly<Record<string, string>>; readonly language: string }
  | { readonly type: 'busy' }
  | { readonly type: 'plan'; readonly asked: Asked; readonly plan: Plan; readonly fixes: readonly FixOffer[] }
  | { readonly type: 'refused'; readonly asked: Asked; readonly sentence: string }
  /** The cursor stands in this node's text; null: in none. */
  | { readonly type: 'cursor'; readonly node: string | null };

/** The view names things by id or index; what they mean is looked up in the panel's own copy of the plan. */
export type FromView =
  | { readonly type: 'ready' }
  | { readonly type: 'base'; readonly base: BaseKind }
  | { readonly type: 'mode'; readonly mode: PlanMode }
  | { readonly type: 'revealNode'; readonly id: string }
  | { readonly type: 'revealWarning'; readonly index: number }
  | { readonly type: 'fix'; readonly index: number }
  | { readonly type: 'rule'; readonly index: number }
  | { readonly type: 'classify'; readonly id: string }
  | { readonly type: 'copy'; readonly step: number; readonly index: number }
  | { readonly type: 'export' }
  /** The drawing as SVG, to be saved where a person says. */
  | { readonly type: 'picture'; readonly svg: string };

const bases: readonly unknown[] = ['HEAD', 'merge-base', 'revision', 'file', 'tool-plan', 'none'] satisfies BaseKind[];
const modes: readonly unknown[] = ['minimal', 'whole-environment'] satisfies PlanMode[];

export function isBaseKind(value: unknown): value is BaseKind {
  return bases.includes(value);
}

export function isPlanMode(value: unknown): value is PlanMode {
  return modes.includes(value);
}

const text = (value: unknown): value is string => typeof value === 'string' && value.length <= 4096;
const index = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

const fromViewShapes: Readonly<Record<FromView['type'], (it: Fields) => boolean>> = {
  ready: () => true,
  base: (it) => isBaseKind(it.base),
  mode: (it) => isPlanMode(it.mode),
  revealNode: (it) => text(it.id),
  revealWarning: (it) => index(it.index),
  fix: (it) => index(it.index),
  rule: (it) => index(it.index),
  classify: (it) => text(it.id),
  copy: (it) => index(it.step) && index(it.index),
  export: () => true,
  picture: (it) => typeof it.svg === 'string' && it.svg.startsWith('<svg ') && it.svg.length < 4_000_000,
};

/** The message, or undefined when its shape is not one of ours. */
export function readFromView(value: unknown): FromView | undefined {
  const fields = asFields(value);
  const shape = fields === undefined ? undefined : own(fromViewShapes, fields.type);
  return fields !== undefined && shape?.(fields) === true ? (value as FromView) : undefined;
}

const toViewShapes: Readonly<Record<ToView['type'], (it: Fields) => boolean>> = {
  start: (it) =>
    text(it.language) && Object.values(asFields(it.words) ?? { bad: 0 }).every((word) => typeof word === 'string'),
  busy: () => true,
  plan: (it) => isAsked(it.asked) && isPlan(it.plan) && Array.isArray(it.fixes) && it.fixes.every(isFixOffer),
  refused: (it) => isAsked(it.asked) && typeof it.sentence === 'string',
  cursor: (it) => it.node === null || text(it.node),
};

/** The message, or undefined when its shape is not one of ours. */
export function readToView(value: unknown): ToView | undefined {
  const fields = asFields(value);
  const shape = fields === undefined ? undefined : own(toViewShapes, fields.type);
  return fields !== undefined && shape?.(fields) === true ? (value as ToView) : undefined;
}

function isAsked(value: unknown): boolean {
  const it = asFields(value);
  return (
    it !== undefined &&
    text(it.uri) &&
    text(it.file) &&
    isBaseKind(it.base) &&
    text(it.baseDetail) &&
    (it.mode === undefined || isPlanMode(it.mode)) &&
    typeof it.git === 'boolean'
  );
}

/** Enough of the shape that nothing the view does with it can fail. */
function isPlan(value: unknown): value is Plan {
  const it = asFields(value);
  const readiness = asFields(it?.readiness);
  return (
    it?.schema === 'verdigris.plan/1' &&
    ['nodes', 'edges', 'cutOver', 'steps', 'warnings', 'colours'].every((key) => Array.isArray(it[key])) &&
    (it.nodes as unknown[]).every(isNode) &&
    (it.steps as unknown[]).every(isStep) &&
    typeof readiness?.score === 'number' &&
    asFields(readiness.counts) !== undefined &&
    asFields(it.blastRadius) !== undefined &&
    asFields(it.input) !== undefined
  );
}

function isNode(value: unknown): boolean {
  const it = asFields(value);
  const lifecycle = asFields(it?.lifecycle);
  return (
    typeof it?.id === 'string' &&
    typeof it.label === 'string' &&
    typeof it.type === 'string' &&
    typeof lifecycle?.class === 'string' &&
    Array.isArray(it.why)
  );
}

function isStep(value: unknown): boolean {
  const it = asFields(value);
  return typeof it?.n === 'number' && typeof it.phase === 'string' && Array.isArray(it.nodes);
}

function isFixOffer(value: unknown): boolean {
  const it = asFields(value);
  return (index(it?.warning) || index(it?.step)) && text(it?.title);
}

type Fields = Readonly<Record<string, unknown>>;

function asFields(value: unknown): Fields | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : undefined;
}

/** `shapes[key]`, blind to what every object inherits. */
function own<T>(shapes: Readonly<Record<string, T>>, key: unknown): T | undefined {
  return typeof key === 'string' && Object.hasOwn(shapes, key) ? shapes[key] : undefined;
}
