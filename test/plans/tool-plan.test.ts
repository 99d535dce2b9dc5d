import { expect, test } from 'vitest';
import type { Plan, PlanNode } from '../../server/core/model/plan.ts';
import { type PlanInput, plan, readToolPlan, type ToolPlan } from '../../server/core/planner/index.ts';
import { classify } from '../../server/core/schema/lifecycle.ts';
import { data } from './build.ts';
import { shop } from './golden-3.ts';
import { fixture, inputOf } from './real.ts';

function toolPlan(name: string): ToolPlan {
  const result = readToolPlan(fixture(`tool/${name}`));
  if ('refused' in result) throw new Error(result.refused);
  return result;
}

function node(result: Plan, label: string): PlanNode {
  const found = result.nodes.find((each) => each.label === label);
  if (!found) throw new Error(`no node ${label}`);
  return found;
}

const TERRAFORM = `resource "terraform_data" "server" {
  for_each         = toset(["a", "b"])
  input            = "v2"
  triggers_replace = ["v2"]
}
resource "terraform_data" "secretive" { input = var.password }
resource "terraform_data" "fresh" { input = "x" }
`;

function terraformPlan(more: Partial<PlanInput> = {}): Plan {
  return plan({
    ...inputOf('terraform', TERRAFORM),
    toolPlan: toolPlan('terraform-1.2.json'),
    overrides: { 'terraform_data.server': { class: 'stateless' } },
    classify: (type) => classify('terraform', type, data),
    ...more,
  });
}

test('terraform: the tool decides about changes, instances of one declaration are one node', () => {
  const result = terraformPlan();
  expect(result.input).toEqual({
    path: 'green.terraform',
    blue: 'tool-plan',
    green: 'buffer',
    evidence: ['tool-plan', 'bundled-facts'],
  });
  expect(node(result, 'terraform_data.server')).toMatchObject({
    change: 'replace',
    evidence: 'tool-plan',
    action: 'duplicate',
  });
  expect(node(result, 'terraform_data.server').changedPaths).toContainEqual(
    expect.objectContaining({ path: 'triggers_replace', forcesReplacement: 'yes' }),
  );
  expect(node(result, 'terraform_data.fresh').change).toBe('add');
  expect(node(result, 'terraform_data.gone').change).toBe('remove');
});

test('terraform: create_before_destroy of the plan is believed, without a word in the text', () => {
  expect(terraformPlan().warnings.filter(({ code }) => code === 'plan/destroy-before-create')).toEqual([]);
});

test('terraform: what stands in a module nobody read is planned too', () => {
  expect(node(terraformPlan(), 'module.far.terraform_data.inner')).toMatchObject({
    change: 'replace',
    evidence: 'tool-plan',
  });
});

test('terraform: sensitive values are nowhere in the plan', () => {
  const text = JSON.stringify(terraformPlan());
  expect(text).not.toContain('hunter');
  expect(node(terraformPlan(), 'terraform_data.secretive').changedPaths).toContainEqual({
    path: 'input',
    before: '(sensitive)',
    after: '(sensitive)',
    forcesReplacement: 'no',
    sensitive: true,
  });
});

test('terraform: data sources and reads are no resources of the plan', () => {
  expect(terraformPlan().nodes.map(({ label }) => label)).not.toContain('data.external.x');
});

test.each([
  ['2.0', /format version 2\.0/],
  ['0.1', /format version 0\.1/],
])('terraform: format %s is refused', (version, says) => {
  const result = readToolPlan(fixture('tool/terraform-1.2.json').replace('"1.2"', `"${version}"`));
  expect(result).toEqual({ refused: expect.stringMatching(says) });
});

test('terraform: a plan recorded with 1.11.4 says the same as the tool', () => {
  const result = plan({
    ...inputOf('terraform', fixture('tool/terraform-recorded.tf')),
    toolPlan: toolPlan('terraform-recorded.json'),
    overrides: { 'terraform_data.server': { class: 'stateless' }, 'terraform_data.plain': { class: 'stateless' } },
  });
  expect(Object.fromEntries(result.nodes.map(({ label, change }) => [label, change]))).toEqual({
    'terraform_data.server': 'replace',
    'terraform_data.plain': 'replace',
    'terraform_data.secretive': 'update',
    'terraform_data.same': 'unchanged',
    'terraform_data.fresh': 'add',
    'terraform_data.gone': 'remove',
    'module.far.terraform_data.inner': 'replace',
  });
  const early = result.warnings.filter(({ code }) => code === 'plan/destroy-before-create');
  expect(early.map(({ node: id }) => id)).toEqual(['terraform_data.plain']);
  expect(JSON.stringify(result)).not.toContain('hunter');
});

test('a change set outranks text and facts: what it does not name is unchanged', () => {
  const input = inputOf('cloudformation', fixture('golden-1/green.yaml'), fixture('golden-1/blue.yaml'));
  const result = plan({ ...input, toolPlan: toolPlan('change-set.json') });
  expect(node(result, 'Database')).toMatchObject({ change: 'replace', action: 'block', evidence: 'tool-plan' });
  expect(node(result, 'OrderQueue').change).toBe('unchanged');
  expect(node(result, 'WebAsg').change).toBe('update-maybe-replace');
  expect(node(result, 'WebLaunchTemplate').changedPaths).toHaveLength(1);
  expect(JSON.stringify(result)).not.toContain('hunter');
});

test.each([
  ['not JSON', 'hello', /no JSON/],
  ['some JSON', '{"a":1}', /no plan of a tool/],
  [
    'a failed change set',
    '{"Changes":[],"ChangeSetName":"x","Status":"FAILED","StatusReason":"No updates"}',
    /No updates/,
  ],
  ['half a change set', '{"Changes":[],"ChangeSetName":"x","NextToken":"t"}', /more pages/],
  ['a state', '{"format_version":"1.0","terraform_version":"1.9","values":{}}', /state, not a plan/],
  ['nothing', '', /no JSON/],
  ['a list', '[1]', /no plan of a tool/],
])('%s is refused with a sentence', (_name, text, says) => {
  expect(readToolPlan(text)).toEqual({ refused: expect.stringMatching(says) });
});

test('mac items: what is not running is new, what is running was not compared', () => {
  const result = plan({ green: shop('15'), toolPlan: toolPlan('mac-items.txt') });
  expect(node(result, 'db_inf')).toMatchObject({ change: 'unknown', action: 'review', evidence: 'tool-plan' });
  expect(node(result, 'lb_inf')).toMatchObject({ change: 'unknown', action: 'duplicate' });
  expect(node(result, 'dns_inf')).toMatchObject({ change: 'add' });
  expect(readToolPlan('There are no active instances in infrastructure\n')).toMatchObject({ tool: 'mac', running: [] });
});

test('mac items with a blue text: the text says what changed', () => {
  const result = plan({ green: shop('15'), blue: shop('14', 'blue.macfile'), toolPlan: toolPlan('mac-items.txt') });
  expect(node(result, 'db_inf')).toMatchObject({ change: 'unchanged', action: 'share' });
  expect(node(result, 'asg_inf')).toMatchObject({ change: 'add' });
});
