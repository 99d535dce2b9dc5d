import { expect, test } from 'vitest';
import { applyEdits } from '../../server/core/model/span.ts';
import { actionsAt } from '../../server/core/service/fixes.ts';
import { errorsIn, lines, opened, planned, type Texts } from './fixed.ts';
import { refusalsOf } from './refusals.ts';

const MAIN = '/w/main.tf';

const CODE_OF_RULE = 'split-state-from-stateless';
const site = (more: readonly string[] = [], identifier = '"orders"'): string =>
  lines(
    'terraform {',
    '  required_version = ">= 1.7"',
    '  required_providers {',
    '    aws = {',
    '      source  = "hashicorp/aws"',
    '      version = "~> 6.0"',
    '    }',
    '  }',
    '  backend "s3" {}',
    '}',
    '',
    'provider "aws" {',
    '  region = var.region',
    '}',
    '',
    'variable "region" {',
    '  type = string',
    '}',
    '',
    '# the orders',
    'resource "aws_db_instance" "main" {',
    `  identifier = ${identifier}`,
    '  engine     = "postgres"',
    '  instance_class = "db.t4g.small"',
    '  allocated_storage = 100',
    '  password   = var.password',
    '  vpc_security_group_ids = [aws_security_group.db.id]',
    '}',
    '',
    'resource "aws_security_group" "db" {',
    '  description = "of the database"',
    '}',
    '',
    'variable "password" {',
    '  type      = string',
    '  sensitive = true',
    '}',
    '',
    'resource "aws_ecs_service" "web" {',
    '  name            = "web"',
    '  desired_count   = 2',
    '  task_definition = "web:1"',
    '}',
    '',
    'output "address" {',
    '  value = aws_db_instance.main.address',
    '}',
    ...more,
  );

function ofRule(texts: Texts) {
  const workspace = opened({ ...texts, '/w/.verdigris.yaml': `rules:\n  ${CODE_OF_RULE}: warning\n` });
  const finding = workspace.check(MAIN).findings.find(({ code }) => code === CODE_OF_RULE);
  const fixes = actionsAt(workspace, MAIN, finding?.span ?? { start: 0, end: 0 }).filter(
    (each) => each.aim === 'fix' && each.finding.code === CODE_OF_RULE,
  );
  return { finding, fixes };
}

function splitRoot(texts: Texts): Texts {
  const { fixes } = ofRule(texts);
  expect(fixes.map(({ title }) => title)).toEqual([
    'Split persistent resources into a root module of their own (state/), with removed and import blocks',
  ]);
  const after: Record<string, string> = { ...texts };
  for (const { path, edits } of fixes[0]?.files ?? []) after[path] = applyEdits(texts[path] ?? '', edits);
  for (const path of Object.keys(after)) expect(errorsIn(after, path), path).toEqual(errorsIn(texts, path));
  expect(ofRule(after)).toEqual({ finding: undefined, fixes: [] });
  return after;
}

test('a root module is split by removed and import blocks', () => {
  const texts = { [MAIN]: site() };
  const after = splitRoot(texts);
  expect(after[MAIN]).toMatchInlineSnapshot(`
    "terraform {
      required_version = ">= 1.7"
      required_providers {
        aws = {
          source  = "hashicorp/aws"
          version = "~> 6.0"
        }
      }
      backend "s3" {}
    }

    provider "aws" {
      region = var.region
    }

    variable "region" {
      type = string
    }

    removed {
      from = aws_db_instance.main

      lifecycle {
        destroy = false
      }
    }

    removed {
      from = aws_security_group.db

      lifecycle {
        destroy = false
      }
    }

    variable "password" {
      type      = string
      sensitive = true
    }

    resource "aws_ecs_service" "web" {
      name            = "web"
      desired_count   = 2
      task_definition = "web:1"
    }

    output "address" {
      value = var.db_instance_address
    }

    variable "db_instance_address" {
      description = "aws_db_instance.main.address, which lives apart"
      type        = any
    }
    "
  `);
  expect(after['/w/state/main.tf']).toMatchInlineSnapshot(`
    "# What keeps data, with a state of its own. In this order:
    # - give it a backend of its own: the same place, another key
    # - terraform apply here: it takes over what is deployed; the plan must say 0 to add and 0 to destroy; read every change
    # - terraform apply above, with the outputs of this one as its new inputs: it forgets them and destroys nothing

    terraform {
      required_version = ">= 1.7"
      required_providers {
        aws = {
          source  = "hashicorp/aws"
          version = "~> 6.0"
        }
      }
    }

    provider "aws" {
      region = var.region
    }

    variable "aws_security_group_db_id" {
      description = "Id of the deployed aws_security_group.db: terraform state show aws_security_group.db"
      type        = string
    }

    variable "password" {
      type      = string
      sensitive = true
    }

    variable "region" {
      type = string
    }

    # the orders
    resource "aws_db_instance" "main" {
      identifier             = "orders"
      engine                 = "postgres"
      instance_class         = "db.t4g.small"
      allocated_storage      = 100
      password               = var.password
      vpc_security_group_ids = [aws_security_group.db.id]
    }

    resource "aws_security_group" "db" {
      description = "of the database"
    }

    import {
      to = aws_db_instance.main
      id = "orders"
    }

    import {
      to = aws_security_group.db
      id = var.aws_security_group_db_id
    }

    output "db_instance_address" {
      value = aws_db_instance.main.address
    }
    "
  `);
  const { plan } = planned(after, texts);
  expect(plan.nodes.filter(({ type }) => type !== 'aws_ecs_service')).toMatchObject([
    { change: 'unchanged', action: 'share', why: [expect.stringContaining('lives on')] },
    { change: 'unchanged', action: 'share', why: [expect.stringContaining('lives on')] },
  ]);
  expect(plan.steps).toEqual([]);
});

test.each([
  [
    'copies',
    site([], '"orders"').replace('  engine     =', '  count      = 2\n  engine     ='),
    'aws_db_instance.main is there several times, and each copy would have to be imported by itself',
  ],
  [
    'an old release',
    site().replace('>= 1.7', '>= 1.3'),
    'required_version allows 1.3, and removed blocks came with 1.7',
  ],
  [
    'the workspace',
    site([], '"orders-$' + '{terraform.workspace}"'),
    'what moves reads terraform.workspace, which is another one there',
  ],
])('a root module is not split: %s', (_, text, reason) => {
  expect(refusalsOf({ [MAIN]: text }, MAIN)).toEqual([reason]);
  expect(ofRule({ [MAIN]: text }).fixes).toEqual([]);
});

test('an id that a plan can work out is written, another one is asked for', () => {
  const named = site([], '"orders-$' + '{var.region}"');
  expect(splitRoot({ [MAIN]: named })['/w/state/main.tf']).toContain('  id = "orders-$' + '{var.region}"\n');
  const other = site([], 'aws_ecs_service.web.name');
  expect(refusalsOf({ [MAIN]: other }, MAIN)).toEqual([
    'aws_db_instance.main refers to aws_ecs_service.web, which is replaced with every version',
  ]);
});
