locals {
  prefix = "northwind"

  common_tags = {
    Application = "retail-ml"
    Environment = var.environment
    Owner       = "ml-platform@northwind.example"
  }

  # The accounts in which AWS publishes its images for this region.
  registries = {
    frameworks = "763104351884.dkr.ecr.${var.region}.amazonaws.com"
    classical  = "141502667606.dkr.ecr.${var.region}.amazonaws.com"
    first      = "438346466558.dkr.ecr.${var.region}.amazonaws.com"
    vision     = "685385470294.dkr.ecr.${var.region}.amazonaws.com"
  }

  images = {
    pytorch_training_gpu  = "${local.registries.frameworks}/pytorch-training:2.6.0-gpu-py312-cu126-ubuntu22.04-sagemaker"
    pytorch_training_cpu  = "${local.registries.frameworks}/pytorch-training:2.6.0-cpu-py312-ubuntu22.04-sagemaker"
    pytorch_inference_gpu = "${local.registries.frameworks}/pytorch-inference:2.6.0-gpu-py312-cu124-ubuntu22.04-sagemaker"
    pytorch_inference_cpu = "${local.registries.frameworks}/pytorch-inference:2.6.0-cpu-py312-ubuntu22.04-sagemaker"
    language_model        = "${local.registries.frameworks}/djl-inference:0.33.0-lmi15.0.0-cu128"
    xgboost               = "${local.registries.classical}/sagemaker-xgboost:1.7-1"
    scikit_learn          = "${local.registries.classical}/sagemaker-scikit-learn:1.2-1-cpu-py3"
    random_cut_forest     = "${local.registries.first}/randomcutforest:1"
    kmeans                = "${local.registries.first}/kmeans:1"
    image_classification  = "${local.registries.vision}/image-classification:1"
  }

  load_test = "https://wiki.northwind.example/load-tests"
}
