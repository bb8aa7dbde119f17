resource "aws_sagemaker_model" "this" {
  name               = "northwind-${var.name}"
  execution_role_arn = var.role_arn

  primary_container {
    image          = var.endpoint.image
    model_data_url = var.model_data_url
  }

  vpc_config {
    subnets            = var.subnet_ids # expect: NET001 failed
    security_group_ids = var.security_group_ids
  }
}

resource "aws_sagemaker_endpoint_configuration" "this" { # expect: EPT004 exempt
  name_prefix = "northwind-${var.name}-"

  production_variants { # expect: ASC019 failed
    variant_name           = "AllTraffic"
    model_name             = aws_sagemaker_model.this.name
    instance_type          = var.endpoint.instance_type # expect: EPT004 failed x3, EPT005 failed, TRN013 failed
    initial_instance_count = var.endpoint.instances     # expect: EPT001 failed, ASC001 failed
  }
}

resource "aws_sagemaker_endpoint" "this" {
  name                 = "northwind-${var.name}"
  endpoint_config_name = aws_sagemaker_endpoint_configuration.this.name
  tags                 = var.endpoint.tags
}

resource "aws_appautoscaling_target" "this" {
  count = var.endpoint.max_instances == null ? 0 : 1

  service_namespace  = "sagemaker"
  resource_id        = "endpoint/${aws_sagemaker_endpoint.this.name}/variant/AllTraffic"
  scalable_dimension = "sagemaker:variant:DesiredInstanceCount"
  min_capacity       = var.endpoint.instances
  max_capacity       = var.endpoint.max_instances
}

resource "aws_appautoscaling_policy" "this" {
  count = length(aws_appautoscaling_target.this)

  name               = "requests"
  policy_type        = "TargetTrackingScaling"
  service_namespace  = aws_appautoscaling_target.this[0].service_namespace
  resource_id        = aws_appautoscaling_target.this[0].resource_id
  scalable_dimension = aws_appautoscaling_target.this[0].scalable_dimension

  target_tracking_scaling_policy_configuration {
    target_value = 600

    predefined_metric_specification {
      predefined_metric_type = "SageMakerVariantInvocationsPerInstance"
    }
  }
}
