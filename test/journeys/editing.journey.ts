import assert from 'node:assert/strict';
import type { Journey } from './journey.ts';
import { shop } from './macfiles.ts';
import { until } from './workbench/wait.ts';

/** A first day with a Macfile: read what is wrong, mend it, complete, rename, look things up. */
const editing: Journey = {
  name: 'Editing',
  files: { 'edit/shop.macfile': shop },
  tell: async (vscode, check) => {
    const file = 'edit/shop.macfile';
    await check('an anti-pattern is a problem with the id of its rule', async () => {
      await vscode.openFile(file);
      const problem = await vscode.problem(/no-in-place-os-upgrade/);
      assert.equal(problem.source, 'verdigris');
    });
    await check('a quick fix mends the misspelt role', async () => {
      await vscode.cursorAt(file, 'web servr', 'before');
      await vscode.quickFix(/web server/);
      assert.doesNotMatch(await vscode.textThatMatches(file, /name: admin[\s\S]*role: web server/), /web servr/);
    });
    await check('a role is completed where one is wanted', async () => {
      await vscode.cursorAt(file, 'name: api');
      await vscode.page.keyboard.press('Enter');
      await vscode.typeText('role: ');
      await vscode.complete('web server');
      assert.match(await vscode.textThatMatches(file, /name: api\s+role: web server/), /role: web server/);
    });
    await check('a hover says what a key is for', async () => {
      await vscode.cursorAt(file, 'bootstrap ba');
      assert.match(await vscode.hover(), /bash/i);
    });
    await check('a role is renamed where it is defined and wherever it is used', async () => {
      await vscode.cursorAt(file, 'role: web ser');
      await vscode.rename('frontend');
      const text = await vscode.textThatMatches(file, /^ {2}frontend:/m);
      assert.equal(text.match(/web server/g), null);
      assert.equal(text.match(/role: frontend/g)?.length, 3);
    });
    await check('the status bar says which language it is', async () => {
      await until('Macfile in the status bar', async () =>
        /Macfile/.test(await vscode.page.locator('#status\\.editor\\.mode').innerText()),
      );
    });
    await check('nothing popped up', async () => {
      assert.deepEqual(await vscode.notifications(), []);
    });
  },
};

export default editing;
