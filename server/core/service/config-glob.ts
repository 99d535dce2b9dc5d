/**
 * Does a path match a pattern of the workspace? `*` and `?` stay inside one path part, `**` spans parts, `{a,b}` are alternatives;
 * a pattern without `/` matches the last part at any depth. Time is bounded by length times length: no regular expression is made
 * of text that comes from the workspace.
 */
export function matchesGlob(pattern: string, path: string): boolean {
  return alternatives(pattern).some((plain) => {
    const parts = plain.replace(/^\.?\//, '').split('/');
    const wanted = parts.length === 1 ? ['**', ...parts] : parts.at(-1) === '' ? [...parts.slice(0, -1), '**'] : parts;
    return matchList(wanted, path.split('/'), (part) => part === '**', matchPart);
  });
}

function matchPart(pattern: string, part: string): boolean {
  return matchList(
    [...pattern],
    [...part],
    (char) => char === '*',
    (want, char) => want === '?' || want === char,
  );
}

/** Wildcard matching that only ever goes back to the last star. */
function matchList(
  wanted: readonly string[],
  given: readonly string[],
  isStar: (item: string) => boolean,
  same: (want: string, item: string) => boolean,
): boolean {
  let w = 0;
  let star = -1;
  let resume = 0;
  for (let g = 0; g < given.length; ) {
    const want = wanted[w];
    if (want !== undefined && isStar(want)) {
      star = w++;
      resume = g;
    } else if (want !== undefined && same(want, given[g] ?? '')) {
      w++;
      g++;
    } else if (star >= 0) {
      w = star + 1;
      g = ++resume;
    } else return false;
  }
  return wanted.slice(w).every(isStar);
}

const MOST_ALTERNATIVES = 64;

function alternatives(pattern: string): readonly string[] {
  let done: string[] = [];
  let open = [pattern.slice(0, 512)];
  while (open.length > 0 && open.length + done.length <= MOST_ALTERNATIVES) {
    const next: string[] = [];
    for (const text of open) {
      const end = text.indexOf('}');
      const start = text.lastIndexOf('{', end);
      if (start < 0 || end < 0) done.push(text);
      else
        for (const choice of text.slice(start + 1, end).split(','))
          next.push(text.slice(0, start) + choice + text.slice(end + 1));
    }
    open = next;
  }
  done = [...done, ...open];
  return done.slice(0, MOST_ALTERNATIVES);
}
