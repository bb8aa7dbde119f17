"""The machine contract."""

import json
from dataclasses import replace
from importlib import resources

import jsonschema
import pytest

from reports.to_json import render
from tests.reports.samples import HOSTILE, make_finding, make_fingerprint, make_many, make_result

SCHEMA = json.loads(resources.files("reports").joinpath("schema/result-v1.json").read_text("utf-8"))


def parsed(result):
    document = json.loads(render(result))
    jsonschema.Draft202012Validator(SCHEMA).validate(document)
    return document


def test_the_schema_is_a_valid_schema_that_allows_nothing_else():
    jsonschema.Draft202012Validator.check_schema(SCHEMA)

    def closed(schema):
        assert schema["additionalProperties"] is False
        assert sorted(schema["required"]) == sorted(schema["properties"])

    closed(SCHEMA)
    for name in ("finding", "gap", "policy", "subject", "location", "saving", "waiver", "waiver_problem"):
        closed(SCHEMA["$defs"][name])


@pytest.mark.parametrize("fixture", ["live", "code", "hostile", "gated"])
def test_every_result_is_valid_against_the_schema(fixture, request):
    parsed(request.getfixturevalue(fixture))


def test_an_empty_result_is_valid_against_the_schema():
    parsed(make_result([], policies=(), roots=(), resources={}))


def test_the_scan_is_described(live):
    document = parsed(live)
    assert document["schema_version"] == 1
    assert document["tool"] == {"name": "tipstaff", "version": "0.1.0"}
    assert document["scan"] == {
        "source": "live",
        "roots": ["111122223333/eu-west-1"],
        "accounts": ["111122223333"],
        "regions": ["eu-west-1"],
        "started": "2026-11-20T03:00:00Z",
        "finished": "2026-11-20T03:00:07.250Z",
        "engine": "embedded",
    }
    assert document["summary"] == {
        "findings": 7,
        "by_status": {"failed": 3, "unknown": 1, "waived": 1, "exempt": 1, "passed": 1},
        "failed_by_severity": {"critical": 1, "high": 1, "medium": 1, "low": 0, "info": 0},
        "saving": {"usd_per_month": 1234.56, "as_of": "2026-11-01"},
        "resources": {"AWS::SageMaker::Endpoint": 3, "AWS::SageMaker::TrainingJob": 1200},
        "gaps": 2,
        "incomplete": True,
    }


def test_a_live_finding_is_whole(live):
    assert parsed(live)["findings"][2] == {
        "policy": "training-managed-spot",
        "code": "TRN001",
        "status": "failed",
        "severity": "medium",
        "confidence": "measured",
        "subject": {
            "type": "AWS::SageMaker::TrainingJob",
            "id": "arn:aws:sagemaker:eu-west-1:111122223333:training-job/churn-nightly-20261119",
            "name": "churn-nightly",
            "account": "111122223333",
            "region": "eu-west-1",
            "environment": "non-production",
            "tags": {"team": "recs"},
            "runs": 412,
        },
        "location": None,
        "declared": None,
        "path": "resource.EnableManagedSpotTraining",
        "message": "412 runs in 90 days paid the on-demand price, 2.1 h each",
        "reasons": [],
        "evidence": {},
        "saving": {
            "usd_per_month": 1234.56,
            "basis": "294 h a month of ml.p3.2xlarge at $4.2/h",
            "as_of": "2026-11-01",
        },
        "waiver": None,
        "baseline": None,
        "fingerprint": make_fingerprint(3),
    }


def test_a_policy_is_whole(live):
    assert parsed(live)["policies"][0] == {
        "id": "inference-multi-instance",
        "code": "EPT001",
        "aliases": [],
        "title": "Endpoints survive the loss of a zone",
        "description": "An endpoint with one instance stops when its zone does.",
        "severity": "high",
        "category": "resilience",
        "subjects": ["tipstaff::EndpointVariant"],
        "reads": ["resource.InitialInstanceCount", "related.models.VpcConfig?"],
        "params": {"minimum_instances": 2},
        "remediation": "Set InitialInstanceCount to 2 or more.",
        "controls": {"wa-ml-lens": ["MLREL-11"]},
        "links": ["https://docs.aws.amazon.com/sagemaker/latest/dg/best-practices.html"],
        "language": "rego",
        "shipped": True,
    }


def test_code_has_locations_and_neither_accounts_nor_regions(code):
    document = parsed(code)
    assert document["scan"]["accounts"] == document["scan"]["regions"] == []
    assert document["findings"][0]["location"] == {
        "file": "infra/ünits & co/main.tf",
        "start_line": 12,
        "start_column": 30,
        "end_line": 12,
        "end_column": 31,
        "address": "",
    }
    assert document["gaps"] == [
        {
            "reason": "variable",
            "message": "the instance type is decided by a variable without a default",
            "needs": "var.instance_type",
            "scope": "infra/ünits & co",
            "type": "AWS::SageMaker::EndpointConfig",
            "resource": "infra/ünits & co/main.tf:aws_sagemaker_endpoint_configuration.recs/AllTraffic",
            "path": "ProductionVariants[0].InstanceType",
            "present": False,
            "location": {
                "file": "infra/ünits & co/main.tf",
                "start_line": 14,
                "start_column": 30,
                "end_line": 14,
                "end_column": 47,
                "address": "",
            },
        },
    ]


def test_findings_stand_failed_and_severe_first(live):
    order = [(finding["status"], finding["severity"]) for finding in parsed(live)["findings"]]
    assert order[:4] == [("failed", "critical"), ("failed", "high"), ("failed", "medium"), ("unknown", "high")]
    assert [status for status, _ in order[4:]] == ["waived", "exempt", "passed"]


def test_savings_of_one_subject_are_not_added_up(live):
    spot = live.findings[2]
    twice = replace(spot, policy="inference-multi-instance", saving=replace(spot.saving, usd_per_month=100.0))
    document = parsed(replace(live, findings=(*live.findings, twice)))
    assert document["summary"]["saving"]["usd_per_month"] == 1234.56


def test_hostile_names_survive_unchanged_in_ascii(hostile):
    assert render(hostile).isascii()
    names = {finding["subject"]["name"] for finding in parsed(hostile)["findings"]}
    assert names == set(HOSTILE.values())


def test_a_number_that_json_does_not_know_becomes_null():
    finding = make_finding(1, evidence={"share": float("nan"), "worst": (float("inf"), 2)})
    assert parsed(make_result([finding]))["findings"][0]["evidence"] == {"share": None, "worst": [None, 2]}


def test_fifty_thousand_findings_are_written_and_read_back():
    assert len(json.loads(render(make_result(make_many(50_000))))["findings"]) == 50_000


def test_waivers_a_baseline_and_a_diff_are_told(gated):
    document = parsed(gated)
    assert [finding["baseline"] for finding in document["findings"]] == ["new", "known", None]
    assert document["findings"][2]["waiver"] == {
        "owner": "",
        "reason": "no quota",
        "expires": "2027-01-31",
        "kind": "inline",
        "location": {
            "file": "infra/main.tf",
            "start_line": 11,
            "start_column": 3,
            "end_line": 11,
            "end_column": 40,
            "address": "",
        },
    }
    assert [problem["fault"] for problem in document["waivers"]["problems"]] == ["expired", "unused"]
    assert document["waivers"]["ignored"] == 2
    assert document["comparison"] == {"file": "base.json", "known": 1, "new": 1, "fixed": 3, "unjudged": 1}
    assert document["narrowing"] == {
        "since": "origin/main",
        "commit": "0123456789abcdef" * 2,
        "left_out": 12,
        "failed": 4,
    }
