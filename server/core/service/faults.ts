/** After so many faults of one part on one document, that part is not asked about the document again. */
const FAULTS_ALLOWED = 3;

/**
 * Runs parts that may be at fault. A fault costs the part's own answer, is said once per part and document, and never reaches
 * the user as their mistake.
 */
export class Faults {
  readonly #log: (message: string) => void;
  readonly #counts = new Map<string, number>();

  constructor(log: (message: string) => void) {
    this.#log = log;
  }

  run<T>(part: string, path: string, work: () => T, otherwise: T): T {
    const key = `${part}\n${path}`;
    const before = this.#counts.get(key) ?? 0;
    if (before >= FAULTS_ALLOWED) return otherwise;
    try {
      return work();
    } catch (fault) {
      this.#counts.set(key, before + 1);
      if (before === 0) this.#log(`${part} failed on ${path}: ${textOf(fault)}`);
      if (before + 1 === FAULTS_ALLOWED) this.#log(`${part} is off for ${path} after ${FAULTS_ALLOWED} faults`);
      return otherwise;
    }
  }

  /** A document that was closed or replaced on disk gets a new chance. */
  forgive(path: string): void {
    for (const key of this.#counts.keys()) if (key.endsWith(`\n${path}`)) this.#counts.delete(key);
  }
}

function textOf(fault: unknown): string {
  return fault instanceof Error ? (fault.stack ?? fault.message).split('\n').slice(0, 3).join(' | ') : String(fault);
}
