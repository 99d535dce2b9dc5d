/** FNV-1a over UTF-16 units, as words that stand for a text: enough to see that something changed. */
export function fingerprint(texts: readonly string[]): string {
  let hash = 0x811c9dc5;
  for (const text of texts)
    for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return `text #${(hash >>> 0).toString(16).padStart(8, '0')}`;
}
