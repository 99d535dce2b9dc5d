import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import type { Journey } from './journey.ts';
import { wrongKey } from './macfiles.ts';

/** As on vscode.dev: a virtual workspace, no Node.js anywhere, the language server is a worker. */
const browser: Journey = {
  name: 'Browser',
  where: 'browser',
  files: { 'first/Macfile': wrongKey },
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
