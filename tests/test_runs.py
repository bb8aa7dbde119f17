import pytest

from scanner.model import Gap, GapReason, Read
from scanner.resource_types import TRAINING_JOB
from scanner.runs import group_key, group_runs, name_stem
from tests.builders import live


@pytest.mark.parametrize(
    ("name", "stem"),
    [
        ("nightly-forecast-2026-11-20-03-00-00-123", "nightly-forecast"),
        ("churn-20261120T030000Z", "churn"),
        ("churn_1731234567890", "churn"),
        ("fraud-4f3c2b1a-1111-2222-3333-444455556666", "fraud"),
        ("model-train-0007", "model-train"),
        ("pipelines-ab12cd34ef56-TrainStep-Qw3rTy1289", "pipelines-*-TrainStep"),
        ("xgboost-v2", "xgboost-v2"),
        ("resnet-50-train", "resnet-50-train"),
        ("sentiment-bert", "sentiment-bert"),
        ("7", "7"),
    ],
)
def test_a_stem_is_what_the_runs_of_a_job_have_in_common(name, stem):
    assert name_stem(name) == stem


def job(number, **changes):
    name = f"nightly-2026-11-{number:02}-03-00-00-000"
    document = {
        "TrainingJobName": name,
        "CreationTime": f"2026-11-{number:02}T03:00:00Z",
        "TrainingJobStatus": "Completed",
        "TrainingTimeInSeconds": 1000 * number,
        "BillableTimeInSeconds": 360 * number,
        "EnableManagedSpotTraining": False,
        "OutputDataConfig": {"S3OutputPath": f"s3://bucket/{name}/output"},
        "ResourceConfig": {"InstanceType": "ml.m5.xlarge", "InstanceCount": 2},
    }
    return live(TRAINING_JOB, name, document | changes)


READS = {("EnableManagedSpotTraining",), ("OutputDataConfig", "S3OutputPath")}


def test_runs_that_differ_only_in_names_and_times_have_one_key():
    assert group_key(job(1), READS) == group_key(job(2), READS)


def test_runs_that_differ_in_a_field_that_is_read_have_two():
    assert group_key(job(1), READS) != group_key(job(2, EnableManagedSpotTraining=True), READS)


def test_a_field_that_nothing_reads_does_not_matter():
    assert group_key(job(1), READS) == group_key(job(2, RoleArn="another"), READS)


def test_of_a_presence_read_only_the_presence_matters():
    one, other, none = (
        job(1),
        job(2, CheckpointConfig={"S3Uri": "s3://a"}),
        job(3, CheckpointConfig={"S3Uri": "s3://b"}),
    )
    presence = {("CheckpointConfig", "S3Uri")}
    assert group_key(other, (), presence) == group_key(none, (), presence) != group_key(one, (), presence)


def test_the_account_id_in_an_image_is_not_taken_for_a_time():
    one = job(1, Image="683313688378.dkr.ecr.us-east-1.amazonaws.com/x:1")
    other = job(2, Image="111122223333.dkr.ecr.us-east-1.amazonaws.com/x:1")
    assert group_key(one, {("Image",)}) != group_key(other, {("Image",)})


def test_a_group_keeps_the_newest_run_and_adds_up_the_rest():
    runs = [job(1), job(3), job(2, TrainingJobStatus="Failed", FailureReason="AlgorithmError")]
    (group,) = group_runs(runs, [Read(("EnableManagedSpotTraining",))], {})
    described = group.describe()
    assert group.newest.name == job(3).name
    assert described["count"] == 3
    assert described["by_status"] == {"Completed": 2, "Failed": 1}
    assert described["failure_reasons"] == {"AlgorithmError": 1}
    assert described["training_seconds"] == {"sum": 6000, "median": 2000, "p95": 3000, "max": 3000}
    assert described["instance_hours"] == pytest.approx(360 * 6 * 2 / 3600)
    assert (described["first"], described["last"], described["days"]) == (
        "2026-11-01T03:00:00Z",
        "2026-11-03T03:00:00Z",
        2,
    )


def test_runs_of_which_different_things_are_unknown_are_not_one_group():
    unknown = Gap(GapReason.DENIED, "denied", "x:Y", resource=job(2).id, path=("EnableManagedSpotTraining",))
    groups = group_runs([job(1), job(2)], [Read(("EnableManagedSpotTraining",))], {job(2).id: [unknown]})
    assert len(groups) == 2


def test_a_job_that_never_finished_has_no_statistics():
    (group,) = group_runs([live(TRAINING_JOB, "one", {"TrainingJobStatus": "InProgress"})], [], {})
    assert group.describe() == {
        "count": 1,
        "by_status": {"InProgress": 1},
        "running": 1,
        "interruptions": 0,
        "failure_reasons": {},
    }
