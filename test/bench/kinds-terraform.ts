/** A module of twenty files that calls a hundred others. */
import type { FileKind } from './files.ts';

const CALLED = 100;
const BESIDE = 18;

export const terraform: FileKind = {
  kind: 'Terraform',
  name: 'main.tf',
  languageId: 'terraform',
  lengths: [1500],
  head: `terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}

`,
  unit: (number, word) => `resource "aws_sqs_queue" "${word()}_${number}" {
  name                       = "${word()}-${number}"
  visibility_timeout_seconds = ${30 + (number % 100)}
  tags                       = { service = local.name_${1 + (number % BESIDE)} }
}

resource "aws_instance" "server_${number}" {
  ami           = var.image_${1 + (number % BESIDE)}
  instance_type = "t3.small"
  depends_on    = [module.part_${1 + (number % CALLED)}]

  tags = {
    service = "${word()}"
  }
}

`,
  tail: `resource "aws_instance" "last" {
  ami           = var.image_1
  instance_type = "t3.last"
}

output "last" {
  value     = module.part_1.name
  sensitive = false
}`,
  completeBehind: 'value     = module.',
  hoverIn: 'instance_type = "t3.last"',
  companions: () => ({
    'modules.tf': numbered(
      CALLED,
      (it) => `module "part_${it}" {\n  source = "./modules/part_${it}"\n  size   = ${it}\n}\n`,
    ),
    ...Object.fromEntries(range(BESIDE).map((it) => [`part_${it}.tf`, besides(it)])),
    ...Object.fromEntries(range(CALLED).map((it) => [`modules/part_${it}/main.tf`, called])),
  }),
};

const called = `variable "size" {
  type = number
}

output "name" {
  value = "part-\${var.size}"
}
`;

function besides(it: number): string {
  return `variable "image_${it}" {
  type    = string
  default = "ami-0123456789abcdef0"
}

locals {
  name_${it} = "part-${it}"
}
`;
}

function numbered(count: number, text: (it: number) => string): string {
  return range(count).map(text).join('\n');
}

function range(count: number): number[] {
  return Array.from({ length: count }, (_, at) => at + 1);
}
