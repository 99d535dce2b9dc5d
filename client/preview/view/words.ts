/** The view's words. English texts are the keys; translations come from the panel, as it knows the display language. */
import type { LifecycleClass } from '../../../server/core/model/lifecycle.ts';
import type { Action, Change, Phase, PlanSeverity, PlanStep } from '../../../server/core/model/plan.ts';
import type { Lane, NodeState } from './state.ts';

let dictionary: Readonly<Record<string, string>> = {};

export function setWords(words: Readonly<Record<string, string>>): void {
  dictionary = words;
}

/** The translated text with `{0}`, `{1}` … filled in. */
export function t(english: string, ...values: readonly (string | number)[]): string {
  const text = Object.hasOwn(dictionary, english) ? (dictionary[english] as string) : english;
  return text.replace(/\{(\d)\}/g, (hole, index) => String(values[Number(index)] ?? hole));
}

export function stateWord(state: NodeState): string {
  const words: Readonly<Record<NodeState, string>> = {
    absent: t('absent'),
    starting: t('starting'),
    warming: t('warming'),
    ready: t('ready'),
    testing: t('under test'),
    live: t('live'),
    standby: t('standby'),
    draining: t('draining'),
    retired: t('retired'),
    unchanged: t('unchanged'),
    protected: t('restore point'),
    changing: t('changing'),
    changed: t('changed'),
    migrating: t('migrating'),
    both: t('both formats'),
    drained: t('drained'),
    'on blue': t('on blue'),
    switching: t('switching'),
    'on green': t('on green'),
    contracting: t('contracting'),
    blocked: t('blocked'),
    review: t('needs review'),
  };
  return words[state];
}

export function laneWord(lane: Lane): string {
  return { blue: t('Blue'), shared: t('Shared'), green: t('Green') }[lane];
}

export function phaseWord(phase: Phase): string {
  const words: Readonly<Record<Phase, string>> = {
    preflight: t('preflight'),
    protect: t('protect'),
    expand: t('expand'),
    provision: t('provision'),
    warm: t('warm up'),
    verify: t('verify'),
    messages: t('messages'),
    'cut-over': t('cut-over'),
    bake: t('bake'),
    drain: t('drain'),
    retire: t('retire'),
    contract: t('contract'),
  };
  return words[phase] ?? phase;
}

/** One or two words for the place under a step's dot. */
export function stepWord(step: PlanStep): string {
  const words: Partial<Record<PlanStep['action'], string>> = {
    check: t('check'),
    snapshot: t('snapshot'),
    'separate-migration': t('migrate'),
    duplicate: t('create green'),
    verify: t('test green'),
    route: t('messages'),
    switch: t('switch'),
    observe: t('bake'),
  };
  return words[step.action] ?? phaseWord(step.phase);
}

export function actionWord(action: Action): string {
  const words: Readonly<Record<Action, string>> = {
    duplicate: t('green copy'),
    share: t('shared'),
    expand: t('expand'),
    migrate: t('migrate'),
    drain: t('drain'),
    warm: t('warm up'),
    switch: t('switch'),
    retire: t('retire'),
    contract: t('contract'),
    block: t('blocked'),
    review: t('needs review'),
  };
  return words[action] ?? action;
}

export function changeWord(change: Change): string {
  const words: Readonly<Record<Change, string>> = {
    unchanged: t('unchanged'),
    add: t('new'),
    update: t('changed in place'),
    'update-maybe-replace': t('changed, perhaps replaced'),
    replace: t('replaced'),
    remove: t('removed'),
    unknown: t('unknown'),
  };
  return words[change] ?? change;
}

export function classWord(name: LifecycleClass): string {
  const words: Readonly<Record<LifecycleClass, string>> = {
    stateless: t('stateless'),
    persistent: t('persistent'),
    volatile: t('volatile'),
    cache: t('cache'),
    router: t('router'),
    config: t('configuration'),
    network: t('network'),
    external: t('external'),
    unknown: t('unknown'),
  };
  return words[name] ?? name;
}

export function severityWord(severity: PlanSeverity): string {
  const words: Readonly<Record<PlanSeverity, string>> = {
    blocker: t('blocker'),
    high: t('high'),
    medium: t('medium'),
    low: t('low'),
    info: t('note'),
  };
  return words[severity];
}

/** Why the readiness is no higher. */
export function capWord(cap: string): string {
  const words: Readonly<Record<string, string>> = {
    blocker: t('blocker'),
    'changed in place': t('changed in place'),
    'dns-only cut-over': t('cut-over by DNS only'),
  };
  return Object.hasOwn(words, cap) ? (words[cap] as string) : cap;
}

/**
 * Direction marks and control characters out of somebody's file would lie about what is written: they are made visible. So is half a
 * pair, and what is no character: a picture that held one could not be read.
 */
export function visible(text: string): string {
  return text.replace(/(?![\t\n\u200c\u200d])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\ufffe\uffff]/gu, '\ufffd');
}

/** A sentence of the plan, which begins small. */
export function capital(text: string): string {
  return text.charAt(0).toLocaleUpperCase() + text.slice(1);
}
