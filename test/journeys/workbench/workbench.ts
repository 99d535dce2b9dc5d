/**
 * A VS Code workbench in a browser, driven as a person would: keys, lists and what is on the screen.
 * Positions are said by text of the document, never by line numbers.
 */
import { readFile } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import type { Frame, Page } from 'playwright-core';
import { until } from './wait.ts';

/** A row of the Problems view. */
export interface Problem {
  /** `error`, `warning` or `info`. */
  readonly severity: string;
  readonly message: string;
  readonly source: string;
  /** The finding's code, such as `no-latest-tag`; empty when there is none. */
  readonly code: string;
  /** One-based, as shown. */
  readonly line: number;
  readonly column: number;
  /** Name of the file, without its folder. */
  readonly file: string;
}

export class Workbench {
  readonly page: Page;
  /** Absolute path of the opened folder. */
  readonly folder: string;
  /** The file that was opened last: the Problems view is kept to it, for it only holds what fits on the screen. */
  #opened: string | undefined;

  constructor(page: Page, folder: string) {
    this.page = page;
    this.folder = folder;
  }

  /** Runs a palette command by its full title, such as `Verdigris: Preview Blue-Green Plan`. */
  async runCommand(title: string): Promise<void> {
    await this.palette(`>${title}`, title);
  }

  /** Titles the palette offers for what is typed. */
  async commands(typed: string): Promise<readonly string[]> {
    await this.openPalette(`>${typed}`);
    await this.page.waitForTimeout(500);
    const titles = await this.page.locator('.quick-input-list .monaco-list-row .label-name').allInnerTexts();
    await this.page.keyboard.press('Escape');
    await this.paletteGone();
    return titles;
  }

  /** Opens a file of the folder in an editor of its own and waits for its text. */
  async openFile(path: string): Promise<void> {
    const absolute = this.absolute(path);
    const name = absolute.split('/').at(-1) ?? '';
    await until(`${path} in the active editor`, async () => {
      await this.openPalette(absolute);
      const row = this.page.locator('.quick-input-list .monaco-list-row', { hasText: name }).first();
      await row.waitFor({ timeout: 5000 });
      await this.page.keyboard.press('Enter');
      const tab = this.page.locator('.tabs-container .tab.active', { hasText: name });
      await tab.waitFor({ timeout: 5000 });
      await this.page
        .locator('.editor-group-container.active .view-lines .view-line')
        .first()
        .waitFor({ timeout: 5000 });
      return true;
    });
    this.#opened = path;
    await this.focusEditor();
  }

  /**
   * Saves the active editor and reads the file: its whole text, folded or scrolled away or not.
   * An edit of the last moment may still be missing; `textThatMatches` waits for it.
   */
  async textOf(path: string): Promise<string> {
    await this.save();
    return readFile(this.absolute(path), 'utf8');
  }

  /** The text of the active file, once it matches: an edit that was asked for arrives a little later. */
  async textThatMatches(path: string, pattern: RegExp, seconds = 10): Promise<string> {
    return until(
      `${path} to match ${pattern}`,
      async () => {
        const text = await this.textOf(path);
        return pattern.test(text) ? text : undefined;
      },
      seconds,
    );
  }

  async save(): Promise<void> {
    await this.page.keyboard.press('Control+S');
    await until('the file is saved', async () => (await this.page.locator('.tab.active.dirty').count()) === 0, 5);
  }

  async focusEditor(): Promise<void> {
    await this.page.keyboard.press('Control+1');
  }

  /** Puts the cursor right before (`before`) or behind (default) the first occurrence of `needle` in the file's text. */
  async cursorAt(path: string, needle: string, where: 'before' | 'behind' = 'behind'): Promise<void> {
    const text = await until(
      `"${needle}" in ${path}`,
      async () => {
        const read = await this.textOf(path);
        return read.includes(needle) ? read : undefined;
      },
      5,
    );
    const start = text.indexOf(needle);
    const before = text.slice(0, where === 'behind' ? start + needle.length : start).split('\n');
    const line = before.length;
    const column = (before.at(-1)?.length ?? 0) + 1;
    await this.openPalette(`:${line}:${column}`);
    await this.page.keyboard.press('Enter');
    await this.paletteGone();
    await until(`the cursor in line ${line}`, async () => (await this.cursorLine()) === line, 5);
  }

  /** One-based line of the cursor, from the status bar. */
  async cursorLine(): Promise<number | undefined> {
    const text = await this.page
      .locator('#status\\.editor\\.selection')
      .innerText()
      .catch(() => '');
    const line = /Ln (\d+)/.exec(text)?.[1];
    return line === undefined ? undefined : Number(line);
  }

  /** Types as a person does, suggestions and automatic closing included. */
  async typeText(text: string): Promise<void> {
    await this.page.keyboard.type(text, { delay: 20 });
  }

  /** The problems of the file that was opened last (of all files before the first), as the Problems view shows them. */
  async problems(): Promise<readonly Problem[]> {
    await this.showPanel('.markers-panel', 'Problems: Focus on Problems View');
    await this.filterProblems();
    const rows = this.page.locator('.markers-panel .monaco-list-row');
    const shown = await rows.evaluateAll((elements) =>
      elements.map((row) => ({
        label: row.getAttribute('aria-label') ?? '',
        name: row.querySelector('.label-name')?.textContent ?? '',
        source: row.querySelector('.marker-source')?.textContent ?? '',
        code: row.querySelector('.marker-code')?.textContent ?? '',
      })),
    );
    let file = '';
    return shown.flatMap((row) => {
      file = row.name || file;
      return readProblem(row, file);
    });
  }

  /** Waits for a problem whose message or code matches. */
  async problem(pattern: RegExp, seconds = 20): Promise<Problem> {
    return until(
      `a problem that matches ${pattern}`,
      async () => (await this.problems()).find((it) => pattern.test(it.message) || pattern.test(it.code)),
      seconds,
    );
  }

  /** Waits until no problem's message or code matches. */
  async noProblem(pattern: RegExp, seconds = 20): Promise<void> {
    await until(
      `no problem that matches ${pattern}`,
      async () => !(await this.problems()).some((it) => pattern.test(it.message) || pattern.test(it.code)),
      seconds,
    );
  }

  /** How many underlined stretches the visible part of the active editor shows. */
  async squiggles(): Promise<number> {
    const kinds = ['error', 'warning', 'info'].map((it) => `.editor-group-container.active .squiggly-${it}`);
    return this.page.locator(kinds.join(', ')).count();
  }

  /** Titles of the quick fixes at the cursor; the menu stays open. */
  async quickFixes(): Promise<readonly string[]> {
    const rows = this.page.locator('.action-widget .monaco-list-row.action');
    await until('a menu of quick fixes', async () => {
      if ((await rows.count()) === 0) {
        await this.page.keyboard.press('Control+.');
        await rows.first().waitFor({ timeout: 3000 });
      }
      return rows.count();
    });
    return rows.allInnerTexts();
  }

  /** Applies the first quick fix at the cursor whose title matches. */
  async quickFix(title: RegExp): Promise<void> {
    const titles = await this.quickFixes();
    if (!titles.some((it) => title.test(it))) {
      await this.page.keyboard.press('Escape');
      throw new Error(`No quick fix matches ${title}; offered are: ${titles.join(' | ')}`);
    }
    // By keyboard: older versions lay a block over the menu that takes the pointer's clicks.
    const focused = this.page.locator('.action-widget .monaco-list-row.action.focused');
    await until(`"${title}" in focus`, async () => {
      if (title.test((await focused.innerText()).trim())) {
        return true;
      }
      await this.page.keyboard.press('ArrowDown');
      return false;
    });
    await this.page.keyboard.press('Enter');
    await until('the menu is gone', async () => (await this.page.locator('.action-widget:visible').count()) === 0, 5);
  }

  /** Labels of the completion list at the cursor; the list stays open. */
  async completions(): Promise<readonly string[]> {
    const rows = this.page.locator('.suggest-widget.visible .monaco-list-row');
    await until('a list of completions', async () => {
      if ((await rows.count()) === 0) {
        await this.page.keyboard.press('Control+Space');
        await rows.first().waitFor({ timeout: 3000 });
      }
      return rows.count();
    });
    const labels = await this.page.locator('.suggest-widget.visible .monaco-list-row .label-name').allInnerTexts();
    return labels.map((it) => it.replaceAll('\u00a0', ' '));
  }

  /** Accepts a completion that is among those shown. */
  async complete(label: string): Promise<void> {
    const labels = await this.completions();
    const index = labels.indexOf(label);
    if (index < 0) {
      throw new Error(`No completion "${label}"; offered are: ${labels.join(' | ')}`);
    }
    await this.page.locator('.suggest-widget.visible .monaco-list-row .label-name').nth(index).click();
  }

  /** Renames the symbol at the cursor. */
  async rename(newName: string): Promise<void> {
    const input = this.page.locator('.rename-box input');
    await until('the rename box', async () => {
      await this.page.keyboard.press('F2');
      await input.waitFor({ state: 'visible', timeout: 3000 });
      return true;
    });
    await input.fill(newName);
    await this.page.keyboard.press('Enter');
    await input.waitFor({ state: 'hidden' });
  }

  /** Text of the hover at the cursor. */
  async hover(): Promise<string> {
    const box = this.page.locator('.monaco-hover:visible .hover-row');
    return until('a hover with text', async () => {
      await this.page.keyboard.press('Control+K');
      await this.page.keyboard.press('Control+I');
      await box.first().waitFor({ timeout: 3000 });
      return (await box.allInnerTexts()).join('\n').trim();
    });
  }

  /** Name of the file in the active editor. */
  async activeEditor(): Promise<string> {
    return this.page.locator('.editor-group-container.active .tab.active').first().innerText();
  }

  /** The document inside a webview, once it holds an element for the selector. */
  async webview(selector: string, seconds = 30): Promise<Frame> {
    return until(
      `a webview with ${selector}`,
      async () => {
        for (const frame of this.page.frames()) {
          if (
            (await frame
              .locator(selector)
              .count()
              .catch(() => 0)) > 0 &&
            frame !== this.page.mainFrame()
          ) {
            return frame;
          }
        }
        return undefined;
      },
      seconds,
    );
  }

  /** Texts of the notifications on the screen. */
  async notifications(): Promise<readonly string[]> {
    return this.page.locator('.notifications-toasts .notification-list-item-message').allInnerTexts();
  }

  async closeEditors(): Promise<void> {
    await this.runCommand('View: Close All Editors');
  }

  private absolute(path: string): string {
    return isAbsolute(path) ? path : join(this.folder, path);
  }

  private async showPanel(selector: string, command: string): Promise<void> {
    if ((await this.page.locator(selector).filter({ visible: true }).count()) === 0) {
      await this.runCommand(command);
      await this.page.locator(selector).first().waitFor({ state: 'visible' });
      await this.focusEditor();
    }
  }

  private async filterProblems(): Promise<void> {
    const filter = this.page.getByPlaceholder(/^Filter \(e\.g\. text/);
    const wanted = this.#opened === undefined ? '' : `**/${this.#opened.replace(/^\//, '')}`;
    if ((await filter.inputValue()) !== wanted) {
      await filter.fill(wanted);
      await this.focusEditor();
      // The view applies what was typed only after a while, and shows nothing by which to know.
      await this.page.waitForTimeout(500);
    }
  }

  private async openPalette(typed: string): Promise<void> {
    const input = this.page.locator('.quick-input-widget .quick-input-filter input');
    await until('the command palette', async () => {
      if (!(await input.isVisible())) {
        await this.page.keyboard.press('F1');
        await input.waitFor({ state: 'visible', timeout: 2000 });
      }
      await input.fill(typed, { timeout: 1000 });
      return true;
    });
  }

  /** The palette fades out; until it is gone it takes no keys, and hides nothing from the next one. */
  private async paletteGone(): Promise<void> {
    await this.page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
  }

  private async palette(typed: string, title: string): Promise<void> {
    await until(
      `the command "${title}" in the palette`,
      async () => {
        await this.openPalette(typed);
        const name = this.page.locator('.quick-input-list .monaco-list-row .label-name').filter({ hasText: title });
        await name.first().waitFor({ timeout: 3000 });
        const names = await name.allInnerTexts();
        const exact = names.findIndex((it) => it.trim() === title);
        await name.nth(Math.max(0, exact)).click();
        return true;
      },
      20,
    );
  }
}

/** VS Code labels a row for screen readers: `Warning: <message> at line 2 and character 14. generated by <source>`. */
function readProblem(row: { label: string; source: string; code: string }, file: string): readonly Problem[] {
  const parts = /^(\w+): ([\s\S]*) at line (\d+) and character (\d+)\./.exec(row.label);
  if (parts === null) {
    return [];
  }
  const [, severity = '', message = '', line, column] = parts;
  return [
    {
      severity: severity.toLowerCase(),
      message,
      source: row.source,
      code: row.code.replace(/^\(|\)$/g, ''),
      line: Number(line),
      column: Number(column),
      file,
    },
  ];
}
