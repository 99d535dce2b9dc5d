import assert from 'node:assert/strict';
import type { Journey } from './journey.ts';
import { balancer, balancerModule, installedSchemas } from './terraformFiles.ts';
import { until } from './workbench/wait.ts';

/** A module that calls another, on a machine where nobody else knows the language: mended, renamed, completed, formatted. */
const terraform: Journey = {
  name: 'Terraform',
  settings: { 'verdigris.terraform.providerSchemas': 'installed.json' },
  files: { 'tf/main.tf': balancer, 'tf/net/main.tf': balancerModule, 'installed.json': installedSchemas },
  tell: async (vscode, check) => {
    const file = 'tf/main.tf';
    await check('an input the module does not have is a problem at its name', async () => {
      await vscode.openFile(file);
      const problem = await vscode.problem(/has no variable "cdir"/);
      assert.deepEqual(
        [problem.severity, problem.source, problem.code],
        ['error', 'verdigris', 'terraform/module-input'],
      );
      await until('a squiggle', () => vscode.squiggles());
    });
    await check('a quick fix mends it', async () => {
      await vscode.cursorAt(file, '  cdi');
      await vscode.quickFix(/Change to "cidr"/);
      assert.match(await vscode.textThatMatches(file, /^\s+cidr\s+=/m), /cidr/);
      await vscode.noProblem(/cdir/);
    });
    await check("the workspace's own provider schemas hold", async () => {
      await vscode.noProblem(/brand_new/);
      await vscode.cursorAt(file, 'brand_n');
      // A label of the workbench under the mouse may be the first to show.
      await until('a hover that names the file', async () => /installed\.json/.test(await vscode.hover()));
    });
    await check('outputs of the called module are completed', async () => {
      await vscode.cursorAt(file, 'value = module.net.');
      await vscode.complete('subnet_ids');
      assert.match(await vscode.textThatMatches(file, /module\.net\.subnet_ids/), /module\.net\.subnet_ids/);
    });
    await check('a variable is renamed where it is declared and where the module is called', async () => {
      await vscode.cursorAt(file, 'value = var.regi');
      await vscode.rename('place');
      const text = await vscode.textThatMatches(file, /variable "place"/);
      assert.equal(text.match(/var\.place/g)?.length, 2);
      assert.doesNotMatch(text, /region/);
    });
    await check('a resource is renamed with a moved block', async () => {
      await vscode.cursorAt(file, '"aws_lb" "ma');
      await vscode.quickFix(/add a moved block/);
      const text = await vscode.textThatMatches(file, /moved \{/);
      assert.match(text, /from = aws_lb\.main\n\s+to\s+= aws_lb\.main_2/);
      assert.match(text, /aws_lb\.main_2\.arn/);
    });
    await check('the document is formatted', async () => {
      await vscode.runCommand('Format Document');
      assert.match(
        await vscode.textThatMatches(file, /^ {2}source = "\.\/net"$/m),
        /^ {2}cidr {3}= "10\.0\.0\.0\/16"$/m,
      );
    });
    await check('nothing popped up', async () => {
      assert.deepEqual(await vscode.notifications(), []);
    });
  },
};

export default terraform;
