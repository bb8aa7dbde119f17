"""The example account's truth table: live, from its snapshot, on the embedded engine and on a real OPA server."""

import pytest

from scanner.catalog import load_catalog
from scanner.collectors import Patience, Silent, Target
from scanner.engines.opa_answers import OpaAddress
from scanner.environment import EnvironmentRules
from scanner.evaluate import evaluate
from scanner.model import Severity, Status
from scanner.money import PriceBook
from scanner.scan import engine_for, index, judge, snapshot_account
from scanner.snapshot import read_snapshot, write_snapshot
from scanner.subjects import build_subjects
from tests.aws.example_account import REGIONS, read_truth, seed_example_account
from tests.aws.server import FakeAws
from tests.engines.conftest import running_opa

QUICK = Patience(pace=50)
CODES = [
    *("TRN001", "TRN002", "TRN003", "TRN011", "TRN012", "TRN013", "TRN016"),
    *("EPT001", "EPT004", "EPT005", "ASC001", "ASC002", "ASC003", "ASC019", "NET001"),
]


@pytest.fixture(scope="module")
def snapshot():
    """The example account, collected over HTTP."""
    with FakeAws.start() as aws, pytest.MonkeyPatch.context() as patch:
        seed_example_account(aws)
        for name, value in aws.environment().items():
            patch.setenv(name, value)
        policies = load_catalog().select()
        return snapshot_account(Target(regions=REGIONS), policies, Silent(), QUICK)


@pytest.fixture(scope="module")
def opa():
    with running_opa() as url:
        yield OpaAddress(url)


def judged(snapshot, opa=None):
    catalog = load_catalog()
    policies = catalog.select()
    return judge(index(snapshot, policies), policies, engine_for(opa, catalog, policies, {}), EnvironmentRules())


@pytest.fixture(scope="module")
def embedded(snapshot):
    return judged(snapshot)


@pytest.fixture(scope="module")
def from_file(snapshot, tmp_path_factory):
    file = tmp_path_factory.mktemp("snapshot") / "account.jsonl.zst"
    with file.open("wb") as stream:
        write_snapshot(snapshot, stream)
    return judged(read_snapshot(file))


@pytest.fixture(scope="module")
def on_opa(snapshot, opa):
    return judged(snapshot, opa)


def by_status(result, code):
    identity = next(policy.id for policy in result.policies if policy.code == code)
    statuses = {}
    for finding in result.findings:
        if finding.policy == identity:
            statuses.setdefault(finding.status.value, set()).add(finding.subject.name)
    return statuses


@pytest.mark.parametrize("way", ["embedded", "from_file", "on_opa"])
@pytest.mark.parametrize("code", CODES)
def test_the_truth_table_holds(request, way, code):
    found = by_status(request.getfixturevalue(way), code)
    truth = {key: set(names or ()) for key, names in read_truth()[code].items()}
    assert found.get("failed", set()) == truth["must_fail"]
    assert truth.get("must_be_unknown", set()) <= found.get("unknown", set())
    assert truth["must_not_fail"] <= set().union(*found.values()), "a trap that is not there proves nothing"


@pytest.mark.parametrize("code", CODES)
def test_hints_are_told_from_faults(embedded, code):
    identity = next(policy.id for policy in embedded.policies if policy.code == code)
    hints = {
        finding.subject.name
        for finding in embedded.findings
        if finding.policy == identity and finding.status is Status.FAILED and finding.severity is Severity.INFO
    }
    assert hints == set(read_truth()[code].get("must_be_info", ()))


def test_the_account_is_collected_completely(embedded):
    assert not embedded.incomplete


def test_the_snapshot_gives_the_same_findings(embedded, from_file):
    assert from_file.findings == embedded.findings


def test_every_policy_on_every_subject_says_the_same_on_both_engines(snapshot, opa):
    catalog = load_catalog()
    policies = catalog.select()
    subjects = list(build_subjects(index(snapshot, policies), policies, EnvironmentRules()))

    def verdicts(engine):
        with engine() as running:
            return list(running.judge((subject.name.type, subject.input) for subject in subjects))

    ours, theirs = (verdicts(engine_for(address, catalog, policies, {})) for address in (None, opa))
    assert len(ours) == len(subjects) > 50
    for subject, one, other in zip(subjects, ours, theirs, strict=True):
        assert one == other, subject.name.name


def test_findings_are_the_same_on_both_engines(embedded, on_opa):
    assert on_opa.findings == embedded.findings
    assert (embedded.engine, on_opa.engine) == ("embedded", "opa")


def test_fingerprints_are_unique_and_do_not_change_from_scan_to_scan(embedded, from_file):
    prints = [finding.fingerprint for finding in embedded.findings]
    assert len(set(prints)) == len(prints)
    assert prints == [finding.fingerprint for finding in from_file.findings]


def test_evaluation_streams_one_conclusion_for_each_subject(snapshot):
    catalog = load_catalog()
    policies = catalog.select(["scaling"])
    subjects = list(build_subjects(index(snapshot, policies), policies, EnvironmentRules()))
    with engine_for(None, catalog, policies, {})() as engine:
        conclusions = list(evaluate(subjects, policies, engine, PriceBook({})))
    assert len(conclusions) == len(subjects)
