import type { Context } from './fact.ts';

/** Folders that say what the files in them are for. */
const FOLDERS: readonly (readonly [Context, RegExp])[] = [
  ['example', /^(?:.*[-_.])?(?:examples?|quick-?starts?|demos?)$/i],
  ['example', /[a-z](?:Examples?|Samples?)$/],
  ['test', /^(?:tests?|test[-_]\w+|fixtures?|mocks?|__tests__|molecule)$/i],
  ['devOverride', /^(?:dev|develop|development|sandbox)$/i],
  ['imageBuild', /^(?:packer|image-?builds?|amis?)$/i],
];

/** How far above the file a folder still speaks about it; where a workspace lies on the disk must not matter. */
const NEAREST = 3;

/** What a file is for, by the folders it lies in. */
export function pathContexts(path: string): Context[] {
  const folders = path.split('/').slice(0, -1).slice(-NEAREST);
  return FOLDERS.filter(([, pattern]) => folders.some((folder) => pattern.test(folder))).map(([context]) => context);
}
