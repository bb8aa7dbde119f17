"""Make the endpoints of Northwind Retail with the SageMaker Python SDK, version 2."""

from sagemaker.pytorch import PyTorchModel
from sagemaker.serverless import ServerlessInferenceConfig
from sagemaker.sklearn import SKLearnModel
from sagemaker.xgboost import XGBoostModel

MODELS = "s3://northwind-ml/models"
ROLE = "arn:aws:iam::111122223333:role/northwind-sagemaker"

# EPT005 and EPT004: answers on CPUs only
fraud_score = XGBoostModel(
    name="northwind-fraud-score",
    model_data=f"{MODELS}/fraud-score/model.tar.gz",
    role=ROLE,
    entry_point="serve.py",
    framework_version="1.7-1",
)
fraud_score.deploy(initial_instance_count=2, instance_type="ml.g4dn.xlarge", endpoint_name="northwind-fraud-score")


def pytorch_model(name: str) -> PyTorchModel:
    """Describe one of the models that PyTorch serves."""
    return PyTorchModel(
        name=f"northwind-{name}",
        model_data=f"{MODELS}/{name}/model.tar.gz",
        role=ROLE,
        entry_point="serve.py",
        framework_version="2.6",
        py_version="py312",
    )


# EPT004: nobody says why
pytorch_model("search-ranking").deploy(
    initial_instance_count=2, instance_type="ml.g5.xlarge", endpoint_name="northwind-search-ranking"
)

# A trap: somebody says why
pytorch_model("visual-search").deploy(
    initial_instance_count=2,
    instance_type="ml.g5.xlarge",
    endpoint_name="northwind-visual-search",
    tags=[
        {"Key": "tipstaff:gpu-justification", "Value": "answers while the customer types, 40 ms@2030-12-31"},
    ],
)

# A trap: serverless
notifications = SKLearnModel(
    name="northwind-notifications",
    model_data=f"{MODELS}/notifications/model.tar.gz",
    role=ROLE,
    entry_point="serve.py",
    framework_version="1.2-1",
)
notifications.deploy(
    serverless_inference_config=ServerlessInferenceConfig(memory_size_in_mb=2048, max_concurrency=20),
    endpoint_name="northwind-notifications",
)
