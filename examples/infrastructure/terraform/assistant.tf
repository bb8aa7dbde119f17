# The shopping assistant: a language model on four GPUs, which is what GPUs are for.
resource "aws_sagemaker_model" "assistant" {
  name               = "${local.prefix}-assistant"
  execution_role_arn = aws_iam_role.sagemaker.arn

  primary_container {
    image = local.images.language_model

    environment = {
      HF_MODEL_ID                   = "/opt/ml/model"
      OPTION_TENSOR_PARALLEL_DEGREE = "4"
    }

    model_data_source {
      s3_data_source {
        s3_uri           = "s3://${var.bucket}/models/assistant/"
        s3_data_type     = "S3Prefix"
        compression_type = "None"
      }
    }
  }

  vpc_config {
    subnets            = [for subnet in aws_subnet.gpu : subnet.id] # expect: NET001 failed
    security_group_ids = [aws_security_group.inference.id]
  }
}

resource "aws_sagemaker_endpoint_configuration" "assistant" { # expect: ASC019 exempt
  name = "${local.prefix}-assistant"

  production_variants {
    variant_name                                      = "AllTraffic"
    model_name                                        = aws_sagemaker_model.assistant.name
    instance_type                                     = "ml.g5.12xlarge"
    initial_instance_count                            = 2
    container_startup_health_check_timeout_in_seconds = 1200
  }
}

resource "aws_sagemaker_endpoint" "assistant" {
  name                 = "${local.prefix}-assistant"
  endpoint_config_name = aws_sagemaker_endpoint_configuration.assistant.name
  tags                 = { "tipstaff:load-test" = "${local.load_test}/assistant@2026-11-20" }
}

# The same capacity at both ends, and another at night: the schedule moves it.
resource "aws_appautoscaling_target" "assistant" {
  service_namespace  = "sagemaker"
  resource_id        = "endpoint/${aws_sagemaker_endpoint.assistant.name}/variant/AllTraffic"
  scalable_dimension = "sagemaker:variant:DesiredInstanceCount"
  min_capacity       = 4
  max_capacity       = 4
}

resource "aws_appautoscaling_scheduled_action" "assistant" {
  for_each = {
    night = { cron = "cron(0 22 * * ? *)", instances = 2 }
    day   = { cron = "cron(0 6 * * ? *)", instances = 4 }
  }

  name               = each.key
  service_namespace  = aws_appautoscaling_target.assistant.service_namespace
  resource_id        = aws_appautoscaling_target.assistant.resource_id
  scalable_dimension = aws_appautoscaling_target.assistant.scalable_dimension
  schedule           = each.value.cron

  scalable_target_action {
    min_capacity = each.value.instances
    max_capacity = each.value.instances
  }
}

# Its search over the catalogue: in subnets of which only a deployment knows the zones.
resource "aws_sagemaker_model" "assistant_search" {
  name               = "${local.prefix}-assistant-search"
  execution_role_arn = aws_iam_role.sagemaker.arn

  primary_container {
    image          = "${local.registries.classical}/tei-cpu:2.0.1-tei1.2.3-cpu-py310-ubuntu22.04"
    model_data_url = "s3://${var.bucket}/models/assistant-search/model.tar.gz"
  }

  vpc_config {
    subnets            = aws_subnet.shared[*].id
    security_group_ids = [aws_security_group.inference.id]
  }
}

resource "aws_sagemaker_endpoint_configuration" "assistant_search" {
  name = "${local.prefix}-assistant-search"

  production_variants {
    variant_name           = "AllTraffic"
    model_name             = aws_sagemaker_model.assistant_search.name
    instance_type          = "ml.c7i.4xlarge"
    initial_instance_count = 3 # expect: ASC001 failed
  }
}

resource "aws_sagemaker_endpoint" "assistant_search" {
  name                 = "${local.prefix}-assistant-search"
  endpoint_config_name = aws_sagemaker_endpoint_configuration.assistant_search.name
}
