import type { Project } from '../languages/language.ts';
import { folderOf, foldersAbove, isInside, joinPath } from '../model/paths.ts';
import { readYaml } from '../syntax/yaml.ts';
import type { Settings } from './api.ts';
import { type Config, configOf } from './config.ts';
import { type ConfigLayer, parseConfig } from './config-file.ts';

export const CONFIG_NAME = '.verdigris.yaml';

/** Everything that holds in the folder of a document. */
export function readConfig(path: string, settings: Settings, folders: readonly string[], project: Project): Config {
  const files = settings.file ? [settings.file] : layersAbove(path, folders, project);
  return configOf([...editorLayers(settings, path), ...files], settings.profile);
}

function editorLayers({ layers, byFolder = [] }: Settings, path: string): readonly ConfigLayer[] {
  const [nearest] = byFolder
    .filter(({ folder }) => isInside(folder, path))
    .sort((a, b) => b.folder.length - a.folder.length);
  return nearest?.layers ?? layers;
}

/** Configuration files that may apply, nearest first. Above the workspace folder nothing is looked for. */
export function configPaths(path: string, folders: readonly string[]): string[] {
  const top = folders.filter((folder) => isInside(folder, path)).sort((a, b) => a.length - b.length)[0];
  const own = folderOf(path);
  const above = top === undefined ? [own] : foldersAbove(path).filter((folder) => isInside(top, folder));
  return above.map((folder) => joinPath(folder, CONFIG_NAME));
}

/** Outermost first. */
function layersAbove(path: string, folders: readonly string[], project: Project): ConfigLayer[] {
  return configPaths(path, folders)
    .reverse()
    .flatMap((each) => {
      const text = project.text(each);
      return text === undefined ? [] : [parseConfig(readYaml(text), each)];
    });
}
