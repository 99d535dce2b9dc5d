/** Parts of names that say the data may go: logs, artefacts, scratch space. */
export const EXPENDABLE: readonly string[] =
  'log logs logging flowlogs accesslogs artifact artifacts artefacts replica tmp temp scratch ci perf test tests results cache pipeline codepipeline codebuild lock locks'.split(
    ' ',
  );

/** Whether one of the words stands in a name as a word of its own: `ELBLogs`, `shop-logs`, `access_logs`. */
export function hasWord(name: string, words: readonly string[]): boolean {
  const parts = name
    .replace(/([a-z])([A-Z])|([A-Z])(?=[A-Z][a-z])/g, '$1$3-$2')
    .toLowerCase()
    .split(/[^a-z]+/);
  return words.some((word) => parts.includes(word));
}
