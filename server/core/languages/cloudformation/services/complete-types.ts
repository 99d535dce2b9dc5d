import type { CfnReading } from '../reading.ts';
import type { CfnSchema } from '../schema.ts';

/** Resource types whose name holds what was typed; those of the template first, then those that begin with it. */
export function bestTypes(reading: CfnReading, schema: CfnSchema, prefix: string): string[] {
  const used = new Set([...reading.names.resources.values()].map(({ type }) => type?.value ?? ''));
  const wanted = flat(prefix);
  const ranked = schema.typeNames.flatMap((type) => {
    const whole = flat(type);
    if (!whole.includes(wanted)) return [];
    const last = flat(type.slice(type.lastIndexOf('::') + 2));
    const starts = whole.startsWith(wanted) ? 0 : last.startsWith(wanted) ? 1 : 2;
    return [{ type, rank: (used.has(type) ? 0 : 10) + starts }];
  });
  return ranked
    .sort((a, b) => a.rank - b.rank || a.type.length - b.type.length || (a.type < b.type ? -1 : 1))
    .map(({ type }) => type);
}

function flat(text: string): string {
  return text.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
}
