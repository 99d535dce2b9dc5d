/**
 * Paths have `/` separators and may begin with a scheme (`vscode-vfs://host/a/b`), a drive (`C:/a`) or nothing at all (`infra/a.yml`).
 * Only text is handled here; nothing is looked up.
 */

/** Folder of a file; empty for a bare file name. */
export function folderOf(path: string): string {
  const at = path.lastIndexOf('/');
  return at < 0 ? '' : at < rootLength(path) ? path.slice(0, rootLength(path)) : path.slice(0, at);
}

export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** `relative` seen from `folder`; an absolute path stays as it is. `..` never climbs above the root. */
export function joinPath(folder: string, relative: string): string {
  const forward = relative.includes('\\') ? relative.replaceAll('\\', '/') : relative;
  if (/^\.\.\/[^/:]+(?:\/|$)/.test(forward) && isPlain(folder)) return joinPath(folderOf(folder), forward.slice(3));
  const whole = isAbsolute(forward) || folder === '' ? forward : `${folder}/${forward}`;
  if (isPlain(whole)) return whole;
  const root = whole.slice(0, rootLength(whole));
  const kept: string[] = [];
  for (const part of whole.slice(root.length).split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..' && kept.length > 0 && kept.at(-1) !== '..') kept.pop();
    else if (part !== '..' || root === '') kept.push(part);
  }
  return root + kept.join('/');
}

/** True where it is seen at a glance that there is nothing to resolve: hundreds of thousands of paths are joined in a large project. */
function isPlain(path: string): boolean {
  return path.startsWith('/') && !path.includes('/.') && !path.includes('//') && !path.endsWith('/');
}

/** True for `folder` itself and everything below it; the empty folder holds every relative path. */
export function isInside(folder: string, path: string): boolean {
  if (folder === '') return !isAbsolute(path) && !path.startsWith('..');
  const prefix = folder.endsWith('/') ? folder : `${folder}/`;
  return path === folder || path.startsWith(prefix);
}

/** The folder of a file and every folder above it, nearest first. */
export function foldersAbove(path: string): string[] {
  const folders: string[] = [];
  for (let at = folderOf(path); ; at = folderOf(at)) {
    folders.push(at);
    if (at === '' || at.length <= rootLength(at)) return folders;
  }
}

function isAbsolute(path: string): boolean {
  return rootLength(path) > 0;
}

/** Length of `/`, `C:/` or `scheme://host/`. */
function rootLength(path: string): number {
  if (path.startsWith('/')) return 1;
  if (!path.includes(':')) return 0;
  return /^(?:[a-zA-Z][a-zA-Z0-9+.-]*:\/\/[^/]*\/|[a-zA-Z]:\/|\/)/.exec(path)?.[0].length ?? 0;
}
