"""The SageMaker Python SDK's classes are read as the requests that they make."""

from __future__ import annotations

import pytest

from scanner.catalog import load_catalog
from scanner.environment import EnvironmentRules
from scanner.frontends.reading import CodeOptions
from scanner.model import Status
from scanner.scan import engine_for, index, judge, read_repository

ESTIMATOR = "from sagemaker.estimator import Estimator\n"
PYTORCH = 'from sagemaker.pytorch import PyTorch\ne = PyTorch("train.py", "2.1", "py310", role="r", instance_count=1, '


def test_an_estimator_is_a_training_job(read):
    got = read(f"""{ESTIMATOR}
job = Estimator("image:1", "role", 2, "ml.g5.xlarge", max_run=60, max_wait=120, use_spot_instances=True,
    checkpoint_s3_uri="s3://c", subnets=["s1", "s2"], security_group_ids=["g"], volume_kms_key="k",
    output_path="s3://o", hyperparameters={{"depth": 3}}, tags=[{{"Key": "a", "Value": "b"}}])
job.fit(job_name="nightly")
""")
    assert got.document() == {
        "TrainingJobName": "nightly",
        "RoleArn": "role",
        "AlgorithmSpecification": {"TrainingImage": "image:1"},
        "ResourceConfig": {
            "InstanceType": "ml.g5.xlarge",
            "InstanceCount": 2,
            "VolumeSizeInGB": 30,
            "VolumeKmsKeyId": "k",
        },
        "StoppingCondition": {"MaxRuntimeInSeconds": 60, "MaxWaitTimeInSeconds": 120},
        "EnableManagedSpotTraining": True,
        "CheckpointConfig": {"S3Uri": "s3://c"},
        "VpcConfig": {"Subnets": ["s1", "s2"], "SecurityGroupIds": ["g"]},
        "OutputDataConfig": {"S3OutputPath": "s3://o"},
        "HyperParameters": {"depth": "3"},
    }
    assert dict(got.one().tags) == {"a": "b"}
    assert got.header() == "Estimator"
    assert got.text(("ResourceConfig", "InstanceType")) == '"ml.g5.xlarge"'


def test_what_the_sdk_takes_is_known_and_named(read):
    got = read(f'{ESTIMATOR}job = Estimator("image:1", "role", 1, "ml.g5.xlarge")\n').one()
    assert got.document["StoppingCondition"] == {"MaxRuntimeInSeconds": 86400}
    assert got.origin.defaults == {
        ("StoppingCondition", "MaxRuntimeInSeconds"): (
            "max_run is not given: the SageMaker Python SDK v2 takes 86,400"
        ),
        ("EnableManagedSpotTraining",): "use_spot_instances is not given: the SageMaker Python SDK v2 takes False",
        ("ResourceConfig", "VolumeSizeInGB"): "volume_size is not given: the SageMaker Python SDK v2 takes 30",
    }
    assert got.origin.spans.keys().isdisjoint(got.origin.defaults)


def test_a_finding_that_rests_on_a_default_says_so(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "train.py").write_text(f'{ESTIMATOR}job = Estimator("image:1-gpu", "role", 1, "ml.g5.xlarge")\n')
    catalog = load_catalog()
    policies = catalog.select(["TRN001"])
    snapshot = read_repository([tmp_path / "train.py"], CodeOptions())
    engine = engine_for(None, catalog, policies, {})
    (finding,) = judge(index(snapshot, policies), policies, engine, EnvironmentRules()).findings
    assert finding.status is Status.FAILED
    assert "(use_spot_instances is not given: the SageMaker Python SDK v2 takes False; max_run is" in finding.message


def test_arguments_that_may_be_any_leave_no_defaults(read):
    got = read(f'{ESTIMATOR}import config\njob = Estimator("image:1", "role", 1, "ml.g5.xlarge", **config.more)\n')
    assert "StoppingCondition" not in got.document()
    assert got.needs() == ["config.more"]


def test_version_1_names_are_known(read):
    got = read(
        f'{ESTIMATOR}job = Estimator("i", "r", train_instance_count=2, train_instance_type="ml.p3.2xlarge",'
        " train_use_spot_instances=True, train_max_run=10, train_max_wait=20)\n"
    )
    assert got.document()["ResourceConfig"] == {
        "InstanceType": "ml.p3.2xlarge",
        "InstanceCount": 2,
        "VolumeSizeInGB": 30,
    }
    assert got.document()["EnableManagedSpotTraining"] is True
    assert got.document()["StoppingCondition"] == {"MaxRuntimeInSeconds": 10, "MaxWaitTimeInSeconds": 20}


@pytest.mark.parametrize(
    ("code", "image"),
    [
        (f'{PYTORCH}instance_type="ml.g5.xlarge")', "pytorch-training:2.1-gpu-py310"),
        (f'{PYTORCH}instance_type="ml.m5.xlarge")', "pytorch-training:2.1-cpu-py310"),
        (f'{PYTORCH}instance_type="ml.trn1.2xlarge")', "pytorch-training-neuronx:2.1-neuronx-py310"),
        (
            (
                'from sagemaker.tensorflow import TensorFlow\ne = TensorFlow(py_version="py3", entry_point="t",'
                ' framework_version="1.12", role="r", instance_count=1, instance_type="ml.p3.2xlarge")'
            ),
            "sagemaker-tensorflow-scriptmode:1.12-gpu-py3",
        ),
        (
            (
                'from sagemaker.huggingface import HuggingFace\ne = HuggingFace("py39", "t", "4.26", role="r",'
                ' pytorch_version="1.13", instance_count=1, instance_type="ml.p3.2xlarge")'
            ),
            "huggingface-pytorch-training:1.13-transformers4.26-gpu-py39",
        ),
        (
            'from sagemaker.sklearn import SKLearn\ne = SKLearn("t", "1.2-1", role="r", instance_type="ml.m5.large")',
            "sagemaker-scikit-learn:1.2-1-cpu-py3",
        ),
        (
            'from sagemaker.xgboost import XGBoost\ne = XGBoost("t", "1.7-1", role="r", instance_type="ml.m5.large")',
            "sagemaker-xgboost:1.7-1",
        ),
        ('from sagemaker import KMeans\ne = KMeans("r", 1, "ml.m5.large", k=3)', "kmeans:1"),
        (
            (
                "from sagemaker import image_uris\nfrom sagemaker.estimator import Estimator\n"
                'e = Estimator(image_uris.retrieve("blazingtext", "eu-west-1"), "r", 1, "ml.m5.large")'
            ),
            "blazingtext:1",
        ),
        (
            (
                "import sagemaker\nfrom sagemaker.amazon.amazon_estimator import get_image_uri\n"
                'image = get_image_uri("eu-west-1", "xgboost", "latest")\n'
                'e = sagemaker.estimator.Estimator(image, "r", 1, "ml.m5.large")'
            ),
            "xgboost:1",
        ),
    ],
)
def test_images_are_known_by_class_version_and_instance_type(read, code, image):
    found = read(code + "\n").document()["AlgorithmSpecification"]["TrainingImage"]
    assert found.rsplit("/", 1)[1] == image


@pytest.mark.parametrize(
    ("code", "needs"),
    [
        (f'import os\n{PYTORCH}instance_type=os.environ["T"])', "the environment variable T"),
        (
            'from sagemaker.rl import RLEstimator\ne = RLEstimator("t", role="r", instance_type="ml.m5.large")',
            "the image that the SDK chooses",
        ),
        (
            'from sagemaker.jumpstart.estimator import JumpStartEstimator\ne = JumpStartEstimator(model_id="m")',
            "the image that the SDK chooses",
        ),
    ],
)
def test_images_that_are_not_decided_are_unknown(read, code, needs):
    assert read(code + "\n").needs("AlgorithmSpecification", "TrainingImage") == [needs]


def test_jumpstart_jobs_have_their_tag_and_no_guessed_type(read):
    got = read('from sagemaker.jumpstart.estimator import JumpStartEstimator\ne = JumpStartEstimator(model_id="m-1")\n')
    assert dict(got.one().tags) == {"sagemaker-sdk:jumpstart-model-id": "m-1"}
    assert got.needs("ResourceConfig", "InstanceType") == ["the JumpStart hub's defaults of the model"]


def test_the_script_is_a_hyperparameter_and_later_ones_are_added(read):
    got = read(f'{PYTORCH}instance_type="ml.m5.large", hyperparameters={{"a": 1}})\ne.set_hyperparameters(b=2)\n')
    assert got.document()["HyperParameters"] == {"a": "1", "b": "2", "sagemaker_program": "train.py"}


def test_attributes_that_are_set_later_count(read):
    got = read(f'{ESTIMATOR}e = Estimator("i", "r", 1, "ml.m5.large")\ne.max_run = 7\n')
    assert got.document()["StoppingCondition"] == {"MaxRuntimeInSeconds": 7}


@pytest.mark.parametrize("kind", ["local", "local_gpu"])
def test_local_mode_is_no_job(read, kind):
    assert not read(f'{ESTIMATOR}e = Estimator("i", "r", 1, "{kind}")\ne.deploy(1, "{kind}")\n').resources


def test_an_estimator_that_is_only_tuned_is_a_tuning_job(read):
    got = read(f"""{ESTIMATOR}
from sagemaker.tuner import HyperparameterTuner
e = Estimator("image:1", "role", 1, "ml.m5.large", use_spot_instances=True, hyperparameters={{"a": 1}})
tuner = HyperparameterTuner(e, "auc", {{}}, max_jobs=9, max_parallel_jobs=3)
""")
    assert [item.type.rsplit("::", 1)[1] for item in got.resources] == ["HyperParameterTuningJob"]
    document = got.document("HyperParameterTuningJob")
    limits = {"MaxNumberOfTrainingJobs": 9, "MaxParallelTrainingJobs": 3}
    assert document["HyperParameterTuningJobConfig"]["ResourceLimits"] == limits
    assert document["TrainingJobDefinition"]["EnableManagedSpotTraining"] is True
    assert document["TrainingJobDefinition"]["StaticHyperParameters"] == {"a": "1"}


def test_an_estimator_that_is_tuned_and_fitted_is_both(read):
    got = read(f"""{ESTIMATOR}
from sagemaker.tuner import HyperparameterTuner
e = Estimator("image:1", "role", 1, "ml.m5.large")
e.fit()
tuner = HyperparameterTuner(estimator=e)
""")
    assert {item.type.rsplit("::", 1)[1] for item in got.resources} == {"TrainingJob", "HyperParameterTuningJob"}


def test_an_estimator_of_a_pipeline_step_is_a_training_job(read):
    got = read(f"""{ESTIMATOR}
from sagemaker.workflow.parameters import ParameterString
from sagemaker.workflow.steps import TrainingStep
kind = ParameterString(name="Kind", default_value="ml.m5.large")
size = ParameterString("Size")
step = TrainingStep("train", estimator=Estimator("image:1", "role", size, kind))
""")
    assert got.document()["ResourceConfig"]["InstanceType"] == "ml.m5.large"
    assert got.needs("ResourceConfig", "InstanceCount") == ["the pipeline parameter Size"]


def test_deploying_an_estimator_makes_a_model_a_configuration_and_an_endpoint(read):
    got = read(f'{PYTORCH}instance_type="ml.g5.xlarge", subnets=["s"])\np = e.deploy(2, "ml.m5.large", kms_key="k")\n')
    model, config, endpoint = (got.one(kind) for kind in ("Model", "EndpointConfig", "Endpoint"))
    assert model.document["PrimaryContainer"]["Image"].endswith("pytorch-inference:2.1-cpu-py310")
    assert model.document["VpcConfig"] == {"Subnets": ["s"]}
    assert config.document["KmsKeyId"] == "k"
    assert config.document["ProductionVariants"] == [
        {"VariantName": "AllTraffic", "ModelName": model.name, "InstanceType": "ml.m5.large", "InitialInstanceCount": 2}
    ]
    assert endpoint.document["EndpointConfigName"] == config.name
    assert [item.origin.address for item in (model, config, endpoint)] == ["p.model", "p.endpoint_config", "p"]


def test_a_model_is_deployed_with_all_its_settings(read):
    got = read("""
from sagemaker.async_inference import AsyncInferenceConfig
from sagemaker.model import Model
from sagemaker.model_monitor import DataCaptureConfig
m = Model("image:1", "s3://m", "role", name="shop", vpc_config={"Subnets": ["s"], "SecurityGroupIds": ["g"]})
m.deploy(
    initial_instance_count=1, instance_type="ml.m5.large", endpoint_name="shop",
    data_capture_config=DataCaptureConfig(True, destination_s3_uri="s3://d"),
    async_inference_config=AsyncInferenceConfig(output_path="s3://o", max_concurrent_invocations_per_instance=4),
)
""")
    config = got.document("EndpointConfig")
    assert config["ProductionVariants"][0]["ModelName"] == got.one("Model").name == "shop"
    assert config["DataCaptureConfig"] == {
        "EnableCapture": True,
        "InitialSamplingPercentage": 20,
        "DestinationS3Uri": "s3://d",
    }
    assert config["AsyncInferenceConfig"] == {
        "OutputConfig": {"S3OutputPath": "s3://o"},
        "ClientConfig": {"MaxConcurrentInvocationsPerInstance": 4},
    }
    assert got.document("Model")["VpcConfig"] == {"Subnets": ["s"], "SecurityGroupIds": ["g"]}


def test_what_is_deployed_may_not_be_known(read):
    deploy = 'model.deploy(initial_instance_count=1, instance_type="ml.g5.xlarge")'
    got = read(f"import sagemaker\ndef serve(model):\n    {deploy}\n")
    assert got.document("EndpointConfig")["ProductionVariants"][0]["InstanceType"] == "ml.g5.xlarge"
    assert got.needs("ProductionVariants", 0, "ModelName") == ["the model of deploy"]


def test_many_models_and_pipelines_of_models(read):
    got = read("""
from sagemaker.model import Model
from sagemaker.multidatamodel import MultiDataModel
from sagemaker.pipeline import PipelineModel
one, two = Model("one:1", name="one"), Model("two:1", name="two")
many = MultiDataModel("many", "s3://many", model=one)
chain = PipelineModel([one, two], "role", name="chain")
""")
    documents = {item.name: item.document for item in got.all("Model")}
    assert documents["many"]["PrimaryContainer"] == {
        "Mode": "MultiModel",
        "ModelDataUrl": "s3://many",
        "Image": "one:1",
    }
    assert [container["Image"] for container in documents["chain"]["Containers"]] == ["one:1", "two:1"]


def test_processing_and_transform(read):
    got = read("""
from sagemaker.network import NetworkConfig
from sagemaker.sklearn.processing import SKLearnProcessor
from sagemaker.transformer import Transformer
SKLearnProcessor("1.2-1", "role", 2, "ml.m5.large", max_runtime_in_seconds=60,
    network_config=NetworkConfig(enable_network_isolation=True, subnets=["s"])).run("x.py")
Transformer("shop", 1, "ml.g5.xlarge", output_path="s3://o", volume_kms_key="k").transform("s3://i")
""")
    processing, transform = got.document("ProcessingJob"), got.document("TransformJob")
    assert processing["AppSpecification"]["ImageUri"].endswith("sagemaker-scikit-learn:1.2-1-cpu-py3")
    assert processing["ProcessingResources"]["ClusterConfig"]["InstanceCount"] == 2
    assert processing["NetworkConfig"] == {"EnableNetworkIsolation": True, "VpcConfig": {"Subnets": ["s"]}}
    assert transform["ModelName"] == "shop"
    assert transform["TransformResources"] == {
        "InstanceType": "ml.g5.xlarge",
        "InstanceCount": 1,
        "VolumeKmsKeyId": "k",
    }


@pytest.mark.parametrize(
    "code",
    [
        "from sagemaker.remote_function import remote\n@remote({})\ndef train(): pass",
        "from sagemaker.workflow.function_step import step\n@step({})\ndef train(): pass",
        "from sagemaker.remote_function import RemoteExecutor\ntrain = RemoteExecutor({})",
    ],
)
def test_functions_that_run_remotely_are_training_jobs(read, code):
    got = read(code.format('instance_type="ml.g5.xlarge", use_spot_instances=True, max_wait_time_in_seconds=9') + "\n")
    assert got.addresses == ["train"]
    assert got.document()["ResourceConfig"]["InstanceCount"] == 1
    assert got.document()["StoppingCondition"] == {"MaxRuntimeInSeconds": 86400, "MaxWaitTimeInSeconds": 9}


TRAINER = "from sagemaker.train import ModelTrainer\nfrom sagemaker.train.configs import *\n"


def test_version_3_takes_other_defaults(read):
    got = read(f'{TRAINER}t = ModelTrainer(training_image="i:1", base_job_name="n")\n')
    document = got.document()
    assert document["ResourceConfig"] == {"InstanceType": "ml.m5.xlarge", "InstanceCount": 1, "VolumeSizeInGB": 30}
    assert document["StoppingCondition"] == {"MaxRuntimeInSeconds": 3600}
    assert document["TrainingJobName"] == "n-${time}"
    assert "v3 takes 3,600" in got.one().origin.defaults["StoppingCondition", "MaxRuntimeInSeconds"]


def test_what_is_set_on_a_part_afterwards_counts(read):
    got = read(f"""{TRAINER}
stop = StoppingCondition(max_runtime_in_seconds=9)
stop.max_wait_time_in_seconds = 10
t = ModelTrainer(training_image="i:1", stopping_condition=stop)
setattr(t, "role", "arn:aws:iam::111122223333:role/train")
""")
    assert got.document()["StoppingCondition"] == {"MaxRuntimeInSeconds": 9, "MaxWaitTimeInSeconds": 10}
    assert got.document()["RoleArn"] == "arn:aws:iam::111122223333:role/train"


def test_a_part_that_may_be_added_is_not_known(read):
    got = read(f"""import os
{TRAINER}
t = ModelTrainer(training_image="i:1")
if os.environ["RESUME"]:
    t = t.with_checkpoint_config(CheckpointConfig(s3_uri="s3://b/c"))
t.train()
""")
    assert got.needs("CheckpointConfig") == ["whether with_checkpoint_config() is called"]


def test_a_part_that_is_added_before_anything_else_goes_on_is_known(read):
    got = read(f"""{TRAINER}
t = ModelTrainer(training_image="i:1")
try:
    t.with_checkpoint_config(CheckpointConfig(s3_uri="s3://b/c"))
except ValueError:
    raise
t.train()
""")
    assert got.document()["CheckpointConfig"] == {"S3Uri": "s3://b/c"}


def test_neither_of_two_estimators_that_a_tuner_gets_is_a_job_of_its_own(read):
    got = read("""
import os
from sagemaker.pytorch import PyTorch
from sagemaker.tensorflow import TensorFlow
from sagemaker.tuner import HyperparameterTuner
kind = PyTorch if os.environ["X"] else TensorFlow
t = HyperparameterTuner(kind(role="r", instance_count=1, instance_type="ml.m5.large"), "m", {}, max_jobs=2)
t.fit()
""")
    assert [resource.type.rpartition(":")[2] for resource in got.resources] == ["HyperParameterTuningJob"]


def test_a_trainer_is_put_together_from_its_parts(read):
    got = read(f"""{TRAINER}
t = ModelTrainer(
    training_image="i:1",
    compute=Compute(instance_type="ml.g5.xlarge", instance_count=2, enable_managed_spot_training=True),
    stopping_condition=StoppingCondition(max_wait_time_in_seconds=9),
    networking=Networking(subnets=["s"], enable_network_isolation=True),
).with_checkpoint_config(CheckpointConfig(local_path="/c")).with_retry_strategy(RetryStrategy(maximum_retry_attempts=3))
t.train()
""")
    document = got.document()
    assert got.addresses == ["t"]
    assert document["EnableManagedSpotTraining"] is True
    assert document["VpcConfig"] == {"Subnets": ["s"]}
    assert document["EnableNetworkIsolation"] is True
    assert document["StoppingCondition"] == {"MaxWaitTimeInSeconds": 9, "MaxRuntimeInSeconds": 3600}
    assert document["CheckpointConfig"] == {"LocalPath": "/c", "S3Uri": "s3://${default_bucket}"}
    assert document["RetryStrategy"] == {"MaximumRetryAttempts": 3}


@pytest.mark.parametrize(
    "more",
    ['compute=HyperPodCompute(cluster_name="c")', "training_mode=Mode.LOCAL_CONTAINER"],
)
def test_trainers_on_clusters_and_on_this_machine_are_no_jobs(read, more):
    assert not read(f'{TRAINER}t = ModelTrainer(training_image="i:1", {more})\n').resources


def test_trainers_without_compute_are_serverless(read):
    got = read('from sagemaker.train import SFTTrainer\nt = SFTTrainer(model="m")\nt.train()\n')
    assert "ResourceConfig" not in got.document()


def test_sagemaker_core_is_the_api_in_other_names(read):
    got = read("""
from sagemaker_core.resources import TrainingJob
from sagemaker_core.shapes import ResourceConfig, StoppingCondition, Tag
TrainingJob.create(training_job_name="a", enable_managed_spot_training=True,
    resource_config=ResourceConfig(instance_type="ml.g5.xlarge", volume_size_in_gb=5),
    stopping_condition=StoppingCondition(max_runtime_in_seconds=60), tags=[Tag(key="k", value="v")])
TrainingJob.get("b")
""")
    assert got.document() == {
        "TrainingJobName": "a",
        "EnableManagedSpotTraining": True,
        "ResourceConfig": {"InstanceType": "ml.g5.xlarge", "VolumeSizeInGB": 5},
        "StoppingCondition": {"MaxRuntimeInSeconds": 60},
    }
    assert dict(got.one().tags) == {"k": "v"}


def test_model_builders_deploy_what_they_build(read):
    got = read("""
from sagemaker.serve import ModelBuilder
from sagemaker.serve.configs import Network
b = ModelBuilder(image_uri="i:1", role_arn="r", instance_type="ml.g5.xlarge", network=Network(subnets=["s"]))
b.build(model_name="m")
e = b.deploy(endpoint_name="shop")
""")
    variant = got.document("EndpointConfig")["ProductionVariants"][0]
    assert variant == {
        "VariantName": "AllTraffic",
        "ModelName": "m",
        "InstanceType": "ml.g5.xlarge",
        "InitialInstanceCount": 1,
    }
    assert got.document("Model")["VpcConfig"] == {"Subnets": ["s"]}
    assert got.one("Endpoint").name == "shop"


def test_cdk_constructs_refer_to_each_other(read):
    got = read("""
from aws_cdk import Stack, Tags, aws_ec2 as ec2, aws_sagemaker as sagemaker
class Shop(Stack):
    def __init__(self, scope, name):
        super().__init__(scope, name)
        net = ec2.CfnSubnet(self, "Net", vpc_id="v", availability_zone="eu-west-1a")
        model = sagemaker.CfnModel(self, "Model", vpc_config=sagemaker.CfnModel.VpcConfigProperty(
            subnets=[net.attr_subnet_id], security_group_ids=["g"]))
        config = sagemaker.CfnEndpointConfig(self, "Config", production_variants=[
            {"variantName": "a", "modelName": model.attr_model_name, "instanceType": "ml.g5.xlarge"}])
        sagemaker.CfnEndpoint(self, "Shop", endpoint_config_name=config.attr_endpoint_config_name)
        Tags.of(config).add("team", "shop")
""")
    subnet, model, config, endpoint = (got.one(kind) for kind in ("Subnet", "Model", "EndpointConfig", "Endpoint"))
    assert model.document["VpcConfig"]["Subnets"] == [subnet.name]
    assert config.document["ProductionVariants"][0]["ModelName"] == model.name
    assert endpoint.document["EndpointConfigName"] == config.name
    assert endpoint.origin.address == "Shop.Shop"
    assert dict(config.tags) == {"team": "shop"}
    assert not endpoint.tags


@pytest.mark.parametrize(
    ("family", "known"), [("MEMORY5", "r5"), ("PARALLEL3", "p3"), ("G4DN", "g4dn"), ("INF1", "inf1"), ("STORAGE3", "")]
)
def test_cdk_families_by_all_their_names(read, family, known):
    got = read(f"""
from aws_cdk import aws_ec2 as ec2, aws_stepfunctions_tasks as tasks
def build(scope):
    tasks.SageMakerCreateTrainingJob(scope, "A", training_job_name="a", resource_config=tasks.ResourceConfig(
        instance_type=ec2.InstanceType.of(ec2.InstanceClass.{family}, ec2.InstanceSize.XLARGE2)))
""")
    found = got.document()["ResourceConfig"].get("InstanceType", "")
    assert found == f"ml.{known}.2xlarge" if known else got.needs("ResourceConfig", "InstanceType")


def test_cdk_tasks_that_serve(read):
    got = read("""
from aws_cdk.aws_ec2 import *
from aws_cdk.aws_stepfunctions_tasks import *
from aws_cdk import *
def build(scope):
    SageMakerCreateModel(scope, "A", model_name="m", primary_container=ContainerDefinition(
        image=DockerImage.from_registry("111122223333.dkr.ecr.eu-west-1.amazonaws.com/churn:1")))
    SageMakerCreateEndpointConfig(scope, "B", endpoint_config_name="c", production_variants=[
        ProductionVariant(variant_name="v", model_name="m", instance_type=InstanceType("g5.xlarge"))])
    SageMakerCreateEndpoint(scope, "C", endpoint_name="e", endpoint_config_name="c")
""")
    (variant,) = got.document("EndpointConfig")["ProductionVariants"]
    assert (variant["InstanceType"], variant["InitialInstanceCount"]) == ("ml.g5.xlarge", 1)
    assert (variant["ModelName"], variant["VariantName"]) == ("m", "v")
    assert got.document("Model")["PrimaryContainer"]["Image"].endswith("/churn:1")
    assert got.document("Endpoint")["EndpointConfigName"] == "c"


def test_cdk_scaling_and_tasks(read):
    got = read("""
from aws_cdk import Duration, Size, aws_applicationautoscaling as scaling, aws_ec2 as ec2  # sagemaker
from aws_cdk import aws_stepfunctions as sfn, aws_stepfunctions_tasks as tasks
def build(scope):
    target = scaling.CfnScalableTarget(scope, "T", service_namespace="sagemaker", min_capacity=1, max_capacity=3,
        resource_id="endpoint/e/variant/v", scalable_dimension="sagemaker:variant:DesiredInstanceCount")
    scaling.CfnScalingPolicy(scope, "P", policy_name="p", policy_type="TargetTrackingScaling",
        scaling_target_id=target.ref)
    tasks.SageMakerCreateTrainingJob(scope, "A", training_job_name="a", resource_config=tasks.ResourceConfig(
            instance_type=ec2.InstanceType.of(ec2.InstanceClass.P3, ec2.InstanceSize.XLARGE2),
            instance_count=2, volume_size=Size.gibibytes(50)),
        stopping_condition=tasks.StoppingCondition(max_runtime=Duration.hours(2)))
    sfn.CustomState(scope, "B", state_json={"Type": "Task",
        "Resource": "arn:aws:states:::sagemaker:createTrainingJob.sync",
        "Parameters": {"TrainingJobName": "b", "EnableManagedSpotTraining": True}})
""")
    first, second = got.all("TrainingJob")
    assert got.one("ScalableTarget").document["MaxCapacity"] == 3
    assert got.one("ScalingPolicy").document["ResourceId"] == "endpoint/e/variant/v"
    assert first.document["ResourceConfig"] == {
        "InstanceType": "ml.p3.2xlarge",
        "InstanceCount": 2,
        "VolumeSizeInGB": 50,
    }
    assert first.document["StoppingCondition"] == {"MaxRuntimeInSeconds": 7200}
    assert second.document["EnableManagedSpotTraining"] is True


@pytest.mark.parametrize(
    ("change", "documented", "needs"),
    [
        ("c.kms_key_id = 'k'", "k", []),
        ("c.add_property_override('KmsKeyId', 'k')", None, ["add_property_override()"]),
        ("c.add_override('Properties.KmsKeyId', 'k')", None, ["add_override()"]),
        ("c.add_property_deletion_override('KmsKeyId')", None, ["add_property_deletion_override()"]),
        ("c.add_property_override(path(), 'k')", None, []),
    ],
)
def test_what_is_changed_on_a_construct_afterwards_counts(read, change, documented, needs):
    got = read(f"""
from aws_cdk import Stack, aws_sagemaker as sagemaker
class S(Stack):
    def __init__(self, scope, id):
        super().__init__(scope, id)
        c = sagemaker.CfnEndpointConfig(self, "C", production_variants=[])
        {change}
""")
    assert got.document("EndpointConfig").get("KmsKeyId") == documented
    assert got.needs("KmsKeyId") == needs
    assert bool(got.needs("ProductionVariants")) is ("path()" in change)
