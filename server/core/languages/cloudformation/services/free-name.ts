/** The name, or the first of `Name2`, `Name3` and so on that is not taken. */
export function freeName(base: string, isTaken: (name: string) => boolean): string {
  if (!isTaken(base)) return base;
  for (let n = 2; ; n++) if (!isTaken(`${base}${n}`)) return `${base}${n}`;
}
