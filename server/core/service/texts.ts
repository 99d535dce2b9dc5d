import { excerptOf } from '../languages/ansible/installed/python.ts';

/** Characters of all texts together; a single one may be longer. */
const ROOM = 500_000;

/** Texts that can be had again, kept while there is room: the one asked for the longest ago goes first. */
export class Texts {
  readonly #read: ((path: string) => string | undefined) | undefined;
  readonly #kept = new Map<string, string>();
  #length = 0;

  constructor(read: ((path: string) => string | undefined) | undefined) {
    this.#read = read;
  }

  /** Undefined where it cannot be had (any more). */
  get(path: string): string | undefined {
    const text = this.#kept.get(path) ?? this.#again(path);
    if (text === undefined) return undefined;
    this.forget(path);
    this.#kept.set(path, text);
    this.#length += text.length;
    for (const oldest of this.#kept.keys()) {
      if (this.#length <= ROOM || oldest === path) break;
      this.forget(oldest);
    }
    return text;
  }

  forget(path: string): void {
    this.#length -= this.#kept.get(path)?.length ?? 0;
    this.#kept.delete(path);
  }

  #again(path: string): string | undefined {
    const whole = this.#read?.(path);
    return whole === undefined ? undefined : keptOf(path, whole);
  }
}

/** Nothing else of a Python source is ever asked for, and a collection has megabytes of it. */
export function keptOf(path: string, whole: string): string {
  return path.endsWith('.py') ? excerptOf(whole) : whole;
}
