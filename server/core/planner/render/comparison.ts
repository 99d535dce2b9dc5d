import type { PlanWarning } from '../../model/plan.ts';
import type { BeforeAfter, Moment, PlanComparison } from '../comparison.ts';
import { labelOf } from '../duplicate.ts';
import { escaped } from './markdown.ts';

/** Ends in a newline. Same comparison, same bytes. */
export function renderComparison(comparison: PlanComparison, format: 'markdown' | 'json'): string {
  return format === 'json' ? `${JSON.stringify(comparison, null, 2)}\n` : markdown(comparison);
}

const VERDICT: Readonly<Record<PlanComparison['verdict'], string>> = {
  'less ready': 'This change makes the deployment **less ready**',
  'as ready': 'This change leaves the deployment **as ready as it was**',
  'more ready': 'This change makes the deployment **more ready**',
};

function markdown(comparison: PlanComparison): string {
  const { path, since, verdict, readiness, warnings } = comparison;
  const { before, after } = readiness;
  const title = `# Plan diff: ${escaped(path.slice(path.lastIndexOf('/') + 1))} since ${escaped(since)}`;
  const scores = `readiness ${before.score} (${before.band}) → ${after.score} (${after.band})`;
  const blocks = [title, `${VERDICT[verdict]}: ${scores}.`, table(comparison)];
  if (warnings.added.length > 0) blocks.push('## Warnings added', lines(warnings.added, true));
  if (warnings.removed.length > 0) blocks.push('## Warnings removed', lines(warnings.removed, false));
  return `${blocks.join('\n\n')}\n`;
}

function table({
  since,
  readiness,
  pointOfNoReturn,
  dataPointOfNoReturn,
  cutOver,
  duplicated,
}: PlanComparison): string {
  const counts = (side: 'before' | 'after'): string => {
    const { blocker, high, medium, low } = readiness[side].counts;
    return `${blocker} blocker, ${high} high, ${medium} medium, ${low} low`;
  };
  return [
    `| | ${escaped(since)} | now |`,
    '|---|---|---|',
    `| warnings | ${counts('before')} | ${counts('after')} |`,
    row('no way back from', pointOfNoReturn, moment),
    row('data cannot go back from', dataPointOfNoReturn, moment),
    row('cut-over', cutOver, (nodes) =>
      nodes.length === 0 ? 'none' : nodes.map((id) => escaped(labelOf(id))).join(', '),
    ),
    row('duplicated', duplicated, String),
  ].join('\n');
}

function row<T>(name: string, { before, after }: BeforeAfter<T>, textOf: (value: T) => string): string {
  return `| ${name} | ${textOf(before)} | ${textOf(after)} |`;
}

function moment(value: Moment | null): string {
  return value === null ? 'nowhere' : `step ${value.step} of ${value.of} (${value.phase})`;
}

function lines(warnings: readonly PlanWarning[], placed: boolean): string {
  return warnings
    .map(({ code, severity, node, source, message, fix }) => {
      const where = placed ? ` (${escaped(source.path)}:${source.range.start.line + 1})` : '';
      const advice = fix && placed ? `. ${fix.charAt(0).toUpperCase()}${fix.slice(1)}` : '';
      return `- **${severity}** \`${code}\` ${escaped(labelOf(node))}${where}: ${escaped(message + advice)}`;
    })
    .join('\n');
}
