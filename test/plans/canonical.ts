import type { Plan } from '../../server/core/model/plan.ts';

/** Everything but places and what only places decide. */
export function canonical(result: Plan): unknown {
  const byId = (a: { readonly id: string }, b: { readonly id: string }): number => (a.id < b.id ? -1 : 1);
  const text = (value: unknown): string => JSON.stringify(value);
  return {
    ...result,
    nodes: result.nodes.map(({ source: _source, ...node }) => node).toSorted(byId),
    edges: result.edges.map(({ source: _source, ...edge }) => text(edge)).toSorted(),
    steps: result.steps
      .map(({ source: _source, n: _n, nodes, commands = [], ...step }) => {
        const words = commands.map((line) => line.split(' ').toSorted().join(' ')).toSorted();
        return text({ ...step, nodes: nodes.toSorted(), words });
      })
      .toSorted(),
    warnings: result.warnings.map(({ source: _source, ...warning }) => text(warning)).toSorted(),
    messages: (result.messages ?? []).map(text).toSorted(),
    caches: (result.caches ?? []).map(text).toSorted(),
  };
}
