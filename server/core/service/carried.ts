import type { Finding } from '../model/finding.ts';
import type { Span } from '../model/span.ts';

/**
 * Findings of an earlier text where an editor shows them in the later one: behind what was typed they move with it, around it they grow or
 * shrink; those of which only a part was replaced are gone.
 */
export function carried(findings: readonly Finding[], earlier: string, later: string): readonly Finding[] {
  if (earlier === later || findings.length === 0) return findings;
  const { start, end } = replaced(earlier, later);
  const moved = later.length - earlier.length;
  return findings.flatMap((finding) => {
    const { span } = finding;
    if (span.end <= start) return [finding];
    const isAfter = span.start >= end;
    if (!isAfter && (span.start > start || span.end < end)) return [];
    return [{ ...finding, span: { start: isAfter ? span.start + moved : span.start, end: span.end + moved } }];
  });
}

/** The part of the earlier text that is not in the later one, as short as one part can be. */
function replaced(earlier: string, later: string): Span {
  const shorter = Math.min(earlier.length, later.length);
  let start = 0;
  while (start < shorter && earlier.charCodeAt(start) === later.charCodeAt(start)) start++;
  let same = 0;
  while (
    same < shorter - start &&
    earlier.charCodeAt(earlier.length - 1 - same) === later.charCodeAt(later.length - 1 - same)
  )
    same++;
  return { start, end: earlier.length - same };
}
