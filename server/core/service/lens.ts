import type { Resource } from '../model/fact.ts';
import type { LifecycleClass } from '../model/lifecycle.ts';
import type { Action, Plan } from '../model/plan.ts';
import type { Span } from '../model/span.ts';
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
  const counts = new Map<string, number>();
  for (const { lifecycle } of resources) {
    const word = WORDS[lifecycle.class];
    counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  const parts = ORDER.flatMap((word) => (counts.has(word) ? [`${counts.get(word)} ${word}`] : []));
  return { span: first.header, summary: parts.join(' · ') };
}

/** The plan that was asked for last, in one line: `plan: 4 duplicate, 1 drain, 2 block · readiness 43`. */
export function planSummary({ nodes, steps, readiness }: Plan): string {
  if (steps.length === 0) return 'plan: nothing to deploy';
  const counts = ACTIONS.flatMap((action) => {
    const count = nodes.filter((node) => node.action === action).length;
    return count > 0 ? [`${count} ${action}`] : [];
  });
  return `plan: ${counts.join(', ')} · readiness ${readiness.score}`;
}

/** What a person has to do something about; what is shared is not said. */
const ACTIONS: readonly Action[] = [
  'duplicate',
  'switch',
  'drain',
  'migrate',
  'expand',
  'retire',
  'contract',
  'block',
  'review',
];

/** What each class means for a parallel copy, in one word. */
const WORDS: Readonly<Record<LifecycleClass, string>> = {
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

const ORDER = ['stateless', 'shared', 'drain', 'warm', 'router', 'unknown'] as const;
