import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Asks again until the answer is neither undefined, null, false nor an empty list, and returns it.
 * Fails after `seconds` with `what` in its message.
 */
export async function until<T>(
  what: string,
  ask: () => Promise<T> | T,
  seconds = 20,
): Promise<Exclude<T, undefined | null | false>> {
  const end = Date.now() + seconds * 1000;
  let last: unknown;
  while (Date.now() < end) {
    try {
      const answer = await ask();
      last = answer;
      if (answer && !(Array.isArray(answer) && answer.length === 0)) {
        return answer as Exclude<T, undefined | null | false>;
      }
    } catch (error) {
      last = error;
    }
    await sleep(100);
  }
  throw new Error(`Waited ${seconds} s for: ${what}. Last seen: ${describe(last)}`);
}

function describe(value: unknown): string {
  return value instanceof Error ? value.message : (JSON.stringify(value) ?? 'nothing');
}
