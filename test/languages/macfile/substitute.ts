/** What `mac` makes of a text and its `-p` parameters before it reads YAML. */
export type Substituted =
  | { readonly outcome: 'text'; readonly text: string; readonly found: ReadonlySet<string> }
  | { readonly outcome: 'refused'; readonly why: string };

/** Plain text replacement, one parameter after the other; afterwards no pair of braces around letters, `_` and `-` may be left. */
export function substitute(text: string, params: readonly string[] | null): Substituted {
  let now = text;
  const found = new Set<string>();
  for (const param of params ?? []) {
    const equals = param.indexOf('=');
    if (equals < 0) return { outcome: 'refused', why: `-p ${param} has no "="` };
    const next = now.replaceAll(`{${param.slice(0, equals)}}`, () => param.slice(equals + 1));
    if (next !== now) found.add(param.slice(0, equals));
    now = next;
  }
  const left = /\{[a-zA-Z_-]*\}/.exec(now);
  if (left !== null) return { outcome: 'refused', why: `${left[0]} has no value` };
  return { outcome: 'text', text: now, found };
}
