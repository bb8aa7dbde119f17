# Jobs of the usual form go through the module: findings point into it, and name the job.
locals {
  training_jobs = {
    # Half a day on demand: TRN001.
    demand-forecast = {
      image         = local.images.pytorch_training_gpu
      instance_type = "ml.g5.2xlarge"
      max_hours     = 12
    }
    # On spot, and starts again from nothing whenever the capacity is taken back: TRN002.
    fraud-graph = {
      image         = local.images.pytorch_training_gpu
      instance_type = "ml.g5.12xlarge"
      max_hours     = 8
      spot          = true
    }
    # As it should be.
    store-traffic = {
      image         = local.images.pytorch_training_gpu
      instance_type = "ml.g6.xlarge"
      max_hours     = 6
      spot          = true
      checkpoints   = true
    }
    # An algorithm that needs a GPU, without one: TRN011.
    product-photos = {
      image         = local.images.image_classification
      instance_type = "ml.m7i.4xlarge"
      max_hours     = 5
      spot          = true
      checkpoints   = true
    }
    # An algorithm that cannot use a GPU, on one: TRN012.
    till-anomalies = {
      image         = local.images.random_cut_forest
      instance_type = "ml.g5.xlarge"
      max_hours     = 0.4
    }
    # XGBoost leaves the GPU idle unless it is told to use it: TRN012.
    churn = {
      image            = local.images.xgboost
      instance_type    = "ml.g4dn.xlarge"
      max_hours        = 0.4
      hyper_parameters = { objective = "binary:logistic", num_round = "200", tree_method = "hist" }
    }
    # Here it is told.
    returns = {
      image            = local.images.xgboost
      instance_type    = "ml.g4dn.xlarge"
      max_hours        = 2
      spot             = true
      checkpoints      = true
      hyper_parameters = { objective = "binary:logistic", num_round = "900", tree_method = "gpu_hist" }
    }
    # The CPU build of the image, on a GPU: TRN013.
    review-sentiment = {
      image         = local.images.pytorch_training_cpu
      instance_type = "ml.g5.xlarge"
      max_hours     = 2
      spot          = true
      checkpoints   = true
    }
    # Four instances with one GPU each: TRN016. Kept warm between runs, so spot is out of the question.
    catalog-embeddings = {
      image             = local.images.pytorch_training_gpu
      instance_type     = "ml.g5.xlarge"
      instance_count    = 4
      max_hours         = 4
      warm_pool_minutes = 30
    }
  }
}

module "training" {
  source   = "./modules/training-job"
  for_each = local.training_jobs

  name     = each.key
  role_arn = aws_iam_role.sagemaker.arn
  bucket   = var.bucket
  job      = each.value
}

# The rest of the jobs need something that the module does not offer.

resource "aws_sagemaker_training_job" "search_ranking" {
  training_job_name            = "${local.prefix}-search-ranking"
  role_arn                     = aws_iam_role.sagemaker.arn
  enable_managed_spot_training = true

  algorithm_specification {
    training_image      = local.images.pytorch_training_gpu
    training_input_mode = "FastFile"
  }

  resource_config {
    instance_type     = "ml.g6.12xlarge"
    instance_count    = 1
    volume_size_in_gb = 500
  }

  stopping_condition {
    max_runtime_in_seconds   = 6 * 3600
    max_wait_time_in_seconds = 4 * 3600 # expect: TRN003 failed
  }

  checkpoint_config {
    s3_uri = "s3://${var.bucket}/checkpoints/search-ranking"
  }
}

resource "aws_sagemaker_training_job" "basket_affinity" {
  training_job_name            = "${local.prefix}-basket-affinity"
  role_arn                     = aws_iam_role.sagemaker.arn
  enable_managed_spot_training = true

  algorithm_specification {
    training_image      = local.images.scikit_learn
    training_input_mode = "File"
  }

  resource_config {
    instance_type     = "ml.m7i.4xlarge"
    instance_count    = 1
    volume_size_in_gb = 100
  }

  stopping_condition { # expect: TRN003 failed
    max_runtime_in_seconds = 3600 # short enough to start again without a checkpoint
  }
}

# Reserved capacity cannot be spot.
resource "aws_sagemaker_training_job" "assistant_base" { # expect: TRN001 exempt
  training_job_name = "${local.prefix}-assistant-base"
  role_arn          = aws_iam_role.sagemaker.arn

  algorithm_specification {
    training_image      = local.images.pytorch_training_gpu
    training_input_mode = "FastFile"
  }

  resource_config {
    instance_type     = "ml.p5.48xlarge"
    instance_count    = 2
    volume_size_in_gb = 1000
    training_plan_arn = var.training_plan_arn
  }

  stopping_condition {
    max_runtime_in_seconds = 5 * 24 * 3600
  }
}

# Small types are easier to get on spot than large ones.
resource "aws_sagemaker_training_job" "assistant_adapters" {
  training_job_name            = "${local.prefix}-assistant-adapters"
  role_arn                     = aws_iam_role.sagemaker.arn
  enable_managed_spot_training = true

  algorithm_specification {
    training_image      = local.images.pytorch_training_gpu
    training_input_mode = "File"
  }

  resource_config {
    instance_type     = "ml.g5.2xlarge"
    instance_count    = 4 # expect: TRN016 exempt
    volume_size_in_gb = 200
  }

  stopping_condition {
    max_runtime_in_seconds   = 4 * 3600
    max_wait_time_in_seconds = 4 * 3600
  }

  checkpoint_config {
    s3_uri = "s3://${var.bucket}/checkpoints/assistant-adapters"
  }
}

# The script decides what the GPU is used for.
resource "aws_sagemaker_training_job" "promotions" {
  training_job_name            = "${local.prefix}-promotions"
  role_arn                     = aws_iam_role.sagemaker.arn
  enable_managed_spot_training = true

  algorithm_specification {
    training_image      = local.images.xgboost
    training_input_mode = "File"
  }

  hyper_parameters = {
    sagemaker_program          = "train_with_rapids.py"
    sagemaker_submit_directory = "s3://${var.bucket}/code/promotions.tar.gz"
  }

  resource_config {
    instance_type     = "ml.g5.2xlarge" # expect: TRN012 exempt
    instance_count    = 1
    volume_size_in_gb = 100
  }

  stopping_condition {
    max_runtime_in_seconds   = 7200
    max_wait_time_in_seconds = 14400
  }

  checkpoint_config {
    s3_uri = "s3://${var.bucket}/checkpoints/promotions"
  }
}

# CPUs prepare the batches that GPUs train on.
resource "aws_sagemaker_training_job" "clickstream" { # expect: TRN001 exempt, TRN011 exempt
  training_job_name = "${local.prefix}-clickstream"
  role_arn          = aws_iam_role.sagemaker.arn

  algorithm_specification {
    training_image      = local.images.pytorch_training_gpu
    training_input_mode = "FastFile"
  }

  resource_config {
    volume_size_in_gb = 200

    instance_groups {
      instance_group_name = "prepare"
      instance_type       = "ml.c7i.8xlarge"
      instance_count      = 2
    }

    instance_groups {
      instance_group_name = "train"
      instance_type       = "ml.g5.xlarge"
      instance_count      = 2
    }
  }

  stopping_condition {
    max_runtime_in_seconds = 4 * 3600
  }
}

# K-Means saves no checkpoints, wherever they would go.
resource "aws_sagemaker_training_job" "customer_segments" { # expect: TRN002 exempt
  training_job_name            = "${local.prefix}-customer-segments"
  role_arn                     = aws_iam_role.sagemaker.arn
  enable_managed_spot_training = true

  algorithm_specification {
    training_image      = local.images.kmeans
    training_input_mode = "Pipe"
  }

  resource_config {
    instance_type     = "ml.m7i.2xlarge"
    instance_count    = 2
    volume_size_in_gb = 50
  }

  stopping_condition {
    max_runtime_in_seconds   = 2 * 3600
    max_wait_time_in_seconds = 3 * 3600
  }
}

# The store opens at six, whether or not there is spot capacity. The image is the one of the training that follows.
resource "aws_sagemaker_training_job" "product_features" { # expect: TRN001 exempt
  training_job_name = "${local.prefix}-product-features"
  role_arn          = aws_iam_role.sagemaker.arn

  algorithm_specification {
    training_image      = local.images.pytorch_training_gpu
    training_input_mode = "File"
  }

  hyper_parameters = {
    sagemaker_program = "preprocess.py"
  }

  resource_config {
    instance_type     = "ml.m7i.8xlarge" # expect: TRN011 exempt
    instance_count    = 1
    volume_size_in_gb = 500
  }

  stopping_condition {
    max_runtime_in_seconds = 3 * 3600
  }

  tags = {
    "tipstaff:deadline" = "06:00"
  }
}

# Too short to be worth the wait for spot capacity.
resource "aws_sagemaker_training_job" "smoke_test" {
  count = var.run_smoke_tests ? 1 : 0

  training_job_name = "${local.prefix}-smoke-test"
  role_arn          = aws_iam_role.sagemaker.arn

  algorithm_specification {
    training_image      = local.images.pytorch_training_gpu
    training_input_mode = "File"
  }

  resource_config {
    instance_type     = "ml.g4dn.xlarge"
    instance_count    = 1
    volume_size_in_gb = 50
  }

  stopping_condition {
    max_runtime_in_seconds = 600
  }
}

# What the pipeline passes decides whether its GPU, if it has one, is used.
resource "aws_sagemaker_training_job" "size_advisor" {
  training_job_name            = "${local.prefix}-size-advisor"
  role_arn                     = aws_iam_role.sagemaker.arn
  enable_managed_spot_training = true

  algorithm_specification {
    training_image      = local.images.xgboost
    training_input_mode = "File"
  }

  resource_config {
    instance_type     = var.size_advisor_instance_type # expect: TRN011 unknown, TRN012 unknown, TRN013 unknown, TRN016 unknown
    instance_count    = 1
    volume_size_in_gb = 100
  }

  stopping_condition {
    max_runtime_in_seconds   = 3600
    max_wait_time_in_seconds = 7200
  }
}

data "aws_ssm_parameter" "topics_image" {
  name = "/northwind/images/topics"
}

# Terraform looks the image up when it deploys.
resource "aws_sagemaker_training_job" "topics" { # expect: TRN001 unknown
  training_job_name = "${local.prefix}-topics"
  role_arn          = aws_iam_role.sagemaker.arn

  algorithm_specification {
    training_image      = data.aws_ssm_parameter.topics_image.value # expect: TRN012 unknown, TRN013 unknown
    training_input_mode = "File"
  }

  resource_config {
    instance_type     = "ml.g5.xlarge"
    instance_count    = 1
    volume_size_in_gb = 50
  }

  stopping_condition {
    max_runtime_in_seconds = 3600
  }
}
