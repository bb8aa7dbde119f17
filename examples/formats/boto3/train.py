"""Start the training jobs of Northwind Retail."""

import os

import boto3

BUCKET = "northwind-ml"
ROLE = "arn:aws:iam::111122223333:role/northwind-sagemaker"
PYTORCH = "763104351884.dkr.ecr.eu-west-1.amazonaws.com/pytorch-training:2.6.0-gpu-py312-cu126-ubuntu22.04-sagemaker"
PYTORCH_CPU = "763104351884.dkr.ecr.eu-west-1.amazonaws.com/pytorch-training:2.6.0-cpu-py312-ubuntu22.04-sagemaker"
XGBOOST = "141502667606.dkr.ecr.eu-west-1.amazonaws.com/sagemaker-xgboost:1.7-1"
SCIKIT_LEARN = "141502667606.dkr.ecr.eu-west-1.amazonaws.com/sagemaker-scikit-learn:1.2-1-cpu-py3"

sagemaker = boto3.client("sagemaker", region_name="eu-west-1")

# TRN001: half a day on demand
sagemaker.create_training_job(
    TrainingJobName="northwind-demand-forecast",
    RoleArn=ROLE,
    AlgorithmSpecification={"TrainingImage": PYTORCH, "TrainingInputMode": "File"},
    ResourceConfig={"InstanceType": "ml.g5.2xlarge", "InstanceCount": 1, "VolumeSizeInGB": 100},
    StoppingCondition={"MaxRuntimeInSeconds": 43200},
    OutputDataConfig={"S3OutputPath": f"s3://{BUCKET}/models/demand-forecast"},
)

# TRN002: starts again from nothing
sagemaker.create_training_job(
    TrainingJobName="northwind-fraud-graph",
    RoleArn=ROLE,
    AlgorithmSpecification={"TrainingImage": PYTORCH, "TrainingInputMode": "File"},
    ResourceConfig={"InstanceType": "ml.g5.12xlarge", "InstanceCount": 1, "VolumeSizeInGB": 100},
    EnableManagedSpotTraining=True,
    StoppingCondition={"MaxRuntimeInSeconds": 28800, "MaxWaitTimeInSeconds": 57600},
    OutputDataConfig={"S3OutputPath": f"s3://{BUCKET}/models/fraud-graph"},
)

# TRN003: waits less than it runs
sagemaker.create_training_job(
    TrainingJobName="northwind-search-ranking",
    RoleArn=ROLE,
    AlgorithmSpecification={"TrainingImage": PYTORCH, "TrainingInputMode": "File"},
    ResourceConfig={"InstanceType": "ml.g6.12xlarge", "InstanceCount": 1, "VolumeSizeInGB": 100},
    EnableManagedSpotTraining=True,
    StoppingCondition={"MaxRuntimeInSeconds": 21600, "MaxWaitTimeInSeconds": 14400},
    CheckpointConfig={"S3Uri": f"s3://{BUCKET}/checkpoints/search-ranking"},
    OutputDataConfig={"S3OutputPath": f"s3://{BUCKET}/models/search-ranking"},
)

# TRN003: says nothing of waiting
sagemaker.create_training_job(
    TrainingJobName="northwind-basket-affinity",
    RoleArn=ROLE,
    AlgorithmSpecification={"TrainingImage": SCIKIT_LEARN, "TrainingInputMode": "File"},
    ResourceConfig={"InstanceType": "ml.m7i.4xlarge", "InstanceCount": 1, "VolumeSizeInGB": 100},
    EnableManagedSpotTraining=True,
    StoppingCondition={"MaxRuntimeInSeconds": 3600},
    OutputDataConfig={"S3OutputPath": f"s3://{BUCKET}/models/basket-affinity"},
)

# TRN011: needs a GPU
sagemaker.create_training_job(
    TrainingJobName="northwind-product-photos",
    RoleArn=ROLE,
    AlgorithmSpecification={
        "TrainingImage": "685385470294.dkr.ecr.eu-west-1.amazonaws.com/image-classification:1",
        "TrainingInputMode": "File",
    },
    ResourceConfig={"InstanceType": "ml.m7i.4xlarge", "InstanceCount": 1, "VolumeSizeInGB": 100},
    EnableManagedSpotTraining=True,
    StoppingCondition={"MaxRuntimeInSeconds": 18000, "MaxWaitTimeInSeconds": 36000},
    CheckpointConfig={"S3Uri": f"s3://{BUCKET}/checkpoints/product-photos"},
    OutputDataConfig={"S3OutputPath": f"s3://{BUCKET}/models/product-photos"},
)

# TRN012: cannot use a GPU
sagemaker.create_training_job(
    TrainingJobName="northwind-till-anomalies",
    RoleArn=ROLE,
    AlgorithmSpecification={
        "TrainingImage": "438346466558.dkr.ecr.eu-west-1.amazonaws.com/randomcutforest:1",
        "TrainingInputMode": "File",
    },
    ResourceConfig={"InstanceType": "ml.g5.xlarge", "InstanceCount": 1, "VolumeSizeInGB": 100},
    StoppingCondition={"MaxRuntimeInSeconds": 1440},
    OutputDataConfig={"S3OutputPath": f"s3://{BUCKET}/models/till-anomalies"},
)

# TRN012: is not told to use its GPU
sagemaker.create_training_job(
    TrainingJobName="northwind-churn",
    RoleArn=ROLE,
    AlgorithmSpecification={"TrainingImage": XGBOOST, "TrainingInputMode": "File"},
    HyperParameters={"objective": "binary:logistic", "num_round": "200", "tree_method": "hist"},
    ResourceConfig={"InstanceType": "ml.g4dn.xlarge", "InstanceCount": 1, "VolumeSizeInGB": 100},
    StoppingCondition={"MaxRuntimeInSeconds": 1440},
    OutputDataConfig={"S3OutputPath": f"s3://{BUCKET}/models/churn"},
)

# TRN013: the CPU build of the image
sagemaker.create_training_job(
    TrainingJobName="northwind-review-sentiment",
    RoleArn=ROLE,
    AlgorithmSpecification={
        "TrainingImage": PYTORCH_CPU,
        "TrainingInputMode": "File",
    },
    ResourceConfig={"InstanceType": "ml.g5.xlarge", "InstanceCount": 1, "VolumeSizeInGB": 100},
    EnableManagedSpotTraining=True,
    StoppingCondition={"MaxRuntimeInSeconds": 7200, "MaxWaitTimeInSeconds": 14400},
    CheckpointConfig={"S3Uri": f"s3://{BUCKET}/checkpoints/review-sentiment"},
    OutputDataConfig={"S3OutputPath": f"s3://{BUCKET}/models/review-sentiment"},
)

# TRN016: one instance with four GPUs would do
sagemaker.create_training_job(
    TrainingJobName="northwind-catalog-embeddings",
    RoleArn=ROLE,
    AlgorithmSpecification={"TrainingImage": PYTORCH, "TrainingInputMode": "File"},
    ResourceConfig={
        "InstanceType": "ml.g5.xlarge",
        "InstanceCount": 4,
        "VolumeSizeInGB": 100,
        "KeepAlivePeriodInSeconds": 1800,
    },
    StoppingCondition={"MaxRuntimeInSeconds": 14400},
    OutputDataConfig={"S3OutputPath": f"s3://{BUCKET}/models/catalog-embeddings"},
)

# A trap: as it should be
sagemaker.create_training_job(
    TrainingJobName="northwind-store-traffic",
    RoleArn=ROLE,
    AlgorithmSpecification={"TrainingImage": PYTORCH, "TrainingInputMode": "File"},
    ResourceConfig={"InstanceType": "ml.g6.xlarge", "InstanceCount": 1, "VolumeSizeInGB": 100},
    EnableManagedSpotTraining=True,
    StoppingCondition={"MaxRuntimeInSeconds": 21600, "MaxWaitTimeInSeconds": 43200},
    CheckpointConfig={"S3Uri": f"s3://{BUCKET}/checkpoints/store-traffic"},
    OutputDataConfig={"S3OutputPath": f"s3://{BUCKET}/models/store-traffic"},
)

# A trap: uses its GPU
sagemaker.create_training_job(
    TrainingJobName="northwind-returns",
    RoleArn=ROLE,
    AlgorithmSpecification={"TrainingImage": XGBOOST, "TrainingInputMode": "File"},
    HyperParameters={"objective": "binary:logistic", "num_round": "900", "tree_method": "gpu_hist"},
    ResourceConfig={"InstanceType": "ml.g4dn.xlarge", "InstanceCount": 1, "VolumeSizeInGB": 100},
    EnableManagedSpotTraining=True,
    StoppingCondition={"MaxRuntimeInSeconds": 7200, "MaxWaitTimeInSeconds": 14400},
    CheckpointConfig={"S3Uri": f"s3://{BUCKET}/checkpoints/returns"},
    OutputDataConfig={"S3OutputPath": f"s3://{BUCKET}/models/returns"},
)

# A trap: too short for spot
sagemaker.create_training_job(
    TrainingJobName="northwind-smoke-test",
    RoleArn=ROLE,
    AlgorithmSpecification={"TrainingImage": PYTORCH, "TrainingInputMode": "File"},
    ResourceConfig={"InstanceType": "ml.g4dn.xlarge", "InstanceCount": 1, "VolumeSizeInGB": 100},
    StoppingCondition={"MaxRuntimeInSeconds": 600},
    OutputDataConfig={"S3OutputPath": f"s3://{BUCKET}/models/smoke-test"},
)

# A trap: reserved capacity cannot be spot
sagemaker.create_training_job(
    TrainingJobName="northwind-assistant-base",
    RoleArn=ROLE,
    AlgorithmSpecification={"TrainingImage": PYTORCH, "TrainingInputMode": "File"},
    ResourceConfig={
        "InstanceType": "ml.p5.48xlarge",
        "InstanceCount": 2,
        "VolumeSizeInGB": 100,
        "TrainingPlanArn": "arn:aws:sagemaker:eu-west-1:111122223333:training-plan/northwind",
    },
    StoppingCondition={"MaxRuntimeInSeconds": 432000},
    OutputDataConfig={"S3OutputPath": f"s3://{BUCKET}/models/assistant-base"},
)

# Unknown: stands for what only a variable decides
sagemaker.create_training_job(
    TrainingJobName="northwind-size-advisor",
    RoleArn=ROLE,
    AlgorithmSpecification={"TrainingImage": XGBOOST, "TrainingInputMode": "File"},
    ResourceConfig={"InstanceType": os.environ["INSTANCE_TYPE"], "InstanceCount": 1, "VolumeSizeInGB": 100},
    EnableManagedSpotTraining=True,
    StoppingCondition={"MaxRuntimeInSeconds": 3600, "MaxWaitTimeInSeconds": 7200},
    OutputDataConfig={"S3OutputPath": f"s3://{BUCKET}/models/size-advisor"},
)
