import { lines, planned, type Texts } from './fixed.ts';

/** A module that holds a database and what is replaced with every version, called once per colour. */

export const MAIN = '/w/main.tf';
export const APP = '/w/app/main.tf';
export const INPUTS = '/w/app/variables.tf';
export const STATE = '/w/app-state/main.tf';

export const call = (name: string, more: readonly string[] = []): readonly string[] => [
  `module "${name}" {`,
  '  source = "./app"',
  `  colour = "${name}"`,
  '  size   = 100',
  ...more,
  '}',
  '',
];
export const root = (...calls: readonly (readonly string[])[]): string =>
  lines('provider "aws" {', '  region = "eu-west-1"', '}', '', ...calls.flat());

export const app = ({ more = [] as readonly string[], image = '1' } = {}): Texts => ({
  [APP]: lines(
    'locals {',
    '  # what the store is called',
    '  store = "orders-$' + '{var.colour}"',
    '  ports = [80]',
    '}',
    '',
    'resource "aws_db_subnet_group" "orders" {',
    '  subnet_ids = var.subnets',
    '}',
    '',
    '# the orders of the shop',
    'resource "aws_db_instance" "orders" {',
    '  identifier           = local.store',
    '  engine               = "postgres"',
    '  instance_class       = "db.t4g.small"',
    '  allocated_storage    = var.size',
    '  db_subnet_group_name = aws_db_subnet_group.orders.name',
    '  skip_final_snapshot  = false',
    '}',
    '',
    'resource "aws_ecs_task_definition" "web" {',
    '  family                = "web-$' + '{var.colour}"',
    '  container_definitions = jsonencode([{',
    '    name  = "web"',
    `    image = "shop:${image}"`,
    '    url   = "postgres://$' + '{aws_db_instance.orders.address}/$' + '{aws_db_instance.orders.port}"',
    '  }])',
    '}',
    '',
    'resource "aws_ecs_service" "web" {',
    '  name            = "web-$' + '{var.colour}"',
    '  task_definition = aws_ecs_task_definition.web.arn',
    '  desired_count   = 2',
    '',
    '  depends_on = [aws_db_instance.orders]',
    '}',
    ...more,
  ),
  [INPUTS]: lines(
    'variable "colour" {',
    '  type = string',
    '}',
    '',
    'variable "size" {',
    '  type = number',
    '}',
    '',
    'variable "subnets" {',
    '  type    = list(string)',
    '  default = ["subnet-1", "subnet-2"]',
    '}',
  ),
});

export const unit = (main: string, inner: Texts = app()): Texts => ({ [MAIN]: main, ...inner });
const CODE = 'plan/state-in-versioned-unit';
export const warned = (green: Texts, blue: Texts) =>
  planned(green, blue).plan.warnings.filter(({ code }) => code === CODE);
export const TITLE = 'Split persistent resources of module.blue into the module app-state, with moved blocks';
