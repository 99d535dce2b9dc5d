import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

type Collect = (how: { readonly type: 'major'; readonly execution: 'sync'; readonly flavor: 'last-resort' }) => void;

let collect: Collect | undefined;

/**
 * After much work V8 keeps the memory that it took, for as long as nothing new is asked of it: twice what is in use. One collection
 * that is asked for gives it back.
 */
export function collectGarbage(): void {
  if (collect === undefined) {
    setFlagsFromString('--expose-gc');
    collect = runInNewContext('gc') as Collect;
  }
  // `last-resort` also gives the empty pages back to the system; engines that do not know it (before V8 12) collect as usual.
  collect({ type: 'major', execution: 'sync', flavor: 'last-resort' });
}
