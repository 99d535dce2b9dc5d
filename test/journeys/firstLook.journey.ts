import assert from 'node:assert/strict';
import type { Journey } from './journey.ts';
import { wrongKey } from './macfiles.ts';
import { until } from './workbench/wait.ts';

/** The first minute: the extension is there, says nothing unasked, and underlines what is wrong. */
const firstLook: Journey = {
  name: 'First look',
  files: {
    'first/Macfile': wrongKey,
    'first/notes.yaml': 'shopping:\n  - milk\n  - milk\n',
  },
  tell: async (vscode, check) => {
    await check('a wrong key in a Macfile is a problem at that key', async () => {
      await vscode.openFile('first/Macfile');
      const problem = await vscode.problem(/rolse/);
      assert.match(problem.code, /^macfile\//);
      assert.equal(problem.line, 5);
      assert.equal(problem.column, 1);
    });
    await check('the commands are in the palette', async () => {
      await until('the plan command', async () =>
        (await vscode.commands('Verdigris: ')).includes('Verdigris: Preview Blue-Green Plan'),
      );
    });
    await check('the wrong key is underlined in the editor', async () => {
      await until('a squiggle', () => vscode.squiggles());
    });
    await check('the problem goes away when it is mended, and comes back when it is undone', async () => {
      await vscode.cursorAt('first/Macfile', 'rol');
      await vscode.page.keyboard.press('Delete');
      await vscode.page.keyboard.press('Delete');
      await vscode.typeText('es');
      await vscode.noProblem(/rolse/);
      await vscode.cursorAt('first/Macfile', 'roles', 'behind');
      await vscode.page.keyboard.press('Backspace');
      await vscode.problem(/^macfile\/unknown-key$/);
    });
    await check('a YAML file that is not ours stays untouched', async () => {
      await vscode.openFile('first/notes.yaml');
      await vscode.page.waitForTimeout(1500);
      assert.deepEqual(
        (await vscode.problems()).filter((it) => it.file === 'notes.yaml'),
        [],
      );
    });
    await check('nothing popped up', async () => {
      assert.deepEqual(await vscode.notifications(), []);
    });
  },
};

export default firstLook;
