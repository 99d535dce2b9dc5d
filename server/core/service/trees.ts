import type { Tree } from '../model/tree.ts';
import { readJson } from '../syntax/json.ts';
import { readYaml } from '../syntax/yaml.ts';

/** The tree of a file that is YAML or JSON by its name, or by its first character where the name does not say. */
export function readTree(text: string, path: string): Tree {
  const isJson = /\.json$/i.test(path) || (!/\.ya?ml$/i.test(path) && /^\uFEFF?\s*\{/.test(text));
  return isJson ? readJson(text) : readYaml(text);
}
