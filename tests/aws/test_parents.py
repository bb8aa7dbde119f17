"""Lists that belong to a parent, summaries whose fields moved, and the trial components of jobs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from botocore.exceptions import ClientError

from tests.aws.kinds import kinds, operation_model
from tests.aws.summaries import summary

if TYPE_CHECKING:
    from tests.aws.server import FakeAws

CHANNEL = [{"TargetAttributeName": "y"}]


def test_both_makes_of_automl_jobs_are_listed_and_described_together(aws: FakeAws):
    aws.account().seed("AutoMLJob", {"AutoMLJobName": "old", "InputDataConfig": CHANNEL, "RoleArn": "r" * 20})
    aws.account().seed("AutoMLJobV2", {"AutoMLJobName": "new", "AutoMLJobInputDataConfig": [{}]})
    client = aws.client("sagemaker")
    listed = client.list_auto_ml_jobs(SortBy="Name", SortOrder="Ascending")["AutoMLJobSummaries"]
    assert [job["AutoMLJobName"] for job in listed] == ["new", "old"]
    assert client.describe_auto_ml_job_v2(AutoMLJobName="new")["AutoMLJobName"] == "new"
    old = client.describe_auto_ml_job_v2(AutoMLJobName="old")
    assert (old["RoleArn"], "InputDataConfig" in old) == ("r" * 20, False)
    assert client.describe_auto_ml_job(AutoMLJobName="old")["InputDataConfig"] == CHANNEL
    with pytest.raises(ClientError, match="Could not find requested job"):
        client.describe_auto_ml_job_v2(AutoMLJobName="none")


def test_nodes_belong_to_their_cluster_whether_it_is_named_or_told_by_arn(aws: FakeAws):
    place = aws.account()
    arn = place.seed("Cluster", {"ClusterName": "one"})
    for cluster in ("one", "two"):
        node = {"InstanceId": f"i-{cluster}", "NodeLogicalId": f"l-{cluster}", "InstanceType": "ml.g5.xlarge"}
        place.seed("ClusterNode", node | {"ClusterName": cluster})
    client = aws.client("sagemaker")

    def listed(name: str) -> list[str]:
        return [node["InstanceId"] for node in client.list_cluster_nodes(ClusterName=name)["ClusterNodeSummaries"]]

    assert (listed("one"), listed("two"), listed(arn), listed("three")) == (["i-one"], ["i-two"], ["i-one"], [])
    node = client.describe_cluster_node(ClusterName=arn, NodeLogicalId="l-one")["NodeDetails"]
    assert (node["InstanceId"], node["InstanceType"]) == ("i-one", "ml.g5.xlarge")
    with pytest.raises(ClientError, match="i-two"):
        client.describe_cluster_node(ClusterName="one", NodeId="i-two")


def test_executions_belong_to_their_pipeline(aws: FakeAws):
    place = aws.account()
    for name in ("one", "two"):
        pipeline = place.seed("Pipeline", {"PipelineName": name})
        place.seed("PipelineExecution", {"PipelineArn": pipeline, "CreationTime": "2026-11-02T00:00:00Z"})
    client = aws.client("sagemaker")
    for asked in ("one", place.arn("Pipeline", "one")):
        (found,) = client.list_pipeline_executions(PipelineName=asked)["PipelineExecutionSummaries"]
        assert found["PipelineExecutionArn"].startswith(place.arn("Pipeline", "one") + "/execution/")
        assert found["StartTime"]


def test_versions_of_model_packages_are_listed_only_when_asked_for(aws: FakeAws):
    place = aws.account()
    place.seed("ModelPackage", {"ModelPackageName": "alone"})
    for version in (1, 2):
        package = {"ModelPackageName": "g", "ModelPackageGroupName": "g", "ModelPackageVersion": version}
        place.seed("ModelPackage", package)
    client = aws.client("sagemaker")

    def listed(**params: str) -> set[str]:
        found = client.list_model_packages(**params)["ModelPackageSummaryList"]
        return {package["ModelPackageArn"].rpartition("model-package/")[2] for package in found}

    assert listed() == {"alone"}
    assert listed(ModelPackageType="Versioned") == listed(ModelPackageGroupName="g") == {"g/1", "g/2"}
    assert listed(ModelPackageType="Both") == {"alone", "g/1", "g/2"}
    assert client.describe_model_package(ModelPackageName="alone")["ModelPackageName"] == "alone"
    second = client.describe_model_package(ModelPackageName=place.arn("ModelPackage", "g/2"))
    assert second["ModelPackageVersion"] == 2


@pytest.mark.parametrize(
    ("kind", "document", "moved"),
    [
        ("TrainingJob", {"ResourceConfig": {"TrainingPlanArn": "p"}}, {"TrainingPlanArn": "p"}),
        ("HyperParameterTuningJob", {"HyperParameterTuningJobConfig": {"Strategy": "Grid"}}, {"Strategy": "Grid"}),
        ("Cluster", {"InstanceGroups": [{"TrainingPlanArn": "p"}, {}]}, {"TrainingPlanArns": ["p"]}),
        ("CompilationJob", {"OutputConfig": {"TargetDevice": "jetson_tx2"}}, {"CompilationTargetDevice": "jetson_tx2"}),
        ("Space", {"SpaceSettings": {"AppType": "CodeEditor"}}, {"SpaceSettingsSummary": {"AppType": "CodeEditor"}}),
        (
            "MonitoringSchedule",
            {"MonitoringScheduleConfig": {"MonitoringJobDefinitionName": "d", "MonitoringType": "DataQuality"}},
            {"MonitoringJobDefinitionName": "d", "MonitoringType": "DataQuality"},
        ),
    ],
)
def test_a_summary_takes_fields_from_where_the_document_has_them(kind: str, document: dict, moved: dict):
    assert summary(kinds()[kind], document) == moved


def test_what_is_nested_has_one_shape_everywhere():
    """Summaries and records are cut one level deep, which is right only while this holds."""
    results = operation_model("sagemaker", "Search").output_shape.members["Results"].member.members
    pairs = [(kind.listing.summary, kind.shape) for kind in kinds().values() if kind.listing]
    pairs += [(results[name], kind.shape) for name, kind in kinds().items() if name in results and name != "Model"]
    details = results["TrialComponent"].members["SourceDetail"].members
    pairs += [(details[name], kinds()[name].shape) for name in ("TrainingJob", "ProcessingJob", "TransformJob")]
    differing = {
        (own.name, key)
        for own, whole in pairs
        for key, shape in own.members.items()
        if key in whole.members and shape.type_name == "structure" and whole.members[key].name != shape.name
    }
    assert not differing


@pytest.fixture
def jobs(aws: FakeAws) -> FakeAws:
    """Give two processing jobs, of which one has no trial component, a transform job and a training job."""
    place = aws.account()
    document = {"ProcessingJobName": "clean", "ExitMessage": "well", "CreationTime": "2026-11-02T00:00:00Z"}
    place.seed("ProcessingJob", document, tags={"team": "ads"})
    place.seed("ProcessingJob", {"ProcessingJobName": "bare"}, trial_component=False)
    place.seed("TransformJob", {"TransformJobName": "score", "ModelName": "m"})
    place.seed_many("TrainingJob", [{"TrainingJobName": "learn", "ProfilingStatus": "Enabled"}])
    place.seed_many("TrainingJob", [{"TrainingJobName": "quiet"}], trial_component=False)
    return aws


def _components(aws: FakeAws, *filters: tuple[str, str], **params: object) -> dict[str, dict]:
    items = [{"Name": name, "Operator": "Equals", "Value": value} for name, value in filters]
    chosen = {"SearchExpression": {"Filters": items}} if items else {}
    page = aws.client("sagemaker").search(Resource="ExperimentTrialComponent", **chosen, **params)
    return {item["TrialComponent"]["TrialComponentName"]: item["TrialComponent"] for item in page["Results"]}


def test_a_trial_component_carries_the_whole_job(jobs: FakeAws):
    components = _components(jobs)
    assert set(components) == {
        "clean-aws-processing-job",
        "score-aws-transform-job",
        "learn-aws-training-job",
    }
    whole = jobs.client("sagemaker").describe_processing_job(ProcessingJobName="clean")
    whole.pop("ResponseMetadata")
    clean = components["clean-aws-processing-job"]
    assert clean["Source"] == {"SourceArn": whole["ProcessingJobArn"], "SourceType": "SageMakerProcessingJob"}
    assert clean["SourceDetail"] == {
        "SourceArn": whole["ProcessingJobArn"],
        "ProcessingJob": whole | {"Tags": [{"Key": "team", "Value": "ads"}]},
    }
    assert components["score-aws-transform-job"]["SourceDetail"]["TransformJob"]["ModelName"] == "m"
    learned = components["learn-aws-training-job"]["SourceDetail"]["TrainingJob"]
    assert (learned["TrainingJobName"], "ProfilingStatus" in learned) == ("learn", False)


def test_trial_components_are_found_by_their_source(jobs: FakeAws):
    arn = jobs.account().arn("TransformJob", "score")
    assert set(_components(jobs, ("Source.SourceType", "SageMakerProcessingJob"))) == {"clean-aws-processing-job"}
    assert set(_components(jobs, ("Source.SourceArn", arn))) == {"score-aws-transform-job"}
    assert set(_components(jobs, ("SourceDetail.ProcessingJob.ExitMessage", "well"))) == {"clean-aws-processing-job"}
    assert next(iter(_components(jobs, SortBy="CreationTime"))) == "clean-aws-processing-job"
    by_source = _components(jobs, SortBy="Source.SourceType", SortOrder="Ascending")
    assert list(by_source) == ["clean-aws-processing-job", "learn-aws-training-job", "score-aws-transform-job"]


def test_a_job_that_is_not_indexed_yet_has_no_trial_component_in_search(aws: FakeAws):
    aws.account().seed("ProcessingJob", {"ProcessingJobName": "new"}, hidden=True)
    assert _components(aws) == {}
