import { joinPath } from '../../../model/paths.ts';
import { entryOf } from '../../../model/tree.ts';
import { readYaml } from '../../../syntax/yaml.ts';
import type { Neighbour, Project } from '../../language.ts';
import { writtenText } from '../model.ts';
import { releaseOf } from '../releases.ts';
import { projectFiles, projectFolders } from './above.ts';
import { kept } from './per-file.ts';

/** Folders looked in above a file. */
const HIGHEST = 6;
const NAME = 'meta/runtime.yml';

const NAMES = [NAME];

/** Where the collection around a file may say what it needs. */
export function runtimeNeighbours(path: string): Neighbour {
  return projectFiles(path, HIGHEST, NAMES);
}

/**
 * Oldest release that `requires_ansible` of the collection around a file lets in. Undefined where nothing is said, where the range
 * has no beginning or one older than the bundled facts, and in a file that asks for the version itself.
 */
export function requiredRelease(path: string, project: Project): number | undefined {
  const file = projectFolders(path, HIGHEST)
    .map((folder) => joinPath(folder, NAME))
    .find((each) => project.text(each) !== undefined);
  if (file === undefined || project.text(path)?.includes('ansible_version') === true) return undefined;
  return kept(project, 'ansible required release', file, () => {
    const [root] = readYaml(project.text(file) ?? '').roots;
    const range = writtenText(entryOf(root, 'requires_ansible')?.value)?.value ?? '';
    const lowest = range.split(',').map(lowestOf);
    return lowest.reduce((a, b) => (b === undefined || (a !== undefined && a >= b) ? a : b), undefined);
  });
}

/** `>=2.15.0`, `>2.15`, `~=2.15.0` or `==2.15.*`. */
function lowestOf(part: string): number | undefined {
  const [, version] =
    /^\s*(?:>=?|~=|===?)\s*v?([\d.]+?)(?:\.\*|\.?(?:a|b|rc|dev)\d*)?\s*$/.exec(part.slice(0, 100)) ?? [];
  return version === undefined ? undefined : releaseOf(version);
}
