# What the shop must not lose. Both colours use it.
resource "aws_rds_cluster" "db" {
  cluster_identifier          = "shop"
  engine                      = "aurora-postgresql"
  engine_version              = "15.4"
  master_username             = "shop"
  manage_master_user_password = true
  backup_retention_period     = 14
  deletion_protection         = true
  final_snapshot_identifier   = "shop-final"

  lifecycle {
    prevent_destroy = true
  }
}

resource "aws_rds_cluster_instance" "db" {
  count = 2

  identifier_prefix  = "shop-"
  cluster_identifier = aws_rds_cluster.db.id
  engine             = aws_rds_cluster.db.engine
  instance_class     = "db.r6g.large"
}

resource "aws_elasticache_replication_group" "cache" {
  replication_group_id = "shop-cache"
  description          = "Pages and sessions"
  engine               = "redis"
  engine_version       = "7.0"
  node_type            = "cache.r6g.large"
  num_cache_clusters   = 2
}

resource "aws_sqs_queue" "orders" {
  name                       = "shop-orders"
  visibility_timeout_seconds = 60

  redrive_policy = jsonencode({
    deadLetterTargetArn = aws_sqs_queue.failed.arn
    maxReceiveCount     = 5
  })
}

resource "aws_sqs_queue" "failed" {
  name                      = "shop-orders-failed"
  message_retention_seconds = 1209600
}
