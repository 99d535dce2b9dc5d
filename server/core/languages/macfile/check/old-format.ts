import type { Finding } from '../../../model/finding.ts';
import { migrate, oldFormatSigns } from '../migrate.ts';
import type { MacfileReading } from '../reading.ts';
import { finding } from './report.ts';

/** One finding for a file of an old generation, instead of one for every key that moved. */
export function checkOldFormat(reading: MacfileReading): readonly Finding[] {
  const [first, ...others] = oldFormatSigns(reading);
  if (first === undefined) return [];
  const edits = migrate(reading);
  const fix = { title: 'Migrate to the current format', safety: 'confirm', edits } as const;
  return [
    finding(reading, {
      code: 'old-format',
      kind: 'schema',
      severity: 'error',
      message: `This is an old generation of the format, and mac refuses it: ${first.what}. Migrate the file: mac, description, name and version on top, and name, deployment and release in the entries.`,
      span: first.key,
      fixes: [edits.length === 0 ? undefined : fix],
      ...(others.length === 0 ? {} : { related: others.map(({ key, what }) => ({ message: `${what}.`, span: key })) }),
    }),
  ];
}
