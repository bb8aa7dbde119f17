variable "name" {
  type = string
}

variable "role_arn" {
  type = string
}

variable "bucket" {
  type = string
}

variable "job" {
  description = "What the job trains, and on what."
  type = object({
    image             = string
    instance_type     = string
    instance_count    = optional(number, 1)
    max_hours         = optional(number, 24)
    spot              = optional(bool, false)
    checkpoints       = optional(bool, false)
    warm_pool_minutes = optional(number)
    hyper_parameters  = optional(map(string), {})
  })
}
