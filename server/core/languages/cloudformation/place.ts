import type { FindingSeverity } from '../../model/finding.ts';
import type { Span } from '../../model/span.ts';
import type { TreeNode } from '../../model/tree.ts';
import { type CheckContext, finding } from './context.ts';
import { isServerless } from './template.ts';

/** Where a value stands: for messages, for looking up nested types, for the node path of a finding. */
export interface Place {
  readonly type: string;
  /** `LoadBalancerAttributes.0.Key`. */
  readonly path: string;
  readonly node: string;
  /** It may not be there: in a branch of an `If`, or of a resource under a condition. */
  readonly guarded?: true;
  /** Underlined when something is missing here. */
  readonly header: Span;
}

/** A value of another shape than the schema wants. Silent in a repaired tree. */
export function wrongType(
  context: CheckContext,
  place: Place,
  wanted: string,
  node: TreeNode,
  severity: FindingSeverity = 'error',
): void {
  if (node.kind === 'alias' || !context.complete || isPlaceholder(node)) return;
  const empty = node.kind === 'scalar' && node.style === 'empty';
  // The serverless transform takes nothing as if it were not written.
  if (isServerless(place.type) && (empty || (node.kind === 'scalar' && /^(null|~)$/.test(node.text)))) return;
  const is = empty
    ? 'nothing'
    : node.kind === 'scalar'
      ? 'a single value'
      : node.kind === 'list'
        ? 'a list'
        : 'an object';
  const article = /^[aeio]/.test(wanted) ? 'an' : 'a';
  const span = empty || node.kind !== 'scalar' ? place.header : node.span;
  context.add(
    finding('wrong-type', severity, `${place.path || 'Properties'} wants ${article} ${wanted}, and has ${is}.`, {
      span,
      node: place.node,
    }),
  );
}

/** `{{ name }}` of a text template: to YAML it is a map whose key is a map. */
export function isPlaceholder(node: TreeNode): boolean {
  return node.kind === 'map' && node.entries.some(({ key }) => key.kind === 'map');
}

export function bounds(low: number | null, high: number | null): string {
  if (low === null) return `at most ${high}`;
  return high === null ? `at least ${low}` : `${low} to ${high}`;
}
