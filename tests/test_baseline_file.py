"""The file of a baseline."""

import json
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scanner.baseline import Entry
from scanner.baseline_file import SCHEMA_VERSION, dump_baseline, read_baseline
from scanner.errors import BaselineError, ExitCode
from scanner.model import Severity

ENTRY = Entry(
    "training-managed-spot",
    "AWS::SageMaker::TrainingJob",
    "infra",
    "infra/main.tf",
    "aws_x.a",
    "resource.EnableManagedSpotTraining",
    0,
    Severity.MEDIUM,
    "f" * 64,
)


def written(tmp_path, content):
    path = tmp_path / "base.json"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def changed(**changes):
    document = json.loads(dump_baseline([ENTRY]))
    document["findings"][0] |= changes
    return json.dumps(document)


def test_the_file_has_a_finding_a_line_in_order():
    other = replace(ENTRY, address="aws_x.b")
    text = dump_baseline([other, ENTRY]).decode()
    assert text == dump_baseline([ENTRY, other]).decode()
    lines = [line for line in text.splitlines() if "address" in line]
    assert [json.loads(line.rstrip(","))["address"] for line in lines] == ["aws_x.a", "aws_x.b"]
    assert text.splitlines()[:3] == ["{", '  "schema_version": 1,', '  "findings": [']


def test_an_empty_baseline_is_one(tmp_path):
    assert read_baseline(written(tmp_path, dump_baseline([]))) == ()


TEXT = st.text(st.characters(exclude_categories=[]))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(TEXT, min_size=7, max_size=7), ordinal=st.integers(0, 9), severity=st.sampled_from(Severity))
def test_any_entry_comes_back_as_it_was(tmp_path, texts, ordinal, severity):
    entry = Entry(*texts[:6], ordinal, severity, texts[6])
    content = dump_baseline([entry])
    assert content.isascii()
    assert read_baseline(written(tmp_path, content)) == (entry,)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"findings": []}',
        b'{"schema_version": "1", "findings": []}',
        b'{"schema_version": true, "findings": []}',
        b'{"schema_version": 1}',
        b'{"schema_version": 1, "findings": {}}',
        b'{"schema_version": 1, "findings": [], "more": 1}',
        b'{"schema_version": 1, "findings": [1]}',
        b'{"schema_version": 1, "findings": [{}]}',
        b"<<<<<<< HEAD\n{}\n=======\n{}\n>>>>>>> other\n",
        changed(more="x"),
        changed(policy=1),
        changed(ordinal="0"),
        changed(ordinal=-1),
        changed(ordinal=True),
        changed(severity="awful"),
        changed(severity=None),
    ],
)
def test_a_damaged_file_is_an_error_with_a_way_out(tmp_path, content):
    with pytest.raises(BaselineError) as caught:
        read_baseline(written(tmp_path, content))
    assert "base.json" in caught.value.message
    assert caught.value.hint
    assert caught.value.exit_code is ExitCode.USAGE


def test_an_entry_that_is_there_twice_is_an_error(tmp_path):
    with pytest.raises(BaselineError, match="finding 2 is there twice"):
        read_baseline(written(tmp_path, dump_baseline([ENTRY, replace(ENTRY, fingerprint="0")])))


def test_the_line_of_a_fault_is_named(tmp_path):
    text = dump_baseline([ENTRY]).decode().replace('"path"', "path")
    with pytest.raises(BaselineError, match=r"base\.json:4: the baseline is not JSON"):
        read_baseline(written(tmp_path, text))


def test_a_newer_schema_asks_for_a_newer_tipstaff(tmp_path):
    text = dump_baseline([]).decode().replace(f": {SCHEMA_VERSION}", f": {SCHEMA_VERSION + 1}")
    with pytest.raises(BaselineError, match=f"schema {SCHEMA_VERSION + 1}, newer than") as caught:
        read_baseline(written(tmp_path, text))
    assert caught.value.hint == "update tipstaff"


def test_a_file_that_is_not_there_says_how_to_make_one(tmp_path):
    with pytest.raises(BaselineError, match="there is no baseline") as caught:
        read_baseline(tmp_path / "base.json")
    assert "tipstaff baseline write" in caught.value.hint


def test_a_directory_is_no_baseline(tmp_path):
    with pytest.raises(BaselineError, match="cannot be read"):
        read_baseline(tmp_path)
