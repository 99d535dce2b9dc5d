import { describe, expect, test } from 'vitest';
import type { LanguageId } from '../../server/core/model/fact.ts';
import { applyEdits, type Span } from '../../server/core/model/span.ts';
import { type PlanFix, plan, planFixes, planWarningsAsFindings } from '../../server/core/planner/index.ts';
import { fixture, inputOf, read } from './real.ts';

const PATH: Readonly<Record<string, string>> = {
  macfile: 'shop.macfile',
  cloudformation: 'shop.yaml',
  terraform: 'main.tf',
};

/** Applies every fix alone and plans again: its warning is gone and none came. */
function check(language: LanguageId, green: string, blue: string): readonly string[] {
  const path = PATH[language] ?? '';
  const input = inputOf(language, green, blue, path);
  const before = plan(input);
  const fixes = planFixes(before, input.green, textOf(green)).filter(({ warning }) => warning !== undefined);
  for (const fix of fixes) {
    const text = applied(language, green, path, fix);
    expect(text, fix.title).not.toBe(green);
    const after = plan(inputOf(language, text, blue, path));
    const warned = before.warnings[fix.warning ?? -1];
    expect(after.warnings.filter(({ code, node }) => code === warned?.code && node === warned.node)).toEqual([]);
    expect(after.readiness.score).toBeGreaterThanOrEqual(before.readiness.score);
  }
  return fixes.map(
    (fix) => `${before.warnings[fix.warning ?? -1]?.code} ${before.warnings[fix.warning ?? -1]?.node}: ${fix.title}`,
  );
}

const textOf =
  (text: string) =>
  ({ start, end }: Span): string =>
    text.slice(start, end);

function applied(language: LanguageId, text: string, path: string, fix: PlanFix): string {
  const adapter = read(language, text, path);
  return applyEdits(text, adapter.language.rewrite(adapter.reading, fix.intents));
}

describe('a fix makes its warning go away', () => {
  test('CloudFormation: names and policies', () => {
    expect(check('cloudformation', fixture('golden-1/green.yaml'), fixture('golden-1/blue.yaml'))).toEqual([
      'plan/name-collision Resources.WebTargetGroup: Remove Name, so that a name is generated',
      'plan/name-collision Resources.WebTargetGroup: Add the parameter Colour to Name',
      'plan/name-collision Resources.WebAsg: Remove AutoScalingGroupName, so that a name is generated',
      'plan/name-collision Resources.WebAsg: Add the parameter Colour to AutoScalingGroupName',
      'plan/no-retain Resources.Database: Set DeletionPolicy and UpdateReplacePolicy to Snapshot',
    ]);
  });

  test('Macfile: the version goes into the name and into everything that says it', () => {
    const green = fixture('golden-3/green.macfile');
    const path = 'shop.macfile';
    expect(check('macfile', green, fixture('golden-3/blue.macfile'))).toEqual([
      'plan/name-collision infrastructures.launch_conf_inf: Put {INF_VERSION} into the name, wherever it is used',
    ]);
    const input = inputOf('macfile', green, fixture('golden-3/blue.macfile'), path);
    const [fix] = planFixes(plan(input), input.green, textOf(green));
    const text = applied('macfile', green, path, fix as PlanFix);
    expect(text.match(/lc-\{INF_NAME\}-\{INF_VERSION\}/g)).toHaveLength(2);
  });

  test('Macfile: a version that is running is raised or taken from outside', () => {
    const blue = fixture('golden-3/blue.macfile');
    const green = blue.replace('nginx=1.18.0', 'nginx=1.19.0');
    const titles = check('macfile', green, blue);
    expect(titles).toContain('plan/name-collision version: Raise the version to 15');
    expect(titles).toContain('plan/name-collision version: Take the version from the parameter INF_VERSION');
  });

  test('Terraform: names, and a final snapshot', () => {
    const titles = check('terraform', fixture('golden-2/green.tf'), fixture('golden-2/blue.tf'));
    expect(titles).toEqual([
      'plan/name-collision aws_lb_target_group.app: Use name_prefix, so that a name is generated',
      'plan/name-collision aws_lb_target_group.app: Add var.colour to name',
      'plan/name-collision aws_ecs_service.app: Add var.colour to name',
      'plan/no-retain aws_rds_cluster.db: Take a final snapshot',
    ]);
  });

  test('Terraform: a name becomes a prefix, or gets a colour that is declared with it', () => {
    const group = (image: string): string => `resource "aws_launch_template" "web" {
  name     = "web"
  image_id = "${image}"
}

resource "aws_autoscaling_group" "web" {
  name     = "web"
  min_size = 2
  max_size = 4

  launch_template {
    id      = aws_launch_template.web.id
    version = aws_launch_template.web.latest_version
  }
}
`;
    const titles = check('terraform', group('ami-2'), group('ami-1'));
    for (const node of ['aws_launch_template.web', 'aws_autoscaling_group.web']) {
      expect(titles).toContain(`plan/name-collision ${node}: Use name_prefix, so that a name is generated`);
      expect(titles).toContain(`plan/name-collision ${node}: Add var.colour to name`);
    }
  });

  test.each([
    '',
    '  lifecycle {\n    ignore_changes = [tags]\n  }\n',
    '  lifecycle {\n    create_before_destroy = false\n  }\n',
  ])('Terraform: the new one is created first; lifecycle before: %j', (lifecycle) => {
    const machine = (image: string): string => `resource "aws_instance" "web" {\n  ami = "${image}"\n${lifecycle}}\n`;
    expect(check('terraform', machine('ami-2'), machine('ami-1'))).toContain(
      'plan/destroy-before-create aws_instance.web: Create the new one first (create_before_destroy)',
    );
  });

  test('Terraform: a store that would be replaced is not destroyed', () => {
    const store = (zone: string): string =>
      `resource "aws_ebs_volume" "data" {\n  availability_zone = "${zone}"\n  size = 10\n}\n`;
    expect(check('terraform', store('eu-west-1b'), store('eu-west-1a'))).toContain(
      'plan/no-retain aws_ebs_volume.data: Refuse to destroy it (prevent_destroy)',
    );
  });

  test('Terraform: a colour that is there goes into the names', () => {
    const colour = 'variable "colour" {}\n';
    const titles = check('terraform', colour + fixture('golden-2/green.tf'), colour + fixture('golden-2/blue.tf'));
    expect(titles).toContain('plan/name-collision aws_ecs_service.app: Add var.colour to name');
  });
});

describe('warnings as findings', () => {
  const input = inputOf('cloudformation', fixture('golden-1/green.yaml'), fixture('golden-1/blue.yaml'), 'shop.yaml');
  const result = plan(input);
  const findings = planWarningsAsFindings(result, input.green);

  test('one per warning, at the name or the head of the resource', () => {
    expect(findings).toHaveLength(result.warnings.length);
    const text = fixture('golden-1/green.yaml');
    const marked = findings.map(({ code, span }) => [code, text.slice(span.start, span.end)]);
    expect(marked).toContainEqual(['plan/name-collision', 'shop-web']);
    expect(marked).toContainEqual(['plan/message-format', 'OrderQueue']);
  });

  test('severities: a blocker is an error, high a warning, medium an info', () => {
    const bySeverity = new Set(result.warnings.map(({ code, severity }) => `${code} ${severity}`));
    expect(bySeverity).toContain('plan/message-format high');
    expect(findings.find(({ code }) => code === 'plan/message-format')).toMatchObject({
      kind: 'plan',
      severity: 'warning',
    });
    expect(findings.find(({ code }) => code === 'plan/no-retain')).toMatchObject({ severity: 'info' });
  });

  test('what stands in another file is not said here', () => {
    const elsewhere = { ...input.green, path: 'other.yaml' };
    expect(planWarningsAsFindings(result, elsewhere)).toEqual([]);
  });
});
