import assert from 'node:assert/strict';
import type { Journey } from './journey.ts';
import { until } from './workbench/wait.ts';

const table = (name: string): string => `  ${name}:
    Type: AWS::DynamoDB::Table
    Properties:
      BillingMode: PAY_PER_REQUEST
      AttributeDefinitions:
        - { AttributeName: id, AttributeType: S }
      KeySchema:
        - { AttributeName: id, KeyType: HASH }
`;

const store = `Resources:
  Orders:
    Type: AWS::SQS::Queue
${table('Carts')}${table('Wishes')}`;

/** Never opened: only the workspace knows of it. */
const gate = `resource "aws_security_group" "gate" {
  vpc_id = var.vpc

  ingress {
    from_port   = 22
    to_port     = 22
    protocol    = "tcp"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

variable "vpc" {
  type        = string
  description = "The network"
}
`;

/** A finding from the squiggle to the end: why, fix, suppress with a reason, fix all on save, and the rest of the workspace. */
const rules: Journey = {
  name: 'Rules',
  files: { 'rules/store.yaml': store, 'rules/net/gate.tf': gate },
  settings: { 'editor.codeActionsOnSave': { 'source.fixAll.verdigris': 'explicit' } },
  tell: async (vscode, check) => {
    const file = 'rules/store.yaml';
    const gatekeeper = 'rules/net/gate.tf';
    await check('the Problems view holds what a file says that nobody opened', async () => {
      await vscode.problem(/no-open-ssh/, 30);
    });
    await check('an anti-pattern is underlined', async () => {
      await vscode.openFile(file);
      const problem = await vscode.problem(/queue-needs-dlq/);
      assert.equal(problem.line, 2);
      await until('a squiggle', () => vscode.squiggles());
    });
    await check('a hover says why it matters and which setting decided', async () => {
      await vscode.cursorAt(file, 'Orders', 'before');
      // The editor shows the finding at once and what the server says when it comes.
      const said = await until('why, in the hover', async () => {
        const text = await vscode.hover();
        return /Queue without a dead-letter path/.test(text) ? text : undefined;
      });
      assert.match(said, /warning by profile recommended/);
      await vscode.page.keyboard.press('Escape');
    });
    await check('it is suppressed here, with a place for the reason', async () => {
      await vscode.cursorAt(file, 'Orders', 'before');
      await vscode.quickFix(/Suppress queue-needs-dlq here with a reason/);
      await vscode.textThatMatches(file, /# verdigris: ignore\[queue-needs-dlq\] -- why this is right here/);
      await vscode.noProblem(/queue-needs-dlq/);
    });
    await check('saving made all safe fixes', async () => {
      for (const name of ['Carts', 'Wishes'])
        await vscode.textThatMatches(
          file,
          new RegExp(`${name}:\\n.*\\n {4}UpdateReplacePolicy: Retain\\n {4}DeletionPolicy: Retain`),
        );
      await vscode.noProblem(/stateful-needs-retain-policy/);
    });
    await check('a quick fix that changes what is deployed, confirmed in its preview', async () => {
      await vscode.openFile(gatekeeper);
      await vscode.problem(/no-open-ssh/);
      await vscode.cursorAt(gatekeeper, '"0.0.0.0/0"', 'before');
      await vscode.quickFix(/Take the allowed network/);
      // What needs to be confirmed is not ticked.
      await vscode.page.locator('.edit-checkbox').first().check({ timeout: 10_000 });
      await vscode.page.locator('.monaco-text-button:visible', { hasText: 'Apply' }).first().click({ timeout: 10_000 });
      await vscode.textThatMatches(gatekeeper, /cidr_blocks\s+= \[?var\./);
    });
    await check('the whole workspace is checked when that is asked for', async () => {
      await vscode.runCommand('Verdigris: Check Workspace');
      await until('the result in the status bar', async () =>
        /Verdigris: \d+ findings/.test(await vscode.page.locator('.statusbar').innerText()),
      );
    });
    await check('nothing popped up', async () => {
      await until('no notification', async () => (await vscode.notifications()).length === 0);
    });
  },
};

export default rules;
