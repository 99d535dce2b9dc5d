import assert from 'node:assert/strict';
import type { Frame } from 'playwright-core';
import type { Journey } from './journey.ts';
import { shopTemplate } from './shop.ts';
import { until } from './workbench/wait.ts';

/** Tonight's deployment: a template was changed, its plan is read beside it. */
const plan: Journey = {
  name: 'Plan',
  files: { 'plan/web.yaml': shopTemplate },
  tell: async (vscode, check) => {
    let view: Frame;
    const step = () => view.getByRole('slider').getAttribute('aria-valuetext');
    await check('the plan opens from the palette, compared with the last commit', async () => {
      await vscode.openFile('plan/web.yaml');
      await vscode.cursorAt('plan/web.yaml', 'ami-0aaa1111bbbb2222c');
      await vscode.page.keyboard.press('Backspace');
      await vscode.typeText('d');
      await vscode.runCommand('Verdigris: Preview Blue-Green Plan');
      view = await vscode.webview('.sentence');
      await until('a green copy of the group', () => view.locator('[data-key="green:Resources.WebAsg"]').count());
      assert.match(await view.locator('.evidence').innerText(), /git HEAD → editor/);
      assert.match(await view.locator('[data-key="green:Resources.WebLaunchTemplate"] .change').innerText(), /ami-/);
    });
    await check('the slider moves the traffic to green', async () => {
      const slider = view.getByRole('slider');
      await slider.focus();
      await slider.press('End');
      assert.match((await step()) ?? '', /No way back\.$/);
      const gate = view.locator('[data-key="shared:Resources.HttpsListener"]');
      assert.equal(await gate.getAttribute('data-state'), 'on green');
      assert.equal(await view.locator('[data-key="blue:Resources.WebAsg"]').getAttribute('data-state'), 'retired');
    });
    await check('a warning leads to its line', async () => {
      const warning = view.locator('.warning', { hasText: 'WebTargetGroup' }).first();
      await warning.locator('.place').click();
      await until('the cursor in the line of the target group', async () =>
        /Ln 1[6-9]/.test(await vscode.page.locator('#status\\.editor\\.selection').innerText()),
      );
      assert.match(await vscode.activeEditor(), /web\s*\.yaml/);
    });
    await check('the cursor marks the resource it is in', async () => {
      await vscode.cursorAt('plan/web.yaml', 'VisibilityTimeout');
      await until('the queue is marked', () =>
        view.locator('.box.cursor[data-key="shared:Resources.OrderQueue"]').count(),
      );
    });
    await check('a change in the text is a change in the plan', async () => {
      await vscode.cursorAt('plan/web.yaml', 'VisibilityTimeout: 60');
      await vscode.typeText('0');
      await until('60 → 600', async () =>
        /60 → 600/.test(await view.locator('[data-key="shared:Resources.OrderQueue"]').innerText()),
      );
    });
    await check('a fix out of the plan is applied, and the warning is gone', async () => {
      const warning = view.locator('.warning', { hasText: 'plan/name-collision' }).first();
      const name = await warning.locator('b').innerText();
      await warning.locator('.fix').first().click();
      await until(
        'one warning less',
        async () =>
          (await view.locator('.warning', { hasText: 'plan/name-collision' }).filter({ hasText: name }).count()) === 0,
      );
    });
    await check('another base: nothing runs yet', async () => {
      await view.getByLabel('Compare with').selectOption('none');
      await until('a first deployment', async () =>
        /nothing → editor/.test(await view.locator('.evidence').innerText()),
      );
      await view.getByLabel('Compare with').selectOption('HEAD');
      await until('HEAD again', async () => /git HEAD → editor/.test(await view.locator('.evidence').innerText()));
    });
    await check('a reload restores the panel with its tab and its moment', async () => {
      await view.getByRole('tab', { name: 'Table' }).click();
      await view.getByRole('slider').press('Home');
      await view.getByRole('slider').press('ArrowRight');
      await vscode.save();
      await vscode.runCommand('Developer: Reload Window');
      await vscode.page.waitForTimeout(3000);
      await vscode.page.locator('.monaco-workbench').waitFor({ timeout: 60_000 });
      view = await vscode.webview('.sentence', 60);
      await until('the table', () => view.locator('table.grid tbody tr').count());
      assert.match((await step()) ?? '', /^Step 1 of /);
    });
    await check('a unit of several files that did not change has nothing to deploy', async () => {
      await vscode.closeEditors();
      await vscode.openFile('macfile/shop.macfile');
      await vscode.runCommand('Verdigris: Preview Blue-Green Plan');
      view = await vscode.webview('.sentence');
      await until('the evidence', async () => /git HEAD → editor/.test(await view.locator('.evidence').innerText()));
      assert.deepEqual(await view.locator('.box .change').allInnerTexts(), []);
    });
    await check('nothing popped up', async () => {
      assert.deepEqual(await vscode.notifications(), []);
    });
  },
};

export default plan;
