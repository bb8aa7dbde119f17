import pytest

from scanner.environment import EnvironmentRules
from scanner.evaluate import conclude, evaluate
from scanner.model import (
    Exemption,
    Gap,
    GapReason,
    PolicyCrash,
    SavingFacts,
    Severity,
    Status,
    Unrecognized,
    Verdict,
    Violation,
)
from scanner.money import Price, PriceBook
from scanner.paths import parse_path
from scanner.resource_types import TRAINING_JOB
from scanner.scan import index
from scanner.subjects import build_subjects
from tests.builders import code, live, policy, snapshot

NO_PRICES = PriceBook({})
JOB = live(TRAINING_JOB, "job", {"EnableManagedSpotTraining": False})


def subject(*gaps):
    policies = [policy(TRAINING_JOB, ["resource"])]
    (one,) = build_subjects(index(snapshot(JOB, gaps=gaps), policies), policies, EnvironmentRules())
    return one


def unknown(path, *, present=False):
    return Gap(
        GapReason.VARIABLE, f"{path} depends on var.x", "var.x", resource=JOB.id, path=parse_path(path), present=present
    )


def violation(path="resource.EnableManagedSpotTraining", **more):
    return Violation(parse_path(path), "it is wrong", **more)


def status(verdict, *gaps, reads=("resource.EnableManagedSpotTraining",)):
    (finding,) = conclude(policy(TRAINING_JOB, reads), subject(*gaps), verdict, NO_PRICES)
    return finding.status


WRONG = Verdict((violation(),))
EXEMPT = Verdict((), (Exemption("does not apply"),))


def test_a_violation_fails():
    assert status(WRONG) is Status.FAILED


def test_nothing_wrong_passes():
    assert status(Verdict()) is Status.PASSED


def test_a_gap_on_what_is_read_comes_before_everything_else():
    gap = unknown("EnableManagedSpotTraining")
    assert status(Verdict(), gap) is Status.UNKNOWN
    assert status(EXEMPT, gap) is Status.UNKNOWN
    assert status(Verdict(WRONG.violations, EXEMPT.exemptions), gap) is Status.UNKNOWN


def test_a_gap_on_what_is_not_read_does_not_count():
    assert status(WRONG, unknown("RoleArn")) is Status.FAILED


def test_a_gap_above_or_under_what_is_read_counts():
    reads = ("resource.StoppingCondition.MaxRuntimeInSeconds",)
    assert status(Verdict(), unknown("StoppingCondition"), reads=reads) is Status.UNKNOWN
    assert (
        status(Verdict(), unknown("StoppingCondition.MaxRuntimeInSeconds"), reads=("resource.StoppingCondition",))
        is Status.UNKNOWN
    )


def test_the_presence_of_a_value_is_known_when_only_its_content_is_not():
    reads = ("resource.CheckpointConfig.S3Uri?",)
    assert status(Verdict(), unknown("CheckpointConfig.S3Uri", present=True), reads=reads) is Status.PASSED
    assert status(Verdict(), unknown("CheckpointConfig.S3Uri"), reads=reads) is Status.UNKNOWN
    assert status(Verdict(), unknown("CheckpointConfig", present=True), reads=reads) is Status.UNKNOWN
    assert status(Verdict(), unknown("CheckpointConfig.S3Uri"), reads=("resource.CheckpointConfig?",)) is Status.PASSED


def test_an_exemption_covers_the_violations_at_or_under_its_path():
    wrong = violation("resource.ResourceConfig.InstanceGroups[0].InstanceType")
    inside = Verdict((wrong,), (Exemption("reserved", parse_path("resource.ResourceConfig")),))
    beside = Verdict((wrong,), (Exemption("reserved", parse_path("resource.ResourceConfig.InstanceGroups[1]")),))
    whole = Verdict((wrong,), (Exemption("reserved"),))
    assert [status(verdict) for verdict in (inside, beside, whole)] == [Status.EXEMPT, Status.FAILED, Status.EXEMPT]


def test_an_exemption_alone_makes_a_subject_exempt_unless_it_names_a_path():
    assert status(EXEMPT) is Status.EXEMPT
    assert status(Verdict((), (Exemption("one group", parse_path("resource.ResourceConfig")),))) is Status.PASSED


def test_a_gap_in_another_element_of_the_same_list_does_not_count():
    wrong = Verdict((violation("resource.ResourceConfig.InstanceGroups[0].InstanceType"),))
    reads = ("resource.ResourceConfig",)
    assert status(wrong, unknown("ResourceConfig.InstanceGroups[1].InstanceType"), reads=reads) is Status.FAILED
    assert status(wrong, unknown("ResourceConfig.InstanceGroups[0].InstanceCount"), reads=reads) is Status.UNKNOWN


def test_what_the_reference_data_does_not_know_is_unknown():
    verdict = Verdict((), (), (Unrecognized(parse_path("resource.X"), "image acme/x is not in the reference data"),))
    assert status(verdict) is Status.UNKNOWN


def test_what_is_not_known_is_not_also_said_to_be_in_no_table():
    gap = unknown("ResourceConfig.InstanceType", present=True)
    there, elsewhere = (
        Unrecognized(parse_path(path), f"nobody knows {path}")
        for path in ("resource.ResourceConfig.InstanceType", "resource.ResourceConfig.InstanceGroups[0].InstanceType")
    )
    judged = subject(gap), Verdict((), (), (there, elsewhere)), NO_PRICES
    (finding,) = conclude(policy(TRAINING_JOB, ["resource.ResourceConfig"]), *judged)
    assert finding.reasons == ("ResourceConfig.InstanceType depends on var.x", elsewhere.reason)


def test_a_finding_names_the_values_that_its_policy_reads_and_the_code_does_not_write():
    defaults = {"StoppingCondition.MaxRuntimeInSeconds": "max_run is not given: the SDK takes 86,400", "RoleArn": "no"}
    job = code(TRAINING_JOB, "job", {"StoppingCondition": {"MaxRuntimeInSeconds": 86400}}, defaults=defaults)
    reads = policy(TRAINING_JOB, ["resource.StoppingCondition", "resource.EnableManagedSpotTraining"])
    (one,) = build_subjects(index(snapshot(job), [reads]), [reads], EnvironmentRules())
    (finding,) = conclude(reads, one, WRONG, NO_PRICES)
    assert finding.message == "it is wrong (max_run is not given: the SDK takes 86,400)"


def test_an_unknown_finding_keeps_what_the_rule_said_and_names_what_would_decide_it():
    gap = unknown("EnableManagedSpotTraining")
    (finding,) = conclude(policy(TRAINING_JOB, ["resource.EnableManagedSpotTraining"]), subject(gap), WRONG, NO_PRICES)
    assert finding.message == "it is wrong"
    assert finding.reasons == ("EnableManagedSpotTraining depends on var.x",)


def test_what_would_decide_is_named_when_the_message_does_not():
    gap = Gap(GapReason.DENIED, "the call was refused", "sagemaker:Search", resource=JOB.id)
    (finding,) = conclude(policy(TRAINING_JOB, ["resource"]), subject(gap), Verdict(), NO_PRICES)
    assert finding.reasons == ("the call was refused (needs sagemaker:Search)",)


def test_a_violation_may_carry_its_own_severity():
    findings = conclude(
        policy(TRAINING_JOB, ["resource"]),
        subject(),
        Verdict((violation(severity=Severity.INFO), violation("resource.A"))),
        NO_PRICES,
    )
    assert [finding.severity for finding in findings] == [Severity.INFO, Severity.HIGH]


def test_fingerprints_differ_between_violations_and_do_not_depend_on_words():
    rule = policy(TRAINING_JOB, ["resource"])
    two = conclude(rule, subject(), Verdict((violation(), violation())), NO_PRICES)
    (again,) = conclude(rule, subject(), Verdict((Violation(violation().path, "other words"),)), NO_PRICES)
    assert two[0].fingerprint == again.fingerprint != two[1].fingerprint


def test_money_is_priced_only_where_a_price_is_known():
    prices = PriceBook({("us-east-1", "Training", "ml.m5.xlarge"): Price(0.5, "2026-01-01", "list")})
    facts = SavingFacts("Training", "ml.m5.xlarge", 100)
    (priced,) = conclude(policy(TRAINING_JOB, ["resource"]), subject(), Verdict((violation(saving=facts),)), prices)
    assert (priced.saving.usd_per_month, priced.saving.as_of) == (50.0, "2026-01-01")
    assert "list price" in priced.saving.basis
    (free,) = conclude(policy(TRAINING_JOB, ["resource"]), subject(), Verdict((violation(saving=facts),)), NO_PRICES)
    assert free.saving is None


@pytest.mark.parametrize("instead", ["ml.unknown", "ml.p4d.24xlarge"])
def test_a_replacement_that_is_unknown_or_dearer_saves_nothing(instead):
    prices = PriceBook(
        {
            ("us-east-1", "Training", "ml.m5.xlarge"): Price(0.5, "2026-01-01", "list"),
            ("us-east-1", "Training", "ml.p4d.24xlarge"): Price(30, "2026-01-01", "list"),
        },
    )
    assert prices.estimate("us-east-1", SavingFacts("Training", "ml.m5.xlarge", 1, instead)) is None


def test_the_shipped_prices_are_dated_and_positive():
    prices = PriceBook.shipped().prices.values()
    assert prices
    assert all(price.usd_per_hour > 0 and price.as_of and price.source for price in prices)


class Answers:
    """An engine that gives the same answer for every subject."""

    name = "fixed"

    def __init__(self, answer):
        self.answer = answer

    def judge(self, subjects):
        for _ in subjects:
            yield self.answer


def test_a_policy_that_crashes_costs_only_its_own_verdict():
    crashing, sound = (
        policy(TRAINING_JOB, ["resource"], identity="a-bad"),
        policy(TRAINING_JOB, ["resource"], identity="a-good"),
    )
    engine = Answers({"a-bad": PolicyCrash("division by zero"), "a-good": WRONG})
    (conclusion,) = evaluate([subject()], [crashing, sound], engine, NO_PRICES)
    assert [(finding.policy, finding.status) for finding in conclusion.findings] == [
        ("a-bad", Status.UNKNOWN),
        ("a-good", Status.FAILED),
    ]
    assert "division by zero" in conclusion.crashes[0].message
    assert conclusion.crashes[0].blocking
