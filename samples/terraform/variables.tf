variable "region" {
  type        = string
  description = "Region of the shop."
  default     = "eu-central-1"
}

variable "release" {
  type        = string
  description = "Release that is deployed. It goes into every name, so that two releases can run side by side."
}

variable "image_tag" {
  type        = string
  description = "Tag of the application image."
  default     = "1.8.0"
}

variable "vpc_id" {
  type        = string
  description = "Network of the shop."
}

variable "subnets" {
  type        = list(string)
  description = "Private subnets for tasks and stores, public ones for the load balancer."

  validation {
    condition     = length(var.subnets) >= 2
    error_message = "The load balancer needs two subnets at least."
  }
}

variable "certificate" {
  type        = string
  description = "ARN of the certificate for HTTPS."
}

variable "tasks" {
  type        = number
  description = "Copies of the web application."
  default     = 6
}
