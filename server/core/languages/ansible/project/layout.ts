/** Where a file lies in an Ansible project. Folders are relative to the file's own folder: `..`, `../../templates`. */
export interface Layout {
  /** Folder of the role the file belongs to; a folder with `tasks` beside it counts as one. */
  readonly role: string | undefined;
  /** Name of that role, where it lies in a folder `roles`. */
  readonly roleName: string | undefined;
  /** Part of the role: `tasks`, `handlers`, `defaults`, `vars`, `meta`, `templates`. */
  readonly part: string | undefined;
}

const PARTS = 'tasks|handlers|defaults|vars|meta|templates';
const IN_ROLES = new RegExp(`(?:^|/)roles/([^/]+)/(${PARTS})/([^/]+(?:/[^/]+)*)$`);
const UNIT = new RegExp(`^(.*(?:^|/)roles/[^/]+)/(?:${PARTS}|files|molecule)/`);
const LOOSE = new RegExp(`(?:^|/)(${PARTS})/([^/]+(?:/[^/]+)*)$`);

export function layoutOf(path: string): Layout {
  const inRoles = IN_ROLES.exec(path);
  const [, roleName, part, inside = ''] = inRoles ?? ['', undefined, ...(LOOSE.exec(path)?.slice(1) ?? [])];
  if (part === undefined) return { role: undefined, roleName: undefined, part: undefined };
  return { role: Array.from({ length: inside.split('/').length }, () => '..').join('/'), roleName, part };
}

/** What scope a file shares names with: its role's folder, or everything outside of roles (empty). */
export function unitOf(path: string): string {
  const found = UNIT.exec(path);
  return found?.[1] ?? '';
}
