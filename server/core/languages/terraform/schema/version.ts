/** `1.11.4`, `1.12.0-beta1`: numbers and whether something follows them. */
interface Version {
  readonly parts: readonly number[];
  readonly pre: boolean;
}

function parse(text: string): Version | undefined {
  const match = /^v?(\d+)(?:\.(\d+))?(?:\.(\d+))?(?:\.\d+)*(-[\w.-]+)?(?:\+.*)?$/.exec(text.trim());
  if (!match) return undefined;
  const parts = [match[1], match[2], match[3]].filter((part) => part !== undefined).map(Number);
  return { parts, pre: match[4] !== undefined };
}

/** Below, equal or above zero; undefined when one of them is not a version. */
export function compareVersions(a: string, b: string): number | undefined {
  const left = parse(a);
  const right = parse(b);
  if (!left || !right) return undefined;
  for (let i = 0; i < 3; i++) {
    const difference = (left.parts[i] ?? 0) - (right.parts[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return Number(right.pre) - Number(left.pre);
}

/** Whether a version fits a constraint (`>= 1.5, < 2.0`, `~> 6.0`); undefined when the constraint cannot be read. */
export function satisfies(version: string, constraint: string): boolean | undefined {
  const results = constraint.split(',').map((part) => fits(version, part.trim()));
  return results.includes(undefined) ? undefined : !results.includes(false);
}

function fits(version: string, part: string): boolean | undefined {
  const match = /^(=|!=|>=|<=|>|<|~>)?\s*(v?[\d.]+(?:-[\w.-]+)?)$/.exec(part);
  const operator = match?.[1] ?? '=';
  const bound = match?.[2];
  const order = bound === undefined ? undefined : compareVersions(version, bound);
  if (bound === undefined || order === undefined) return undefined;
  if (operator === '~>') return order >= 0 && below(version, bound);
  const answers: Record<string, boolean> = {
    '=': order === 0,
    '!=': order !== 0,
    '>': order > 0,
    '>=': order >= 0,
    '<': order < 0,
    '<=': order <= 0,
  };
  return answers[operator];
}

/** `~> 1.2` allows 1.x, `~> 1.2.3` allows 1.2.x. */
function below(version: string, bound: string): boolean {
  const parts = parse(bound)?.parts ?? [];
  const fixed = Math.max(1, parts.length - 1);
  const own = parse(version)?.parts ?? [];
  return parts.slice(0, fixed).every((part, i) => (own[i] ?? 0) === part);
}

/** The lowest version a constraint allows; undefined when it has no lower end. */
export function lowest(constraint: string | undefined): string | undefined {
  const bounds = (constraint ?? '').split(',').flatMap((part) => {
    const match = /^\s*(=|>=|>|~>)?\s*(v?[\d.]+)/.exec(part);
    return match?.[2] === undefined || /^\s*[<!]/.test(part) ? [] : [match[2]];
  });
  return bounds.toSorted((a, b) => compareVersions(b, a) ?? 0)[0];
}
