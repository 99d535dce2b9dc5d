/** What `npm test` is made of. */

export interface Counts {
  readonly passed: number;
  readonly failed: number;
}

export interface Step {
  /** Short: it is printed, and `npm test -- NAME` picks it. */
  readonly name: string;
  readonly run: () => Promise<Counts>;
}

/** Named checks of one step, each counted; a failure is printed with its message and the next one goes on. */
export class Checks {
  passed = 0;
  failed = 0;

  async check(name: string, body: () => Promise<void> | void): Promise<void> {
    try {
      await body();
      this.passed++;
      console.log(`  ok    ${name}`);
    } catch (error) {
      this.failed++;
      console.log(`  FAIL  ${name}\n        ${error instanceof Error ? error.message : String(error)}`);
    }
  }
}

/** What did not run and counts as neither passed nor failed is never silent. */
export function sayNotRun(what: string, why: string): void {
  console.log(`  NOT RUN: ${what}: ${why}`);
}
