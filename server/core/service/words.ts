import { entryIn } from '../model/table.ts';
import type { Words } from '../planner/index.ts';
import type { DataSource } from '../schema/data.ts';
import { hashOf } from '../syntax/fingerprint.ts';

/**
 * The words of a reader: the catalogue of `locale` (`de`, `de-AT`, `de_DE.UTF-8`). Undefined for English, and for languages there is none for.
 * Nothing is read before that: whoever reads English pays nothing.
 */
export function wordsFor(locale: string | undefined, data: DataSource): Words | undefined {
  const [file] = wordFiles(locale);
  const catalogue = file === undefined ? undefined : data.json(file);
  if (Array.isArray(catalogue)) return ofPacked(catalogue, data.json(KEYS));
  if (typeof catalogue !== 'object' || catalogue === null) return undefined;
  return (english) => entryIn(catalogue as Readonly<Record<string, string>>, english);
}

const KEYS = 'words/keys.json';

/** Data that only readers of this language need, the catalogue first; nothing for English. */
export function wordFiles(locale: string | undefined): readonly string[] {
  const language = /^[a-z]+/.exec(locale?.toLowerCase() ?? '')?.[0] ?? 'en';
  return language === 'en' ? [] : [`words/${language}.json`, KEYS];
}

/** Catalogues as the build packs them: English text → translation becomes one list of keys, and one list of translations per language. */
export function packedWords(
  catalogues: Readonly<Record<string, Readonly<Record<string, string>>>>,
): Readonly<Record<string, unknown>> {
  const texts = Object.keys(Object.values(catalogues)[0] ?? {});
  const keys = texts.map(keyOf);
  const twins = texts.filter((_text, at) => keys.indexOf(keys[at] ?? '') !== at);
  if (twins.length > 0) throw new Error(`Say it in other words, its key is taken: ${twins.join(' | ')}`);
  const lists = Object.entries(catalogues).map(
    ([language, words]) => [`words/${language}.json`, texts.map((text) => words[text] ?? text)] as const,
  );
  return { [KEYS]: keys.join(''), ...Object.fromEntries(lists) };
}

function ofPacked(texts: readonly string[], keys: unknown): Words {
  const found = new Map<string, string>();
  for (const [at, text] of texts.entries()) {
    found.set(String(keys).slice(at * KEY_LENGTH, (at + 1) * KEY_LENGTH), text);
  }
  return (english) => found.get(keyOf(english));
}

const KEY_LENGTH = 5;

/** Stands for an English text: the program has the text itself, the package need not carry it once more. FNV-1a in base 36. */
function keyOf(english: string): string {
  return hashOf(english).toString(36).padStart(KEY_LENGTH, '0').slice(-KEY_LENGTH);
}
