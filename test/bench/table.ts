import type { Measured } from './measure.ts';

const columns = ['initialize', 'first diagnostics', 'keystroke → diagnostics', 'completion', 'hover'] as const;
const more = ['cold user CPU', 'items', 'RSS idle / peak'] as const;
export const header = `| server | ${[...columns, ...more].join(' | ')} |\n|---|${'---|'.repeat(columns.length + more.length)}`;

/** One server's line: medians and p95, with the ratio of its medians to ours. */
export function row(name: string, measured: Measured, ours: Measured): string {
  const pairs = [
    [measured.initialize, ours.initialize],
    [measured.firstDiagnostics, ours.firstDiagnostics],
    [measured.keystroke, ours.keystroke],
    [measured.completion, ours.completion],
    [measured.hover, ours.hover],
  ] as const;
  const cells = pairs.map(([its, own]) => {
    if (its.length === 0) return 'no answer in 30 s';
    const ratio = measured === ours ? '' : ` (${(quantile(its, 0.5) / quantile(own, 0.5)).toFixed(1)}×)`;
    return `${shown(quantile(its, 0.5))} / ${shown(quantile(its, 0.95))}${ratio}`;
  });
  const memory = `${measured.idle?.toFixed(0) ?? '?'} / ${measured.peak?.toFixed(0) ?? '?'} MB`;
  const cpu = measured.coldCpu.length > 0 ? `${(quantile(measured.coldCpu, 0.5) / 1000).toFixed(2)} s` : '?';
  return `| ${name} | ${cells.join(' | ')} | ${cpu} | ${measured.items} | ${memory} |`;
}

function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

function shown(milliseconds: number): string {
  return milliseconds.toFixed(milliseconds < 10 ? 1 : 0);
}
