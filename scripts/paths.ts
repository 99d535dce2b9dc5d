/** Where things are in this repository. Absolute paths. */
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
export const dist = join(root, 'dist');
/** Downloads and working data that are worth keeping between runs. Not under version control. */
export const cache = join(root, '.cache');
/** Logs and pictures of the last test run. Not under version control. */
export const results = join(root, 'test-results');
