terraform {
  required_version = ">= 1.5"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 6.0"
    }
  }
}

variable "name" {
  type        = string
  description = "Beginning of every name; differs between two copies."
}

variable "queue" {
  type        = string
  description = "ARN of the queue to work off."
}

variable "image" {
  type        = string
  description = "Image of the worker."
}

variable "cluster" {
  type        = string
  description = "Cluster to run in."
}

variable "subnets" {
  type        = list(string)
  description = "Subnets of the tasks."
}

variable "copies" {
  type        = number
  description = "Copies of the worker."
  default     = 1
}

variable "alert_to" {
  type        = string
  description = "Topic for alerts; none when null."
  default     = null
}

resource "aws_ecs_task_definition" "worker" {
  family                   = "${var.name}-worker"
  network_mode             = "awsvpc"
  requires_compatibilities = ["FARGATE"]
  cpu                      = 256
  memory                   = 512

  container_definitions = jsonencode([
    {
      name        = "worker"
      image       = var.image
      stopTimeout = 90
      environment = [{ name = "QUEUE", value = var.queue }]
    }
  ])
}

resource "aws_ecs_service" "worker" {
  name            = "${var.name}-worker"
  cluster         = var.cluster
  task_definition = aws_ecs_task_definition.worker.arn
  desired_count   = var.copies
  launch_type     = "FARGATE"

  network_configuration {
    subnets = var.subnets
  }
}

resource "aws_cloudwatch_metric_alarm" "old_orders" {
  count = var.alert_to == null ? 0 : 1

  alarm_name          = "${var.name}-old-orders"
  comparison_operator = "GreaterThanThreshold"
  evaluation_periods  = 3
  metric_name         = "ApproximateAgeOfOldestMessage"
  namespace           = "AWS/SQS"
  period              = 60
  statistic           = "Maximum"
  threshold           = 300
  alarm_actions       = [var.alert_to]
}

output "service" {
  description = "Name of the service."
  value       = aws_ecs_service.worker.name
}
