/** A root module with one misspelt input, badly formatted; `brand_new` is an argument only the installed provider has. */
export const balancer = `variable "region" {
  type = string
}

module "net" {
    source   = "./net"
  cdir = "10.0.0.0/16"
}

resource "aws_lb" "main" {
  name      = "shop-\${var.region}"
  brand_new = true
}

output "where" {
  value = var.region
}

output "arn" {
  value = aws_lb.main.arn
}

output "subnets" {
  value = module.net.
}
`;

export const balancerModule = `variable "cidr" {
  type = string
}

output "subnet_ids" {
  value = [var.cidr]
}
`;

const text = { type: 'string', optional: true };

/** As \`terraform providers schema -json\` writes it, cut to one type. */
export const installedSchemas = JSON.stringify({
  format_version: '1.0',
  provider_schemas: {
    'registry.terraform.io/hashicorp/aws': {
      provider: { version: 0, block: { attributes: { region: text } } },
      resource_schemas: {
        aws_lb: {
          version: 0,
          block: {
            attributes: {
              name: text,
              brand_new: { type: 'bool', optional: true },
              arn: { type: 'string', computed: true },
            },
          },
        },
      },
    },
  },
});

/** Ids and file names as the official extension contributes them. */
export const officialIds = {
  publisher: 'hashicorp',
  name: 'terraform',
  contributes: {
    languages: [
      { id: 'terraform', aliases: ['Terraform'], extensions: ['.tf'] },
      { id: 'terraform-vars', aliases: ['Terraform Vars'], extensions: ['.tfvars'] },
      { id: 'terraform-test', aliases: ['Terraform Test'], extensions: ['.tftest.hcl'] },
      { id: 'terraform-mock', aliases: ['Terraform Mock'], extensions: ['.tfmock.hcl'] },
    ],
  },
};
