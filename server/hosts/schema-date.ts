import type { DataSource } from '../core/schema/data.ts';

/** The date the bundled schemas were made, which the generators write down; empty when it is not known. */
export function schemaDate(data: DataSource): string {
  const dates = data.json('dates.json');
  if (typeof dates !== 'object' || dates === null) return '';
  return (
    Object.values(dates)
      .filter((date) => typeof date === 'string')
      .sort()
      .at(-1) ?? ''
  );
}
