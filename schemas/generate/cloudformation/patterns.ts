/** Judges every pattern of the constraint layer once; only patterns proven safe are shipped. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { checkSync } from 'recheck';

const VERDICTS = new URL('./patterns.json', import.meta.url);

interface Verdicts {
  readonly safe: string[];
  readonly dropped: string[];
}

export function safePatterns(): ReadonlySet<string> {
  return new Set(readVerdicts().safe);
}

/** Judges the patterns that have no verdict yet (about 0.2 s each) and forgets those that are gone. */
export function judgePatterns(patterns: readonly string[], onProgress: (done: number) => void): void {
  const known = readVerdicts();
  const safe = new Set(known.safe);
  const dropped = new Set(known.dropped);
  let done = 0;
  for (const pattern of patterns) {
    if (!safe.has(pattern) && !dropped.has(pattern)) (isSafe(pattern) ? safe : dropped).add(pattern);
    onProgress(++done);
  }
  const kept = (set: Set<string>) => patterns.filter((pattern) => set.has(pattern)).sort();
  writeFileSync(VERDICTS, `${JSON.stringify({ safe: kept(safe), dropped: kept(dropped) }, null, 1)}\n`);
}

function readVerdicts(): Verdicts {
  if (!existsSync(VERDICTS)) return { safe: [], dropped: [] };
  return JSON.parse(readFileSync(VERDICTS, 'utf8')) as Verdicts;
}

/** The registry's patterns are of the ECMA 262 dialect, but some use Java's; those do not compile or mean something else. */
function isSafe(pattern: string): boolean {
  if (pattern.includes('[[:') || pattern.includes('(?s)') || pattern.includes('&&[')) return false;
  try {
    new RegExp(pattern, 'u');
    return checkSync(pattern, 'u', { timeout: 2000, checker: 'automaton' }).status === 'safe';
  } catch {
    return false;
  }
}
