variable "region" {
  description = "Where everything runs."
  type        = string
  default     = "eu-west-1"
}

variable "environment" {
  description = "Tagged on everything; terraform.tfvars says which one this is."
  type        = string
}

variable "bucket" {
  description = "The bucket of training data, checkpoints and model artefacts."
  type        = string
  default     = "northwind-retail-ml"
}

variable "run_smoke_tests" {
  description = "Train for ten minutes on every change, before the long jobs start."
  type        = bool
  default     = true
}

variable "size_advisor_instance_type" {
  description = "The CI pipeline passes it with -var, so the code alone does not say what it is."
  type        = string
  nullable    = false
}

variable "training_plan_arn" {
  description = "The reserved capacity for training language models."
  type        = string
  default     = "arn:aws:sagemaker:eu-west-1:111122223333:training-plan/assistant-p5"
}
