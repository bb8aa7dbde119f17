"""From records of Checkov to findings on resources that we know."""

from scanner.checkov.answer import Outcome, Record
from scanner.checkov.judgements import Known, judgements
from scanner.environment import EnvironmentRules
from scanner.evaluate import accept, conclude
from scanner.model import Severity, Span, Status
from scanner.money import PriceBook
from scanner.resource_types import ENDPOINT_CONFIG, MODEL
from tests import builders


def record(
    resource="aws_sagemaker_model.m", check="CKV_AWS_370", result="FAILED", *, file="infra/main.tf", lines=(3, 9)
):
    return Record(check, Outcome(result, "we know", ["enable_network_isolation"]), file, resource, list(lines))


def found(*records, known=(), accept_skips=True):
    said = judgements(records, Known(known), EnvironmentRules(), accept_skips=accept_skips)
    findings = []
    for one in said:
        (finding,) = conclude(one.policy, one.subject, one.verdict, PriceBook.shipped())
        findings.append(finding if one.waiver is None else accept(finding, one.waiver))
    return findings


def model(address, line=3, **more):
    return builders.code(MODEL, address, {}, line=line, **more)


def test_a_resource_is_known_by_file_and_address():
    known = [model('aws_sagemaker_model.m["a"]'), model('aws_sagemaker_model.m["b"]', tags={"environment": "prod"})]
    (finding,) = found(record('aws_sagemaker_model.m["b"]'), known=known)
    assert finding.subject.id == 'infra/main.tf:aws_sagemaker_model.m["b"]'
    assert finding.subject.environment.value == "production"
    assert finding.location.span == Span(3, 1, 3, 20)


def test_a_resource_of_a_template_is_known_by_its_logical_id():
    (finding,) = found(record("AWS::SageMaker::Model.Ranker", lines=(1, 1)), known=[model("Ranker"), model("Other")])
    assert finding.subject.id == "infra/main.tf:Ranker"


def test_a_resource_without_an_address_is_known_by_the_line_of_its_header():
    known = [model("aws_sagemaker_model.a", 3), model("aws_sagemaker_model.b", 12)]
    (finding,) = found(record("resource.b", lines=(12, 15)), known=known)
    assert finding.subject.id == "infra/main.tf:aws_sagemaker_model.b"


def test_a_line_with_several_resources_identifies_none():
    known = [model("aws_sagemaker_model.a", 1), model("aws_sagemaker_model.b", 1)]
    (finding,) = found(record("resource.b", lines=(1, 1)), known=known)
    assert (finding.subject.id, finding.subject.type) == ("infra/main.tf:resource.b", MODEL)


def test_a_resource_of_a_plan_is_known_though_its_code_is_beside_it():
    known = [model("aws_sagemaker_model.m", root="infra/plan.json")]
    (finding,) = found(record(file="infra/plan.json", lines=(0, 0)), known=known)
    assert finding.subject.id == "infra/main.tf:aws_sagemaker_model.m"


def test_a_resource_that_nobody_else_knows_is_told_as_checkov_knows_it():
    (finding,) = found(record('module.x["a.b"].aws_sagemaker_endpoint_configuration.c', "CKV_AWS_98"))
    assert finding.subject.type == ENDPOINT_CONFIG
    assert finding.subject.id == 'infra/main.tf:module.x["a.b"].aws_sagemaker_endpoint_configuration.c'
    assert (finding.location.file, finding.location.span) == ("infra/main.tf", Span(3, 1, 3, 2))
    (text,) = finding.texts
    assert (text.span.start_line, text.span.end_line) == (3, 9)


def test_what_is_skipped_is_waived_with_its_reason_or_unknown_where_that_is_not_accepted():
    skipped = record(result="SKIPPED")
    (waived,) = found(skipped)
    assert (waived.status, waived.waiver.reason, waived.waiver.owner) == (Status.WAIVED, "we know", "")
    (unknown,) = found(skipped, accept_skips=False)
    assert (unknown.status, unknown.waiver) == (Status.UNKNOWN, None)
    assert "checkov:skip" in unknown.reasons[0]


def test_code_and_plan_speak_of_a_resource_once_and_what_fails_comes_first():
    known = [model("aws_sagemaker_model.m", root="infra/plan.json")]
    records = [record(), record(result="PASSED", file="infra/plan.json", lines=(0, 0))]
    assert [finding.status for finding in found(*records, known=known)] == [Status.FAILED]


def test_checks_that_were_not_asked_say_nothing():
    assert found(record(check="CKV_AWS_1")) == []


def test_findings_have_fingerprints_of_their_own_and_the_one_severity():
    findings = found(record(), record(check="CKV_AWS_98"), record("aws_sagemaker_model.n"))
    assert len({finding.fingerprint for finding in findings}) == 3
    assert {finding.severity for finding in findings} == {Severity.MEDIUM}
