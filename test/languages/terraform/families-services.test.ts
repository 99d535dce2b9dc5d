import { describe, expect, test } from 'vitest';
import { terraform } from '../../../server/core/languages/terraform/index.ts';
import { applyEdits } from '../../../server/core/model/span.ts';
import { cursor, files, summary } from './workspace.ts';

const MODULE =
  'terraform {\n  required_providers {\n    aws = { source = "hashicorp/aws", configuration_aliases = [aws.east] }\n  }\n}\nvariable "size" {\n  type = number\n}\nvariable "name" {\n  default = ""\n}\noutput "id" {\n  value = var.size\n}\nresource "aws_lb" "a" {\n}\ndata "aws_ami" "d" {\n}\n';
const STACK =
  'required_providers {\n  aws = {\n    source = "hashicorp/aws"\n  }\n}\nvariable "region" {\n  type = string\n}\nprovider "aws" "main" {\n  config {\n    region = var.region\n  }\n}\ncomponent "net" {\n  source    = "./m"\n  inputs    = { size = 1 }\n  providers = { aws = provider.aws.main }\n}\noutput "out" {\n  type  = string\n  value = component.net.id\n}\n';
const DEPLOY =
  'identity_token "aws" {\n  audience = ["x"]\n}\nstore "varset" "keys" {\n  id       = "x"\n  category = "env"\n}\ndeployment_group "slow" {\n}\ndeployment "prod" {\n  inputs = { region = "x" }\n}\n';
const QUERY = { 'main.tf': `${MODULE}provider "aws" {\n  alias = "west"\n}\n` };
const TESTED = { 'main.tf': `${MODULE}module "c" {\n  source = "./m"\n  size   = 1\n}\n` };

const HEADS: Readonly<Record<string, string>> = {
  'main.tfcomponent.hcl': STACK,
  'x.tfdeploy.hcl': DEPLOY,
  'x.tfquery.hcl': '',
  'mocks/a.tfmock.hcl': '',
  'tests/a.tftest.hcl': 'provider "aws" {\n  alias = "fake"\n}\n',
};

function workspace(path: string, marked: string) {
  const { text, offset } = cursor((HEADS[path] ?? '') + marked);
  const around = path === 'x.tfquery.hcl' ? QUERY : path.startsWith('tests') ? TESTED : {};
  const sub = 'variable "deep" {\n  type = string\n}\noutput "so" {\n  type  = string\n  value = "x"\n}\n';
  const texts = {
    'm/main.tf': MODULE,
    's/main.tf': 'variable "in" {\n}\n',
    'sub/main.tfcomponent.hcl': sub,
    'main.tfcomponent.hcl': STACK,
    ...around,
    [path]: text,
  };
  return { ...files(texts), texts: texts as Readonly<Record<string, string>>, offset };
}

function offered(path: string, marked: string): string[] {
  const { at, around, offset } = workspace(path, marked);
  return (terraform.complete?.(at(path), offset, around) ?? []).map(({ label }) => label);
}

/** Everything that is offered, or the first of it where there is more. */
describe.each([
  [
    'main.tfcomponent.hcl',
    [
      ['‸', ['component', 'locals', 'output', 'provider', 'removed', 'required_providers', 'stack', 'variable']],
      ['component "a" {\n  source = "‸"\n}\n', ['./m', './s']],
      ['stack "a" {\n  source = "‸"\n}\n', ['./sub']],
      ['component "a" {\n  source = "./m"\n  inputs = {\n    ‸\n  }\n}\n', ['size', 'name']],
      ['component "a" {\n  source = "./m"\n  inputs = {\n    na‸ = 1\n  }\n}\n', ['name']],
      ['stack "a" {\n  source = "./sub"\n  inputs = {\n    ‸\n  }\n}\n', ['deep']],
      ['component "a" {\n  source = "./m"\n  providers = {\n    ‸\n  }\n}\n', ['aws', 'aws.east']],
      ['component "a" {\n  source = "./m"\n  providers = {\n    aws = ‸\n  }\n}\n', ['provider.aws.main']],
      ['component "a" {\n  depends_on = [‸]\n}\n', ['component.a', 'component.net']],
      ['output "a" {\n  value = component.‸\n}\n', ['net']],
      ['output "a" {\n  value = component.net.‸\n}\n', ['id']],
      ['output "a" {\n  value = compo‸\n}\n', ['component.net']],
      ['stack "a" {\n  source = "./sub"\n}\nlocals {\n  b = stack.a.‸\n}\n', ['so']],
      [
        'provider "aws" "b" {\n  config {\n    regi‸\n  }\n}\n',
        ['region', 's3_us_east_1_regional_endpoint', 'skip_region_validation'],
      ],
    ],
  ],
  [
    'x.tfdeploy.hcl',
    [
      ['deployment "a" {\n  inputs = {\n    ‸\n  }\n}\n', ['region']],
      ['deployment "a" {\n  inputs = { region = identity_token.‸ }\n}\n', ['aws']],
      ['deployment "a" {\n  inputs = { region = identity_token.aws.‸ }\n}\n', ['jwt', 'jwt_filename']],
      ['deployment "a" {\n  inputs = { region = store.varset.‸ }\n}\n', ['keys']],
      ['deployment "a" {\n  inputs = { region = stor‸ }\n}\n', ['store.varset.keys']],
      ['deployment "a" {\n  deployment_group = ‸\n}\n', ['deployment_group.slow']],
      ['publish_output "a" {\n  value = deployment.prod.‸\n}\n', ['out']],
      ['store "‸"', ['tfvars', 'varset']],
      ['deployment "a" {\n  ‸\n}\n', ['inputs', 'deployment_group', 'destroy']],
    ],
  ],
  [
    'x.tfquery.hcl',
    [
      ['‸', ['list', 'locals', 'provider', 'variable']],
      ['list "aws_instance" "a" {\n  provider = ‸\n}\n', ['aws', 'aws.east', 'aws.west']],
      ['list "aws_instance" "a" {\n  limit = var.‸\n}\n', ['name', 'size']],
      ['list "aws_instance" "a" {\n}\nlocals {\n  b = list.aws_instance.‸\n}\n', ['a']],
      ['list "aws_instanc‸" "a" {\n}\n', ['aws_instance', 'aws_ami_from_instance']],
    ],
  ],
  [
    'mocks/a.tfmock.hcl',
    [
      ['‸', ['mock_data', 'mock_resource', 'override_data', 'override_resource']],
      ['mock_data "aws_ami_i‸" {\n}\n', ['aws_ami_ids']],
      ['mock_resource "aws_lb" {\n  ‸\n}\n', ['defaults', 'override_during']],
      ['mock_resource "aws_lb" {\n  override_during = ‸\n}\n', ['apply', 'plan']],
      ['mock_resource "aws_lb" {\n  defaults = {\n    ‸\n  }\n}\n', ['arn', 'arn_suffix', 'dns_name']],
    ],
  ],
  [
    'tests/a.tftest.hcl',
    [
      ['run "a" {\n  command = ‸\n}\n', ['apply', 'plan']],
      ['run "a" {\n  variables {\n    ‸\n  }\n}\n', ['size', 'name']],
      ['run "a" {\n  module {\n    source = "./s"\n  }\n  variables {\n    ‸\n  }\n}\n', ['in']],
      ['run "a" {\n  module {\n    source = "‸"\n  }\n}\n', ['./m', './s']],
      ['run "a" {\n  providers = {\n    aws = ‸\n  }\n}\n', ['aws.fake']],
      ['run "a" {\n  providers = {\n    ‸\n  }\n}\n', ['aws', 'aws.east']],
      ['run "a" {\n  expect_failures = [‸]\n}\n', ['aws_lb.a', 'data.aws_ami.d', 'output.id', 'var.name', 'var.size']],
      ['run "a" {\n  plan_options {\n    target = [‸]\n  }\n}\n', ['aws_lb.a', 'data.aws_ami.d', 'module.c']],
      ['run "a" {\n}\nrun "b" {\n  variables {\n    size = run.‸\n  }\n}\nrun "c" {\n}\n', ['a']],
      ['run "a" {\n}\nrun "b" {\n  variables {\n    size = run.a.‸\n  }\n}\n', ['id']],
      ['run "a" {\n  assert {\n    condition = output.‸\n  }\n}\n', ['id']],
      ['override_resource {\n  target = ‸\n}\n', ['aws_lb.a']],
      ['override_data {\n  target = ‸\n}\n', ['data.aws_ami.d']],
      ['override_module {\n  target = ‸\n}\n', ['module.c']],
      ['override_module {\n  target = module.c\n  outputs = {\n    ‸\n  }\n}\n', ['id']],
      ['override_data {\n  target = data.aws_ami.d\n  values = {\n    architectur‸\n  }\n}\n', ['architecture']],
      ['mock_provider "aws" {\n  mock_resource "aws_lb_listener_r‸"\n}\n', ['aws_lb_listener_rule']],
    ],
  ],
] as const)('completion in %s', (path, cases) => {
  test.each(cases.map(([marked, wanted]) => [marked, wanted] as const))('%j', (marked, wanted) => {
    expect(offered(path, marked).slice(0, wanted.length)).toEqual(wanted);
  });
});

test('what begins as it is written comes first, so that a long list is never cut before it', () => {
  const { text, offset } = cursor('resource "aws_i‸" "a" {\n}\n');
  const { at, around } = files({ 'main.tf': text });
  const labels = (terraform.complete?.(at('main.tf'), offset, around) ?? []).map(({ label }) => label);
  expect(labels).toContain('aws_instance');
  expect(labels.slice(0, 20).every((label) => label.startsWith('aws_i'))).toBe(true);
});

test('arguments of a provider in a stack are those of its schema', () => {
  const text = (name: string) => `${STACK}provider "aws" "b" {\n  config {\n    ${name} = "x"\n  }\n}\n`;
  const said = (name: string) =>
    summary(
      { 'main.tfcomponent.hcl': text(name), 'm/main.tf': 'variable "size" {\n}\noutput "id" {\n}\n' },
      'main.tfcomponent.hcl',
    );
  expect(said('region')).toEqual([]);
  expect(said('regoin')).toEqual(['warning unknown-attribute regoin']);
});

describe('hover, definition, references and rename', () => {
  const at = (path: string, marked: string) => {
    const { at: reading, around, offset, texts } = workspace(path, marked);
    const own = reading(path);
    const locations = terraform.definition?.(own, offset, around) ?? [];
    return {
      hover: terraform.hover?.(own, offset, around)?.markdown ?? '',
      definition: locations.map((each) => `${each.path} ${texts[each.path]?.slice(each.span.start, each.span.end)}`),
      references: (terraform.references?.(own, offset, around) ?? []).map((each) => each.path),
      renamed: (name: string) => {
        const rename = terraform.rename?.(own, offset, name, around);
        const edits = rename && 'edits' in rename ? rename.edits : [];
        return Object.fromEntries(edits.map((each) => [each.path, applyEdits(texts[each.path] ?? '', each.edits)]));
      },
    };
  };

  test('an input of a component is a variable of its module', () => {
    const { hover, definition, references } = at(
      'main.tfcomponent.hcl',
      'component "b" {\n  source = "./m"\n  inputs = { si‸ze = 1 }\n}\n',
    );
    expect(hover).toContain('var.size');
    expect(definition).toEqual(['m/main.tf size']);
    expect([...new Set(references)].toSorted()).toEqual(['m/main.tf', 'main.tfcomponent.hcl']);
  });

  test('an output of a component, of a run and of a deployment', () => {
    expect(at('main.tfcomponent.hcl', 'locals {\n  b = component.net.i‸d\n}\n').definition).toEqual(['m/main.tf id']);
    const run = 'run "a" {\n}\nrun "b" {\n  variables {\n    size = run.a.i‸d\n  }\n}\n';
    expect(at('tests/a.tftest.hcl', run).definition).toEqual(['main.tf id']);
    expect(at('tests/a.tftest.hcl', run).hover).toContain('output.id');
    const published = at('x.tfdeploy.hcl', 'publish_output "a" {\n  value = deployment.prod.o‸ut\n}\n');
    expect(published.definition).toEqual(['main.tfcomponent.hcl out']);
    expect(Object.keys(published.renamed('result'))).toEqual(['main.tfcomponent.hcl', 'x.tfdeploy.hcl']);
    expect(published.renamed('result')['x.tfdeploy.hcl']).toContain('deployment.prod.result');
  });

  test('a run leads to its block', () => {
    const { definition, hover } = at(
      'tests/a.tftest.hcl',
      'run "a" {\n}\nrun "b" {\n  variables {\n    size = run.‸a.id\n  }\n}\n',
    );
    expect(definition).toEqual(['tests/a.tftest.hcl a']);
    expect(hover).toContain('run.a');
  });

  test('a variable of a stack is renamed with what deployments give it', () => {
    const renamed = at('x.tfdeploy.hcl', 'deployment "b" {\n  inputs = { regio‸n = "y" }\n}\n').renamed('place');
    expect(renamed['main.tfcomponent.hcl']).toContain('variable "place"');
    expect(renamed['main.tfcomponent.hcl']).toContain('var.place');
    expect(renamed['x.tfdeploy.hcl']).not.toContain('region');
  });

  test('names of deployments are renamed', () => {
    const renamed = at('x.tfdeploy.hcl', 'deployment "b" {\n  inputs = { region = store.varset.key‸s.a }\n}\n').renamed(
      'secrets',
    );
    expect(renamed['x.tfdeploy.hcl']).toContain('store "varset" "secrets"');
    expect(renamed['x.tfdeploy.hcl']).toContain('store.varset.secrets.a');
  });

  test('a value that a run gives to another module is none of the module under test', () => {
    const text = 'run "a" {\n  module {\n    source = "./s"\n  }\n  variables {\n    i‸n   = 1\n    size = 2\n  }\n}\n';
    expect(at('tests/a.tftest.hcl', text).definition).toEqual(['s/main.tf in']);
    const { around, at: reading, texts } = workspace('tests/a.tftest.hcl', text);
    const found =
      terraform.references?.(reading('main.tf'), (texts['main.tf'] ?? '').indexOf('"size"') + 1, around) ?? [];
    expect(found.map(({ path }) => path)).not.toContain('tests/a.tftest.hcl');
  });

  test('mocked types and attributes', () => {
    expect(at('mocks/a.tfmock.hcl', 'mock_resource "aws_‸lb" {\n}\n').hover).toContain('State class');
    expect(at('mocks/a.tfmock.hcl', 'mock_resource "aws_lb" {\n  defaults = { ar‸n = "x" }\n}\n').hover).toContain(
      'string',
    );
  });

  test('sources are links', () => {
    const { around, at: reading } = workspace(
      'tests/a.tftest.hcl',
      'run "a" {\n  module {\n    source = "./s"\n  }\n}\n‸',
    );
    const targets = (path: string) => (terraform.links?.(reading(path), around) ?? []).map(({ target }) => target);
    expect(targets('tests/a.tftest.hcl')).toEqual(['s/main.tf']);
    expect(targets('main.tfcomponent.hcl')).toEqual(['m/main.tf']);
  });
});
