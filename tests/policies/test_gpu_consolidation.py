import pytest

from policies.reference import load_reference
from policies.training.gpu_consolidation import judge
from scanner.model import Confidence, Exemption, Unrecognized, Violation

PARAMS = {"max_gpus": 8}
NOW = "2026-11-24T00:00:00Z"
PYTORCH = "763104351884.dkr.ecr.us-east-1.amazonaws.com/pytorch-training:2.6.0-gpu-py312"


def job(kind="ml.g5.xlarge", count=4, *, config=None, tags=None, runs=None, image=PYTORCH, **fields):
    return {
        "resource": {
            "AlgorithmSpecification": {"TrainingImage": image},
            "ResourceConfig": {"InstanceType": kind, "InstanceCount": count} if config is None else config,
            **fields,
        },
        "tags": tags or {},
        **({"runs": runs, "source": "live"} if runs else {"source": "code"}),
    }


def said(subject, kind):
    return [item for item in judge(subject, PARAMS, NOW) if isinstance(item, kind)]


def test_fails_when_single_gpus_add_up_to_a_larger_type():
    (violation,) = judge(job(), PARAMS, NOW)
    assert violation.path == ("resource", "ResourceConfig", "InstanceCount")
    assert (
        violation.message == "4 instances of ml.g5.xlarge train with one GPU each, where one ml.g5.12xlarge has 4 GPUs"
    )
    assert violation.confidence is Confidence.HEURISTIC
    assert violation.saving is None


@pytest.mark.parametrize(
    ("kind", "count", "larger"),
    [
        ("ml.g5.2xlarge", 8, "ml.g5.48xlarge"),
        ("ml.g4dn.xlarge", 4, "ml.g4dn.12xlarge"),
        ("ml.g6e.xlarge", 8, "ml.g6e.48xlarge"),
        ("ml.g7e.2xlarge", 2, "ml.g7e.12xlarge"),
        ("ml.p5.4xlarge", 8, "ml.p5.48xlarge"),
    ],
)
def test_fails_with_the_smallest_type_of_the_family_that_fits(kind, count, larger):
    (violation,) = said(job(kind, count), Violation)
    assert violation.evidence["larger_type"] == larger


def test_evidence_says_from_which_speed_up_on_the_larger_type_is_cheaper():
    (violation,) = said(job(), Violation)
    assert 1 < violation.evidence["break_even_speed_up"] < 2
    assert "list prices in " in violation.evidence["break_even_basis"]


def test_evidence_has_the_instance_hours_of_an_account():
    (violation,) = said(job(runs={"instance_hours": 212.5}), Violation)
    assert violation.evidence["instance_hours"] == 212.5


def test_evidence_claims_no_break_even_without_prices():
    (violation,) = said(job("ml.g7.2xlarge", 2), Violation)
    assert "break_even_speed_up" not in violation.evidence


@pytest.mark.parametrize(
    ("kind", "count"),
    [
        ("ml.g5.xlarge", 1),
        ("ml.g5.xlarge", 9),
        ("ml.g5.12xlarge", 4),
        ("ml.m5.xlarge", 4),
        ("ml.trn1.2xlarge", 4),
        ("ml.z9.large", 1),
    ],
)
def test_passes_what_has_nothing_to_consolidate(kind, count):
    assert list(judge(job(kind, count), PARAMS, NOW)) == []


@pytest.mark.parametrize(
    "config",
    [
        {},
        {"InstanceType": "ml.g5.xlarge"},
        {"InstanceCount": 4},
        {"InstancePreferences": [{"InstanceType": "ml.g5.xlarge", "InstanceCount": 4}]},
        {"InstanceGroups": [{"InstanceType": "ml.m5.xlarge", "InstanceCount": 4}]},
    ],
)
def test_passes_when_the_type_or_the_count_is_absent(config):
    assert list(judge(job(config=config), PARAMS, NOW)) == []


def test_passes_an_empty_document():
    assert list(judge({"resource": {}, "tags": {}, "source": "code"}, PARAMS, NOW)) == []


def test_fails_without_an_algorithm_specification():
    subject = job()
    del subject["resource"]["AlgorithmSpecification"]
    assert said(subject, Violation)
    assert not said(subject, Exemption)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"EnableManagedSpotTraining": True}, "spot"),
        ({"TuningJobArn": "arn:aws:sagemaker:::hyper-parameter-tuning-job/a"}, "tuning job"),
        ({"AutoMLJobArn": "arn:aws:sagemaker:::automl-job/a"}, "Autopilot"),
        ({"LabelingJobArn": "arn:aws:sagemaker:::labeling-job/a"}, "Ground Truth"),
        ({"image": "382416733822.dkr.ecr.us-east-1.amazonaws.com/randomcutforest:1"}, "CPUs"),
        ({"tags": {"sagemaker-sdk:jumpstart-model-id": "lightgbm-classification-model"}}, "CPUs"),
        ({"count": 3}, "has 3 GPUs"),
    ],
)
def test_exempts_what_the_advice_is_not_for(fields, words):
    (exemption,) = said(job(**fields), Exemption)
    assert words in exemption.reason


def test_exempts_heterogeneous_clusters():
    groups = [{"InstanceType": "ml.g5.xlarge", "InstanceCount": 4}, {"InstanceType": "ml.m5.xlarge"}]
    (exemption,) = judge(job(config={"InstanceGroups": groups}), PARAMS, NOW)
    assert "heterogeneous" in exemption.reason


def test_does_not_exempt_jobs_with_spot_switched_off():
    assert not said(job(EnableManagedSpotTraining=False), Exemption)


def test_cannot_tell_on_types_that_the_reference_data_does_not_know():
    (unrecognized,) = judge(job("ml.z9.large"), PARAMS, NOW)
    assert isinstance(unrecognized, Unrecognized)
    assert "ml.z9.large" in unrecognized.reason


def test_a_parameter_sets_how_many_gpus_count():
    assert list(judge(job(count=8), {"max_gpus": 4}, NOW)) == []


def test_never_advises_a_type_that_is_not_sold():
    types = load_reference()["instance_types"]
    for kind, facts in types.items():
        for count in range(2, 9):
            for violation in said(job(kind, count), Violation):
                assert types[violation.evidence["larger_type"]]["status"] in {"current", "previous"}
                assert facts["family"] == types[violation.evidence["larger_type"]]["family"]
