import { joinPath } from '../../../model/paths.ts';
import { entryOf } from '../../../model/tree.ts';
import { readYaml } from '../../../syntax/yaml.ts';
import type { Neighbour, Project } from '../../language.ts';
import { writtenText } from '../model.ts';
import { type Pin, pinOf } from '../pins.ts';
import { projectFiles, projectFolders } from './above.ts';
import { kept } from './per-file.ts';

/** Folders looked in above a file. */
const HIGHEST = 6;
const NAMES = [
  'requirements.yml',
  'requirements.yaml',
  'collections/requirements.yml',
  'collections/requirements.yaml',
];

/** Where a project may say which collections it needs. */
export function requirementNeighbours(path: string): Neighbour {
  return projectFiles(path, HIGHEST, NAMES);
}

/** Versions of the collections that the project around a file asks for, by name; the nearest file that names one decides. */
export function pinsFor(path: string, project: Project): ReadonlyMap<string, Pin> {
  const folders = projectFolders(path, HIGHEST);
  return kept(project, 'ansible pins', folders[0] ?? '', () => {
    const pins = new Map<string, Pin>();
    for (const folder of folders)
      for (const name of NAMES)
        for (const [collection, pin] of pinsIn(project.text(joinPath(folder, name))))
          if (!pins.has(collection)) pins.set(collection, pin);
    return pins;
  });
}

function pinsIn(text: string | undefined): [string, Pin][] {
  if (text === undefined) return [];
  const list = entryOf(readYaml(text).roots[0], 'collections')?.value;
  return (list?.kind === 'list' ? list.items : []).flatMap((item): [string, Pin][] => {
    const name = writtenText(item)?.value ?? writtenText(entryOf(item, 'name')?.value)?.value;
    if (name === undefined || !/^\w+\.\w+$/.test(name)) return [];
    // A version that cannot be read lets any come.
    return [[name, pinOf(writtenText(entryOf(item, 'version')?.value)?.value ?? '*') ?? UNKNOWN]];
  });
}

/** Some version: whatever was there once may be there, and nothing is too new. */
const UNKNOWN: Pin = { low: '0' };
