/** A word for a POSIX shell; `<…>` is a place to fill in and stays as it is. */
export function quoted(word: string): string {
  return /^([A-Za-z0-9_./:@%+=,-]|<[^<>']+>)+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
