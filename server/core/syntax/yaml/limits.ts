/** Bounds of reading; sizes in UTF-16 units. */
export const LIMITS = {
  /** Levels of nesting that are read. */
  depth: 100,
  /** Texts above this are refused. */
  text: 5 * 1024 * 1024,
  /** In texts above `fullText`, a single line longer than this is refused: it can hold millions of nodes. */
  line: 500_000,
  fullText: 1024 * 1024,
  /** Documents of one stream. */
  documents: 1_000,
  /** Above this the tolerant reader sees only the blocks that are broken. */
  tolerantText: 48_000,
  /** Problems of one text. */
  problems: 100,
} as const;
