# The workload of these examples in Terraform.

variable "size_advisor_instance_type" {
  description = "The pipeline decides."
  type        = string
}

# TRN001: half a day on demand.
resource "aws_sagemaker_training_job" "demand_forecast" {
  training_job_name = "northwind-demand-forecast"
  role_arn          = "arn:aws:iam::111122223333:role/northwind-sagemaker"

  algorithm_specification {
    training_image      = "763104351884.dkr.ecr.eu-west-1.amazonaws.com/pytorch-training:2.6.0-gpu-py312-cu126-ubuntu22.04-sagemaker"
    training_input_mode = "File"
  }

  resource_config {
    instance_type     = "ml.g5.2xlarge"
    instance_count    = 1
    volume_size_in_gb = 100
  }

  stopping_condition {
    max_runtime_in_seconds = 43200
  }

  output_data_config {
    s3_output_path = "s3://northwind-ml/models/demand-forecast"
  }
}

# TRN002: starts again from nothing.
resource "aws_sagemaker_training_job" "fraud_graph" {
  training_job_name            = "northwind-fraud-graph"
  role_arn                     = "arn:aws:iam::111122223333:role/northwind-sagemaker"
  enable_managed_spot_training = true

  algorithm_specification {
    training_image      = "763104351884.dkr.ecr.eu-west-1.amazonaws.com/pytorch-training:2.6.0-gpu-py312-cu126-ubuntu22.04-sagemaker"
    training_input_mode = "File"
  }

  resource_config {
    instance_type     = "ml.g5.12xlarge"
    instance_count    = 1
    volume_size_in_gb = 100
  }

  stopping_condition {
    max_runtime_in_seconds   = 28800
    max_wait_time_in_seconds = 57600
  }

  output_data_config {
    s3_output_path = "s3://northwind-ml/models/fraud-graph"
  }
}

# TRN003: waits less than it runs.
resource "aws_sagemaker_training_job" "search_ranking" {
  training_job_name            = "northwind-search-ranking"
  role_arn                     = "arn:aws:iam::111122223333:role/northwind-sagemaker"
  enable_managed_spot_training = true

  algorithm_specification {
    training_image      = "763104351884.dkr.ecr.eu-west-1.amazonaws.com/pytorch-training:2.6.0-gpu-py312-cu126-ubuntu22.04-sagemaker"
    training_input_mode = "File"
  }

  resource_config {
    instance_type     = "ml.g6.12xlarge"
    instance_count    = 1
    volume_size_in_gb = 100
  }

  stopping_condition {
    max_runtime_in_seconds   = 21600
    max_wait_time_in_seconds = 14400
  }

  checkpoint_config {
    s3_uri = "s3://northwind-ml/checkpoints/search-ranking"
  }

  output_data_config {
    s3_output_path = "s3://northwind-ml/models/search-ranking"
  }
}

# TRN003: says nothing of waiting.
resource "aws_sagemaker_training_job" "basket_affinity" {
  training_job_name            = "northwind-basket-affinity"
  role_arn                     = "arn:aws:iam::111122223333:role/northwind-sagemaker"
  enable_managed_spot_training = true

  algorithm_specification {
    training_image      = "141502667606.dkr.ecr.eu-west-1.amazonaws.com/sagemaker-scikit-learn:1.2-1-cpu-py3"
    training_input_mode = "File"
  }

  resource_config {
    instance_type     = "ml.m7i.4xlarge"
    instance_count    = 1
    volume_size_in_gb = 100
  }

  stopping_condition {
    max_runtime_in_seconds = 3600
  }

  output_data_config {
    s3_output_path = "s3://northwind-ml/models/basket-affinity"
  }
}

# TRN011: needs a GPU.
resource "aws_sagemaker_training_job" "product_photos" {
  training_job_name            = "northwind-product-photos"
  role_arn                     = "arn:aws:iam::111122223333:role/northwind-sagemaker"
  enable_managed_spot_training = true

  algorithm_specification {
    training_image      = "685385470294.dkr.ecr.eu-west-1.amazonaws.com/image-classification:1"
    training_input_mode = "File"
  }

  resource_config {
    instance_type     = "ml.m7i.4xlarge"
    instance_count    = 1
    volume_size_in_gb = 100
  }

  stopping_condition {
    max_runtime_in_seconds   = 18000
    max_wait_time_in_seconds = 36000
  }

  checkpoint_config {
    s3_uri = "s3://northwind-ml/checkpoints/product-photos"
  }

  output_data_config {
    s3_output_path = "s3://northwind-ml/models/product-photos"
  }
}

# TRN012: cannot use a GPU.
resource "aws_sagemaker_training_job" "till_anomalies" {
  training_job_name = "northwind-till-anomalies"
  role_arn          = "arn:aws:iam::111122223333:role/northwind-sagemaker"

  algorithm_specification {
    training_image      = "438346466558.dkr.ecr.eu-west-1.amazonaws.com/randomcutforest:1"
    training_input_mode = "File"
  }

  resource_config {
    instance_type     = "ml.g5.xlarge"
    instance_count    = 1
    volume_size_in_gb = 100
  }

  stopping_condition {
    max_runtime_in_seconds = 1440
  }

  output_data_config {
    s3_output_path = "s3://northwind-ml/models/till-anomalies"
  }
}

# TRN012: is not told to use its GPU.
resource "aws_sagemaker_training_job" "churn" {
  training_job_name = "northwind-churn"
  role_arn          = "arn:aws:iam::111122223333:role/northwind-sagemaker"

  algorithm_specification {
    training_image      = "141502667606.dkr.ecr.eu-west-1.amazonaws.com/sagemaker-xgboost:1.7-1"
    training_input_mode = "File"
  }

  resource_config {
    instance_type     = "ml.g4dn.xlarge"
    instance_count    = 1
    volume_size_in_gb = 100
  }

  stopping_condition {
    max_runtime_in_seconds = 1440
  }

  output_data_config {
    s3_output_path = "s3://northwind-ml/models/churn"
  }

  hyper_parameters = {
    objective   = "binary:logistic"
    num_round   = "200"
    tree_method = "hist"
  }
}

# TRN013: the CPU build of the image.
resource "aws_sagemaker_training_job" "review_sentiment" {
  training_job_name            = "northwind-review-sentiment"
  role_arn                     = "arn:aws:iam::111122223333:role/northwind-sagemaker"
  enable_managed_spot_training = true

  algorithm_specification {
    training_image      = "763104351884.dkr.ecr.eu-west-1.amazonaws.com/pytorch-training:2.6.0-cpu-py312-ubuntu22.04-sagemaker"
    training_input_mode = "File"
  }

  resource_config {
    instance_type     = "ml.g5.xlarge"
    instance_count    = 1
    volume_size_in_gb = 100
  }

  stopping_condition {
    max_runtime_in_seconds   = 7200
    max_wait_time_in_seconds = 14400
  }

  checkpoint_config {
    s3_uri = "s3://northwind-ml/checkpoints/review-sentiment"
  }

  output_data_config {
    s3_output_path = "s3://northwind-ml/models/review-sentiment"
  }
}

# TRN016: one instance with four GPUs would do.
resource "aws_sagemaker_training_job" "catalog_embeddings" {
  training_job_name = "northwind-catalog-embeddings"
  role_arn          = "arn:aws:iam::111122223333:role/northwind-sagemaker"

  algorithm_specification {
    training_image      = "763104351884.dkr.ecr.eu-west-1.amazonaws.com/pytorch-training:2.6.0-gpu-py312-cu126-ubuntu22.04-sagemaker"
    training_input_mode = "File"
  }

  resource_config {
    instance_type                = "ml.g5.xlarge"
    instance_count               = 4
    volume_size_in_gb            = 100
    keep_alive_period_in_seconds = 1800
  }

  stopping_condition {
    max_runtime_in_seconds = 14400
  }

  output_data_config {
    s3_output_path = "s3://northwind-ml/models/catalog-embeddings"
  }
}

# A trap: as it should be.
resource "aws_sagemaker_training_job" "store_traffic" {
  training_job_name            = "northwind-store-traffic"
  role_arn                     = "arn:aws:iam::111122223333:role/northwind-sagemaker"
  enable_managed_spot_training = true

  algorithm_specification {
    training_image      = "763104351884.dkr.ecr.eu-west-1.amazonaws.com/pytorch-training:2.6.0-gpu-py312-cu126-ubuntu22.04-sagemaker"
    training_input_mode = "File"
  }

  resource_config {
    instance_type     = "ml.g6.xlarge"
    instance_count    = 1
    volume_size_in_gb = 100
  }

  stopping_condition {
    max_runtime_in_seconds   = 21600
    max_wait_time_in_seconds = 43200
  }

  checkpoint_config {
    s3_uri = "s3://northwind-ml/checkpoints/store-traffic"
  }

  output_data_config {
    s3_output_path = "s3://northwind-ml/models/store-traffic"
  }
}

# A trap: uses its GPU.
resource "aws_sagemaker_training_job" "returns" {
  training_job_name            = "northwind-returns"
  role_arn                     = "arn:aws:iam::111122223333:role/northwind-sagemaker"
  enable_managed_spot_training = true

  algorithm_specification {
    training_image      = "141502667606.dkr.ecr.eu-west-1.amazonaws.com/sagemaker-xgboost:1.7-1"
    training_input_mode = "File"
  }

  resource_config {
    instance_type     = "ml.g4dn.xlarge"
    instance_count    = 1
    volume_size_in_gb = 100
  }

  stopping_condition {
    max_runtime_in_seconds   = 7200
    max_wait_time_in_seconds = 14400
  }

  checkpoint_config {
    s3_uri = "s3://northwind-ml/checkpoints/returns"
  }

  output_data_config {
    s3_output_path = "s3://northwind-ml/models/returns"
  }

  hyper_parameters = {
    objective   = "binary:logistic"
    num_round   = "900"
    tree_method = "gpu_hist"
  }
}

# A trap: too short for spot.
resource "aws_sagemaker_training_job" "smoke_test" {
  training_job_name = "northwind-smoke-test"
  role_arn          = "arn:aws:iam::111122223333:role/northwind-sagemaker"

  algorithm_specification {
    training_image      = "763104351884.dkr.ecr.eu-west-1.amazonaws.com/pytorch-training:2.6.0-gpu-py312-cu126-ubuntu22.04-sagemaker"
    training_input_mode = "File"
  }

  resource_config {
    instance_type     = "ml.g4dn.xlarge"
    instance_count    = 1
    volume_size_in_gb = 100
  }

  stopping_condition {
    max_runtime_in_seconds = 600
  }

  output_data_config {
    s3_output_path = "s3://northwind-ml/models/smoke-test"
  }
}

# A trap: reserved capacity cannot be spot.
resource "aws_sagemaker_training_job" "assistant_base" {
  training_job_name = "northwind-assistant-base"
  role_arn          = "arn:aws:iam::111122223333:role/northwind-sagemaker"

  algorithm_specification {
    training_image      = "763104351884.dkr.ecr.eu-west-1.amazonaws.com/pytorch-training:2.6.0-gpu-py312-cu126-ubuntu22.04-sagemaker"
    training_input_mode = "File"
  }

  resource_config {
    instance_type     = "ml.p5.48xlarge"
    instance_count    = 2
    volume_size_in_gb = 100
    training_plan_arn = "arn:aws:sagemaker:eu-west-1:111122223333:training-plan/northwind"
  }

  stopping_condition {
    max_runtime_in_seconds = 432000
  }

  output_data_config {
    s3_output_path = "s3://northwind-ml/models/assistant-base"
  }
}

# Unknown: stands for what only a variable decides.
resource "aws_sagemaker_training_job" "size_advisor" {
  training_job_name            = "northwind-size-advisor"
  role_arn                     = "arn:aws:iam::111122223333:role/northwind-sagemaker"
  enable_managed_spot_training = true

  algorithm_specification {
    training_image      = "141502667606.dkr.ecr.eu-west-1.amazonaws.com/sagemaker-xgboost:1.7-1"
    training_input_mode = "File"
  }

  resource_config {
    instance_type     = var.size_advisor_instance_type
    instance_count    = 1
    volume_size_in_gb = 100
  }

  stopping_condition {
    max_runtime_in_seconds   = 3600
    max_wait_time_in_seconds = 7200
  }

  output_data_config {
    s3_output_path = "s3://northwind-ml/models/size-advisor"
  }
}

resource "aws_sagemaker_model" "fraud_score" {
  name               = "northwind-fraud-score"
  execution_role_arn = "arn:aws:iam::111122223333:role/northwind-sagemaker"

  primary_container {
    image          = "141502667606.dkr.ecr.eu-west-1.amazonaws.com/sagemaker-xgboost:1.7-1"
    model_data_url = "s3://northwind-ml/models/fraud-score/model.tar.gz"
  }
}

# EPT005 and EPT004: answers on CPUs only.
resource "aws_sagemaker_endpoint_configuration" "fraud_score" {
  name = "northwind-fraud-score"

  production_variants {
    variant_name           = "AllTraffic"
    model_name             = aws_sagemaker_model.fraud_score.name
    instance_type          = "ml.g4dn.xlarge"
    initial_instance_count = 2
  }

  tags = {
    "tipstaff:load-test" = "https://wiki.northwind.example/load-tests/fraud-score@2026-10-05"
  }
}

resource "aws_sagemaker_endpoint" "fraud_score" {
  name                 = "northwind-fraud-score"
  endpoint_config_name = aws_sagemaker_endpoint_configuration.fraud_score.name
}

resource "aws_appautoscaling_target" "fraud_score" {
  service_namespace  = "sagemaker"
  resource_id        = "endpoint/${aws_sagemaker_endpoint.fraud_score.name}/variant/AllTraffic"
  scalable_dimension = "sagemaker:variant:DesiredInstanceCount"
  min_capacity       = 2
  max_capacity       = 6
}

resource "aws_appautoscaling_policy" "fraud_score" {
  name               = "northwind-fraud-score"
  policy_type        = "TargetTrackingScaling"
  service_namespace  = "sagemaker"
  resource_id        = aws_appautoscaling_target.fraud_score.resource_id
  scalable_dimension = "sagemaker:variant:DesiredInstanceCount"

  target_tracking_scaling_policy_configuration {
    target_value = 70

    predefined_metric_specification {
      predefined_metric_type = "SageMakerVariantInvocationsPerInstance"
    }
  }
}

resource "aws_sagemaker_model" "search_ranking" {
  name               = "northwind-search-ranking"
  execution_role_arn = "arn:aws:iam::111122223333:role/northwind-sagemaker"

  primary_container {
    image          = "763104351884.dkr.ecr.eu-west-1.amazonaws.com/pytorch-inference:2.6.0-gpu-py312-cu124-ubuntu22.04-sagemaker"
    model_data_url = "s3://northwind-ml/models/search-ranking/model.tar.gz"
  }
}

# EPT004: nobody says why.
resource "aws_sagemaker_endpoint_configuration" "search_ranking" {
  name = "northwind-search-ranking"

  production_variants {
    variant_name           = "AllTraffic"
    model_name             = aws_sagemaker_model.search_ranking.name
    instance_type          = "ml.g5.xlarge"
    initial_instance_count = 2
  }

  tags = {
    "tipstaff:load-test" = "https://wiki.northwind.example/load-tests/search-ranking@2026-09-18"
  }
}

resource "aws_sagemaker_endpoint" "search_ranking" {
  name                 = "northwind-search-ranking"
  endpoint_config_name = aws_sagemaker_endpoint_configuration.search_ranking.name
}

resource "aws_appautoscaling_target" "search_ranking" {
  service_namespace  = "sagemaker"
  resource_id        = "endpoint/${aws_sagemaker_endpoint.search_ranking.name}/variant/AllTraffic"
  scalable_dimension = "sagemaker:variant:DesiredInstanceCount"
  min_capacity       = 2
  max_capacity       = 6
}

resource "aws_appautoscaling_policy" "search_ranking" {
  name               = "northwind-search-ranking"
  policy_type        = "TargetTrackingScaling"
  service_namespace  = "sagemaker"
  resource_id        = aws_appautoscaling_target.search_ranking.resource_id
  scalable_dimension = "sagemaker:variant:DesiredInstanceCount"

  target_tracking_scaling_policy_configuration {
    target_value = 70

    predefined_metric_specification {
      predefined_metric_type = "SageMakerVariantInvocationsPerInstance"
    }
  }
}

resource "aws_sagemaker_model" "visual_search" {
  name               = "northwind-visual-search"
  execution_role_arn = "arn:aws:iam::111122223333:role/northwind-sagemaker"

  primary_container {
    image          = "763104351884.dkr.ecr.eu-west-1.amazonaws.com/pytorch-inference:2.6.0-gpu-py312-cu124-ubuntu22.04-sagemaker"
    model_data_url = "s3://northwind-ml/models/visual-search/model.tar.gz"
  }
}

# A trap: somebody says why.
resource "aws_sagemaker_endpoint_configuration" "visual_search" {
  name = "northwind-visual-search"

  production_variants {
    variant_name           = "AllTraffic"
    model_name             = aws_sagemaker_model.visual_search.name
    instance_type          = "ml.g5.xlarge"
    initial_instance_count = 2
  }

  tags = {
    "tipstaff:gpu-justification" = "answers while the customer types, 40 ms@2030-12-31"
    "tipstaff:load-test"         = "https://wiki.northwind.example/load-tests/visual-search@2026-09-18"
  }
}

resource "aws_sagemaker_endpoint" "visual_search" {
  name                 = "northwind-visual-search"
  endpoint_config_name = aws_sagemaker_endpoint_configuration.visual_search.name
}

resource "aws_appautoscaling_target" "visual_search" {
  service_namespace  = "sagemaker"
  resource_id        = "endpoint/${aws_sagemaker_endpoint.visual_search.name}/variant/AllTraffic"
  scalable_dimension = "sagemaker:variant:DesiredInstanceCount"
  min_capacity       = 2
  max_capacity       = 6
}

resource "aws_appautoscaling_policy" "visual_search" {
  name               = "northwind-visual-search"
  policy_type        = "TargetTrackingScaling"
  service_namespace  = "sagemaker"
  resource_id        = aws_appautoscaling_target.visual_search.resource_id
  scalable_dimension = "sagemaker:variant:DesiredInstanceCount"

  target_tracking_scaling_policy_configuration {
    target_value = 70

    predefined_metric_specification {
      predefined_metric_type = "SageMakerVariantInvocationsPerInstance"
    }
  }
}

resource "aws_sagemaker_model" "notifications" {
  name               = "northwind-notifications"
  execution_role_arn = "arn:aws:iam::111122223333:role/northwind-sagemaker"

  primary_container {
    image          = "141502667606.dkr.ecr.eu-west-1.amazonaws.com/sagemaker-scikit-learn:1.2-1-cpu-py3"
    model_data_url = "s3://northwind-ml/models/notifications/model.tar.gz"
  }
}

# A trap: serverless.
resource "aws_sagemaker_endpoint_configuration" "notifications" {
  name = "northwind-notifications"

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
  name                 = "northwind-notifications"
  endpoint_config_name = aws_sagemaker_endpoint_configuration.notifications.name
}
