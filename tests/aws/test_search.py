"""Search gives what SageMaker's Search gives: its fields, its operators, its pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from scanner.resource_types import TRAINING_JOB
from scanner.shapes import omitted_by
from tests.aws.kinds import kinds, operation_model

if TYPE_CHECKING:
    from tests.aws.server import FakeAws


@pytest.fixture
def jobs(aws: FakeAws) -> FakeAws:
    """Give 30 training jobs with different durations, spot settings and teams."""
    for number in range(30):
        document = {
            "TrainingJobName": f"job-{number:02}",
            "CreationTime": f"2026-11-{number + 1:02}T03:00:00Z",
            "LastModifiedTime": f"2026-11-{number + 1:02}T04:00:00Z",
            "BillableTimeInSeconds": (number + 1) * 100,
            "EnableManagedSpotTraining": number % 2 == 0,
            "ResourceConfig": {
                "InstanceType": "ml.g5.xlarge" if number % 3 == 0 else "ml.m5.large",
                "InstanceCount": 1,
                "VolumeSizeInGB": 10,
            },
        }
        if number % 10 == 0:
            document["CheckpointConfig"] = {"S3Uri": "s3://bucket/checkpoints"}
        aws.account().seed("TrainingJob", document, tags={"team": f"team-{number % 3}"})
    return aws


def _search(aws: FakeAws, *filters: tuple[str, str, str | None], operator: str = "And", **params) -> dict:
    expression = {
        "Operator": operator,
        "Filters": [
            {"Name": name, "Operator": sign} | ({"Value": value} if value is not None else {})
            for name, sign, value in filters
        ],
    }
    chosen = {"SearchExpression": expression} if filters else {}
    return aws.client("sagemaker").search(Resource="TrainingJob", **chosen, **params)


def _names(page: dict) -> list[str]:
    return [result["TrainingJob"]["TrainingJobName"] for result in page["Results"]]


def test_newest_changes_come_first(jobs: FakeAws):
    assert _names(_search(jobs, MaxResults=2)) == ["job-29", "job-28"]


def test_any_property_sorts(jobs: FakeAws):
    page = _search(jobs, SortBy="BillableTimeInSeconds", SortOrder="Ascending", MaxResults=2)
    assert _names(page) == ["job-00", "job-01"]


def test_tokens_lead_through_all_and_the_hits_are_counted(jobs: FakeAws):
    names, token = [], None
    while True:
        page = _search(jobs, MaxResults=8, **({"NextToken": token} if token else {}))
        names += _names(page)
        assert page["TotalHits"] == {"Value": 30, "Relation": "EqualTo"}
        if not (token := page.get("NextToken")):
            break
    assert len(names) == len(set(names)) == 30


@pytest.mark.parametrize(
    ("condition", "hits"),
    [
        (("TrainingJobName", "Equals", "job-07"), 1),
        (("TrainingJobName", "NotEquals", "job-07"), 29),
        (("TrainingJobName", "Contains", "job-1"), 10),
        (("TrainingJobName", "In", "job-01,job-02, job-99"), 2),
        (("BillableTimeInSeconds", "GreaterThan", "2000"), 10),
        (("BillableTimeInSeconds", "GreaterThanOrEqualTo", "2000"), 11),
        (("BillableTimeInSeconds", "LessThan", "200"), 1),
        (("BillableTimeInSeconds", "LessThanOrEqualTo", "200"), 2),
        (("EnableManagedSpotTraining", "Equals", "true"), 15),
        (("CreationTime", "GreaterThan", "2026-11-25T00:00:00"), 6),
        (("CheckpointConfig.S3Uri", "Exists", None), 3),
        (("CheckpointConfig.S3Uri", "NotExists", None), 27),
        (("ResourceConfig.InstanceType", "Equals", "ml.g5.xlarge"), 10),
        (("Tags.team", "Equals", "team-1"), 10),
    ],
)
def test_every_operator_works(jobs: FakeAws, condition: tuple, hits: int):
    assert _search(jobs, condition)["TotalHits"]["Value"] == hits


def test_filters_are_joined_as_asked(jobs: FakeAws):
    two = (("TrainingJobName", "Equals", "job-07"), ("Tags.team", "Equals", "team-0"))
    assert _search(jobs, *two)["TotalHits"]["Value"] == 0
    assert _search(jobs, *two, operator="Or")["TotalHits"]["Value"] == 11


def test_records_have_tags(jobs: FakeAws):
    record = _search(jobs, MaxResults=1)["Results"][0]["TrainingJob"]
    assert record["Tags"] == [{"Key": "team", "Value": "team-2"}]


def test_a_record_lacks_exactly_what_search_leaves_out(aws: FakeAws):
    document = {
        "TrainingJobName": "job",
        "RemoteDebugConfig": {"EnableRemoteDebug": True},
        "ProfilingStatus": "Enabled",
        "EnableManagedSpotTraining": True,
    }
    aws.account().seed("TrainingJob", document)
    record = _search(aws)["Results"][0]["TrainingJob"]
    whole = aws.client("sagemaker").describe_training_job(TrainingJobName="job")
    assert set(whole) - set(record) - {"ResponseMetadata"} == {"RemoteDebugConfig", "ProfilingStatus"}


def test_the_product_knows_what_search_leaves_out():
    records = operation_model("sagemaker", "Search").output_shape.members["Results"].member.members
    left_out = set(kinds()["TrainingJob"].shape.members) - set(records["TrainingJob"].members)
    assert left_out == set(omitted_by(TRAINING_JOB, "sagemaker:Search"))


def test_what_is_not_indexed_yet_is_not_found(aws: FakeAws):
    aws.account().seed("TrainingJob", {"TrainingJobName": "old"})
    aws.account().seed("TrainingJob", {"TrainingJobName": "new"}, hidden=True)
    page = _search(aws)
    assert (_names(page), page["TotalHits"]["Value"]) == (["old"], 1)


def test_a_model_comes_wrapped_with_its_endpoints(aws: FakeAws):
    place = aws.account()
    place.seed("Model", {"ModelName": "m", "EnableNetworkIsolation": True}, tags={"team": "ads"})
    place.seed(
        "EndpointConfig", {"EndpointConfigName": "c", "ProductionVariants": [{"VariantName": "v", "ModelName": "m"}]}
    )
    place.seed("Endpoint", {"EndpointName": "e", "EndpointConfigName": "c"})
    record = aws.client("sagemaker").search(Resource="Model")["Results"][0]["Model"]
    assert record["Model"]["ModelName"] == "m"
    assert record["Model"]["EnableNetworkIsolation"] is True
    assert record["Model"]["Tags"] == [{"Key": "team", "Value": "ads"}]
    assert [endpoint["EndpointName"] for endpoint in record["Endpoints"]] == ["e"]


def test_an_endpoint_record_lacks_what_only_describe_gives(aws: FakeAws):
    config = {"OutputConfig": {"S3OutputPath": "s3://bucket/answers"}}
    aws.account().seed("Endpoint", {"EndpointName": "e", "AsyncInferenceConfig": config}, tags={"a": "b"})
    record = aws.client("sagemaker").search(Resource="Endpoint")["Results"][0]["Endpoint"]
    assert record["EndpointName"] == "e"
    assert "AsyncInferenceConfig" not in record
