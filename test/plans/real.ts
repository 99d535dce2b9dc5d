import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ansible } from '../../server/core/languages/ansible/index.ts';
import { cloudformation } from '../../server/core/languages/cloudformation/index.ts';
import type { Language, Project, Reading } from '../../server/core/languages/language.ts';
import { macfile } from '../../server/core/languages/macfile/index.ts';
import { terraform } from '../../server/core/languages/terraform/index.ts';
import type { LanguageId } from '../../server/core/model/fact.ts';
import { LineIndex } from '../../server/core/model/lines.ts';
import { overridesIn, type PlanInput, type UnitFacts } from '../../server/core/planner/index.ts';
import { replacement } from '../../server/core/schema/replacement.ts';
import { data } from './build.ts';

const LANGUAGES: Readonly<Partial<Record<LanguageId, Language>>> = { ansible, cloudformation, macfile, terraform };

export function fixture(name: string): string {
  return readFileSync(join(import.meta.dirname, 'fixtures', name), 'utf8');
}

/** Reads two texts with the real adapter and hands them to the planner as the service does. */
export function inputOf(language: LanguageId, green: string, blue?: string, path = `green.${language}`): PlanInput {
  const { unit, reading } = read(language, green, path);
  return {
    green: unit,
    ...(blue === undefined ? {} : { blue: read(language, blue, path).unit }),
    overrides: overridesIn(green, reading.comments, reading.nodes),
    ...(language === 'cloudformation' || language === 'terraform'
      ? { replacement: (type, at) => replacement(language, type, at, data) }
      : {}),
  };
}

export function read(
  id: LanguageId,
  text: string,
  path: string,
): { readonly unit: UnitFacts; readonly reading: Reading; readonly language: Language } {
  const language = LANGUAGES[id];
  if (!language) throw new Error(`no adapter for ${id}`);
  const reading = language.read({ path, text }, data);
  const facts = language.facts(reading, { project: onlyThis(reading), data });
  const lines = new LineIndex(text);
  return { unit: { path, language: id, facts, rangeOf: (span) => lines.rangeOf(span) }, reading, language };
}

function onlyThis(reading: Reading): Project {
  return {
    reading: (path) => (path === reading.source.path ? reading : undefined),
    paths: () => [reading.source.path],
    text: (path) => (path === reading.source.path ? reading.source.text : undefined),
    missing: (path) => path !== reading.source.path,
  };
}
