import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import type { Journey } from './journey.ts';
import { wrongKey } from './macfiles.ts';
import { shopTemplate } from './shop.ts';
import { until } from './workbench/wait.ts';

/** As on vscode.dev: a virtual workspace, no Node.js anywhere, the language server is a worker. */
const browser: Journey = {
  name: 'Browser',
  where: 'browser',
  files: { 'first/Macfile': wrongKey, 'first/web.yaml': shopTemplate },
  tell: async (vscode, check) => {
    const { page } = vscode;
    const row = (text: string): Locator => page.locator('.explorer-viewlet .monaco-list-row', { hasText: text });
    const open = async (): Promise<void> => {
      await row('first').waitFor({ timeout: 30_000 });
      if ((await row('Macfile').count()) === 0) {
        await row('first').click();
      }
      await row('Macfile').dblclick();
      await page.locator('.editor-group-container.active .view-lines .view-line').first().waitFor();
    };
    await check('a Macfile in a virtual workspace gets its diagnostics', async () => {
      await open();
      const problem = await vscode.problem(/rolse/, 40);
      assert.deepEqual([problem.line, problem.column], [5, 1]);
    });
    await check('the plan is drawn: nothing is compared, for there is no git', async () => {
      await row('web.yaml').dblclick();
      await page.locator('.tabs-container .tab.active', { hasText: 'web.yaml' }).waitFor();
      await vscode.runCommand('Verdigris: Preview Blue-Green Plan');
      const view = await vscode.webview('.sentence', 60);
      await until('the resources', () => view.locator('[data-key$=":Resources.WebAsg"]').count());
      assert.equal(await view.locator('#select-base option[value="HEAD"]').isDisabled(), true);
    });
    await check('the same after a reload, and nothing is connected to a server side', async () => {
      const sockets: string[] = [];
      page.on('websocket', (socket) => sockets.push(socket.url()));
      await page.reload({ timeout: 60_000 });
      await open();
      await vscode.problem(/rolse/, 40);
      assert.deepEqual(sockets, []);
    });
  },
};

export default browser;
