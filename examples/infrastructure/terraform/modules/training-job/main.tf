locals {
  max_runtime = floor(var.job.max_hours * 3600)
}

resource "aws_sagemaker_training_job" "this" { # expect: TRN002 failed
  training_job_name = "northwind-${var.name}"
  role_arn          = var.role_arn
  hyper_parameters  = var.job.hyper_parameters

  enable_managed_spot_training = var.job.spot # expect: TRN001 failed, TRN001 exempt

  algorithm_specification {
    training_image      = var.job.image # expect: TRN013 failed
    training_input_mode = "File"
  }

  resource_config {
    instance_type                = var.job.instance_type  # expect: TRN011 failed, TRN012 failed x2
    instance_count               = var.job.instance_count # expect: TRN016 failed
    volume_size_in_gb            = 100
    keep_alive_period_in_seconds = try(var.job.warm_pool_minutes * 60, null)
  }

  # A spot job may wait for capacity as long as it may run.
  stopping_condition {
    max_runtime_in_seconds   = local.max_runtime
    max_wait_time_in_seconds = var.job.spot ? local.max_runtime * 2 : null
  }

  dynamic "checkpoint_config" {
    for_each = var.job.checkpoints ? ["checkpoints/${var.name}"] : []

    content {
      s3_uri = "s3://${var.bucket}/${checkpoint_config.value}"
    }
  }

  output_data_config {
    s3_output_path = "s3://${var.bucket}/models/${var.name}"
  }
}
