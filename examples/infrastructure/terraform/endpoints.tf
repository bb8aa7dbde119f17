# Endpoints of the usual form go through the module.
locals {
  endpoints = {
    # XGBoost answers on CPUs only, wherever it runs: EPT005, and so there is no reason for a GPU: EPT004.
    fraud-score = {
      image         = local.images.xgboost
      instance_type = "ml.g4dn.xlarge"
      max_instances = 8
      tags          = { "tipstaff:load-test" = "${local.load_test}/fraud-score@2026-10-05" }
    }
    # One instance around the clock, EPT001 and ASC001, between two subnets of one zone: NET001.
    demand-forecast = {
      image         = local.images.pytorch_inference_cpu
      instance_type = "ml.c7i.2xlarge"
      instances     = 1
      subnet_ids    = [aws_subnet.private[0].id, aws_subnet.gpu["blue"].id]
    }
    # Nobody says what it needs the GPU for, EPT004, or how many requests it bears, ASC019.
    search-ranking = {
      image         = local.images.pytorch_inference_gpu
      instance_type = "ml.g5.xlarge"
      max_instances = 6
    }
    # Here somebody says both.
    visual-search = {
      image         = local.images.pytorch_inference_gpu
      instance_type = "ml.g5.xlarge"
      max_instances = 6
      tags = {
        "tipstaff:gpu-justification" = "answers while the customer types, 40 ms@2030-12-31"
        "tipstaff:load-test"         = "${local.load_test}/visual-search@2026-09-18"
      }
    }
    # The CPU build of the image, on a GPU: TRN013, and again no reason for the GPU.
    review-sentiment = {
      image         = local.images.pytorch_inference_cpu
      instance_type = "ml.g5.xlarge"
      max_instances = 4
      tags          = { "tipstaff:load-test" = "${local.load_test}/review-sentiment@2026-11-02" }
    }
  }
}

module "endpoint" {
  source   = "./modules/endpoint"
  for_each = local.endpoints

  name               = each.key
  role_arn           = aws_iam_role.sagemaker.arn
  model_data_url     = "s3://${var.bucket}/models/${each.key}/model.tar.gz"
  subnet_ids         = try(each.value.subnet_ids, aws_subnet.private[*].id)
  security_group_ids = [aws_security_group.inference.id]
  endpoint           = each.value
}

# Costs nothing while nobody asks, and lives in the service's own network.
resource "aws_sagemaker_model" "notifications" {
  name               = "${local.prefix}-notifications"
  execution_role_arn = aws_iam_role.sagemaker.arn

  primary_container {
    image          = local.images.scikit_learn
    model_data_url = "s3://${var.bucket}/models/notifications/model.tar.gz"
  }
}

resource "aws_sagemaker_endpoint_configuration" "notifications" { # expect: EPT001 exempt, ASC001 exempt
  name = "${local.prefix}-notifications"

  production_variants {
    variant_name = "AllTraffic"
    model_name   = aws_sagemaker_model.notifications.name

    serverless_config {
      max_concurrency   = 20
      memory_size_in_mb = 2048
    }
  }
}

resource "aws_sagemaker_endpoint" "notifications" {
  name                 = "${local.prefix}-notifications"
  endpoint_config_name = aws_sagemaker_endpoint_configuration.notifications.name
}

# Requests wait in a queue, so one instance is enough; GPUs are for the language model.
resource "aws_sagemaker_model" "product_texts" {
  name               = "${local.prefix}-product-texts"
  execution_role_arn = aws_iam_role.sagemaker.arn

  primary_container {
    image          = local.images.language_model
    model_data_url = "s3://${var.bucket}/models/product-texts/model.tar.gz"
  }
}

resource "aws_sagemaker_endpoint_configuration" "product_texts" {
  name = "${local.prefix}-product-texts"

  production_variants {
    variant_name           = "AllTraffic"
    model_name             = aws_sagemaker_model.product_texts.name
    instance_type          = "ml.g5.2xlarge"
    initial_instance_count = 1 # expect: EPT001 exempt, ASC001 exempt
  }

  async_inference_config {
    output_config {
      s3_output_path = "s3://${var.bucket}/product-texts"
    }
  }
}

resource "aws_sagemaker_endpoint" "product_texts" {
  name                 = "${local.prefix}-product-texts"
  endpoint_config_name = aws_sagemaker_endpoint_configuration.product_texts.name
}

# One fixed instance is fine where no customer is.
resource "aws_sagemaker_model" "checkout_staging" {
  name               = "${local.prefix}-checkout-staging"
  execution_role_arn = aws_iam_role.sagemaker.arn

  primary_container {
    image          = local.images.xgboost
    model_data_url = "s3://${var.bucket}/models/checkout/model.tar.gz"
  }
}

resource "aws_sagemaker_endpoint_configuration" "checkout_staging" {
  name = "${local.prefix}-checkout-staging"

  production_variants {
    variant_name           = "AllTraffic"
    model_name             = aws_sagemaker_model.checkout_staging.name
    instance_type          = "ml.m7i.large"
    initial_instance_count = 1 # expect: EPT001 exempt, ASC001 exempt
  }

  tags = { Environment = "staging" }
}

resource "aws_sagemaker_endpoint" "checkout_staging" {
  name                 = "${local.prefix}-checkout-staging"
  endpoint_config_name = aws_sagemaker_endpoint_configuration.checkout_staging.name
  tags                 = { Environment = "staging" }
}

# Two variants: the candidate gets no requests until somebody raises its weight.
resource "aws_sagemaker_model" "delivery_times" {
  for_each = toset(["champion", "candidate"])

  name               = "${local.prefix}-delivery-times-${each.key}"
  execution_role_arn = aws_iam_role.sagemaker.arn

  primary_container {
    image          = local.images.xgboost
    model_data_url = "s3://${var.bucket}/models/delivery-times/${each.key}.tar.gz"
  }
}

locals {
  delivery_times = {
    champion  = { weight = 1, instances = 2 }
    candidate = { weight = 0, instances = 1 }
  }
}

resource "aws_sagemaker_endpoint_configuration" "delivery_times" {
  name = "${local.prefix}-delivery-times"

  dynamic "production_variants" {
    for_each = local.delivery_times

    content {
      variant_name           = production_variants.key
      model_name             = aws_sagemaker_model.delivery_times[production_variants.key].name
      instance_type          = "ml.m7i.xlarge"
      initial_instance_count = production_variants.value.instances
      initial_variant_weight = production_variants.value.weight
    }
  }
}

resource "aws_sagemaker_endpoint" "delivery_times" {
  name                 = "${local.prefix}-delivery-times"
  endpoint_config_name = aws_sagemaker_endpoint_configuration.delivery_times.name
  tags                 = { "tipstaff:load-test" = "${local.load_test}/delivery-times@2026-11-12" }
}

resource "aws_appautoscaling_target" "delivery_times" {
  for_each = local.delivery_times

  service_namespace  = "sagemaker"
  resource_id        = "endpoint/${aws_sagemaker_endpoint.delivery_times.name}/variant/${each.key}"
  scalable_dimension = "sagemaker:variant:DesiredInstanceCount"
  min_capacity       = each.value.instances # expect: EPT001 exempt
  max_capacity       = 6
}

resource "aws_appautoscaling_policy" "delivery_times" {
  for_each = aws_appautoscaling_target.delivery_times

  name               = "requests-${each.key}"
  policy_type        = "TargetTrackingScaling"
  service_namespace  = each.value.service_namespace
  resource_id        = each.value.resource_id
  scalable_dimension = each.value.scalable_dimension

  target_tracking_scaling_policy_configuration {
    target_value = 900

    predefined_metric_specification {
      predefined_metric_type = "SageMakerVariantInvocationsPerInstance"
    }
  }
}

# Another root deploys the endpoint of this configuration: what scales it, and how far, is not to be seen here.
resource "aws_sagemaker_endpoint_configuration" "loyalty" {
  name = "${local.prefix}-loyalty"

  production_variants {
    variant_name           = "AllTraffic"
    model_name             = aws_sagemaker_model.delivery_times["champion"].name
    instance_type          = var.size_advisor_instance_type # expect: EPT004 unknown, EPT005 unknown
    initial_instance_count = 1                              # expect: EPT001 unknown, ASC001 unknown
  }
}
