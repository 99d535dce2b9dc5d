import type { Session } from './session.ts';

/** Judgements after which memory is given back, once nothing was judged for so many milliseconds. */
const BURST = 10;
const PAUSE = 5000;
/** So many files that nobody has open, and what is known about them is let go of as well. */
const MANY = 300;

/** Work leaves a heap several times as large as what is kept; a pause gives it back. */
export class Memory {
  readonly #session: Session;
  #judged = 0;
  /** Of them, files that are not open. */
  #closed = 0;
  #resting: (() => void) | undefined;

  constructor(session: Session) {
    this.#session = session;
  }

  /** A file was judged anew. */
  judged(path: string): void {
    const { host, open } = this.#session;
    this.#judged++;
    if (!open.has(path)) this.#closed++;
    this.#resting?.();
    if (this.#judged >= BURST) this.#resting = host.later(PAUSE, () => this.#rest());
  }

  #rest(): void {
    const { host, workspace } = this.#session;
    if (this.#closed > MANY) workspace.rest();
    this.#judged = 0;
    this.#closed = 0;
    host.tidy?.();
  }
}
