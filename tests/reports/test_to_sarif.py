"""SARIF as GitHub code scanning takes it, judged by Microsoft's validator and by what that one misses."""

import json
import os
import re
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from reports.to_sarif import MOST_RESULTS, render
from scanner.model import Gap, GapReason, Location, Saving, Severity, Span
from tests.reports.samples import (
    HOSTILE,
    ISOLATION,
    REGION,
    SPOT,
    ZONES,
    make_finding,
    make_fingerprint,
    make_many,
    make_policy,
    make_result,
    make_subject,
)

MULTITOOL = ".tools/sarif/node_modules/@microsoft/sarif-multitool-linux/Sarif.Multitool"
RELATIVE = re.compile(r"([A-Za-z0-9._~!$&'()*+,;=@-]|%[0-9A-F]{2})+(/([A-Za-z0-9._~!$&'()*+,;=@-]|%[0-9A-F]{2})+)*")


def parsed(result):
    run = json.loads(render(result))["runs"][0]
    assert_github_takes(run)
    return run


def assert_github_takes(run):
    """What GitHub demands and the Multitool does not look at."""
    rules = run["tool"]["driver"]["rules"]
    assert run["columnKind"] == "unicodeCodePoints"
    assert re.fullmatch(r"tipstaff/(live|code)/(\S+/)?", run["automationDetails"]["id"])
    assert len(run["results"]) <= MOST_RESULTS
    for rule in rules:
        assert isinstance(rule["properties"].get("security-severity", ""), str)
        assert ("security" in rule["properties"]["tags"]) == (rule["properties"]["tags"][0] == "security")
        assert "security" in rule["properties"]["tags"] or "security-severity" not in rule["properties"]
        assert len(rule["properties"]["tags"]) <= 10
        for field in ("shortDescription", "fullDescription", "help"):
            assert 0 < len(rule[field]["text"]) <= (1024 if field != "help" else 30_000)
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["message"]["text"]
        assert "suppressions" not in result
        [location] = result["locations"]
        uri = location["physicalLocation"]["artifactLocation"]["uri"]
        assert RELATIVE.fullmatch(uri), uri
        assert not {".", ".."} & set(uri.split("/"))
        assert min(location["physicalLocation"]["region"].values()) >= 1
        assert len(location["physicalLocation"]["region"]) == 4
        synthetic = uri.startswith("tipstaff-")
        assert ("primaryLocationLineHash" in result["partialFingerprints"]) == synthetic
    assert '""' not in json.dumps([run["tool"], run["results"]]).replace('"path": ""', "")


def multitool():
    path = Path(os.environ.get("TIPSTAFF_SARIF_MULTITOOL", MULTITOOL))
    assert path.is_file(), f"there is no SARIF Multitool at {path}: run `make tools`"
    return path


def complaints(text, folder):
    """Validate with the Multitool; its exit code is 0 whatever it finds, so read what it wrote."""
    given, found = folder / "report.sarif", folder / "found.sarif"
    given.write_text(text, "utf-8")
    command = [multitool(), "validate", given, "--rule-kind", "Sarif;Gh", "--level", "Error;Warning"]
    done = subprocess.run(
        [*command, "-o", found, "--log", "ForceOverwrite"], capture_output=True, text=True, check=True
    )
    [run] = json.loads(found.read_text("utf-8-sig"))["runs"]
    notes = run["invocations"][0].get("toolExecutionNotifications", []) if "invocations" in run else []
    assert not [note for note in notes if note.get("level") == "error"], done.stdout
    return {result["ruleId"] for result in run["results"]}


@pytest.mark.parametrize("fixture", ["live", "code", "hostile", "gated"])
def test_microsofts_validator_finds_no_error(fixture, request, tmp_path):
    text = render(request.getfixturevalue(fixture))
    # SARIF2005 is the warning that the tool has no home page.
    assert complaints(text, tmp_path) <= {"SARIF2005"}


def test_microsofts_validator_accepts_no_results_at_all(tmp_path):
    assert complaints(render(make_result([])), tmp_path) <= {"SARIF2005"}


def test_microsofts_validator_does_look(live, tmp_path):
    broken = json.loads(render(live))
    broken["runs"][0]["results"][0]["locations"] = []
    broken["runs"][0]["results"][1]["locations"][0]["physicalLocation"]["region"]["startLine"] = 0
    assert {"JSON1008", "GH1015"} & complaints(json.dumps(broken), tmp_path)


def test_a_live_finding_has_a_stable_path_and_a_fingerprint(live):
    run = parsed(live)
    assert run["results"][0] == {
        "ruleId": "network-isolation",
        "ruleIndex": 1,
        "level": "error",
        "message": {"text": "the containers of fraud-v7 can reach the internet"},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {
                        "uri": "tipstaff-live/111122223333/eu-west-1/AWS-SageMaker-Model/fraud-v7.json"
                    },
                    "region": {"startLine": 1, "startColumn": 1, "endLine": 1, "endColumn": 2},
                },
                "logicalLocations": [
                    {
                        "kind": "resource",
                        "fullyQualifiedName": "arn:aws:sagemaker:eu-west-1:111122223333:model/fraud-v7",
                    },
                ],
            },
        ],
        "partialFingerprints": {
            "tipstaff/v1": make_fingerprint(1),
            "primaryLocationLineHash": f"{make_fingerprint(1)}:1",
        },
        "properties": {
            "severity": "critical",
            "confidence": "certain",
            "environment": "production",
            "path": "resource.EnableNetworkIsolation",
        },
    }
    assert run["automationDetails"] == {"id": "tipstaff/live/111122223333/"}


def test_a_finding_in_code_has_its_region_and_leaves_the_fingerprint_to_github(code):
    run = parsed(code)
    [result] = run["results"]
    assert result["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "infra/%C3%BCnits%20%26%20co/main.tf"},
        "region": {"startLine": 12, "startColumn": 30, "endLine": 12, "endColumn": 31},
    }
    assert result["partialFingerprints"] == {"tipstaff/v1": make_fingerprint(1)}
    assert run["automationDetails"] == {"id": "tipstaff/code/"}


def test_only_what_failed_and_nobody_waived_is_a_result(live):
    assert [result["ruleId"] for result in parsed(live)["results"]] == [
        "network-isolation",
        "inference-multi-instance",
        "training-managed-spot",
    ]


def test_every_policy_that_ran_is_a_rule_and_only_security_has_a_security_severity():
    policies = [
        replace(ISOLATION, id=f"network-{severity.label}", code=f"NET10{severity.value}", severity=severity)
        for severity in Severity
    ]
    rules = {
        rule["id"]: rule
        for rule in parsed(make_result([], policies=(*policies, ZONES, SPOT)))["tool"]["driver"]["rules"]
    }
    severities = [rules[f"network-{one.label}"]["properties"].get("security-severity") for one in Severity]
    levels = [rules[f"network-{one.label}"]["defaultConfiguration"]["level"] for one in Severity]
    assert severities == [None, "2.0", "5.5", "8.0", "9.5"]
    assert levels == ["note", "note", "warning", "error", "error"]
    assert rules[ZONES.id]["properties"] == {
        "tags": ["resilience", "inference", "sagemaker", "wa-ml-lens/MLREL-11"],
        "precision": "high",
        "problem.severity": "error",
    }
    assert rules[ZONES.id]["helpUri"] == ZONES.links[0]
    assert "helpUri" not in rules[SPOT.id]
    assert rules[SPOT.id]["help"]["markdown"] == (
        "Managed spot training runs the same job on spare capacity.\n\n"
        "**What to do**\n\nSet EnableManagedSpotTraining and MaxWaitTimeInSeconds."
    )


def test_long_and_missing_texts_of_a_policy_are_made_fit():
    long = make_policy(
        "EPT002", "inference-long", description="x" * 3000, controls={"nist": tuple(f"AC-{n}" for n in range(30))}
    )
    bare = make_policy("", "inference-bare", title="", description="", remediation="", controls={}, links=())
    rules = parsed(make_result([], policies=(long, bare)))["tool"]["driver"]["rules"]
    assert rules[0]["shortDescription"]["text"] == "inference-bare"
    assert len(rules[1]["fullDescription"]["text"]) == 1024
    assert len(rules[1]["properties"]["tags"]) == 10


def test_what_was_not_read_is_noted(unread):
    [invocation] = parsed(unread)["invocations"]
    assert invocation["executionSuccessful"] is True
    assert [(note["level"], note["message"]["text"]) for note in invocation["toolExecutionNotifications"]] == [
        ("note", "not read: module.job comes from acme/job/aws and is not fetched (1 in all)"),
        ("note", "not read: job.yaml is a template and is not read (1 in all)"),
    ]


def test_an_incomplete_scan_says_so(live):
    [invocation] = parsed(live)["invocations"]
    assert invocation["executionSuccessful"] is False
    assert invocation["startTimeUtc"] == "2026-11-20T03:00:00Z"
    assert invocation["toolExecutionNotifications"] == [
        {
            "descriptor": {"id": "denied"},
            "level": "warning",
            "message": {"text": "AWS denied sagemaker:DescribeEndpointConfig in eu-west-1 (1 in all)"},
        },
        {
            "descriptor": {"id": "unknown"},
            "level": "note",
            "message": {"text": "1 unknown, told in the full report"},
        },
        {
            "descriptor": {"id": "waived"},
            "level": "note",
            "message": {
                "text": f"EPT001 at {make_subject().id} is waived: load test only (by ml-platform, until 2026-12-31)"
            },
        },
    ]


def test_a_value_that_only_a_variable_decides_leaves_the_scan_complete(code):
    [invocation] = parsed(code)["invocations"]
    assert invocation["executionSuccessful"] is True
    assert [note["descriptor"]["id"] for note in invocation["toolExecutionNotifications"]] == ["unknown"]


def test_five_thousand_of_the_severest_are_kept_and_the_rest_is_counted():
    run = parsed(make_result(make_many(12_000)))
    assert len(run["results"]) == MOST_RESULTS
    assert [note["message"]["text"] for note in run["invocations"][0]["toolExecutionNotifications"]] == [
        "4,000 more in the full report",
    ]
    kept = [result["properties"]["severity"] for result in run["results"]]
    assert (kept.count("critical"), kept.count("high"), kept.count("medium")) == (3000, 2000, 0)


@pytest.mark.parametrize("name", [*HOSTILE.values(), "", ".", "..", "../../etc/passwd", "//host/x", "c:\\x", "a:b"])
def test_no_name_leaves_its_synthetic_path(name):
    subject = make_subject(name, id=name or "unnamed", account=name, region=name)
    [result] = parsed(make_result([make_finding(1, subject=subject)]))["results"]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].startswith("tipstaff-live/")


def test_bytes_of_a_file_name_that_are_not_utf8_stay():
    finding = make_finding(1, location=Location("caf\udce9/a:b.tf", Span(1, 1, 1, 2)))
    [result] = parsed(make_result([finding]))["results"]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "caf%E9/a%3Ab.tf"


def test_text_in_a_name_does_not_become_a_link():
    finding = make_finding(1, message="[click](https://evil.example)\nnext")
    [result] = parsed(make_result([finding]))["results"]
    assert result["message"]["text"] == "[click] (https://evil.example)\\nnext"


def test_money_is_named():
    assert "(about $1,235 a month)" in render(
        make_result([replace(make_finding(1, SPOT), saving=Saving(1234.56, "294 h", "2026-11-01"))])
    )


def test_several_accounts_are_one_run_of_one_series():
    roots = (REGION, "444455556666/us-east-1")
    gap = Gap(GapReason.UNREACHABLE, "no answer from us-east-1", "", roots[1])
    assert parsed(make_result([], [gap], roots=roots))["automationDetails"]["id"] == "tipstaff/live/"


def test_only_what_failed_is_a_result_and_says_whether_it_is_new(gated):
    run = parsed(gated)
    assert [(result["ruleId"], result["baselineState"]) for result in run["results"]] == [
        (ZONES.id, "new"),
        (SPOT.id, "unchanged"),
    ]


def test_without_a_baseline_nothing_is_said_of_one(live):
    assert not any("baselineState" in result for result in parsed(live)["results"])


def test_waivers_a_baseline_and_a_diff_are_notifications(gated):
    [invocation] = parsed(gated)["invocations"]
    notes = {note["descriptor"]["id"]: note["message"]["text"] for note in invocation["toolExecutionNotifications"]}
    assert list(notes) == ["waived", "waiver-expired", "waiver-unused", "waivers-ignored", "baseline", "changed-since"]
    where = "infra/main.tf:12:30"
    assert notes["waived"] == f"NET001 at {where} is waived: no quota (inline at infra/main.tf:11:3, until 2027-01-31)"
    assert notes["waiver-expired"] == "infra/main.tf:11:3: the waiver of EPT001 expired on 2026-01-01"
    assert "12 other findings are left out, 4 of them failed" in notes["changed-since"]
