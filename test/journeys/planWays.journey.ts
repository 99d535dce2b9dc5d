import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Frame } from 'playwright-core';
import { root } from '../../scripts/paths.ts';
import type { Journey } from './journey.ts';
import { shopTemplate } from './shop.ts';
import { until } from './workbench/wait.ts';
import type { Workbench } from './workbench/workbench.ts';

const axe = readFileSync(join(root, 'node_modules', 'axe-core', 'axe.min.js'), 'utf8');

/** Name in the list of themes, and the class that the view gets. */
const themes = [
  ['Light Modern', 'vscode-light'],
  ['Dark High Contrast', 'vscode-high-contrast'],
  ['Light High Contrast', 'vscode-high-contrast-light'],
  ['Dark Modern', 'vscode-dark'],
] as const;

/** Every way into the plan, what it is compared with, what it offers, and the ways out. */
const planWays: Journey = {
  name: 'Ways into the plan',
  files: { 'plan/web.yaml': shopTemplate },
  tell: async (vscode, check) => {
    const { page } = vscode;
    let view: Frame;
    await check('the code lens over the first resource opens it', async () => {
      await vscode.openFile('plan/web.yaml');
      await vscode.cursorAt('plan/web.yaml', 'LoadBalancer:');
      await page.locator('.codelens-decoration a', { hasText: 'Preview Blue-Green Plan' }).first().click();
      view = await vscode.webview('.sentence');
    });
    await check('the icon in the title of the editor opens it', async () => {
      await vscode.closeEditors();
      await vscode.openFile('plan/web.yaml');
      await page.locator('.editor-actions [aria-label*="Preview Blue-Green Plan"]').first().click();
      view = await vscode.webview('.sentence');
    });
    await check('the menu of the explorer opens it', async () => {
      await vscode.closeEditors();
      const row = page.locator('.explorer-viewlet .monaco-list-row', { hasText: 'web.yaml' }).first();
      await row.click({ button: 'right' });
      const item = page.locator('.monaco-menu .action-item', { hasText: 'Preview Blue-Green Plan' }).first();
      await item.hover();
      await page.keyboard.press('Enter');
      view = await vscode.webview('.sentence');
    });
    await check('compared with a revision that is picked', async () => {
      await vscode.openFile('plan/web.yaml');
      await vscode.cursorAt('plan/web.yaml', 'ami-0aaa1111bbbb2222c');
      await page.keyboard.press('Backspace');
      await vscode.typeText('d');
      await vscode.runCommand('Verdigris: Preview Blue-Green Plan');
      view = await vscode.webview('.sentence');
      await view.getByLabel('Compare with').selectOption('revision');
      const revision = page.locator('.quick-input-list .monaco-list-row', { hasText: /master|main/ }).first();
      await revision.click();
      await until('the evidence', async () =>
        /(master|main) → editor/.test(await view.locator('.evidence').innerText()),
      );
      assert.equal(await view.locator('[data-key="green:Resources.WebAsg"]').count(), 1);
    });
    await check('the step that checks green offers a listener for it, and it is written', async () => {
      await view.getByRole('tab', { name: 'Timeline' }).click();
      await view.locator('.timeline .fix', { hasText: 'Add a test listener' }).click();
      await vscode.focusEditor();
      await vscode.textThatMatches('plan/web.yaml', /HttpsListenerTest:[\s\S]*Port: 8443/);
      await until('the step says so', async () =>
        /through HttpsListenerTest/.test(await view.locator('.timeline').innerText()),
      );
    });
    for (const [theme, classOf] of themes) {
      await check(`no barrier in the theme ${theme}`, async () => {
        await chooseTheme(vscode, theme);
        await until('the theme', () => view.locator(`body.${classOf}`).count());
        for (const tab of ['Lanes', 'Table']) {
          await view.getByRole('tab', { name: tab }).click();
          assert.deepEqual(await violations(view), []);
        }
      });
    }
    await check('the drawing is copied as a picture, or saved as one', async () => {
      await view.getByRole('tab', { name: 'Lanes' }).click();
      await view.getByRole('button', { name: 'Copy the picture' }).click();
      await until(
        'it is said',
        async () => (await view.getByRole('status').textContent()) === 'The picture was copied.',
      );
      await view.getByRole('button', { name: 'Save the picture' }).click();
      const svg = await savedAs(vscode, 'tonight.svg');
      assert.match(svg, /^<svg [^>]*xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
      assert.match(svg, />WebAsg</);
    });
    await check('the plan goes into a file as one page, the view in it', async () => {
      await vscode.runCommand('Verdigris: Export Plan…');
      for (const label of ['HTML', 'Save to a file']) {
        await page.locator('.quick-input-list .monaco-list-row', { hasText: label }).first().click();
      }
      const html = await savedAs(vscode, 'tonight.html');
      assert.match(html, /^<!doctype html>/);
      assert.match(html, /<script type="application\/json" id="plan">/);
      assert.match(html, /default-src 'none'; script-src 'sha256-/);
    });
    await check('nothing popped up', async () => {
      assert.deepEqual(await vscode.notifications(), []);
    });
  },
};

/** The text of what is saved beside the plan's file, under a name typed into the dialog. */
async function savedAs({ page, folder }: Workbench, name: string): Promise<string> {
  const target = join(folder, 'plan', name);
  const input = page.locator('.quick-input-widget:visible .quick-input-filter input');
  await until('the dialog for the file', async () => (await input.inputValue()).includes('web'));
  await input.fill(target);
  await page.keyboard.press('Enter');
  return until('the file', () => readFile(target, 'utf8').catch(() => undefined));
}

/** By its name in the list of themes. */
async function chooseTheme(vscode: Workbench, name: string): Promise<void> {
  await vscode.runCommand('Preferences: Color Theme');
  const input = vscode.page.locator('.quick-input-widget:visible .quick-input-filter input');
  const row = vscode.page.locator('.quick-input-list .monaco-list-row', { hasText: name }).first();
  await until(`the theme ${name} in the list`, async () => {
    await input.fill(name);
    await row.waitFor({ timeout: 2000 });
    return true;
  });
  await row.click();
}

async function violations(view: Frame): Promise<readonly string[]> {
  await view.evaluate(axe);
  return view.evaluate(async () => {
    interface Found {
      readonly violations: readonly { readonly id: string; readonly nodes: readonly { readonly html: string }[] }[];
    }
    const { axe: it } = window as unknown as { readonly axe: { run(): Promise<Found> } };
    const found = await it.run();
    return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' ')}`);
  });
}

export default planWays;
