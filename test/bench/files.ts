/** Self-made files of a wanted length. Same seed, same bytes. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { cache } from '../../scripts/paths.ts';

export interface BenchFile {
  readonly kind: string;
  readonly name: string;
  /** Where the file and its companions lie; undefined where it needs none and lies nowhere. */
  readonly folder?: string;
  readonly languageId: string;
  readonly lines: number;
  readonly text: string;
  /** Where one typed `[` opens a list that never ends: the keystroke that every server must answer with an error. */
  readonly keystroke: Position;
  readonly completion: Position;
  readonly hover: Position;
}

export interface Position {
  /** Zero-based. */
  readonly line: number;
  /** UTF-16. */
  readonly character: number;
}

/** A kind of file, and one of its units: a handful of lines that repeat with other words. */
export interface FileKind {
  readonly kind: string;
  readonly name: string;
  readonly languageId: string;
  readonly head: string;
  readonly unit: (number: number, word: () => string) => string;
  /** Ends the file; the keystroke goes before its last word. */
  readonly tail: string;
  /** A place in the tail's or the last unit's text: behind the text, the cursor for completion; in it, for hover. */
  readonly completeBehind: string;
  readonly hoverIn: string;
  /** Lengths that say something about this kind; else those of every kind. */
  readonly lengths?: readonly number[];
  /** At most so many rounds: for a text that some server does not survive. */
  readonly rounds?: number;
  /** What is measured is something else than a long file; its length is its own. */
  readonly fixed?: boolean;
  /** Files beside it, by relative path. */
  readonly companions?: () => Readonly<Record<string, string>>;
}

/** Writes the file to the disk only when it has companions. */
export function benchFile(kind: FileKind, lines: number): BenchFile {
  const word = words(lines);
  let text = kind.head;
  let count = newlines(text) + newlines(kind.tail);
  for (let number = 1; count < lines && kind.fixed !== true; number++) {
    const unit = kind.unit(number, word);
    text += unit;
    count += newlines(unit);
  }
  text += kind.tail;
  const folder = kind.companions && written(kind, text, kind.companions());
  return {
    kind: kind.kind,
    ...(folder === undefined ? {} : { folder }),
    name: kind.name,
    languageId: kind.languageId,
    lines: newlines(text) + 1,
    text,
    keystroke: positionAt(text, text.lastIndexOf(' ') + 1),
    completion: positionAt(text, text.lastIndexOf(kind.completeBehind) + kind.completeBehind.length),
    hover: positionAt(text, text.lastIndexOf(kind.hoverIn) + 1),
  };
}

function written(kind: FileKind, text: string, companions: Readonly<Record<string, string>>): string {
  const folder = join(cache, 'bench', kind.kind.replaceAll(' ', '-'));
  rmSync(folder, { recursive: true, force: true });
  for (const [path, content] of Object.entries({ ...companions, [kind.name]: text })) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return folder;
}

function newlines(text: string): number {
  return text.split('\n').length - 1;
}

function positionAt(text: string, offset: number): Position {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
}

/** Words from a linear congruential generator. */
function words(seed: number): () => string {
  const stock = [
    'web',
    'cart',
    'search',
    'billing',
    'mail',
    'image',
    'queue',
    'report',
    'admin',
    'metric',
    'session',
    'stock',
  ];
  let state = seed + 1;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return stock[Math.floor((state / 2_147_483_648) * stock.length)] ?? 'web';
  };
}
