/** What the pending migrations make themselves: blue has never seen it, or gets it back at once. */
export interface Recreated {
  /** Of this statement, after all statements before it. */
  covers(statement: string): boolean;
}

const NAME = '(?:IF\\s+(?:NOT\\s+)?EXISTS\\s+)?(?:ONLY\\s+)?([\\w."`\\[\\]]+)';
const CREATE = new RegExp(
  `^CREATE\\s+(?:OR\\s+REPLACE\\s+)?(?:TEMP(?:ORARY)?\\s+|UNLOGGED\\s+|MATERIALIZED\\s+)*(TABLE|VIEW|TYPE|FUNCTION|SEQUENCE|SCHEMA)\\s+${NAME}`,
  'i',
);
const RENAME = /\bRENAME\s+TO\s+([\w."`[\]]+)/i;
const TAKES = new RegExp(
  `^(?:DROP\\s+(?:MATERIALIZED\\s+)?|ALTER\\s+|TRUNCATE\\s+)(TABLE|VIEW|TYPE|FUNCTION|SEQUENCE|SCHEMA)\\s+${NAME}`,
  'i',
);

/**
 * A table counts when it was made before, or when another one takes its name (the way of SQLite to change a table);
 * what holds no data (views, functions, types) also when it is made again afterwards.
 */
export function recreatedIn(statements: readonly string[]): Recreated {
  const made = new Map<string, number>();
  const again = new Set<string>();
  statements.forEach((statement, at) => {
    const [, kind = '', name] = CREATE.exec(statement) ?? [];
    if (name !== undefined && !made.has(plainName(name))) made.set(plainName(name), at);
    if (name !== undefined && !/TABLE|SCHEMA|SEQUENCE/i.test(kind)) again.add(plainName(name));
    const to = RENAME.exec(statement)?.[1];
    if (to !== undefined) again.add(plainName(to));
  });
  return {
    covers(statement) {
      const name = plainName(TAKES.exec(statement)?.[2] ?? '');
      if (again.has(name)) return true;
      const at = made.get(name);
      return at !== undefined && at < statements.indexOf(statement);
    },
  };
}

function plainName(name: string): string {
  return name.replace(/["`[\]]/g, '').toLowerCase();
}
