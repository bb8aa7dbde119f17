# Recommendations: three endpoints that scale, each in its own way.
locals {
  recommenders = {
    home-page = {
      instance_type = "ml.c7i.2xlarge"
      minimum       = 1
      maximum       = 4
      load_test     = "${local.load_test}/home-page@2026-11-12"
    }
    similar-items = {
      instance_type = "ml.c7i.xlarge"
      minimum       = 2
      maximum       = 6
      load_test     = "${local.load_test}/similar-items@2026-11-12"
    }
    newsletter = {
      instance_type = "ml.c7i.xlarge"
      minimum       = 2
      maximum       = 2
      load_test     = "${local.load_test}/newsletter@2025-11-12" # a year old: ASC019
    }
  }
}

resource "aws_sagemaker_model" "recommender" {
  for_each = local.recommenders

  name               = "${local.prefix}-${each.key}"
  execution_role_arn = aws_iam_role.sagemaker.arn

  primary_container {
    image          = local.images.pytorch_inference_cpu
    model_data_url = "s3://${var.bucket}/models/${each.key}/model.tar.gz"
  }
}

resource "aws_sagemaker_endpoint_configuration" "recommender" {
  for_each = local.recommenders

  name = "${local.prefix}-${each.key}"

  production_variants { # expect: ASC019 failed
    variant_name           = "AllTraffic"
    model_name             = aws_sagemaker_model.recommender[each.key].name
    instance_type          = each.value.instance_type
    initial_instance_count = 2
  }
}

resource "aws_sagemaker_endpoint" "recommender" {
  for_each = local.recommenders

  name                 = "${local.prefix}-${each.key}"
  endpoint_config_name = aws_sagemaker_endpoint_configuration.recommender[each.key].name
  tags                 = { "tipstaff:load-test" = each.value.load_test }
}

# The home page may come down to one instance, whatever it starts with: EPT001.
resource "aws_appautoscaling_target" "home_page" {
  service_namespace  = "sagemaker"
  resource_id        = "endpoint/${aws_sagemaker_endpoint.recommender["home-page"].name}/variant/AllTraffic"
  scalable_dimension = "sagemaker:variant:DesiredInstanceCount"
  min_capacity       = local.recommenders.home-page.minimum # expect: EPT001 failed
  max_capacity       = local.recommenders.home-page.maximum
}

resource "aws_appautoscaling_policy" "home_page" {
  name               = "requests"
  policy_type        = "TargetTrackingScaling"
  service_namespace  = aws_appautoscaling_target.home_page.service_namespace
  resource_id        = aws_appautoscaling_target.home_page.resource_id
  scalable_dimension = aws_appautoscaling_target.home_page.scalable_dimension

  target_tracking_scaling_policy_configuration {
    target_value = 400

    predefined_metric_specification {
      predefined_metric_type = "SageMakerVariantInvocationsPerInstance"
    }
  }
}

# A target that nothing moves.
resource "aws_appautoscaling_target" "similar_items" { # expect: ASC002 failed
  service_namespace  = "sagemaker"
  resource_id        = "endpoint/${aws_sagemaker_endpoint.recommender["similar-items"].name}/variant/AllTraffic"
  scalable_dimension = "sagemaker:variant:DesiredInstanceCount"
  min_capacity       = 2
  max_capacity       = 6
}

# A target that cannot move, though a policy tries.
resource "aws_appautoscaling_target" "newsletter" {
  service_namespace  = "sagemaker"
  resource_id        = "endpoint/${aws_sagemaker_endpoint.recommender["newsletter"].name}/variant/AllTraffic"
  scalable_dimension = "sagemaker:variant:DesiredInstanceCount"
  min_capacity       = local.recommenders["newsletter"].minimum
  max_capacity       = local.recommenders["newsletter"].maximum # expect: ASC003 failed
}

resource "aws_appautoscaling_policy" "newsletter" {
  name               = "requests"
  policy_type        = "TargetTrackingScaling"
  service_namespace  = aws_appautoscaling_target.newsletter.service_namespace
  resource_id        = aws_appautoscaling_target.newsletter.resource_id
  scalable_dimension = aws_appautoscaling_target.newsletter.scalable_dimension

  target_tracking_scaling_policy_configuration {
    target_value = 400

    predefined_metric_specification {
      predefined_metric_type = "SageMakerVariantInvocationsPerInstance"
    }
  }
}
