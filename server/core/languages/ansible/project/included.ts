import { folderOf, joinPath, nameOf } from '../../../model/paths.ts';
import type { Project } from '../../language.ts';

const TAKES_IN = /\{%[-+]?\s*(?:include|import|extends|from)\s+(?:\[\s*)?(['"])([^'"{}]+)\1/g;

/** Templates followed from one: a chain longer than this is cut. */
const MOST = 100;

/** Templates that these take in by a plain name, and those that are taken in by them, as far as their texts are at hand. */
export function includedBy(templates: readonly string[], project: Project): readonly string[] {
  const found = new Set<string>();
  const queue = [...templates];
  for (let at = 0; at < queue.length && found.size < MOST; at++) {
    for (const places of takenIn(queue[at] ?? '', project)) {
      const path = places.find((each) => project.text(each) !== undefined);
      if (path === undefined || found.has(path) || templates.includes(path)) continue;
      found.add(path);
      queue.push(path);
    }
  }
  return [...found];
}

/** Where each template that is taken in may lie: beside the one that names it, or in a folder above it up to `templates`. */
export function takenIn(path: string, project: Project): readonly (readonly string[])[] {
  const text = project.text(path);
  if (!text?.includes('{%')) return [];
  const folders = [folderOf(path)];
  while (nameOf(folders.at(-1) ?? '') !== 'templates' && folders.length < 4)
    folders.push(folderOf(folders.at(-1) ?? ''));
  const searched = nameOf(folders.at(-1) ?? '') === 'templates' ? folders : folders.slice(0, 1);
  const names = new Set(Array.from(text.matchAll(TAKES_IN), ([, , name = '']) => name));
  return [...names].slice(0, MOST).map((name) => searched.map((folder) => joinPath(folder, name)));
}
