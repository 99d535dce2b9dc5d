/** FNV-1a over UTF-16 units, as words that stand for a text: enough to see that something changed. */
export function fingerprint(texts: readonly string[]): string {
  const hash = texts.reduce((before, text) => hashOf(text, before), START);
  return `text #${hash.toString(16).padStart(8, '0')}`;
}

const START = 0x811c9dc5;

/** The same as a number of 32 bits; `start`: the hash of what stands before. */
export function hashOf(text: string, start = START): number {
  let hash = start;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193) >>> 0;
  return hash;
}
