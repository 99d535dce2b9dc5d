# The web tier of the shop. Everything here may be copied and destroyed; what must not be lost is in data.tf.
locals {
  name = "shop-${var.release}"

  tags = {
    Service = "shop"
    Release = var.release
  }
}

resource "aws_ecs_cluster" "main" {
  name = "shop"
  tags = local.tags
}

resource "aws_lb" "main" {
  name_prefix        = "shop-"
  load_balancer_type = "application"
  subnets            = var.subnets
  tags               = local.tags
}

resource "aws_lb_target_group" "app" {
  name        = "${local.name}-app"
  port        = 8080
  protocol    = "HTTP"
  target_type = "ip"
  vpc_id      = var.vpc_id

  health_check {
    path                = "/health"
    healthy_threshold   = 2
    unhealthy_threshold = 3
  }

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_lb_listener" "https" {
  load_balancer_arn = aws_lb.main.arn
  port              = 443
  protocol          = "HTTPS"
  certificate_arn   = var.certificate

  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.app.arn
  }
}

resource "aws_ecs_task_definition" "app" {
  family                   = local.name
  network_mode             = "awsvpc"
  requires_compatibilities = ["FARGATE"]
  cpu                      = 512
  memory                   = 1024

  container_definitions = jsonencode([
    {
      name         = "app"
      image        = "registry.example.com/shop:${var.image_tag}"
      essential    = true
      portMappings = [{ containerPort = 8080 }]
      environment = [
        { name = "DB_HOST", value = aws_rds_cluster.db.endpoint },
        { name = "CACHE_HOST", value = aws_elasticache_replication_group.cache.primary_endpoint_address },
        { name = "ORDERS", value = aws_sqs_queue.orders.url },
      ]
    }
  ])
}

resource "aws_ecs_service" "app" {
  name            = local.name
  cluster         = aws_ecs_cluster.main.id
  task_definition = aws_ecs_task_definition.app.arn
  desired_count   = var.tasks
  launch_type     = "FARGATE"

  network_configuration {
    subnets         = var.subnets
    security_groups = [aws_security_group.app.id]
  }

  load_balancer {
    target_group_arn = aws_lb_target_group.app.arn
    container_name   = "app"
    container_port   = 8080
  }

  deployment_circuit_breaker {
    enable   = true
    rollback = true
  }
}

resource "aws_security_group" "app" {
  name_prefix = "shop-app-"
  vpc_id      = var.vpc_id

  ingress {
    from_port   = 8080
    to_port     = 8080
    protocol    = "tcp"
    cidr_blocks = ["10.0.0.0/8"]
  }

  lifecycle {
    create_before_destroy = true
  }
}

module "worker" {
  source = "./modules/worker"

  name     = local.name
  queue    = aws_sqs_queue.orders.arn
  image    = "registry.example.com/shop-worker:${var.image_tag}"
  cluster  = aws_ecs_cluster.main.id
  subnets  = var.subnets
  copies   = 2
  alert_to = null
}

output "address" {
  description = "Where the shop answers."
  value       = aws_lb.main.dns_name
}

output "worker" {
  description = "Service that works off the orders."
  value       = module.worker.service
}
