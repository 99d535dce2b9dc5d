import assert from 'node:assert/strict';
import type { Journey } from './journey.ts';
import { balancer, balancerModule, officialIds } from './terraformFiles.ts';
import { until } from './workbench/wait.ts';

/** Beside an extension that contributes the ids of the language: the file keeps its language, and we add what that one lacks. */
const terraformNeighbour: Journey = {
  name: 'Beside the Terraform extension',
  neighbour: officialIds,
  files: {
    // Whole: in a module that cannot be read, absence of a name proves nothing.
    'tf/main.tf': balancer.replace('module.net.', 'module.net.subnet_ids'),
    'tf/net/main.tf': balancerModule,
    'tf/x.tfvars': 'regoin = "eu"\n',
    'tf/x.tftest.hcl': 'run "a" {\n  variables {\n    regoin = "eu"\n  }\n}\n',
  },
  tell: async (vscode, check) => {
    const mode = (wanted: RegExp): Promise<unknown> =>
      until(`${wanted} in the status bar`, async () =>
        wanted.test(await vscode.page.locator('#status\\.editor\\.mode').innerText()),
      );
    await check('the file has the language of the other extension, and our findings', async () => {
      await vscode.openFile('tf/main.tf');
      await mode(/^Terraform$/);
      assert.equal((await vscode.problem(/has no variable "cdir"/)).source, 'verdigris');
    });
    await check('completion is left to it', async () => {
      await vscode.cursorAt('tf/main.tf', 'value = module.net.');
      await vscode.page.keyboard.press('Control+Space');
      await vscode.page.waitForTimeout(1500);
      const labels = await vscode.page.locator('.suggest-widget.visible .label-name').allInnerTexts();
      assert.ok(!labels.includes('subnet_ids'), `offered are: ${labels.join(' | ')}`);
      await vscode.page.keyboard.press('Escape');
    });
    await check('each finding is there once', async () => {
      const found = (await vscode.problems()).filter(({ message }) => /"cdir"/.test(message));
      assert.equal(found.length, 1);
    });
    await check('a quick fix is offered, which the other one never has', async () => {
      await vscode.cursorAt('tf/main.tf', '  cdi');
      await vscode.quickFix(/Change to "cidr"/);
      await vscode.noProblem(/cdir/);
    });
    await check('values and tests are ours too', async () => {
      await vscode.openFile('tf/x.tfvars');
      await mode(/^Terraform Vars$/);
      await vscode.problem(/no variable "regoin"/);
      await vscode.openFile('tf/x.tftest.hcl');
      await mode(/^Terraform Test$/);
      await vscode.problem(/no variable "regoin"/);
    });
    await check('nothing popped up', async () => {
      assert.deepEqual(await vscode.notifications(), []);
    });
  },
};

export default terraformNeighbour;
