/**
 * Whether a pattern of the workspace takes a whole text. Only for patterns that can be seen to run in short time on it: classes,
 * escapes and literals one after another, without groups, alternatives or references, with few ways to share the text among
 * their repetitions. Undefined for every other pattern: nothing is known then.
 */
export function matchesWhole(pattern: string, text: string): boolean | undefined {
  const body = pattern.replace(/^\^/, '').replace(/\$$/, '');
  if (body.length > 500 || !SIMPLE.test(body) || ways(body, text.length) > MOST_WAYS) return undefined;
  try {
    return new RegExp(`^(?:${body})$`).test(text);
  } catch {
    return undefined;
  }
}

/** Atoms with a repetition each. Java and JavaScript read these alike; `\\p`, `&&` in classes and `?+` they do not. */
const SIMPLE =
  /^(?:(?:[A-Za-z0-9_ ,:;@#%&=~/<>'"!-]|\\[dwsDWS.\\/+*?()[\]{}|^$-]|\.|\[\^?(?:[^\]\\[&]|\\[dwsDWS.\\/+*?()[\]{}|^$-])+\])(?:[*+?]|\{\d{1,4}(?:,\d{0,4})?\})?)*$/;

/** Ways to share a text among the repetitions: what a backtracking matcher may have to try. */
const MOST_WAYS = 100_000;

function ways(body: string, length: number): number {
  const plain = body.replace(/\\.|\[(?:\\.|[^\]\\])*\]/g, 'x');
  let product = 1;
  for (const [, sign, low = '0', comma, high] of plain.matchAll(/([*+?])|\{(\d+)(,?)(\d*)\}/g)) {
    if (sign === '?') product *= 2;
    else if (sign !== undefined || comma) {
      const most = high ? Math.min(Number(high), length) : length;
      product *= Math.max(1, most - Number(low) + 1);
    }
  }
  return product;
}
