/** One pattern for whatever any of these matches; a text stands for itself, from its first letter to its last. */
export function anyOf(...those: readonly (RegExp | string)[]): RegExp {
  return new RegExp(those.map((one) => (typeof one === 'string' ? `^${literal(one)}$` : one.source)).join('|'));
}

function literal(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
