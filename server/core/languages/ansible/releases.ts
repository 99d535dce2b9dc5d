import type { ModuleRow, OptionRow } from './data.ts';

/** Releases of the Ansible package that the bundled facts were read from, oldest first. */
const KNOWN = [7, 12, 14];
/** Minor version of core less this is the release of the package that holds it: 2.14 came with 7, 2.19 with 12. */
const CORE = 7;

/** A release of the Ansible package, from `9`, `9.1` or a version of core (`2.16`); undefined for anything else. */
export function releaseOf(text: string): number | undefined {
  const found = /^(?:core\s+)?(\d{1,3})(?:\.(\d{1,3}))?(?:\.\w+)*$/.exec(text.trim());
  if (found === null) return undefined;
  const [major, minor] = [Number(found[1]), Number(found[2] ?? Number.NaN)];
  const release = major === 2 && !Number.isNaN(minor) ? minor - CORE : major;
  return release > 2 ? release : undefined;
}

/** A module as an older release has it: what came later is marked `late`, what went later is there. */
export function rowFor(row: ModuleRow, release: number, isCore: boolean): ModuleRow {
  return {
    ...row,
    ...(row.o && { o: optionsFor(row.o, release, isCore) }),
    ...(isLate(row, release, isCore) && { late: spoken(row, isCore) }),
  };
}

/** Whether something that went with a release is still there. */
export function isStillThere(gone: string | undefined, release: number): boolean {
  return gone !== undefined && release < Number(gone);
}

function optionsFor(rows: Readonly<Record<string, OptionRow>>, release: number, isCore: boolean) {
  return Object.fromEntries(
    Object.entries(rows).map(([name, row]): [string, OptionRow] => {
      const { G, ...without } = row;
      return [
        name,
        {
          ...(isStillThere(G, release) ? without : row),
          ...(row.o && { o: optionsFor(row.o, release, isCore) }),
          ...(isLate(row, release, isCore) && { late: spoken(row, isCore) }),
        },
      ];
    }),
  );
}

interface Dated {
  readonly S?: string;
  readonly v?: string;
}

/** Between two known releases nothing is sure, but what core itself says of its own. */
function isLate({ S, v }: Dated, release: number, isCore: boolean): boolean {
  if (S === undefined) return false;
  const own = isCore && v !== undefined ? releaseOf(v) : undefined;
  if (own !== undefined) return release < own;
  const before = KNOWN.filter((each) => each < Number(S)).at(-1) ?? 0;
  return release <= before;
}

function spoken({ S, v }: Dated, isCore: boolean): string {
  return isCore && v !== undefined ? `core ${v}` : `release ${S}`;
}
