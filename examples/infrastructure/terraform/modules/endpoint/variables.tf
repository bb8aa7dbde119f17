variable "name" {
  type = string
}

variable "role_arn" {
  type = string
}

variable "model_data_url" {
  type = string
}

variable "subnet_ids" {
  type = list(string)
}

variable "security_group_ids" {
  type = list(string)
}

variable "endpoint" {
  description = "What the endpoint serves, and on what."
  type = object({
    image         = string
    instance_type = string
    instances     = optional(number, 2)
    max_instances = optional(number) # no scaling without it
    tags          = optional(map(string), {})
  })
}
