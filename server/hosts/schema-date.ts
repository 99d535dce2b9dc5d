import type { DataSource } from '../core/schema/data.ts';

/** How old the schemas of a language are: a date, or the release they are of. Empty when it is not known. */
export function schemaDate(data: DataSource, language: string | null): string {
  const dates = data.json('dates.json');
  if (language === null || typeof dates !== 'object' || dates === null) return '';
  const date: unknown = Object.entries(dates).find(([name]) => name === language)?.[1];
  return typeof date === 'string' ? date : '';
}
