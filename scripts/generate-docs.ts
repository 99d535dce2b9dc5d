import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { generatedDocs, updated } from './docs/pages.ts';

const ROOT = join(import.meta.dirname, '..');

for (const generated of generatedDocs()) {
  const path = join(ROOT, generated.path);
  const text = updated(generated, existsSync(path) ? readFileSync(path, 'utf8') : undefined);
  if (text === undefined) continue;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
