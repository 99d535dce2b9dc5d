/** A folder as seen from another one: `./a`, `../b`, `.`. */
export function relativePath(from: string, to: string): string {
  const a = from === '' ? [] : from.split('/');
  const b = to === '' ? [] : to.split('/');
  let common = 0;
  while (common < a.length && common < b.length && a[common] === b[common]) common++;
  const up = a.slice(common).map(() => '..');
  const down = b.slice(common);
  if (up.length === 0) return down.length === 0 ? '.' : `./${down.join('/')}`;
  return [...up, ...down].join('/');
}
