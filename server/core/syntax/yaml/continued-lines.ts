import type { Stream } from './events.ts';
import { mapSpans } from './map-spans.ts';

/** Where a reading stopped, and whether because a line of a quoted or bracketed value stands too far left. */
export interface LeftStop {
  readonly at: number;
  readonly tooFarLeft: boolean;
}

/** Lines that are moved, and characters that are read for it, at most. */
const LINES = 64;
const CHARACTERS = 3_000_000;

/** Deeper than any block, and without meaning inside quotes and brackets. */
const PAD = ' '.repeat(120);

/**
 * YAML wants the further lines of a quoted or bracketed value right of their parent; PyYAML and the tools built on it do not care, and
 * files rely on it (`key: [` … `]` in the first column). Such lines are read as if they stood further right. Undefined when that does
 * not make the text sound.
 */
export function readContinued(
  text: string,
  stop: LeftStop,
  read: (text: string) => { readonly stream: Stream } | { readonly stop: LeftStop },
): Stream | undefined {
  const moved: number[] = [];
  let last = stop;
  while (last.tooFarLeft && moved.length < LINES && (moved.length + 1) * text.length < CHARACTERS) {
    const at = originalOffset(moved, last.at);
    const line = at <= 0 ? 0 : text.lastIndexOf('\n', at - 1) + 1;
    if (moved.includes(line)) return undefined;
    moved.push(line);
    moved.sort((a, b) => a - b);
    const made = read(padded(text, moved));
    if ('stream' in made) return mapSpans(made.stream, (offset) => originalOffset(moved, offset));
    last = made.stop;
  }
  return undefined;
}

function padded(text: string, lines: readonly number[]): string {
  return (
    lines.map((start, i) => text.slice(i === 0 ? 0 : lines[i - 1], start)).join(PAD) + PAD + text.slice(lines.at(-1))
  );
}

function originalOffset(lines: readonly number[], offset: number): number {
  let at = offset;
  for (const line of lines) {
    if (at <= line) break;
    at = Math.max(line, at - PAD.length);
  }
  return at;
}
