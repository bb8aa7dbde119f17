"""Make the endpoints of Northwind Retail."""

import boto3

BUCKET = "northwind-ml"
ROLE = "arn:aws:iam::111122223333:role/northwind-sagemaker"
PYTORCH_SERVING = (
    "763104351884.dkr.ecr.eu-west-1.amazonaws.com/pytorch-inference:2.6.0-gpu-py312-cu124-ubuntu22.04-sagemaker"
)
XGBOOST = "141502667606.dkr.ecr.eu-west-1.amazonaws.com/sagemaker-xgboost:1.7-1"
SCIKIT_LEARN = "141502667606.dkr.ecr.eu-west-1.amazonaws.com/sagemaker-scikit-learn:1.2-1-cpu-py3"

sagemaker = boto3.Session(region_name="eu-west-1").client("sagemaker")

sagemaker.create_model(
    ModelName="northwind-fraud-score",
    ExecutionRoleArn=ROLE,
    PrimaryContainer={"Image": XGBOOST, "ModelDataUrl": f"s3://{BUCKET}/models/fraud-score/model.tar.gz"},
)

# EPT005 and EPT004: answers on CPUs only
sagemaker.create_endpoint_config(
    EndpointConfigName="northwind-fraud-score",
    ProductionVariants=[
        {
            "VariantName": "AllTraffic",
            "ModelName": "northwind-fraud-score",
            "InstanceType": "ml.g4dn.xlarge",
            "InitialInstanceCount": 2,
        }
    ],
)

sagemaker.create_endpoint(
    EndpointName="northwind-fraud-score",
    EndpointConfigName="northwind-fraud-score",
)

sagemaker.create_model(
    ModelName="northwind-search-ranking",
    ExecutionRoleArn=ROLE,
    PrimaryContainer={"Image": PYTORCH_SERVING, "ModelDataUrl": f"s3://{BUCKET}/models/search-ranking/model.tar.gz"},
)

# EPT004: nobody says why
sagemaker.create_endpoint_config(
    EndpointConfigName="northwind-search-ranking",
    ProductionVariants=[
        {
            "VariantName": "AllTraffic",
            "ModelName": "northwind-search-ranking",
            "InstanceType": "ml.g5.xlarge",
            "InitialInstanceCount": 2,
        }
    ],
)

sagemaker.create_endpoint(
    EndpointName="northwind-search-ranking",
    EndpointConfigName="northwind-search-ranking",
)

sagemaker.create_model(
    ModelName="northwind-visual-search",
    ExecutionRoleArn=ROLE,
    PrimaryContainer={"Image": PYTORCH_SERVING, "ModelDataUrl": f"s3://{BUCKET}/models/visual-search/model.tar.gz"},
)

# A trap: somebody says why
sagemaker.create_endpoint_config(
    EndpointConfigName="northwind-visual-search",
    ProductionVariants=[
        {
            "VariantName": "AllTraffic",
            "ModelName": "northwind-visual-search",
            "InstanceType": "ml.g5.xlarge",
            "InitialInstanceCount": 2,
        }
    ],
    Tags=[{"Key": "tipstaff:gpu-justification", "Value": "answers while the customer types, 40 ms@2030-12-31"}],
)

sagemaker.create_endpoint(
    EndpointName="northwind-visual-search",
    EndpointConfigName="northwind-visual-search",
)

sagemaker.create_model(
    ModelName="northwind-notifications",
    ExecutionRoleArn=ROLE,
    PrimaryContainer={"Image": SCIKIT_LEARN, "ModelDataUrl": f"s3://{BUCKET}/models/notifications/model.tar.gz"},
)

# A trap: serverless
sagemaker.create_endpoint_config(
    EndpointConfigName="northwind-notifications",
    ProductionVariants=[
        {
            "VariantName": "AllTraffic",
            "ModelName": "northwind-notifications",
            "ServerlessConfig": {"MaxConcurrency": 20, "MemorySizeInMB": 2048},
        }
    ],
)

sagemaker.create_endpoint(
    EndpointName="northwind-notifications",
    EndpointConfigName="northwind-notifications",
)
