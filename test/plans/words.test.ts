import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Plan } from '../../server/core/model/plan.ts';
import {
  type PlanInput,
  plan,
  planFixes,
  planWarningsAsFindings,
  type Words,
} from '../../server/core/planner/index.ts';
import type { DataSource } from '../../server/core/schema/data.ts';
import { packedWords, wordFiles, wordsFor } from '../../server/core/service/words.ts';
import * as arbitrary from './arbitrary.ts';
import { data } from './build.ts';
import { inputsOfAllCases } from './inputs.ts';
import { fixture, inputOf } from './real.ts';

const ROOT = join(import.meta.dirname, '../..');
const HOW = 'see "Sentences of a plan" in CONTRIBUTING.md';
const LANGUAGES = ['de', 'es', 'fr', 'ja'];

/** A file that has `say` from the planner. */
const SAYS = /import \{[^}]*\bsay\b[^}]*\} from '[^']*(?:phrase|planner\/index)\.ts'/;

/** Every English text that is given to `say`, and what else is given to it. */
function said(): { readonly texts: readonly string[]; readonly others: readonly string[] } {
  const texts = new Set<string>();
  const others: string[] = [];
  for (const folder of ['server/core/planner', 'server/core/service', 'server/lsp']) {
    for (const name of readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })) {
      if (!name.endsWith('.ts')) continue;
      const source = readFileSync(join(ROOT, folder, name), 'utf8');
      if (!SAYS.test(source) && name !== 'phrase.ts') continue;
      for (const [, quote, text = '', other] of source.matchAll(
        /(?<![\w.]|function )say\(\s*(?:(['"])((?:(?!\1)[^\\\n]|\\.)*)\1|([^\n]{1,60}))/g,
      )) {
        if (quote === undefined) others.push(`${folder}/${name}: say(${other}`);
        else texts.add(text.replace(/\\(['"])/g, '$1'));
      }
    }
  }
  return { texts: [...texts].sort(), others };
}

const holes = (text: string): readonly string[] => [...text.matchAll(/\{\d\}/g)].map(([hole]) => hole).sort();

/** Names of the tools and what is written into files: the same in every language. */
const kept = (text: string): readonly string[] =>
  [
    ...text.matchAll(
      /\{[A-Z_]+\}|\{\{ \w+ \}\}|\$\{[^}]+\}|--[a-z-]+|\b[a-z]+(?:_[a-z]+)+\b|\b(?:[A-Z][a-z]+){2,}\b|\.verdigris\.yaml|lifecycle(?:=| \{)|terraform (?:plan|show)|describe-change-set/g,
    ),
  ].map(([word]) => word);

describe('catalogues of schemas/words', () => {
  const { texts, others } = said();

  test('every text is a literal', () => {
    expect(others, `only a literal can be looked up: ${HOW}`).toEqual([]);
    expect(texts.length).toBeGreaterThan(400);
  });

  test('there is one for each of four languages', () => {
    const names = readdirSync(join(ROOT, 'schemas/words')).sort();
    expect(names).toEqual(LANGUAGES.map((language) => `${language}.json`));
  });

  test.each(LANGUAGES)('%s says everything, and nothing else', (language) => {
    const words = catalogue(language);
    const missing = texts.filter((text) => !Object.hasOwn(words, text));
    expect(missing, `schemas/words/${language}.json lacks sentences: ${HOW}`).toEqual([]);
    const unused = Object.keys(words).filter((text) => !texts.includes(text));
    expect(unused, `schemas/words/${language}.json has sentences that no plan says: take them out`).toEqual([]);
    expect(Object.keys(words), 'sorted, so that two people do not add at the same place').toEqual(texts);
  });

  test.each(LANGUAGES)('%s keeps holes and names', (language) => {
    for (const [english, text] of Object.entries(catalogue(language))) {
      expect(text.trim(), english).toBe(text);
      expect(text, english).not.toBe('');
      expect(holes(text), english).toEqual(holes(english));
      expect(
        kept(english).filter((word) => !text.includes(word)),
        `${english} | ${text}`,
      ).toEqual([]);
    }
  });
});

function catalogue(language: string): Readonly<Record<string, string>> {
  return JSON.parse(readFileSync(join(ROOT, `schemas/words/${language}.json`), 'utf8'));
}

/** Greek letters for Latin ones: what is left in Latin letters did not go through the catalogue. */
const pseudo: Words = (english) =>
  english.replace(/\{\d\}|[A-Za-z]/g, (sign) =>
    sign.length > 1 ? sign : String.fromCharCode(0x3b1 + ((sign.toLowerCase().charCodeAt(0) - 97) % 24)),
  );

/** Everything of a plan that people read as words. */
function sentencesOf(input: PlanInput): readonly string[] {
  const made = plan(input);
  return [
    made.summary,
    ...made.colours.flatMap(({ id, label }) => (label === id ? [] : [label])),
    ...made.nodes.flatMap(({ why, lifecycle, changedPaths = [] }) => [
      ...why,
      ...lifecycle.reasons.filter((reason) => !/^[A-Z_]+(?::\S+)?$/.test(reason)),
      ...changedPaths.flatMap(({ via }) => via ?? []),
    ]),
    ...made.steps.flatMap((step) => [step.do, step.verify, step.rollback, ...(step.precondition ?? [])]),
    ...made.warnings.flatMap(({ message, fix = '' }) => [message, fix]),
    ...planWarningsAsFindings(made, input.green, input.words).map(({ message }) => message),
    ...planFixes(made, input.green, () => '', input.words).map(({ title }) => title),
  ];
}

const INPUTS: readonly (readonly [name: string, input: PlanInput])[] = [
  ['golden 1', inputOf('cloudformation', fixture('golden-1/green.yaml'), fixture('golden-1/blue.yaml'))],
  ['golden 2', inputOf('terraform', fixture('golden-2/green.tf'), fixture('golden-2/blue.tf'))],
  [
    'golden 3',
    inputOf('macfile', fixture('golden-3/green.macfile'), fixture('golden-3/blue.macfile'), 'green.macfile'),
  ],
  ...inputsOfAllCases(),
  ...fc
    .sample(arbitrary.made, { numRuns: 100, seed: 7 })
    .map((made, at) => [`${at}`, arbitrary.inputOf(made)] as const),
];

describe('a plan in another language', () => {
  test('says nothing in English: what is left are names and values of the files', () => {
    expect(leftInEnglish(pseudo), `these were not given to say(): ${HOW}`).toEqual([]);
    expect(leftInEnglish((english) => english).length).toBeGreaterThan(1000);
  });

  test('differs from the English one in nothing but sentences', () => {
    for (const [name, input] of INPUTS) {
      expect(bare(plan({ ...input, words: pseudo })), name).toEqual(bare(plan(input)));
    }
  });

  test.each(LANGUAGES)('is whole in %s', (language) => {
    const words = wordsFor(language, data);
    for (const [name, input] of INPUTS) {
      for (const text of sentencesOf({ ...input, ...(words ? { words } : {}) })) {
        expect(text, name).not.toMatch(/(?<!\{)\{\d\}|undefined|\[object/);
      }
    }
  });
});

function leftInEnglish(words: Words): readonly string[] {
  return INPUTS.flatMap(([name, input]) => {
    const own = wordsIn(JSON.stringify(input));
    return sentencesOf({ ...input, words }).flatMap((text) => {
      const foreign = [...wordsIn(text)].filter((word) => !own.has(word) && !NAMES.has(word));
      return foreign.length > 0 ? [`${name}: ${text} [${foreign}]`] : [];
    });
  });
}

/** Words of the language, and names that the planner itself knows. */
const NAMES: ReadonlySet<string> = new Set([
  ...['retain', 'snapshot', 'argo', 'rollouts', 'flagger', 'var', 'colour', 'property', 'use', 'name', 'override'],
  // Names of what says that a change replaces: those of `server/core/schema/replacement.ts`.
  ...'cloudformation resource specification provider code curated documentation twin'.split(' '),
  ...'no replacement facts for the provider schema says nothing about'.split(' '),
]);

function wordsIn(text: string): ReadonlySet<string> {
  return new Set(text.toLowerCase().match(/[a-z]{2,}/g));
}

/** A plan without what people read as words. */
function bare({ summary: _, ...made }: Plan): unknown {
  return {
    ...made,
    colours: made.colours.map(({ id }) => id),
    nodes: made.nodes.map(({ why, changedPaths = [], lifecycle, ...node }) => ({
      ...node,
      why: why.length,
      changedPaths: changedPaths.map(({ via: _via, ...path }) => path),
      lifecycle: { ...lifecycle, reasons: lifecycle.reasons.length },
    })),
    steps: made.steps.map(({ do: _do, verify: _verify, rollback: _rollback, precondition = [], ...step }) => ({
      ...step,
      precondition: precondition.length,
    })),
    warnings: made.warnings.map(({ message: _message, fix, ...warning }) => ({ ...warning, fix: fix !== undefined })),
  };
}

describe('the words of a reader', () => {
  const source = (files: Readonly<Record<string, unknown>>, asked: string[] = []): DataSource => ({
    json: (name) => {
      asked.push(name);
      return files[name];
    },
    bytes: () => undefined,
    inflate: (bytes) => bytes,
  });

  test.each([undefined, '', 'en', 'en-GB'])('nothing is read for %s', (locale) => {
    const asked: string[] = [];
    expect(wordsFor(locale, source({}, asked))).toBe(undefined);
    expect(asked).toEqual([]);
  });

  test.each(['de', 'de-AT', 'de_DE.UTF-8', 'DE'])('%s is German', (locale) => {
    expect(wordFiles(locale)[0]).toBe('words/de.json');
    expect(wordsFor(locale, data)?.('the cache is warm')).toBe('der Cache ist warm');
  });

  test('a language without a catalogue reads English', () => {
    expect(wordsFor('pt-br', data)).toBe(undefined);
  });

  test('packed catalogues say the same', () => {
    const catalogues = Object.fromEntries(LANGUAGES.map((language) => [language, catalogue(language)]));
    const packed = packedWords(catalogues);
    expect(JSON.stringify(packed).length).toBeLessThan(JSON.stringify(catalogues).length * 0.6);
    for (const language of LANGUAGES) {
      const words = wordsFor(language, source(packed));
      for (const [english, text] of Object.entries(catalogue(language))) expect(words?.(english)).toBe(text);
      expect(words?.('nobody says this')).toBe(undefined);
      expect(words?.('constructor')).toBe(undefined);
    }
  });

  test('two texts with one key are refused', () => {
    expect(() => packedWords({ de: { costarring: 'a', liquid: 'b' } })).toThrow('liquid');
  });
});
