"""Start the training jobs of Northwind Retail with the SageMaker Python SDK, version 2."""

import os

from sagemaker import image_uris
from sagemaker.amazon.randomcutforest import RandomCutForest
from sagemaker.estimator import Estimator
from sagemaker.pytorch import PyTorch
from sagemaker.sklearn import SKLearn

REGION = "eu-west-1"
BUCKET = "northwind-ml"
ROLE = "arn:aws:iam::111122223333:role/northwind-sagemaker"
REGISTRY = f"763104351884.dkr.ecr.{REGION}.amazonaws.com"
XGBOOST = image_uris.retrieve("xgboost", REGION, "1.7-1")

common = {"role": ROLE, "instance_count": 1, "volume_size": 100}
pytorch = {"framework_version": "2.6", "py_version": "py312", "source_dir": "src", **common}

# TRN001: half a day on demand
demand_forecast = PyTorch(
    entry_point="forecast.py",
    instance_type="ml.g5.2xlarge",
    max_run=12 * 60 * 60,
    output_path=f"s3://{BUCKET}/models/demand-forecast",
    **pytorch,
)
demand_forecast.fit(job_name="northwind-demand-forecast")

# TRN002: starts again from nothing
fraud_graph = PyTorch(
    entry_point="graph.py",
    instance_type="ml.g5.12xlarge",
    use_spot_instances=True,
    max_run=28800,
    max_wait=57600,
    output_path=f"s3://{BUCKET}/models/fraud-graph",
    **pytorch,
)
fraud_graph.fit(job_name="northwind-fraud-graph")

# TRN003: waits less than it runs
search_ranking = PyTorch(
    entry_point="rank.py",
    instance_type="ml.g6.12xlarge",
    use_spot_instances=True,
    max_run=21600,
    max_wait=14400,
    checkpoint_s3_uri=f"s3://{BUCKET}/checkpoints/search-ranking",
    output_path=f"s3://{BUCKET}/models/search-ranking",
    **pytorch,
)
search_ranking.fit(job_name="northwind-search-ranking")

# TRN003: says nothing of waiting
basket_affinity = SKLearn(
    entry_point="affinity.py",
    framework_version="1.2-1",
    instance_type="ml.m7i.4xlarge",
    use_spot_instances=True,
    max_run=3600,
    output_path=f"s3://{BUCKET}/models/basket-affinity",
    **common,
)
basket_affinity.fit(job_name="northwind-basket-affinity")

# TRN011: needs a GPU
product_photos = Estimator(
    image_uri=image_uris.retrieve("image-classification", REGION),
    instance_type="ml.m7i.4xlarge",
    use_spot_instances=True,
    max_run=18000,
    max_wait=36000,
    checkpoint_s3_uri=f"s3://{BUCKET}/checkpoints/product-photos",
    output_path=f"s3://{BUCKET}/models/product-photos",
    **common,
)
product_photos.fit(job_name="northwind-product-photos")

# TRN012: cannot use a GPU
till_anomalies = RandomCutForest(
    instance_type="ml.g5.xlarge",
    max_run=1440,
    num_trees=100,
    output_path=f"s3://{BUCKET}/models/till-anomalies",
    **common,
)
till_anomalies.fit(till_anomalies.record_set([]), job_name="northwind-till-anomalies")

# TRN012: is not told to use its GPU
churn = Estimator(
    image_uri=XGBOOST,
    instance_type="ml.g4dn.xlarge",
    max_run=1440,
    hyperparameters={"objective": "binary:logistic", "num_round": 200},
    output_path=f"s3://{BUCKET}/models/churn",
    **common,
)
churn.set_hyperparameters(tree_method="hist")
churn.fit(job_name="northwind-churn")

# TRN013: the CPU build of the image
review_sentiment = PyTorch(
    entry_point="sentiment.py",
    image_uri=f"{REGISTRY}/pytorch-training:2.6.0-cpu-py312-ubuntu22.04-sagemaker",
    instance_type="ml.g5.xlarge",
    use_spot_instances=True,
    max_run=7200,
    max_wait=14400,
    checkpoint_s3_uri=f"s3://{BUCKET}/checkpoints/review-sentiment",
    output_path=f"s3://{BUCKET}/models/review-sentiment",
    **common,
)
review_sentiment.fit(job_name="northwind-review-sentiment")

# TRN016: one instance with four GPUs would do
catalog_embeddings = PyTorch(
    entry_point="embed.py",
    instance_type="ml.g5.xlarge",
    max_run=14400,
    keep_alive_period_in_seconds=1800,
    output_path=f"s3://{BUCKET}/models/catalog-embeddings",
    **{**pytorch, "instance_count": 4},
)
catalog_embeddings.fit(job_name="northwind-catalog-embeddings")

# A trap: as it should be
store_traffic = PyTorch(
    entry_point="traffic.py",
    instance_type="ml.g6.xlarge",
    use_spot_instances=True,
    max_run=21600,
    max_wait=43200,
    checkpoint_s3_uri=f"s3://{BUCKET}/checkpoints/store-traffic",
    output_path=f"s3://{BUCKET}/models/store-traffic",
    **pytorch,
)
store_traffic.fit(job_name="northwind-store-traffic")

# A trap: uses its GPU
returns = Estimator(
    image_uri=XGBOOST,
    instance_type="ml.g4dn.xlarge",
    use_spot_instances=True,
    max_run=7200,
    max_wait=14400,
    checkpoint_s3_uri=f"s3://{BUCKET}/checkpoints/returns",
    hyperparameters={"objective": "binary:logistic", "num_round": 900, "tree_method": "gpu_hist"},
    output_path=f"s3://{BUCKET}/models/returns",
    **common,
)
returns.fit(job_name="northwind-returns")

# A trap: too short for spot
smoke_test = PyTorch(
    entry_point="smoke.py",
    instance_type="ml.g4dn.xlarge",
    max_run=600,
    output_path=f"s3://{BUCKET}/models/smoke-test",
    **pytorch,
)
smoke_test.fit(job_name="northwind-smoke-test")

# A trap: reserved capacity cannot be spot
assistant_base = PyTorch(
    entry_point="pretrain.py",
    instance_type="ml.p5.48xlarge",
    training_plan="arn:aws:sagemaker:eu-west-1:111122223333:training-plan/northwind",
    max_run=432000,
    output_path=f"s3://{BUCKET}/models/assistant-base",
    **{**pytorch, "instance_count": 2},
)
assistant_base.fit(job_name="northwind-assistant-base")

# Unknown: stands for what only a variable decides
size_advisor = Estimator(
    image_uri=XGBOOST,
    instance_type=os.environ["INSTANCE_TYPE"],
    use_spot_instances=True,
    max_run=3600,
    max_wait=7200,
    output_path=f"s3://{BUCKET}/models/size-advisor",
    **common,
)
size_advisor.fit(job_name="northwind-size-advisor")
