/** What a table holds under a name that comes from a file: `constructor` and `__proto__` are names like any other. */
export function entryIn<T>(table: Readonly<Record<string, T>> | undefined, name: string): T | undefined {
  return table !== undefined && Object.hasOwn(table, name) ? table[name] : undefined;
}
