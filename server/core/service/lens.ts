import type { Resource } from '../model/fact.ts';
import type { LifecycleClass } from '../model/lifecycle.ts';
import type { Action, Plan } from '../model/plan.ts';
import type { Span } from '../model/span.ts';
import { counted, type Phrase, say, told, type Words } from '../planner/index.ts';
import type { Workspace } from './api.ts';

/** A line above the first resource: what a parallel copy would mean. */
export interface Lens {
  readonly span: Span;
  readonly summary: string;
}

/** State summary of a document; nothing for documents without resources. */
export function lensOf(workspace: Workspace, path: string): Lens | undefined {
  const resources = workspace
    .facts(path)
    .filter((fact): fact is Resource => fact.fact === 'resource' && !fact.readOnly && fact.file === undefined);
  const first = resources.toSorted((a, b) => a.span.start - b.span.start)[0];
  if (!first) return undefined;
  const counts = new Map<Word, number>();
  for (const { lifecycle } of resources) {
    const word = WORDS[lifecycle.class];
    counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  const parts = counted(COUNTED, (word) => counts.get(word) ?? 0, workspace.words);
  return { span: first.header, summary: parts.join(' · ') };
}

/** The plan that was asked for last, in one line: `plan: 4 duplicate, 1 drain, 2 block · readiness 43`. */
export function planSummary({ nodes, steps, readiness }: Plan, words?: Words): string {
  if (steps.length === 0) return told(say('plan: nothing to deploy'), words);
  const counts = counted(ACTIONS, (action) => nodes.filter((node) => node.action === action).length, words);
  return told(say('plan: {0} · readiness {1}', counts.join(', '), readiness.score), words);
}

/** What a person has to do something about, in this order; what is shared is not said. */
const ACTIONS: Readonly<Partial<Record<Action, (count: number) => Phrase>>> = {
  duplicate: (count) => say('{0} duplicate', count),
  switch: (count) => say('{0} switch', count),
  drain: (count) => say('{0} drain', count),
  migrate: (count) => say('{0} migrate', count),
  expand: (count) => say('{0} expand', count),
  retire: (count) => say('{0} retire', count),
  contract: (count) => say('{0} contract', count),
  block: (count) => say('{0} block', count),
  review: (count) => say('{0} review', count),
};

type Word = 'stateless' | 'shared' | 'drain' | 'warm' | 'router' | 'unknown';

/** What each class means for a parallel copy, in one word. */
const WORDS: Readonly<Record<LifecycleClass, Word>> = {
  stateless: 'stateless',
  config: 'stateless',
  router: 'router',
  persistent: 'shared',
  network: 'shared',
  external: 'shared',
  volatile: 'drain',
  cache: 'warm',
  unknown: 'unknown',
};

/** In the order in which they are said. */
const COUNTED: Readonly<Record<Word, (count: number) => Phrase>> = {
  stateless: (count) => say('{0} stateless', count),
  shared: (count) => say('{0} shared', count),
  drain: (count) => say('{0} drain', count),
  warm: (count) => say('{0} warm', count),
  router: (count) => say('{0} router', count),
  unknown: (count) => say('{0} unknown', count),
};
