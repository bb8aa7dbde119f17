"""Deploy the training and the endpoints of Northwind Retail with the AWS CDK."""

from typing import Any

from aws_cdk import App, CfnParameter, CfnTag, Stack
from aws_cdk import aws_sagemaker as sagemaker
from aws_cdk import aws_stepfunctions as stepfunctions
from aws_cdk import aws_stepfunctions_tasks as tasks
from constructs import Construct

BUCKET = "northwind-ml"
ROLE = "arn:aws:iam::111122223333:role/northwind-sagemaker"
PYTORCH = "763104351884.dkr.ecr.eu-west-1.amazonaws.com/pytorch-training:2.6.0-gpu-py312-cu126-ubuntu22.04-sagemaker"
PYTORCH_CPU = "763104351884.dkr.ecr.eu-west-1.amazonaws.com/pytorch-training:2.6.0-cpu-py312-ubuntu22.04-sagemaker"
PYTORCH_SERVING = (
    "763104351884.dkr.ecr.eu-west-1.amazonaws.com/pytorch-inference:2.6.0-gpu-py312-cu124-ubuntu22.04-sagemaker"
)
XGBOOST = "141502667606.dkr.ecr.eu-west-1.amazonaws.com/sagemaker-xgboost:1.7-1"
SCIKIT_LEARN = "141502667606.dkr.ecr.eu-west-1.amazonaws.com/sagemaker-scikit-learn:1.2-1-cpu-py3"


def training_job(scope: Construct, name: str, **request: Any) -> tasks.CallAwsService:
    """Start a training job as a step of a state machine, which has all the words of the API."""
    return tasks.CallAwsService(
        scope,
        name,
        service="sagemaker",
        action="createTrainingJob",
        iam_resources=["*"],
        parameters={"TrainingJobName": name, "RoleArn": ROLE, **request},
    )


class Training(Stack):
    """The jobs that run every night."""

    def __init__(self, scope: Construct, name: str) -> None:
        super().__init__(scope, name)
        instance_type = CfnParameter(self, "InstanceType")
        steps = [
            # TRN001: half a day on demand
            training_job(
                self,
                "northwind-demand-forecast",
                AlgorithmSpecification={"TrainingImage": PYTORCH, "TrainingInputMode": "File"},
                ResourceConfig={"InstanceType": "ml.g5.2xlarge", "InstanceCount": 1, "VolumeSizeInGB": 100},
                StoppingCondition={"MaxRuntimeInSeconds": 43200},
                OutputDataConfig={"S3OutputPath": f"s3://{BUCKET}/models/demand-forecast"},
            ),
            # TRN002: starts again from nothing
            training_job(
                self,
                "northwind-fraud-graph",
                AlgorithmSpecification={"TrainingImage": PYTORCH, "TrainingInputMode": "File"},
                ResourceConfig={"InstanceType": "ml.g5.12xlarge", "InstanceCount": 1, "VolumeSizeInGB": 100},
                EnableManagedSpotTraining=True,
                StoppingCondition={"MaxRuntimeInSeconds": 28800, "MaxWaitTimeInSeconds": 57600},
                OutputDataConfig={"S3OutputPath": f"s3://{BUCKET}/models/fraud-graph"},
            ),
            # TRN003: waits less than it runs
            training_job(
                self,
                "northwind-search-ranking",
                AlgorithmSpecification={"TrainingImage": PYTORCH, "TrainingInputMode": "File"},
                ResourceConfig={"InstanceType": "ml.g6.12xlarge", "InstanceCount": 1, "VolumeSizeInGB": 100},
                EnableManagedSpotTraining=True,
                StoppingCondition={"MaxRuntimeInSeconds": 21600, "MaxWaitTimeInSeconds": 14400},
                CheckpointConfig={"S3Uri": f"s3://{BUCKET}/checkpoints/search-ranking"},
                OutputDataConfig={"S3OutputPath": f"s3://{BUCKET}/models/search-ranking"},
            ),
            # TRN003: says nothing of waiting
            training_job(
                self,
                "northwind-basket-affinity",
                AlgorithmSpecification={"TrainingImage": SCIKIT_LEARN, "TrainingInputMode": "File"},
                ResourceConfig={"InstanceType": "ml.m7i.4xlarge", "InstanceCount": 1, "VolumeSizeInGB": 100},
                EnableManagedSpotTraining=True,
                StoppingCondition={"MaxRuntimeInSeconds": 3600},
                OutputDataConfig={"S3OutputPath": f"s3://{BUCKET}/models/basket-affinity"},
            ),
            # TRN011: needs a GPU
            training_job(
                self,
                "northwind-product-photos",
                AlgorithmSpecification={
                    "TrainingImage": "685385470294.dkr.ecr.eu-west-1.amazonaws.com/image-classification:1",
                    "TrainingInputMode": "File",
                },
                ResourceConfig={"InstanceType": "ml.m7i.4xlarge", "InstanceCount": 1, "VolumeSizeInGB": 100},
                EnableManagedSpotTraining=True,
                StoppingCondition={"MaxRuntimeInSeconds": 18000, "MaxWaitTimeInSeconds": 36000},
                CheckpointConfig={"S3Uri": f"s3://{BUCKET}/checkpoints/product-photos"},
                OutputDataConfig={"S3OutputPath": f"s3://{BUCKET}/models/product-photos"},
            ),
            # TRN012: cannot use a GPU
            training_job(
                self,
                "northwind-till-anomalies",
                AlgorithmSpecification={
                    "TrainingImage": "438346466558.dkr.ecr.eu-west-1.amazonaws.com/randomcutforest:1",
                    "TrainingInputMode": "File",
                },
                ResourceConfig={"InstanceType": "ml.g5.xlarge", "InstanceCount": 1, "VolumeSizeInGB": 100},
                StoppingCondition={"MaxRuntimeInSeconds": 1440},
                OutputDataConfig={"S3OutputPath": f"s3://{BUCKET}/models/till-anomalies"},
            ),
            # TRN012: is not told to use its GPU
            training_job(
                self,
                "northwind-churn",
                AlgorithmSpecification={"TrainingImage": XGBOOST, "TrainingInputMode": "File"},
                HyperParameters={"objective": "binary:logistic", "num_round": "200", "tree_method": "hist"},
                ResourceConfig={"InstanceType": "ml.g4dn.xlarge", "InstanceCount": 1, "VolumeSizeInGB": 100},
                StoppingCondition={"MaxRuntimeInSeconds": 1440},
                OutputDataConfig={"S3OutputPath": f"s3://{BUCKET}/models/churn"},
            ),
            # TRN013: the CPU build of the image
            training_job(
                self,
                "northwind-review-sentiment",
                AlgorithmSpecification={"TrainingImage": PYTORCH_CPU, "TrainingInputMode": "File"},
                ResourceConfig={"InstanceType": "ml.g5.xlarge", "InstanceCount": 1, "VolumeSizeInGB": 100},
                EnableManagedSpotTraining=True,
                StoppingCondition={"MaxRuntimeInSeconds": 7200, "MaxWaitTimeInSeconds": 14400},
                CheckpointConfig={"S3Uri": f"s3://{BUCKET}/checkpoints/review-sentiment"},
                OutputDataConfig={"S3OutputPath": f"s3://{BUCKET}/models/review-sentiment"},
            ),
            # TRN016: one instance with four GPUs would do
            training_job(
                self,
                "northwind-catalog-embeddings",
                AlgorithmSpecification={"TrainingImage": PYTORCH, "TrainingInputMode": "File"},
                ResourceConfig={
                    "InstanceType": "ml.g5.xlarge",
                    "InstanceCount": 4,
                    "VolumeSizeInGB": 100,
                    "KeepAlivePeriodInSeconds": 1800,
                },
                StoppingCondition={"MaxRuntimeInSeconds": 14400},
                OutputDataConfig={"S3OutputPath": f"s3://{BUCKET}/models/catalog-embeddings"},
            ),
            # A trap: as it should be
            training_job(
                self,
                "northwind-store-traffic",
                AlgorithmSpecification={"TrainingImage": PYTORCH, "TrainingInputMode": "File"},
                ResourceConfig={"InstanceType": "ml.g6.xlarge", "InstanceCount": 1, "VolumeSizeInGB": 100},
                EnableManagedSpotTraining=True,
                StoppingCondition={"MaxRuntimeInSeconds": 21600, "MaxWaitTimeInSeconds": 43200},
                CheckpointConfig={"S3Uri": f"s3://{BUCKET}/checkpoints/store-traffic"},
                OutputDataConfig={"S3OutputPath": f"s3://{BUCKET}/models/store-traffic"},
            ),
            # A trap: uses its GPU
            training_job(
                self,
                "northwind-returns",
                AlgorithmSpecification={"TrainingImage": XGBOOST, "TrainingInputMode": "File"},
                HyperParameters={"objective": "binary:logistic", "num_round": "900", "tree_method": "gpu_hist"},
                ResourceConfig={"InstanceType": "ml.g4dn.xlarge", "InstanceCount": 1, "VolumeSizeInGB": 100},
                EnableManagedSpotTraining=True,
                StoppingCondition={"MaxRuntimeInSeconds": 7200, "MaxWaitTimeInSeconds": 14400},
                CheckpointConfig={"S3Uri": f"s3://{BUCKET}/checkpoints/returns"},
                OutputDataConfig={"S3OutputPath": f"s3://{BUCKET}/models/returns"},
            ),
            # A trap: too short for spot
            training_job(
                self,
                "northwind-smoke-test",
                AlgorithmSpecification={"TrainingImage": PYTORCH, "TrainingInputMode": "File"},
                ResourceConfig={"InstanceType": "ml.g4dn.xlarge", "InstanceCount": 1, "VolumeSizeInGB": 100},
                StoppingCondition={"MaxRuntimeInSeconds": 600},
                OutputDataConfig={"S3OutputPath": f"s3://{BUCKET}/models/smoke-test"},
            ),
            # A trap: reserved capacity cannot be spot
            training_job(
                self,
                "northwind-assistant-base",
                AlgorithmSpecification={"TrainingImage": PYTORCH, "TrainingInputMode": "File"},
                ResourceConfig={
                    "InstanceType": "ml.p5.48xlarge",
                    "InstanceCount": 2,
                    "VolumeSizeInGB": 100,
                    "TrainingPlanArn": "arn:aws:sagemaker:eu-west-1:111122223333:training-plan/northwind",
                },
                StoppingCondition={"MaxRuntimeInSeconds": 432000},
                OutputDataConfig={"S3OutputPath": f"s3://{BUCKET}/models/assistant-base"},
            ),
            # Unknown: stands for what only a variable decides
            training_job(
                self,
                "northwind-size-advisor",
                AlgorithmSpecification={"TrainingImage": XGBOOST, "TrainingInputMode": "File"},
                ResourceConfig={
                    "InstanceType": instance_type.value_as_string,
                    "InstanceCount": 1,
                    "VolumeSizeInGB": 100,
                },
                EnableManagedSpotTraining=True,
                StoppingCondition={"MaxRuntimeInSeconds": 3600, "MaxWaitTimeInSeconds": 7200},
                OutputDataConfig={"S3OutputPath": f"s3://{BUCKET}/models/size-advisor"},
            ),
        ]
        chain = stepfunctions.Chain.start(steps[0])
        for step in steps[1:]:
            chain = chain.next(step)
        stepfunctions.StateMachine(self, "Nightly", definition_body=stepfunctions.DefinitionBody.from_chainable(chain))


class Serving(Stack):
    """The endpoints of the shop."""

    def __init__(self, scope: Construct, name: str) -> None:
        super().__init__(scope, name)

        # EPT005 and EPT004: answers on CPUs only
        fraud_score_model = sagemaker.CfnModel(
            self,
            "FraudScoreModel",
            execution_role_arn=ROLE,
            primary_container=sagemaker.CfnModel.ContainerDefinitionProperty(
                image=XGBOOST,
                model_data_url=f"s3://{BUCKET}/models/fraud-score/model.tar.gz",
            ),
        )
        fraud_score_config = sagemaker.CfnEndpointConfig(
            self,
            "FraudScoreConfig",
            production_variants=[
                sagemaker.CfnEndpointConfig.ProductionVariantProperty(
                    variant_name="AllTraffic",
                    model_name=fraud_score_model.attr_model_name,
                    instance_type="ml.g4dn.xlarge",
                    initial_instance_count=2,
                )
            ],
        )
        sagemaker.CfnEndpoint(
            self,
            "FraudScore",
            endpoint_name="northwind-fraud-score",
            endpoint_config_name=fraud_score_config.attr_endpoint_config_name,
        )

        # EPT004: nobody says why
        search_ranking_model = sagemaker.CfnModel(
            self,
            "SearchRankingModel",
            execution_role_arn=ROLE,
            primary_container=sagemaker.CfnModel.ContainerDefinitionProperty(
                image=PYTORCH_SERVING,
                model_data_url=f"s3://{BUCKET}/models/search-ranking/model.tar.gz",
            ),
        )
        search_ranking_config = sagemaker.CfnEndpointConfig(
            self,
            "SearchRankingConfig",
            production_variants=[
                sagemaker.CfnEndpointConfig.ProductionVariantProperty(
                    variant_name="AllTraffic",
                    model_name=search_ranking_model.attr_model_name,
                    instance_type="ml.g5.xlarge",
                    initial_instance_count=2,
                )
            ],
        )
        sagemaker.CfnEndpoint(
            self,
            "SearchRanking",
            endpoint_name="northwind-search-ranking",
            endpoint_config_name=search_ranking_config.attr_endpoint_config_name,
        )

        # A trap: somebody says why
        visual_search_model = sagemaker.CfnModel(
            self,
            "VisualSearchModel",
            execution_role_arn=ROLE,
            primary_container=sagemaker.CfnModel.ContainerDefinitionProperty(
                image=PYTORCH_SERVING,
                model_data_url=f"s3://{BUCKET}/models/visual-search/model.tar.gz",
            ),
        )
        visual_search_config = sagemaker.CfnEndpointConfig(
            self,
            "VisualSearchConfig",
            production_variants=[
                sagemaker.CfnEndpointConfig.ProductionVariantProperty(
                    variant_name="AllTraffic",
                    model_name=visual_search_model.attr_model_name,
                    instance_type="ml.g5.xlarge",
                    initial_instance_count=2,
                )
            ],
            tags=[CfnTag(key="tipstaff:gpu-justification", value="answers while the customer types, 40 ms@2030-12-31")],
        )
        sagemaker.CfnEndpoint(
            self,
            "VisualSearch",
            endpoint_name="northwind-visual-search",
            endpoint_config_name=visual_search_config.attr_endpoint_config_name,
        )

        # A trap: serverless
        notifications_model = sagemaker.CfnModel(
            self,
            "NotificationsModel",
            execution_role_arn=ROLE,
            primary_container=sagemaker.CfnModel.ContainerDefinitionProperty(
                image=SCIKIT_LEARN,
                model_data_url=f"s3://{BUCKET}/models/notifications/model.tar.gz",
            ),
        )
        notifications_config = sagemaker.CfnEndpointConfig(
            self,
            "NotificationsConfig",
            production_variants=[
                sagemaker.CfnEndpointConfig.ProductionVariantProperty(
                    variant_name="AllTraffic",
                    model_name=notifications_model.attr_model_name,
                    serverless_config=sagemaker.CfnEndpointConfig.ServerlessConfigProperty(
                        max_concurrency=20, memory_size_in_mb=2048
                    ),
                )
            ],
        )
        sagemaker.CfnEndpoint(
            self,
            "Notifications",
            endpoint_name="northwind-notifications",
            endpoint_config_name=notifications_config.attr_endpoint_config_name,
        )


app = App()
Training(app, "Training")
Serving(app, "Serving")
app.synth()
