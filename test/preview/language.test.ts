/** Panel and plan in other languages: all of it is said, and there is room for it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { tabs } from '../../client/preview/view/model.ts';
import { root } from '../../scripts/paths.ts';
import type { Plan } from '../../server/core/model/plan.ts';
import type { Words } from '../../server/core/planner/index.ts';
import { planOf } from '../../server/core/service/plan.ts';
import { wordsFor } from '../../server/core/service/words.ts';
import { createWorkspace } from '../../server/core/service/workspace.ts';
import { diskData } from '../../server/hosts/disk.ts';
import { type Opened, useViewer, widen } from './page.ts';

const viewer = useViewer();

const data = diskData();
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const panelWords = (language: string): Readonly<Record<string, string>> =>
  JSON.parse(read(`l10n/bundle.l10n${language === 'en' ? '' : `.${language}`}.json`));

const FILES = ['test/plans/fixtures/golden-1/green.yaml', 'test/plans/fixtures/golden-2/green.tf'] as const;

function planIn(file: string, words: Words | undefined): Plan {
  const path = `/shop/${file.slice(file.lastIndexOf('/') + 1)}`;
  const workspace = createWorkspace({ data, today: () => '2026-01-01', log: () => undefined, words: () => words });
  workspace.setFolders(['/shop']);
  workspace.open(path, read(file));
  const blue = { path, text: read(file.replace('green', 'blue')) };
  const answer = planOf(workspace, { path, blue: { kind: 'git:HEAD', files: [blue] } });
  if ('refused' in answer) throw new Error(answer.refused);
  return answer.plan;
}

/** Texts that are cut without saying so, and whatever makes the page scroll sideways. */
function cut(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const wide = document.documentElement.scrollWidth > document.documentElement.clientWidth ? ['the page'] : [];
    const texts = [...document.querySelectorAll<HTMLElement>('body *')].filter((it) => {
      const { overflowX, textOverflow, display } = getComputedStyle(it);
      const hidden = (overflowX === 'hidden' || overflowX === 'clip') && textOverflow !== 'ellipsis';
      const own = [...it.childNodes].some((child) => child.nodeType === 3 && child.textContent?.trim() !== '');
      return hidden && own && display !== 'inline' && it.clientWidth > 2 && it.scrollWidth > it.clientWidth + 1;
    });
    return [...wide, ...texts.map((it) => `${it.className}: ${it.textContent}`)];
  });
}

/** What is read on every tab, wide and narrow; nothing of it may be cut. */
async function readAll({ page, faults }: Opened): Promise<string> {
  const texts: string[] = [];
  for (const [at, tab] of tabs.entries()) {
    await widen(page, 1280);
    await page.locator('[role="tab"]').nth(at).click();
    texts.push(...(await page.locator('body').allInnerTexts()));
    expect(await cut(page), `${tab} at 1280`).toEqual([]);
    await widen(page, 720);
    expect(await cut(page), `${tab} at 720`).toEqual([]);
  }
  expect(faults).toEqual([]);
  await page.close();
  return texts.join('\n').toLowerCase();
}

describe.each(['de', 'fr', 'es', 'ja'])('%s', (language) => {
  const words = wordsFor(language, data);
  it.each(FILES)('%s: no sentence in English, nothing cut', async (file) => {
    const plan = planIn(file, words);
    const state = { step: 3, selected: plan.nodes[0]?.id ?? null };
    const view = await viewer.show(plan, { language, words: panelWords(language), state });
    expect(await view.page.getAttribute('html', 'lang')).toBe(language);
    const text = await readAll(view);
    const english = planIn(file, undefined);
    const sentences = [
      ...english.nodes.flatMap(({ why }) => why),
      ...english.steps.flatMap((step) => [step.do, step.verify, step.rollback, ...(step.precondition ?? [])]),
      ...english.warnings.flatMap(({ message, fix = '' }) => [message, fix]),
    ].filter((each) => each.length > 12);
    expect(sentences.filter((each) => text.includes(each.toLowerCase()))).toEqual([]);
    for (const step of plan.steps) expect(text).toContain(step.do.toLowerCase());
    for (const { message } of plan.warnings) expect(text).toContain(message.toLowerCase());
  });
});

/** Greek letters for Latin ones, every word half as long again. */
const pseudo = (english: string): string =>
  english.replace(/\{\d\}|[A-Za-z]+/g, (word) => {
    if (word.startsWith('{')) return word;
    const greek = [...word.toLowerCase()].map((sign) => String.fromCharCode(0x3b1 + ((sign.charCodeAt(0) - 97) % 24)));
    return greek.join('') + 'ω'.repeat(Math.ceil(word.length / 2));
  });

/** Of the question that a plan answers: see `planMessage`. */
const ASKED = ['head', 'git', 'web', 'yaml'];

describe('a language half as long again', () => {
  const words = Object.fromEntries(Object.keys(panelWords('en')).map((text) => [text, pseudo(text)]));
  it.each(FILES)('%s: every word is of a catalogue or of the file, nothing cut', async (file) => {
    const plan = planIn(file, pseudo);
    const wordsIn = (text: string): readonly string[] => text.toLowerCase().match(/[a-z]{2,}/g) ?? [];
    const commands = plan.steps.flatMap((step) => step.commands ?? []);
    const codes = plan.warnings.map(({ code }) => code);
    const via = plan.nodes.flatMap(({ changedPaths = [] }) => changedPaths.flatMap((each) => each.via ?? []));
    const files = [file, read(file), read(file.replace('green', 'blue'))];
    const own = new Set([...files, ...commands, ...codes, ...via, ...ASKED].flatMap(wordsIn));
    const shown = await readAll(
      await viewer.show(plan, { words, state: { step: 3, selected: plan.nodes[1]?.id ?? null } }),
    );
    expect(wordsIn(shown).filter((word) => !own.has(word))).toEqual([]);
  });
});
