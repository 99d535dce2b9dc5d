import { entryIn } from '../model/table.ts';
import type { Words } from '../planner/index.ts';
import type { DataSource } from '../schema/data.ts';

/**
 * The words of a reader: the catalogue of `locale` (`de`, `de-AT`, `de_DE.UTF-8`). Undefined for English, and for languages there is none for.
 * Nothing is read before that: whoever reads English pays nothing.
 */
export function wordsFor(locale: string | undefined, data: DataSource): Words | undefined {
  const language = /^[a-z]+/.exec(locale?.toLowerCase() ?? '')?.[0] ?? 'en';
  if (language === 'en') return undefined;
  const catalogue = data.json(`words/${language}.json`);
  if (typeof catalogue !== 'object' || catalogue === null) return undefined;
  const texts = catalogue as Readonly<Record<string, string>>;
  return (english) => entryIn(texts, english) ?? entryIn(texts, wordKey(english));
}

/**
 * What stands for an English text in a packed catalogue: the program has the text itself, so the package need not carry it once more for
 * every language. FNV-1a in base 36; the build refuses two texts with one key.
 */
export function wordKey(english: string): string {
  let hash = 0x811c9dc5;
  for (let at = 0; at < english.length; at++) hash = Math.imul(hash ^ english.charCodeAt(at), 0x01000193) >>> 0;
  return hash.toString(36).slice(-KEY_LENGTH);
}

const KEY_LENGTH = 5;
