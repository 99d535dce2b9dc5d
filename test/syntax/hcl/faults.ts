/** Twenty states of typing. `|` is the cursor; each stands before a good resource and a good variable. */
export const TYPING_FAULTS: Readonly<Record<string, string>> = {
  'attribute without value': 'resource "aws_lb" "a" {\n  name = |\n}\n',
  'attribute without equals sign': 'resource "aws_lb" "a" {\n  name|\n}\n',
  'reference that ends with a dot': 'resource "aws_lb" "a" {\n  name = var.|\n}\n',
  'open first label': 'resource "aws_|\n',
  'open second label': 'resource "aws_lb" "ma|\n',
  'missing closing brace': 'resource "aws_lb" "a" {\n  name = "x"|\n',
  'open string': 'resource "aws_lb" "a" {\n  name = "shop|\n}\n',
  'open interpolation': 'resource "aws_lb" "a" {\n  name = "${var.|\n}\n',
  'interpolation with the quote closed': 'resource "aws_lb" "a" {\n  name = "abc${var.|}"\n}\n',
  'open list': 'resource "aws_lb" "a" {\n  subnets = [|\n}\n',
  'open call': 'resource "aws_lb" "a" {\n  name = join(|\n}\n',
  'open parenthesis': 'resource "aws_lb" "a" {\n  name = (var.a|\n}\n',
  'open index': 'resource "aws_lb" "a" {\n  name = var.a[|\n}\n',
  'half a keyword': 'reso|\n',
  'keyword and a space': 'resource |\n',
  'open heredoc': 'resource "aws_lb" "a" {\n  name = <<EOT\n  text|\n}\n',
  'conditional without colon': 'resource "aws_lb" "a" {\n  name = var.a ? 1|\n}\n',
  'half a loop': 'resource "aws_lb" "a" {\n  subnets = [for k in|\n}\n',
  'object key without value': 'resource "aws_lb" "a" {\n  tags = {\n    Name = |\n  }\n}\n',
  'comparison for assignment': 'resource "aws_lb" "a" {\n  name == "x"|\n}\n',
};

export const AFTER_FAULT = `
resource "aws_sqs_queue" "good" {
  name = "orders"
}

variable "good" {
  type = string
}
`;
