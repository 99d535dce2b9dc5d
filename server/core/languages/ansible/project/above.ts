import { foldersAbove } from '../../../model/paths.ts';
import type { Neighbour } from '../../language.ts';
import { layoutOf } from './layout.ts';

/** Folders above a file that may hold files of its project, nearest first. Those of a role's parts hold none. */
export function projectFolders(path: string, highest: number): string[] {
  const from = outOfPart(path);
  const skipped = from === '' ? 0 : from.split('/').length;
  return foldersAbove(path).slice(skipped, skipped + highest);
}

/** The named files in those folders. */
export function projectFiles(path: string, highest: number, names: readonly string[]): Neighbour {
  return { kind: 'above', path: outOfPart(path), names, highest };
}

/** The way from a file's folder to its role, where it lies in one. */
function outOfPart(path: string): string {
  const { role, roleName } = layoutOf(path);
  return role === undefined || roleName === undefined ? '' : role;
}
