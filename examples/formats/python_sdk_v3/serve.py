"""Make the endpoints of Northwind Retail with the SageMaker Python SDK, version 3, and the resources under it."""

from sagemaker.core import image_uris
from sagemaker.core.inference_config import ServerlessInferenceConfig
from sagemaker.core.resources import Endpoint, EndpointConfig, Model
from sagemaker.core.shapes import ContainerDefinition, ProductionVariant, Tag
from sagemaker.serve import ModelBuilder

MODELS = "s3://northwind-ml/models"
ROLE = "arn:aws:iam::111122223333:role/northwind-sagemaker"
PYTORCH = "763104351884.dkr.ecr.eu-west-1.amazonaws.com/pytorch-inference:2.6.0-gpu-py312-cu124-ubuntu22.04-sagemaker"

# EPT005 and EPT004: answers on CPUs only
fraud_score = ModelBuilder(
    s3_model_data_url=f"{MODELS}/fraud-score/model.tar.gz",
    role_arn=ROLE,
    image_uri=image_uris.retrieve("xgboost", "eu-west-1", "1.7-1"),
)
fraud_score.build(model_name="northwind-fraud-score")
fraud_score.deploy(endpoint_name="northwind-fraud-score", initial_instance_count=2, instance_type="ml.g4dn.xlarge")

# EPT004: nobody says why
Model.create(
    model_name="northwind-search-ranking",
    execution_role_arn=ROLE,
    primary_container=ContainerDefinition(image=PYTORCH, model_data_url=f"{MODELS}/search-ranking/model.tar.gz"),
)
EndpointConfig.create(
    endpoint_config_name="northwind-search-ranking",
    production_variants=[
        ProductionVariant(
            variant_name="AllTraffic",
            model_name="northwind-search-ranking",
            instance_type="ml.g5.xlarge",
            initial_instance_count=2,
        )
    ],
)
Endpoint.create(endpoint_name="northwind-search-ranking", endpoint_config_name="northwind-search-ranking")

# A trap: somebody says why
Model.create(
    model_name="northwind-visual-search",
    execution_role_arn=ROLE,
    primary_container=ContainerDefinition(image=PYTORCH, model_data_url=f"{MODELS}/visual-search/model.tar.gz"),
)
EndpointConfig.create(
    endpoint_config_name="northwind-visual-search",
    production_variants=[
        ProductionVariant(
            variant_name="AllTraffic",
            model_name="northwind-visual-search",
            instance_type="ml.g5.xlarge",
            initial_instance_count=2,
        )
    ],
    tags=[Tag(key="tipstaff:gpu-justification", value="answers while the customer types, 40 ms@2030-12-31")],
)
Endpoint.create(endpoint_name="northwind-visual-search", endpoint_config_name="northwind-visual-search")

# A trap: serverless
notifications = ModelBuilder(
    s3_model_data_url=f"{MODELS}/notifications/model.tar.gz",
    role_arn=ROLE,
    image_uri=image_uris.retrieve("sklearn", "eu-west-1", "1.2-1"),
)
notifications.build(model_name="northwind-notifications")
notifications.deploy(
    endpoint_name="northwind-notifications",
    inference_config=ServerlessInferenceConfig(memory_size_in_mb=2048, max_concurrency=20),
)
