import type { Tree } from '../model/tree.ts';
import { readJson } from '../syntax/json.ts';
import { readYaml } from '../syntax/yaml.ts';

/** Enough of a file to tell whose it is. */
const HEAD = 64_000;

/** The tree of a file; of its head where the whole is too much to be read: what it is can still be said. */
export function treeOrHead(text: string, path: string): Tree {
  const tree = readTree(text, path);
  if (text.length <= HEAD || tree.problems[0]?.code !== 'too-large') return tree;
  const newline = text.lastIndexOf('\n', HEAD);
  return readTree(text.slice(0, newline < 0 ? HEAD : newline + 1), path);
}

/** The tree of a file that is YAML or JSON by its name, or by its first character where the name does not say. */
function readTree(text: string, path: string): Tree {
  const isJson = /\.json$/i.test(path) || (!/\.ya?ml$/i.test(path) && /^\uFEFF?\s*\{/.test(text));
  return isJson ? readJson(text) : readYaml(text);
}
