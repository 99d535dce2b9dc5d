import { readFileSync } from 'node:fs';
import type { Surroundings } from '../../../server/core/languages/language.ts';
import { macfile } from '../../../server/core/languages/macfile/index.ts';
import type { MacfileReading } from '../../../server/core/languages/macfile/reading.ts';
import type { Finding } from '../../../server/core/model/finding.ts';
import type { DataSource } from '../../../server/core/schema/data.ts';

const cache = new Map<string, unknown>();

/** The bundled data, read from the repository. */
const data: DataSource = {
  json(name) {
    if (!cache.has(name)) cache.set(name, readJson(name));
    return cache.get(name);
  },
  bytes: () => undefined,
  inflate: (bytes) => bytes,
};

function readJson(name: string): unknown {
  try {
    return JSON.parse(readFileSync(new URL(`../../../schemas/${name}`, import.meta.url), 'utf8'));
  } catch {
    return undefined;
  }
}

export interface Opened {
  readonly reading: MacfileReading;
  readonly around: Surroundings;
}

/** A project of Macfiles by path; the first one is what is looked at. Every other path is missing. */
export function open(files: Readonly<Record<string, string>>): Opened {
  const readings = new Map(Object.entries(files).map(([path, text]) => [path, macfile.read({ path, text }, data)]));
  const reading = readings.values().next().value;
  if (reading === undefined) throw new Error('a project needs a file');
  const project: Surroundings['project'] = {
    reading: (path) => readings.get(path),
    paths: () => [...readings.keys()].sort(),
    text: (path) => files[path],
    missing: (path) => !(path in files),
  };
  return { reading, around: { project, data } };
}

export function findingsOf({ reading, around }: Opened): readonly Finding[] {
  return [...reading.problems, ...macfile.check(reading, around)];
}

export function check(text: string, others: Readonly<Record<string, string>> = {}): readonly Finding[] {
  return findingsOf(open({ 'shop.macfile': text, ...others }));
}
