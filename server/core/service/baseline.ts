import type { Finding } from '../model/finding.ts';
import { hashOf } from '../syntax/fingerprint.ts';

/** What a baseline file holds: findings that are known and accepted, without line numbers. */
export interface Baseline {
  readonly schema: 'verdigris.baseline/1';
  /** Fingerprints by path relative to the root, sorted; a fingerprint stands as often as the finding occurs. */
  readonly files: Readonly<Record<string, readonly string[]>>;
}

/**
 * Rule, node path and the underlined text without white space and quotes: the same after re-indenting, moving, or changing the style
 * of the notation. Sixteen hexadecimal digits.
 */
export function fingerprint(finding: Finding, text: string): string {
  const value = text.slice(finding.span.start, finding.span.end).replace(/[\s'"]+/g, '');
  const key = `${finding.code}\n${finding.node}\n${value}`;
  return hash(key) + hash(key, 0x01000193);
}

export function baselineOf(files: readonly { place: string; text: string; findings: readonly Finding[] }[]): Baseline {
  const entries = files
    .filter(({ findings }) => findings.length > 0)
    .map(({ place, text, findings }) => [place, findings.map((one) => fingerprint(one, text)).sort()] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return { schema: 'verdigris.baseline/1', files: Object.fromEntries(entries) };
}

/** Undefined when the text is no baseline. */
export function parseBaseline(json: string): Baseline | undefined {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return undefined;
  }
  const given = value as { schema?: unknown; files?: unknown } | null;
  if (given?.schema !== 'verdigris.baseline/1' || typeof given.files !== 'object' || given.files === null)
    return undefined;
  const lists = Object.values(given.files);
  return lists.every((list) => Array.isArray(list) && list.every((one) => typeof one === 'string'))
    ? (value as Baseline)
    : undefined;
}

/** Findings the baseline does not know. A fingerprint that stands twice excuses two findings. */
export function newFindings(
  baseline: Baseline,
  path: string,
  text: string,
  findings: readonly Finding[],
): readonly Finding[] {
  const left = new Map<string, number>();
  const known = Object.hasOwn(baseline.files, path) ? baseline.files[path] : undefined;
  for (const print of known ?? []) left.set(print, (left.get(print) ?? 0) + 1);
  return findings.filter((finding) => {
    const print = fingerprint(finding, text);
    const count = left.get(print) ?? 0;
    left.set(print, count - 1);
    return count <= 0;
  });
}

function hash(text: string, seed?: number): string {
  return hashOf(text, seed).toString(16).padStart(8, '0');
}
