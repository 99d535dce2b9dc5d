/**
 * Which document the server is at, and what that cost so far. A server that ends twice at the same document, or does not come back from
 * it, would do so again at every start: that document is held back, and all others go on.
 */

/** Ends of the server at one document after which it is held back. */
const ENDS_ALLOWED = 2;
/** Seconds of work on one document after which the server counts as lost. The largest file that is read takes three. */
const PATIENCE = 10;

export class Quarantine {
  readonly #ends = new Map<string, number>();
  readonly #held = new Set<string>();
  readonly #lost: (uri: string) => void;
  #at: string | undefined;
  #ticks: ReturnType<typeof setInterval> | undefined;

  /** `lost` is called once the server has been at one document for too long; that document is then held. */
  constructor(lost: (uri: string) => void) {
    this.#lost = lost;
  }

  /** The server asks whether it may begin with a document; it has begun when the answer is yes. */
  mayJudge(uri: string): boolean {
    this.judged();
    if (this.#held.has(uri)) return false;
    this.#at = uri;
    let seconds = 0;
    // Counted second by second: a machine that slept has not waited.
    this.#ticks = setInterval(() => {
      seconds++;
      if (seconds >= PATIENCE) this.#lose(uri);
    }, 1000);
    return true;
  }

  /** The server is done with the document it began with. */
  judged(): void {
    clearInterval(this.#ticks);
    this.#at = undefined;
  }

  /** The server ended. The document that is held from now on because of it, if any. */
  ended(): string | undefined {
    const uri = this.#at;
    this.judged();
    if (uri === undefined || this.#held.has(uri)) return undefined;
    const ends = (this.#ends.get(uri) ?? 0) + 1;
    this.#ends.set(uri, ends);
    if (ends < ENDS_ALLOWED) return undefined;
    this.#held.add(uri);
    return uri;
  }

  isHeld(uri: string): boolean {
    return this.#held.has(uri);
  }

  /** Everything gets another chance. */
  release(): void {
    this.judged();
    this.#held.clear();
    this.#ends.clear();
  }

  #lose(uri: string): void {
    this.judged();
    this.#held.add(uri);
    this.#lost(uri);
  }
}
