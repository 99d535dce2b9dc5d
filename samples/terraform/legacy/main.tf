# The same shop as it used to be. Everything Verdigris flags here is a reason why it cannot be rebuilt.
resource "aws_instance" "web" {
  ami           = "ami-0123456789abcdef0"
  instance_type = "m5.large"

  user_data = <<-EOT
    #!/bin/bash
    yum update -y
    yum install -y httpd git
    git clone https://git.example.com/shop.git /srv/shop
    curl -s https://install.example.com/agent.sh | bash
  EOT

  provisioner "remote-exec" {
    inline = [
      "sudo sed -i 's/DB_HOST=.*/DB_HOST=10.0.3.7/' /etc/shop.conf",
      "sudo systemctl restart httpd",
    ]
  }

  tags = {
    Name = "web-1"
  }
}

resource "aws_security_group" "web" {
  name = "shop-web"

  ingress {
    from_port   = 22
    to_port     = 22
    protocol    = "tcp"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_db_instance" "db" {
  identifier          = "shop-db"
  engine              = "postgres"
  instance_class      = "db.m6g.large"
  allocated_storage   = 100
  username            = "shop"
  password            = "hunter2hunter2"
  skip_final_snapshot = true
}

resource "aws_lb_target_group" "web" {
  name     = "shop-web"
  port     = 80
  protocol = "HTTP"
  vpc_id   = "vpc-0a1b2c3d4e5f60718"
}
