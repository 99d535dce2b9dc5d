import type { Span } from '../../../server/core/model/span.ts';

/** Text with the places that «» marks, taken out in order; a place may be empty. Marks are not nested. */
export function marked(text: string): { readonly text: string; readonly spans: readonly Span[] } {
  const spans: Span[] = [];
  let plain = '';
  let start = 0;
  for (const part of text.split(/([«»])/)) {
    if (part === '«') start = plain.length;
    else if (part === '»') spans.push({ start, end: plain.length });
    else plain += part;
  }
  return { text: plain, spans };
}

/** Text with the cursor at `|>`. */
export function cursor(text: string): { readonly text: string; readonly offset: number } {
  const offset = text.indexOf('|>');
  if (offset < 0) throw new Error('no cursor in the text');
  return { text: text.slice(0, offset) + text.slice(offset + 2), offset };
}
