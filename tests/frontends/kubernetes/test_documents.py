"""Objects of AWS Controllers for Kubernetes become documents in the shape of the API."""

from __future__ import annotations

import json

import pytest

JOB = """apiVersion: sagemaker.services.k8s.aws/v1alpha1
kind: TrainingJob
metadata:
  name: forecast
  namespace: shop
spec:
  trainingJobName: northwind-forecast
  roleARN: arn:aws:iam::111122223333:role/r
  hyperParameters: {max_depth: "5", eta: 0.2}
  checkpointConfig: {s3URI: s3://b/c}
  outputDataConfig: {s3OutputPath: s3://b/o, kmsKeyID: k}
  resourceConfig: {instanceType: ml.g5.xlarge, instanceCount: 1, volumeSizeInGB: 30, trainingPlanARN: p}
  enableManagedSpotTraining: true
  stoppingCondition: {maxRuntimeInSeconds: 3600, maxWaitTimeInSeconds: 7200}
  vpcConfig:
    subnetRefs: [{from: {name: net}}, {from: {name: other, namespace: network}}]
    securityGroupIDs: [sg-1]
  tags: [{key: team, value: shop}]
"""
NETWORK = """apiVersion: ec2.services.k8s.aws/v1alpha1
kind: Subnet
metadata: {name: net, namespace: shop}
spec: {cidrBlock: 10.0.0.0/24, availabilityZone: eu-west-1a, vpcRef: {from: {name: vpc}}}
---
apiVersion: ec2.services.k8s.aws/v1alpha1
kind: SecurityGroup
metadata: {name: jobs}
spec:
  name: jobs
  description: of jobs
  vpcID: vpc-1
  ingressRules: [{ipProtocol: tcp, fromPort: 443, toPort: 443, ipRanges: [{cidrIP: 10.0.0.0/8}]}]
  egressRules: [{ipProtocol: "-1", userIDGroupPairs: [{groupID: sg-2}]}]
"""
ENDPOINT = """apiVersion: sagemaker.services.k8s.aws/v1alpha1
kind: Endpoint
metadata: {name: e}
spec:
  endpointName: live
  endpointConfigName: config
  deploymentConfig: {blueGreenUpdatePolicy: {maximumExecutionTimeoutInSeconds: 600}}
"""
SCALING = """apiVersion: applicationautoscaling.services.k8s.aws/v1alpha1
kind: ScalableTarget
metadata: {name: t}
spec:
  serviceNamespace: sagemaker
  resourceID: endpoint/live/variant/v
  scalableDimension: sagemaker:variant:DesiredInstanceCount
  minCapacity: 1
  maxCapacity: 4
---
apiVersion: applicationautoscaling.services.k8s.aws/v1alpha1
kind: ScalingPolicy
metadata: {name: p}
spec:
  policyName: busy
  policyType: TargetTrackingScaling
  serviceNamespace: sagemaker
  resourceID: endpoint/live/variant/v
  scalableDimension: sagemaker:variant:DesiredInstanceCount
  targetTrackingScalingPolicyConfiguration:
    targetValue: 70
    predefinedMetricSpecification: {predefinedMetricType: SageMakerVariantInvocationsPerInstance}
"""


def test_a_training_job_is_its_request(read):
    got = read({"jobs/job.yaml": JOB})
    job = got.one("shop/TrainingJob/forecast")
    assert (job.id, job.name, job.learned) == (
        "jobs/job.yaml:shop/TrainingJob/forecast",
        "northwind-forecast",
        "kubernetes",
    )
    assert job.tags == {"team": "shop"}
    assert job.document == {
        "TrainingJobName": "northwind-forecast",
        "RoleArn": "arn:aws:iam::111122223333:role/r",
        "HyperParameters": {"max_depth": "5", "eta": "0.2"},
        "CheckpointConfig": {"S3Uri": "s3://b/c"},
        "OutputDataConfig": {"S3OutputPath": "s3://b/o", "KmsKeyId": "k"},
        "ResourceConfig": {
            "InstanceType": "ml.g5.xlarge",
            "InstanceCount": 1,
            "VolumeSizeInGB": 30,
            "TrainingPlanArn": "p",
        },
        "EnableManagedSpotTraining": True,
        "StoppingCondition": {"MaxRuntimeInSeconds": 3600, "MaxWaitTimeInSeconds": 7200},
        "VpcConfig": {
            "Subnets": ["${shop/Subnet/net}", "${network/Subnet/other}"],
            "SecurityGroupIds": ["sg-1"],
        },
    }


def test_a_reference_is_known_only_when_the_other_object_is_there(read):
    got = read({"job.yaml": JOB, "network.yaml": NETWORK})
    gap = got.gap("VpcConfig", "Subnets", 0)
    assert (gap.reason, gap.needs, gap.present) == ("deploy", "shop/Subnet/net", True)
    subnet = got.document("shop/Subnet/net")
    assert subnet["SubnetId"] == got.document("shop/TrainingJob/forecast")["VpcConfig"]["Subnets"][0]
    assert subnet["VpcId"] == "${shop/Vpc/vpc}"
    assert (subnet["CidrBlock"], subnet["AvailabilityZone"]) == ("10.0.0.0/24", "eu-west-1a")


def test_a_security_group_has_its_rules(read):
    assert read({"network.yaml": NETWORK}).document("SecurityGroup/jobs") == {
        "GroupId": "${SecurityGroup/jobs}",
        "GroupName": "jobs",
        "Description": "of jobs",
        "VpcId": "vpc-1",
        "IpPermissions": [
            {"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "IpRanges": [{"CidrIp": "10.0.0.0/8"}]}
        ],
        "IpPermissionsEgress": [{"IpProtocol": "-1", "UserIdGroupPairs": [{"GroupId": "sg-2"}]}],
    }


def test_endpoints_and_what_scales_them_are_one_root(read):
    got = read({"e/endpoint.yaml": ENDPOINT, "e/scaling.yaml": SCALING})
    assert got.reading.roots == ("e",)
    assert got.gaps == ()
    assert got.document("Endpoint/e")["LastDeploymentConfig"] == {
        "BlueGreenUpdatePolicy": {"MaximumExecutionTimeoutInSeconds": 600}
    }
    assert got.document("ScalableTarget/t")["ResourceId"] == "endpoint/live/variant/v"
    assert got.one("ScalingPolicy/p").name == "busy"


def test_scaling_of_other_services_is_passed_over(read):
    assert read({"s.yaml": SCALING.replace("serviceNamespace: sagemaker", "serviceNamespace: ecs")}).addresses == []


@pytest.mark.parametrize(
    ("kind", "spec", "kept"),
    [
        ("Model", "modelName: m", {"ModelName": "m"}),
        ("EndpointConfig", "endpointConfigName: c", {"EndpointConfigName": "c"}),
        ("TransformJob", "transformJobName: t", {"TransformJobName": "t"}),
        ("ProcessingJob", "processingJobName: p", {"ProcessingJobName": "p"}),
        ("HyperParameterTuningJob", "hyperParameterTuningJobName: h", {"HyperParameterTuningJobName": "h"}),
        ("InferenceComponent", "inferenceComponentName: i", {"InferenceComponentName": "i"}),
        ("NotebookInstance", "notebookInstanceName: n", {"NotebookInstanceName": "n"}),
        ("Pipeline", "pipelineName: p", {"PipelineName": "p"}),
        ("FeatureGroup", "featureGroupName: f", {"FeatureGroupName": "f"}),
        ("Domain", "domainName: d", {"DomainId": "${Domain/x}", "DomainName": "d"}),
        ("Space", "spaceName: s", {"SpaceName": "s"}),
        ("MonitoringSchedule", "monitoringScheduleName: s", {"MonitoringScheduleName": "s"}),
    ],
)
def test_every_kind_that_the_api_makes_is_read(read, kind, spec, kept):
    text = f"apiVersion: sagemaker.services.k8s.aws/v1alpha1\nkind: {kind}\nmetadata: {{name: x}}\nspec: {{{spec}}}\n"
    assert read({"x.yaml": text}).document(f"{kind}/x") == kept


def test_the_name_of_an_object_is_not_that_of_what_it_makes(read):
    got = read({"e.yaml": ENDPOINT.replace("  endpointName: live\n", "")})
    assert got.document("Endpoint/e")["EndpointName"] == "${Endpoint/e}"
    assert got.gap("EndpointName").needs == "the name of Endpoint/e"


def test_an_object_may_have_a_generated_name(read):
    job = JOB.replace("  name: forecast\n", "  generateName: daily-\n")
    got = read({"j.yaml": f"{job}---\n{job}"})
    assert got.addresses == ["shop/TrainingJob/daily-(line 1)", "shop/TrainingJob/daily-(line 20)"]


def test_objects_may_stand_in_a_list(read):
    objects = [
        {
            "apiVersion": "sagemaker.services.k8s.aws/v1alpha1",
            "kind": "Model",
            "metadata": {"name": name},
            "spec": {"modelName": name},
        }
        for name in "ab"
    ]
    whole = {"apiVersion": "v1", "kind": "List", "items": [*objects, {"kind": "ConfigMap"}]}
    assert read({"l.json": json.dumps(whole)}).addresses == ["Model/a", "Model/b"]


@pytest.mark.parametrize(
    "text",
    [
        "apiVersion: v1\nkind: ConfigMap\ndata: {a: sagemaker}\n",
        "apiVersion: s3.services.k8s.aws/v1alpha1\nkind: Bucket\nspec: {name: sagemaker}\n",
        "apiVersion: sagemaker.services.k8s.aws/v1alpha1\nkind: Unheard\nmetadata: {name: x}\n",
        "apiVersion: sagemaker.services.k8s.aws/v1alpha1\nspec: {modelName: m}\n",
        "kind: Model\nspec: {modelName: m}\n# sagemaker apiVersion\n",
        "apiVersion: v1\nkind: List\nitems: sagemaker\n",
    ],
)
def test_what_makes_nothing_is_passed_over(read, text):
    got = read({"x.yaml": text})
    assert (got.reading.roots, got.reading.resources, got.gaps) == ((), (), ())


@pytest.mark.parametrize(
    ("kind", "made"),
    [("TrainingJob", "TrainingJob"), ("HostingDeployment", "Endpoint"), ("BatchTransformJob", "TransformJob")],
)
def test_the_retired_operator_is_named(read, kind, made):
    text = (
        f"apiVersion: sagemaker.aws.amazon.com/v1\nkind: {kind}\nmetadata: {{name: x}}\nspec: {{region: eu-west-1}}\n"
    )
    got = read({"x.yaml": text})
    (gap,) = (gap for gap in got.gaps if gap.location)
    assert (gap.reason, gap.type, gap.location.span.start_line) == ("unsupported", f"AWS::SageMaker::{made}", 4)
    assert gap.message.startswith(f"{kind}/x cannot be evaluated: sagemaker.aws.amazon.com is an operator")


def test_what_is_adopted_is_not_known_beyond_what_is_written(read):
    adopted = "metadata: {name: e, annotations: {services.k8s.aws/adoption-policy: adopt}}"
    got = read({"e.yaml": ENDPOINT.replace("metadata: {name: e}", adopted)})
    assert got.document("Endpoint/e")["EndpointName"] == "live"
    gap = got.gap(resource="Endpoint/e")
    assert gap.message == "Endpoint/e depends on what is adopted, which the code does not say"
