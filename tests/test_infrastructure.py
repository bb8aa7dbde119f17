"""The example infrastructure: every policy finds what its comments promise, in both languages, and nothing else."""

import json
import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from scanner.catalog import load_catalog
from scanner.engines.opa_answers import OpaAddress
from scanner.environment import EnvironmentRules
from scanner.frontends.reading import CodeOptions
from scanner.model import Status
from scanner.scan import engine_for, index, judge, read_repository

EXAMPLE = Path(__file__).parents[1] / "examples" / "infrastructure"
JSON_TEMPLATE = EXAMPLE / "cloudformation" / "assistant.json"
LANGUAGES = ["terraform", "cloudformation"]
TODAY = "2026-11-24T03:00:00Z"
"""Claims of load tests grow old, so the example is judged on the day that it was written."""

COMMENT = re.compile(r"# expect: (.+)$")
MARK = re.compile(r"(?P<code>[A-Z]{3}\d{3}) (?P<status>failed|unknown|exempt)(?: x(?P<times>\d+))?")

MODULE_SUBJECTS = {
    ("TRN001", "northwind-demand-forecast"),
    ("TRN002", "northwind-fraud-graph"),
    ("TRN011", "northwind-product-photos"),
    ("TRN012", "northwind-churn"),
    ("TRN012", "northwind-till-anomalies"),
    ("TRN013", "northwind-review-sentiment"),
    ("TRN016", "northwind-catalog-embeddings"),
    ("ASC001", "northwind-demand-forecast/AllTraffic"),
    ("EPT001", "northwind-demand-forecast/AllTraffic"),
    ("NET001", "northwind-demand-forecast/AllTraffic"),
    ("ASC019", "northwind-search-ranking/AllTraffic"),
    ("EPT004", "northwind-fraud-score/AllTraffic"),
    ("EPT004", "northwind-review-sentiment/AllTraffic"),
    ("EPT004", "northwind-search-ranking/AllTraffic"),
    ("EPT005", "northwind-fraud-score/AllTraffic"),
    ("TRN013", "northwind-review-sentiment/AllTraffic"),
}


@pytest.fixture(scope="module")
def catalog():
    return load_catalog()


@pytest.fixture(scope="module")
def found(catalog):
    return judged(catalog, CodeOptions())


def judged(catalog, options, opa=None):
    """Judge the example, and give every finding as (policy, status, file, line), with itself."""
    snapshot = replace(read_repository([EXAMPLE], options), taken=TODAY)
    assert not [gap for gap in snapshot.gaps if gap.blocking]
    policies = catalog.select()
    result = judge(index(snapshot, policies), policies, engine_for(opa, catalog, policies, {}), EnvironmentRules())
    codes = {policy.id: policy.code for policy in policies}
    return [
        ((codes[finding.policy], finding.status.value, path(finding), finding.location.span.start_line), finding)
        for finding in result.findings
    ]


def path(finding):
    """Name the file of a finding as seen from the example."""
    return Path(finding.location.file).resolve().relative_to(EXAMPLE).as_posix()


def promised():
    """Count the marks of all files by (policy, status, file, line)."""
    marks = Counter()
    for file in sorted(item for item in EXAMPLE.rglob("*") if item.suffix in {".tf", ".yaml"}):
        for number, line in enumerate(file.read_text("utf-8").splitlines(), 1):
            if comment := COMMENT.search(line):
                for mark in comment[1].split(", "):
                    said = MARK.fullmatch(mark)
                    assert said, f"{file}:{number}: {mark}"
                    place = (file.relative_to(EXAMPLE).as_posix(), number)
                    marks[said["code"], said["status"], *place] += int(said["times"] or 1)
    text = JSON_TEMPLATE.read_text("utf-8")
    for entry in yaml.safe_load((EXAMPLE / "cloudformation" / "expected.yaml").read_text("utf-8")):
        line = text.count("\n", 0, offset(text, entry["at"])) + 1
        marks[entry["policy"], entry["status"], JSON_TEMPLATE.relative_to(EXAMPLE).as_posix(), line] += 1
    return marks


def offset(text, at):
    """Find where a value of the JSON template is written: one key after the other, each behind the last."""
    position = 0
    for part in at.split("."):
        key, index = re.fullmatch(r"(\w+)(?:\[(\d+)\])?", part).groups()
        position = text.index(f'"{key}":', position)
        for _ in range(int(index) + 1 if index else 0):
            position = text.index("{", position + 1)
    return position


def of_status(found, status):
    return Counter(place for place, _ in found if place[1] == status)


def differences(found, marks, status):
    """Give what is found and not promised, and what is promised and not found."""
    actual = of_status(found, status)
    wanted = Counter({place: times for place, times in marks.items() if place[1] == status})
    return actual - wanted, wanted - actual


def test_exactly_the_marked_lines_fail(found):
    assert differences(found, promised(), "failed") == (Counter(), Counter())


@pytest.mark.parametrize("status", ["unknown", "exempt"])
def test_every_marked_unknown_and_exemption_is_there(found, status):
    _, missing = differences(found, promised(), status)
    assert missing == Counter()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_policy_fails_somewhere(catalog, found, language):
    failed = {code for (code, status, file, _), _ in found if status == "failed" and file.startswith(language)}
    assert failed == {policy.code for policy in catalog.policies}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_policy_lets_something_pass(catalog, found, language):
    spared = {
        code for (code, status, file, _), _ in found if status in {"passed", "exempt"} and file.startswith(language)
    }
    assert spared == {policy.code for policy in catalog.policies}


def test_a_workload_that_both_languages_declare_has_the_same_findings(catalog, found):
    subjects, failed = ({language: set() for language in LANGUAGES} for _ in range(2))
    for (code, status, file, _), finding in found:
        language, name = file.partition("/")[0], finding.subject.name.removesuffix("-production")
        subjects[language].add(name)
        failed[language] |= {(code, name)} if status == "failed" else set()
    both = set.intersection(*subjects.values())
    one, other = ({(code, name) for code, name in failed[language] if name in both} for language in LANGUAGES)
    assert one == other
    assert {code for code, _ in one} == {policy.code for policy in catalog.policies}


def test_an_opa_server_finds_the_same(catalog, found, opa_server):
    def told(judgements):
        return [(place, finding.message, finding.evidence, finding.reasons) for place, finding in judgements]

    assert told(judged(catalog, CodeOptions(), OpaAddress(opa_server))) == told(found)


def test_what_a_variable_decides_fails_once_it_has_a_value(catalog, tmp_path):
    variables = tmp_path / "ci.tfvars"
    variables.write_text('size_advisor_instance_type = "ml.g4dn.xlarge"\n')
    given = CodeOptions(var_files=(str(variables),), parameters={"SizeAdvisorInstanceType": "ml.g4dn.xlarge"})
    decided = [finding for _, finding in judged(catalog, given) if finding.policy == "training-no-idle-accelerator"]
    statuses = [finding.status for finding in decided if finding.subject.name == "northwind-size-advisor"]
    assert statuses == [Status.FAILED] * len(LANGUAGES)


def test_findings_in_a_module_name_the_job_or_the_variant_that_went_through_it(found):
    failed = [
        (code, finding.subject.name)
        for (code, status, file, _), finding in found
        if status == "failed" and "modules" in file
    ]
    assert sorted(failed) == sorted(MODULE_SUBJECTS)


def test_findings_that_fail_point_at_the_text_of_the_value(found):
    wrong = [
        (place, shown(finding), written(finding))
        for place, finding in found
        if finding.status is Status.FAILED and shown(finding) != written(finding)
    ]
    assert not wrong


def line_of(finding):
    return Path(finding.location.file).read_text("utf-8").splitlines()[finding.location.span.start_line - 1]


def shown(finding):
    """Give the text between the columns of a finding."""
    span = finding.location.span
    assert span.start_line == span.end_line
    return COMMENT.sub("", line_of(finding)[span.start_column - 1 : span.end_column - 1]).strip()


def written(finding):
    """Read the line of a finding without the front ends: its value, or what heads the block where there is none."""
    suffix, line = Path(finding.location.file).suffix, COMMENT.sub("", line_of(finding)).strip()
    if suffix == ".json":
        return written_in_json(line, finding)
    mark = {".tf": " = ", ".yaml": ":"}[suffix]
    if line.startswith("- "):
        return line.removeprefix("- ")
    key, _, value = line.partition(mark)
    return value.strip() or key.removesuffix("{").strip()


def written_in_json(line, finding):
    """Read a pair of the line, the one that the path of the finding names or the only one."""
    name = next((str(part) for part in reversed(finding.path) if isinstance(part, str)), "")
    pairs = {pair[1]: pair for pair in re.finditer(r'"(\w+)": ?', line)}
    if not pairs:
        return line
    pair = pairs.get(name) or next(iter(pairs.values()))
    if line[pair.end() :] == "{":
        return f'"{pair[1]}"'
    return line[pair.end() : json.JSONDecoder().raw_decode(line, pair.end())[1]]
