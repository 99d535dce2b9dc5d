import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Frame } from 'playwright-core';
import type { Journey } from './journey.ts';
import { shopTemplate } from './shop.ts';
import { until } from './workbench/wait.ts';
import type { Workbench } from './workbench/workbench.ts';

/** Recorded from Terraform 1.11.4: the configuration, and `terraform show -json` of its plan. */
const recorded = (name: string): string =>
  readFileSync(join(import.meta.dirname, '..', 'plans', 'fixtures', 'tool', name), 'utf8');

/** A module with a local module in it: a service behind a listener, and its database. */
const shopModule = `variable "image" {
  default = "ami-0aaa1111bbbb2222c"
}

module "web" {
  source = "./web"
  image  = var.image
  db     = aws_db_instance.orders.address
}

resource "aws_db_instance" "orders" {
  engine              = "postgres"
  engine_version      = "16.3"
  instance_class      = "db.t4g.medium"
  allocated_storage   = 100
  deletion_protection = true
}

resource "aws_lb" "main" {
  name_prefix = "shop-"
}

resource "aws_lb_listener" "https" {
  load_balancer_arn = aws_lb.main.arn
  port              = 443

  default_action {
    type             = "forward"
    target_group_arn = module.web.target_group
  }
}
`;

const webModule = `variable "image" {}
variable "db" {}

resource "aws_launch_template" "web" {
  name_prefix   = "web-"
  image_id      = var.image
  instance_type = "t3.small"
  user_data     = base64encode("db=\${var.db}")
}

resource "aws_lb_target_group" "web" {
  name_prefix = "web-"
  port        = 8080
  protocol    = "HTTP"
}

resource "aws_autoscaling_group" "web" {
  name_prefix       = "web-"
  min_size          = 2
  max_size          = 4
  target_group_arns = [aws_lb_target_group.web.arn]

  launch_template {
    id      = aws_launch_template.web.id
    version = aws_launch_template.web.latest_version
  }
}

output "target_group" {
  value = aws_lb_target_group.web.arn
}
`;

/** A parent that hands an image to a stack of its own. */
const parent = `Parameters:
  Image: { Type: String, Default: ami-1 }
Resources:
  App:
    Type: AWS::CloudFormation::Stack
    Properties:
      TemplateURL: ./app.yaml
      Parameters: { Image: !Ref Image }
  Listener:
    Type: AWS::ElasticLoadBalancingV2::Listener
    Properties:
      DefaultActions: [{ Type: forward, TargetGroupArn: !GetAtt App.Outputs.Targets }]
`;

const stackApp = `Parameters:
  Image: { Type: String }
Resources:
  Server:
    Type: AWS::EC2::Instance
    Properties: { ImageId: !Ref Image }
  Targets:
    Type: AWS::ElasticLoadBalancingV2::TargetGroup
    Properties: { Targets: [{ Id: !Ref Server }] }
Outputs:
  Targets: { Value: !Ref Targets }
`;

/** What the tools say themselves, what other files say, and the plan taken along. */
const evidence: Journey = {
  name: 'Evidence',
  settings: { 'verdigris.plan.diagnostics': true },
  files: {
    'recorded/main.tf': recorded('terraform-recorded.tf'),
    'recorded/plan.json': recorded('terraform-recorded.json'),
    'module/main.tf': shopModule,
    'module/web/main.tf': webModule,
    'stack/web.yaml': shopTemplate,
    'nested/parent.yaml': parent,
    'nested/app.yaml': stackApp,
  },
  tell: async (vscode, check) => {
    let view: Frame;
    await check('a plan of Terraform itself is read, and the badge says that it decided', async () => {
      await vscode.openFile('recorded/main.tf');
      await vscode.runCommand('Verdigris: Preview Blue-Green Plan');
      view = await vscode.webview('.sentence');
      await view.getByLabel('Compare with').selectOption('tool-plan');
      await pick(vscode, join(vscode.folder, 'recorded'), 'plan.json');
      await until('the badge', async () =>
        /plan\.json → editor · tool plan/.test(await view.locator('.evidence').innerText()),
      );
      await view.getByRole('tab', { name: 'Table' }).click();
      const rows = view.locator('table.grid tbody tr');
      await until('what Terraform replaces', async () =>
        (await rows.allInnerTexts()).some((row) => /terraform_data\.plain/.test(row) && /replaced/.test(row)),
      );
      assert.doesNotMatch(await view.locator('body').innerText(), /hunter1/);
    });
    await check(
      'a module with a local module: the copy in it, the table, a migration that is not committed',
      async () => {
        await vscode.closeEditors();
        await mkdir(join(vscode.folder, 'module', 'migrations'), { recursive: true });
        await writeFile(
          join(vscode.folder, 'module', 'migrations', '0002_total.sql'),
          'ALTER TABLE orders DROP COLUMN total;\n',
        );
        await vscode.openFile('module/main.tf');
        await vscode.cursorAt('module/main.tf', 'ami-0aaa1111bbbb2222c');
        await vscode.page.keyboard.press('Backspace');
        await vscode.typeText('d');
        await vscode.runCommand('Verdigris: Preview Blue-Green Plan');
        view = await vscode.webview('.sentence');
        await until('HEAD', async () => /git HEAD → editor/.test(await view.locator('.evidence').innerText()));
        await view.getByRole('tab', { name: 'Table' }).click();
        const row = view.locator('table.grid tbody tr', { hasText: 'aws_autoscaling_group.web' });
        await until('the group is duplicated', async () => /green copy/.test(await row.first().innerText()));
        await until(
          'the migration',
          () => view.locator('.warning', { hasText: 'plan/destructive-migration' }).count(),
          60,
        );
      },
    );
    await check('the plan of the module goes into a new editor as Markdown', async () => {
      await exportMarkdown(vscode);
      await until('the table and the migration', async () => {
        const text = await shownText(vscode);
        return /# Blue-green plan: main\.tf/.test(text) && /\| resource \| type \|/.test(text);
      });
      // It was never saved: closing it would ask.
      await vscode.runCommand('View: Revert and Close Editor');
    });
    await check('a template and the one it nests: what is handed down, and the way to the other file', () =>
      planNested(vscode),
    );
    await check('the plan of a template, with its table', async () => {
      await vscode.closeEditors();
      await vscode.openFile('stack/web.yaml');
      await vscode.cursorAt('stack/web.yaml', 'ami-0aaa1111bbbb2222c');
      await vscode.page.keyboard.press('Backspace');
      await vscode.typeText('d');
      await vscode.runCommand('Verdigris: Preview Blue-Green Plan');
      view = await vscode.webview('.sentence');
      await view.getByRole('tab', { name: 'Table' }).click();
      const row = view.locator('table.grid tbody tr', { hasText: 'WebLaunchTemplate' });
      await until('the template is duplicated', async () => /green copy/.test(await row.first().innerText()));
    });
    await check('its warnings are problems of the file', async () => {
      const { message, severity } = await vscode.problem(/plan\/name-collision/);
      assert.match(message, /hard-coded to "shop-web/);
      assert.equal(severity, 'warning');
    });
    await check('the plan of the template goes into a new editor as Markdown', async () => {
      await exportMarkdown(vscode);
      await until('the table', async () => {
        const text = await shownText(vscode);
        return /# Blue-green plan: web\.yaml/.test(text) && /\| resource \| type \|/.test(text);
      });
    });
    await check('nothing popped up', async () => {
      assert.deepEqual(await vscode.notifications(), []);
    });
  },
};

async function planNested(vscode: Workbench): Promise<void> {
  await vscode.closeEditors();
  await vscode.openFile('nested/parent.yaml');
  await vscode.cursorAt('nested/parent.yaml', 'ami-1');
  await vscode.page.keyboard.press('Backspace');
  await vscode.typeText('2');
  await vscode.runCommand('Verdigris: Preview Blue-Green Plan');
  const view = await vscode.webview('.sentence');
  await view.getByRole('tab', { name: 'Table' }).click();
  const row = view.locator('table.grid tbody tr', { hasText: 'App.Server' });
  await until('the server is duplicated', async () => /green copy/.test(await row.first().innerText()));
  assert.match(await view.locator('.sentence').innerText(), /Listener/);
  await row.first().click();
  await until('the template of the stack', async () => /app\s*\.yaml/.test(await vscode.activeEditor()));
  await vscode.cursorAt('nested/app.yaml', 'TargetGroup');
  await view.getByRole('tab', { name: 'Lanes' }).click();
  await until('the group is marked, too', () =>
    view.locator('.box.cursor[data-key="green:Resources.App.Targets"]').count(),
  );
}

/** Answers the dialog for a file: its folder is typed, the file is picked from the list. */
async function pick({ page }: Workbench, folder: string, name: string): Promise<void> {
  const input = page.locator('.quick-input-widget:visible .quick-input-filter input');
  const row = page.locator('.quick-input-list .monaco-list-row', { hasText: name });
  await until(`${name} in the dialog`, async () => {
    await input.fill(`${folder}/`);
    await row.first().waitFor({ timeout: 2000 });
    return true;
  });
  await until('the dialog is gone', async () => {
    await row.first().click({ timeout: 1000 });
    await input.waitFor({ state: 'hidden', timeout: 2000 });
    return true;
  });
}

async function exportMarkdown(vscode: Workbench): Promise<void> {
  await vscode.focusEditor();
  await vscode.runCommand('Verdigris: Export Plan…');
  for (const label of ['Markdown', 'Open in a new editor']) {
    const row = vscode.page.locator('.quick-input-list .monaco-list-row', { hasText: label }).first();
    await row.waitFor();
    await row.click();
  }
}

/** The visible lines of the active editor, with plain spaces. */
async function shownText({ page }: Workbench): Promise<string> {
  const lines = await page.locator('.editor-group-container.active .view-lines .view-line').allInnerTexts();
  return lines.join('\n').replaceAll('\u00a0', ' ');
}

export default evidence;
