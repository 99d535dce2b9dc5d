release     = "blue"
image_tag   = "1.8.0"
vpc_id      = "vpc-example"
subnets     = ["subnet-a", "subnet-b"]
certificate = "arn:aws:acm:eu-central-1:000000000000:certificate/shop"
tasks       = 6
