import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { visible } from '../../client/preview/view/words.ts';
import { root } from '../../scripts/paths.ts';

type Words = Readonly<Record<string, string>>;

const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const wordsIn = (path: string): Words => JSON.parse(read(path)) as Words;
const languages = ['de', 'fr', 'es', 'ja'];

/** Every text that is given to `t` or `l10n.t` in the client. Only literals can be translated, so only literals may be given. */
function textsOfClient(): { readonly texts: ReadonlySet<string>; readonly others: readonly string[] } {
  const texts = new Set<string>();
  const others: string[] = [];
  for (const name of readdirSync(join(root, 'client'), { recursive: true, encoding: 'utf8' })) {
    if (!name.endsWith('.ts')) {
      continue;
    }
    for (const [, quote, text, other] of read(join('client', name)).matchAll(
      /(?<![\w.])(?:vscode\.l10n\.)?t\(\s*(?:(['"])((?:(?!\1)[^\\\n]|\\.)*)\1|([^)\s]+))/g,
    )) {
      if (quote !== undefined && text !== undefined) {
        texts.add(text);
      } else if (!/^english/.test(other ?? '')) {
        others.push(`${name}: ${other}`);
      }
    }
  }
  return { texts, others };
}

const holes = (text: string): readonly string[] => [...text.matchAll(/\{\d\}|\$\([\w-]+\)/g)].map(([it]) => it).sort();

describe('texts of the client', () => {
  const { texts, others } = textsOfClient();
  const english = wordsIn('l10n/bundle.l10n.json');
  it('are literals, and there are some', () => {
    expect(others).toEqual([]);
    expect(texts.size).toBeGreaterThan(200);
  });
  it('are all in the English bundle, and nothing else is', () => {
    expect(Object.keys(english).filter((it) => !texts.has(it))).toEqual([]);
    expect([...texts].filter((it) => !Object.hasOwn(english, it))).toEqual([]);
  });
  it.each(languages)('are all said in %s, with the same holes', (language) => {
    const words = wordsIn(`l10n/bundle.l10n.${language}.json`);
    expect(Object.keys(words)).toEqual(Object.keys(english));
    for (const [key, text] of Object.entries(words)) {
      expect(text.trim(), key).not.toBe('');
      expect(holes(text), key).toEqual(holes(key));
    }
  });
});

describe('texts of the manifest', () => {
  const english = wordsIn('package.nls.json');
  it('every placeholder has a text, and every text has a placeholder', () => {
    const used = new Set([...read('package.json').matchAll(/"%([\w.-]+)%"/g)].map(([, key]) => key as string));
    expect([...used].filter((it) => !Object.hasOwn(english, it))).toEqual([]);
    expect(Object.keys(english).filter((it) => !used.has(it))).toEqual([]);
  });
  it('no title or description is written into the manifest itself', () => {
    const manifest = JSON.parse(read('package.json')) as { contributes: Words };
    const { commands, configuration, walkthroughs } = manifest.contributes as unknown as Record<string, unknown>;
    const plain = JSON.stringify([commands, configuration, walkthroughs]).matchAll(
      /"(title|description|markdownDescription|altText)":"(?!%)([^"]*)"/g,
    );
    expect([...plain].map(([, , text]) => text).filter((it) => it !== 'Verdigris')).toEqual([]);
  });
  it.each(languages)('are all said in %s, links kept', (language) => {
    const words = wordsIn(`package.nls.${language}.json`);
    expect(Object.keys(words)).toEqual(Object.keys(english));
    const links = (text: string): readonly string[] => text.match(/\(command:[^)]*\)/g) ?? [];
    for (const [key, text] of Object.entries(words)) {
      expect(links(text), key).toEqual(links(english[key] as string));
    }
  });
});

describe('the manifest keeps its promises', () => {
  const { contributes } = JSON.parse(read('package.json')) as {
    contributes: {
      languages: { id: string }[];
      configuration: { properties: Record<string, Words> };
      walkthroughs: { steps: unknown[] }[];
      commands: { command: string; category: string }[];
      keybindings?: unknown;
    };
  };
  it('contributes one language id and no keybinding', () => {
    expect(contributes.languages.map((it) => it.id)).toEqual(['macfile']);
    expect(contributes.keybindings).toBeUndefined();
  });
  it('at most 25 settings, none of which names a program', () => {
    const names = Object.keys(contributes.configuration.properties);
    expect(names.length).toBeLessThanOrEqual(25);
    expect(names.every((it) => /^verdigris\.[a-zA-Z]+\.[a-zA-Z]+$/.test(it))).toBe(true);
    expect(names.filter((it) => /path|executable|command|program|binary/i.test(it))).toEqual([]);
  });
  it('at most 6 steps in the walkthrough, one category for all commands', () => {
    expect(contributes.walkthroughs.every((it) => it.steps.length <= 6)).toBe(true);
    expect(new Set(contributes.commands.map((it) => it.category))).toEqual(new Set(['Verdigris']));
  });
  it('at most 5 places show a message', () => {
    const places = readdirSync(join(root, 'client'), { recursive: true, encoding: 'utf8' })
      .filter((it) => it.endsWith('.ts'))
      .flatMap((it) => [...read(join('client', it)).matchAll(/show(Information|Warning|Error)Message\(/g)]);
    expect(places.length).toBeLessThanOrEqual(5);
  });
});

it('no text of a plan holds what a picture of it, which is XML, cannot hold', () => {
  expect(visible('half \ud83d, none \uffff\ufffe\u0007, whole \u{1f600}')).toBe(
    'half \ufffd, none \ufffd\ufffd\ufffd, whole \u{1f600}',
  );
});
