/**
 * A sentence before anybody chose its language: the English text, by which catalogues know it, and what stands in its holes `{0}`, `{1}` ….
 * Everything that people read in a plan is one until the plan is written (`plan.ts`), so a text that cannot be translated does not compile.
 */
export interface Phrase {
  readonly english: string;
  readonly parts: readonly Part[];
}

/** Names and numbers are the same in every language; a phrase in a phrase is translated by itself. */
export type Part = string | number | Phrase;

/** The other language's text for an English one; undefined: it stays English. */
export type Words = (english: string) => string | undefined;

/** `english` is a literal: test/plans/words.test.ts looks for it in every catalogue of schemas/words. */
export function say(english: string, ...parts: readonly Part[]): Phrase {
  return { english, parts };
}

/** What has no language: the name of a product, the reason that a tool or a person gave. */
export function named(text: string): Phrase {
  return { english: '{0}', parts: [text] };
}

/** In the other language where `words` has it, else in English. */
export function told({ english, parts }: Phrase, words?: Words): string {
  const text = words?.(english) ?? english;
  return text.replace(/\{(\d)\}/g, (hole, digit: string) => {
    const part = parts[Number(digit)];
    return part === undefined ? hole : typeof part === 'object' ? told(part, words) : String(part);
  });
}

/** One after the other: `a; b; c`. */
export function inTurn(first: Phrase, ...rest: readonly Phrase[]): Phrase {
  return rest.reduce((before, next) => say('{0}; {1}', before, next), first);
}

/** How many there are of each, in the order of `said`: `2 high`, `1 low`. What there is none of is left out. */
export function counted<K extends string>(
  said: Readonly<Partial<Record<K, (count: number) => Phrase>>>,
  countOf: (key: K) => number,
  words?: Words,
): readonly string[] {
  return Object.entries<((count: number) => Phrase) | undefined>(said).flatMap(([key, phrase]) => {
    const count = countOf(key as K);
    return phrase && count > 0 ? [told(phrase(count), words)] : [];
  });
}
