"""Start the training jobs of Northwind Retail with the SageMaker Python SDK, version 3."""

import os

from sagemaker.core import image_uris
from sagemaker.train import ModelTrainer
from sagemaker.train.configs import CheckpointConfig, Compute, OutputDataConfig, SourceCode, StoppingCondition

REGION = "eu-west-1"
BUCKET = "northwind-ml"
ROLE = "arn:aws:iam::111122223333:role/northwind-sagemaker"
DLC = f"763104351884.dkr.ecr.{REGION}.amazonaws.com"
PYTORCH = f"{DLC}/pytorch-training:2.6.0-gpu-py312-cu126-ubuntu22.04-sagemaker"
XGBOOST = image_uris.retrieve("xgboost", REGION, "1.7-1")


def output(job: str) -> OutputDataConfig:
    """Say where a job leaves its model."""
    return OutputDataConfig(s3_output_path=f"s3://{BUCKET}/models/{job}")


def checkpoints(job: str) -> CheckpointConfig:
    """Say where a job keeps its checkpoints."""
    return CheckpointConfig(s3_uri=f"s3://{BUCKET}/checkpoints/{job}")


# TRN001: half a day on demand
demand_forecast = ModelTrainer(
    base_job_name="northwind-demand-forecast",
    role=ROLE,
    training_image=PYTORCH,
    source_code=SourceCode(source_dir="src", entry_script="forecast.py"),
    compute=Compute(instance_type="ml.g5.2xlarge", instance_count=1, volume_size_in_gb=100),
    stopping_condition=StoppingCondition(max_runtime_in_seconds=43200),
    output_data_config=output("demand-forecast"),
)
demand_forecast.train()

# TRN002: starts again from nothing
fraud_graph = ModelTrainer(
    base_job_name="northwind-fraud-graph",
    role=ROLE,
    training_image=PYTORCH,
    source_code=SourceCode(source_dir="src", entry_script="graph.py"),
    compute=Compute(
        instance_type="ml.g5.12xlarge", instance_count=1, volume_size_in_gb=100, enable_managed_spot_training=True
    ),
    stopping_condition=StoppingCondition(max_runtime_in_seconds=28800, max_wait_time_in_seconds=57600),
    output_data_config=output("fraud-graph"),
)
fraud_graph.train()

# TRN003: waits less than it runs
search_ranking = ModelTrainer(
    base_job_name="northwind-search-ranking",
    role=ROLE,
    training_image=PYTORCH,
    source_code=SourceCode(source_dir="src", entry_script="rank.py"),
    compute=Compute(
        instance_type="ml.g6.12xlarge", instance_count=1, volume_size_in_gb=100, enable_managed_spot_training=True
    ),
    stopping_condition=StoppingCondition(max_runtime_in_seconds=21600, max_wait_time_in_seconds=14400),
    output_data_config=output("search-ranking"),
).with_checkpoint_config(checkpoints("search-ranking"))
search_ranking.train()

# TRN003: says nothing of waiting
basket_affinity = ModelTrainer(
    base_job_name="northwind-basket-affinity",
    role=ROLE,
    training_image=image_uris.retrieve("sklearn", REGION, "1.2-1"),
    source_code=SourceCode(source_dir="src", entry_script="affinity.py"),
    compute=Compute(
        instance_type="ml.m7i.4xlarge", instance_count=1, volume_size_in_gb=100, enable_managed_spot_training=True
    ),
    stopping_condition=StoppingCondition(max_runtime_in_seconds=3600),
    output_data_config=output("basket-affinity"),
)
basket_affinity.train()

# TRN011: needs a GPU
product_photos = ModelTrainer(
    base_job_name="northwind-product-photos",
    role=ROLE,
    training_image=image_uris.retrieve("image-classification", REGION),
    compute=Compute(
        instance_type="ml.m7i.4xlarge", instance_count=1, volume_size_in_gb=100, enable_managed_spot_training=True
    ),
    stopping_condition=StoppingCondition(max_runtime_in_seconds=18000, max_wait_time_in_seconds=36000),
    checkpoint_config=checkpoints("product-photos"),
    output_data_config=output("product-photos"),
)
product_photos.train()

# TRN012: cannot use a GPU
till_anomalies = ModelTrainer(
    base_job_name="northwind-till-anomalies",
    role=ROLE,
    training_image=image_uris.retrieve("randomcutforest", REGION),
    compute=Compute(instance_type="ml.g5.xlarge", instance_count=1, volume_size_in_gb=100),
    stopping_condition=StoppingCondition(max_runtime_in_seconds=1440),
    output_data_config=output("till-anomalies"),
)
till_anomalies.train()

# TRN012: is not told to use its GPU
churn = ModelTrainer(
    base_job_name="northwind-churn",
    role=ROLE,
    training_image=XGBOOST,
    hyperparameters={"objective": "binary:logistic", "num_round": 200, "tree_method": "hist"},
    compute=Compute(instance_type="ml.g4dn.xlarge", instance_count=1, volume_size_in_gb=100),
    stopping_condition=StoppingCondition(max_runtime_in_seconds=1440),
    output_data_config=output("churn"),
)
churn.train()

# TRN013: the CPU build of the image
review_sentiment = ModelTrainer(
    base_job_name="northwind-review-sentiment",
    role=ROLE,
    training_image=f"{DLC}/pytorch-training:2.6.0-cpu-py312-ubuntu22.04-sagemaker",
    source_code=SourceCode(source_dir="src", entry_script="sentiment.py"),
    compute=Compute(
        instance_type="ml.g5.xlarge", instance_count=1, volume_size_in_gb=100, enable_managed_spot_training=True
    ),
    stopping_condition=StoppingCondition(max_runtime_in_seconds=7200, max_wait_time_in_seconds=14400),
    checkpoint_config=checkpoints("review-sentiment"),
    output_data_config=output("review-sentiment"),
)
review_sentiment.train()

# TRN016: one instance with four GPUs would do
catalog_embeddings = ModelTrainer(
    base_job_name="northwind-catalog-embeddings",
    role=ROLE,
    training_image=PYTORCH,
    source_code=SourceCode(source_dir="src", entry_script="embed.py"),
    compute=Compute(
        instance_type="ml.g5.xlarge", instance_count=4, volume_size_in_gb=100, keep_alive_period_in_seconds=1800
    ),
    stopping_condition=StoppingCondition(max_runtime_in_seconds=14400),
    output_data_config=output("catalog-embeddings"),
)
catalog_embeddings.train()

# A trap: as it should be
store_traffic = ModelTrainer(
    base_job_name="northwind-store-traffic",
    role=ROLE,
    training_image=PYTORCH,
    source_code=SourceCode(source_dir="src", entry_script="traffic.py"),
    compute=Compute(
        instance_type="ml.g6.xlarge", instance_count=1, volume_size_in_gb=100, enable_managed_spot_training=True
    ),
    stopping_condition=StoppingCondition(max_runtime_in_seconds=21600, max_wait_time_in_seconds=43200),
    checkpoint_config=checkpoints("store-traffic"),
    output_data_config=output("store-traffic"),
)
store_traffic.train()

# A trap: uses its GPU
returns = ModelTrainer(
    base_job_name="northwind-returns",
    role=ROLE,
    training_image=XGBOOST,
    hyperparameters={"objective": "binary:logistic", "num_round": 900, "tree_method": "gpu_hist"},
    compute=Compute(
        instance_type="ml.g4dn.xlarge", instance_count=1, volume_size_in_gb=100, enable_managed_spot_training=True
    ),
    stopping_condition=StoppingCondition(max_runtime_in_seconds=7200, max_wait_time_in_seconds=14400),
    checkpoint_config=checkpoints("returns"),
    output_data_config=output("returns"),
)
returns.train()

# A trap: too short for spot
smoke_test = ModelTrainer(
    base_job_name="northwind-smoke-test",
    role=ROLE,
    training_image=PYTORCH,
    source_code=SourceCode(source_dir="src", entry_script="smoke.py"),
    compute=Compute(instance_type="ml.g4dn.xlarge", instance_count=1, volume_size_in_gb=100),
    stopping_condition=StoppingCondition(max_runtime_in_seconds=600),
    output_data_config=output("smoke-test"),
)
smoke_test.train()

# A trap: reserved capacity cannot be spot
assistant_base = ModelTrainer(
    base_job_name="northwind-assistant-base",
    role=ROLE,
    training_image=PYTORCH,
    source_code=SourceCode(source_dir="src", entry_script="pretrain.py"),
    compute=Compute(
        instance_type="ml.p5.48xlarge",
        instance_count=2,
        volume_size_in_gb=100,
        training_plan_arn="arn:aws:sagemaker:eu-west-1:111122223333:training-plan/northwind",
    ),
    stopping_condition=StoppingCondition(max_runtime_in_seconds=432000),
    output_data_config=output("assistant-base"),
)
assistant_base.train()

# Unknown: stands for what only a variable decides
size_advisor = ModelTrainer(
    base_job_name="northwind-size-advisor",
    role=ROLE,
    training_image=XGBOOST,
    compute=Compute(
        instance_type=os.environ["INSTANCE_TYPE"],
        instance_count=1,
        volume_size_in_gb=100,
        enable_managed_spot_training=True,
    ),
    stopping_condition=StoppingCondition(max_runtime_in_seconds=3600, max_wait_time_in_seconds=7200),
    output_data_config=output("size-advisor"),
)
size_advisor.train()
