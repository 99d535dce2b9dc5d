import type { ModuleRow, OptionRow } from './data.ts';

/** Versions of a collection that a project asks for; neither bound = any version. */
export interface Pin {
  /** Lowest version that may come. */
  readonly low?: string;
  /** Highest; `open`: this one itself does not come. */
  readonly high?: string;
  readonly open?: boolean;
}

/** Versions of a collection by the release of Ansible that brought them. */
export type Versions = Readonly<Record<string, string>>;

/** What `version` of an entry of `requirements.yml` says: `1.2.3`, `>=1.0,<2.0`, `*`. Undefined for what only a run knows. */
export function pinOf(text: string): Pin | undefined {
  let pin: Pin = {};
  for (const part of text.slice(0, 200).split(',')) {
    if (/^\s*\*?\s*$/.test(part)) continue;
    const [, sign = '', version] = /^\s*(==|>=|<=|!=|>|<)?\s*v?(\d+(?:\.\d+){0,3})\S*\s*$/.exec(part) ?? [];
    if (version === undefined) return undefined;
    if (sign === '' || sign === '==') return { low: version, high: version };
    // `>` lets nothing in that `>=` does not: the version itself has what all later ones were made of.
    if (sign === '>' || sign === '>=') pin = { ...pin, low: version };
    if (sign === '<' || sign === '<=') pin = { ...pin, high: version, open: sign === '<' };
  }
  return pin;
}

/** A module as the asked-for versions have it: what all of them lack is `late`, what some may still have is there. */
export function rowForPin(row: ModuleRow, pin: Pin, collection: string, versions: Versions): ModuleRow {
  if (pin.low === undefined && pin.high === undefined) return row;
  return {
    ...row,
    ...(row.o && { o: optionsFor(row.o, pin, collection, versions) }),
    ...lateness(row, pin, collection, versions),
  };
}

/** Whether no version that is asked for has something any more that went with a release, or with a version of the collection. */
export function isGoneFor(pin: Pin, gone: string, versions: Versions): boolean {
  const version = gone.includes('.') ? gone : versions[gone];
  return version !== undefined && pin.low !== undefined && compared(pin.low, version) >= 0;
}

function optionsFor(rows: Readonly<Record<string, OptionRow>>, pin: Pin, collection: string, versions: Versions) {
  return Object.fromEntries(
    Object.entries(rows).map(([name, row]): [string, OptionRow] => {
      const { G, ...there } = row;
      return [
        name,
        {
          ...(G !== undefined && !isGoneFor(pin, G, versions) ? there : row),
          ...(row.o && { o: optionsFor(row.o, pin, collection, versions) }),
          ...lateness(row, pin, collection, versions),
        },
      ];
    }),
  );
}

function lateness(
  { S, v }: Pick<OptionRow, 'S' | 'v'>,
  { high, open }: Pin,
  collection: string,
  versions: Versions,
): Pick<OptionRow, 'late' | 'lateIn'> {
  if (high === undefined) return {};
  if (v !== undefined) {
    const order = compared(high, v);
    return order < 0 || (order === 0 && open === true) ? { late: v, lateIn: collection } : {};
  }
  // It came somewhere between two releases that are known.
  const before = S === undefined ? undefined : versionBefore(S, versions);
  return S !== undefined && before !== undefined && compared(high, before) <= 0
    ? { late: versions[S] ?? S, lateIn: collection }
    : {};
}

function versionBefore(release: string, versions: Versions): string | undefined {
  const earlier = Object.keys(versions).filter((each) => Number(each) < Number(release));
  return versions[earlier.toSorted((a, b) => Number(b) - Number(a))[0] ?? ''];
}

/** Negative, zero or positive; what is not written counts as zero. */
function compared(a: string, b: string): number {
  const [left, right] = [a, b].map((each) => each.split('.').map((part) => Number.parseInt(part, 10) || 0));
  for (let at = 0; at < 4; at++) {
    const order = (left?.[at] ?? 0) - (right?.[at] ?? 0);
    if (order !== 0) return order;
  }
  return 0;
}
