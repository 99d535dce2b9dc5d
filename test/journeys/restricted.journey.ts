import assert from 'node:assert/strict';
import type { Journey } from './journey.ts';
import { wrongKey } from './macfiles.ts';
import { shopTemplate } from './shop.ts';
import { until } from './workbench/wait.ts';

/** A folder that nobody trusts yet: reading and judging it is harmless, so everything works. */
const restricted: Journey = {
  name: 'Restricted mode',
  settings: {
    'security.workspace.trust.enabled': true,
    'security.workspace.trust.startupPrompt': 'never',
    'security.workspace.trust.banner': 'never',
  },
  files: {
    'first/Macfile': wrongKey,
    'plan/web.yaml': shopTemplate,
  },
  tell: async (vscode, check) => {
    await check('VS Code is in restricted mode', async () => {
      await until('the status bar says so', () => vscode.page.locator('#status\\.workspaceTrust').isVisible());
    });
    await check('a Macfile still gets its diagnostics', async () => {
      await vscode.openFile('first/Macfile');
      assert.equal((await vscode.problem(/rolse/)).line, 5);
    });
    await check('the plan is drawn as everywhere else', async () => {
      await vscode.openFile('plan/web.yaml');
      await vscode.runCommand('Verdigris: Preview Blue-Green Plan');
      const view = await vscode.webview('.sentence');
      await until('the resources', () => view.locator('[data-key$=":Resources.WebAsg"]').count());
      await view.getByLabel('Compare with').selectOption('none');
      await until('a first deployment', async () =>
        /nothing → editor/.test(await view.locator('.evidence').innerText()),
      );
    });
  },
};

export default restricted;
