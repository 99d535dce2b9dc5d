/** Bounds of reading; sizes in UTF-16 units. */
export const LIMITS = {
  /** Levels of nesting that are read. */
  depth: 100,
  /** Texts above this are refused. */
  text: 5 * 1024 * 1024,
  /** Up to this size a text is read whatever it looks like; above it, `line` and `nodes` hold too. */
  fullText: 1024 * 1024,
  line: 500_000,
  nodes: 300_000,
  /** Documents of one stream. */
  documents: 1_000,
  /** Above this the tolerant reader sees only the blocks that are broken. */
  tolerantText: 48_000,
  /** Problems of one text. */
  problems: 100,
} as const;
