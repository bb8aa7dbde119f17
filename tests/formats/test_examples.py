"""One workload in every format: the same twelve violations, each at its exact place, and the same traps left alone."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from scanner.catalog import load_catalog
from scanner.environment import EnvironmentRules
from scanner.frontends.reading import CodeOptions
from scanner.model import Status
from scanner.scan import engine_for, index, judge, read_repository

EXAMPLES = Path(__file__).parents[2] / "examples" / "formats"
FORMATS = sorted(path.parent.name for path in EXAMPLES.glob("*/expected.yaml"))
TWELVE = Counter(
    {
        "TRN001": 1,
        "TRN002": 1,
        "TRN003": 2,
        "TRN011": 1,
        "TRN012": 2,
        "TRN013": 1,
        "TRN016": 1,
        "EPT004": 2,
        "EPT005": 1,
    }
)
OPEN = {"TRN011", "TRN012", "TRN013", "TRN016"}
"""Policies that cannot judge a job whose instance type is not known."""


@pytest.fixture(scope="module")
def catalog():
    return load_catalog()


@pytest.fixture(scope="module")
def judged(catalog):
    known = {}

    def judge_format(name):
        if name not in known:
            snapshot = replace(read_repository([EXAMPLES / name], CodeOptions()), taken="2026-11-27T03:00:00Z")
            policies = catalog.select()
            known[name] = judge(
                index(snapshot, policies), policies, engine_for(None, catalog, policies, {}), EnvironmentRules()
            )
        return known[name]

    return judge_format


def expected(name):
    return yaml.safe_load((EXAMPLES / name / "expected.yaml").read_text("utf-8"))


def of_status(result, status):
    codes = {policy.id: policy.code for policy in result.policies}
    return [(codes[finding.policy], finding) for finding in result.findings if finding.status is status]


def at(name, finding):
    place = finding.location
    file = Path(place.file).resolve().relative_to(EXAMPLES / name).as_posix()
    return file, place.span.start_line, place.span.start_column


def shown(finding):
    """Give the text that a finding points at; what a file escapes stays escaped."""
    span = finding.location.span
    lines = Path(finding.location.file).read_text("utf-8").split("\n")[span.start_line - 1 : span.end_line]
    lines[-1] = lines[-1][: span.end_column - 1]
    lines[0] = lines[0][span.start_column - 1 :]
    return "\n".join(lines)


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_twelve_violations_fail_and_nothing_else(judged, name):
    found = Counter(code for code, _ in of_status(judged(name), Status.FAILED) if code in TWELVE)
    assert found == TWELVE
    others = [code for code, _ in of_status(judged(name), Status.FAILED) if code not in TWELVE]
    assert others == []


@pytest.mark.parametrize("name", FORMATS)
def test_each_is_found_at_its_line_and_column(judged, name):
    found = sorted(
        (code, *at(name, finding), shown(finding)) for code, finding in of_status(judged(name), Status.FAILED)
    )
    wanted = sorted(
        (item["policy"], item["file"], item["line"], item["column"], item["text"]) for item in expected(name)
    )
    assert found == wanted


@pytest.mark.parametrize("name", FORMATS)
def test_what_is_not_decided_is_unknown_and_says_what_would_decide_it(judged, name):
    unknown = {code for code, finding in of_status(judged(name), Status.UNKNOWN) if finding.reasons}
    assert unknown >= OPEN


@pytest.mark.parametrize("name", FORMATS)
def test_everything_was_read(judged, name):
    result = judged(name)
    assert not result.incomplete
    assert result.resources["AWS::SageMaker::TrainingJob"] >= 14
    assert result.resources["AWS::SageMaker::EndpointConfig"] >= 4
