import { type Baseline, baselineOf } from '../../../core/service/baseline.ts';
import type { Format } from '../report.ts';

/** What `--write-baseline` writes. */
export const baseline: Format = {
  part: (file) => (file.findings.length === 0 ? '' : JSON.stringify(baselineOf([file]).files)),
  whole(files) {
    const entries = files.flatMap(({ part }) =>
      part === '' ? [] : Object.entries(JSON.parse(part) as Baseline['files']),
    );
    const sorted = entries.sort(([a], [b]) => (a < b ? -1 : 1));
    return [`${JSON.stringify({ ...baselineOf([]), files: Object.fromEntries(sorted) }, null, 2)}\n`];
  },
};
