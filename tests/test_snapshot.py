import io
import sys
from dataclasses import replace

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.errors import SnapshotError
from scanner.model import Cases, Gap, GapReason, InlineWaiver, Location, Span
from scanner.redaction import REDACTED, redact
from scanner.resource_types import MODEL, TRAINING_JOB
from scanner.snapshot import SCHEMA_VERSION, read_snapshot, without_secrets, write_snapshot
from tests.builders import code, live, snapshot

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd


def written(tmp_path, taken):
    path = tmp_path / "account.jsonl.zst"
    with path.open("wb") as file:
        write_snapshot(taken, file)
    return path


def lines(path):
    return zstd.decompress(path.read_bytes()).splitlines(keepends=True)


def rewritten(path, new):
    path.write_bytes(zstd.compress(b"".join(new)))
    return path


LIVE = snapshot(
    live(MODEL, "m", {"ModelName": "m", "Environment": {"A": "1"}}, tags={"team": "a"}),
    gaps=[Gap(GapReason.DENIED, "denied", "x:Y", scope="s", type=MODEL, path=("A", 0, "b.c"))],
)
CODE = snapshot(
    code(MODEL, "m", {"ModelName": "m"}, spans={"ModelName": (2, 3, 2, 8)}, defaults={"A.B": "b is not given"}),
    gaps=[Gap(GapReason.VARIABLE, "v", "var.v", present=True, location=Location("a.tf", Span(1, 2, 3, 4)))],
)


WAIVED = replace(
    CODE,
    waivers=(
        InlineWaiver(Location("a.tf", Span(1, 2, 3, 4)), ("TRN001",), "reason", "2027-01-31", Span(2, 1, 3, 1)),
        InlineWaiver(Location("a.tf", Span(5, 2, 5, 9)), fault="it cannot be read"),
    ),
    resources=tuple(replace(one, origin=replace(one.origin, extent=Span(1, 1, 9, 2))) for one in CODE.resources),
)


def combined():
    prod, dev = (("Prod", True),), (("Prod", False),)
    (model,) = CODE.resources
    places = {"declared": Location("bin/app.ts", Span(9, 1, 9, 1)), "holder": Location("t.yaml", Span(2, 1, 4, 1), "M")}
    through = (places["declared"],)
    origin = replace(model.origin, cases=Cases(frozenset({prod}), frozenset({prod, dev})), through=through, **places)
    return replace(CODE, resources=(replace(model, origin=origin),))


@pytest.mark.parametrize("taken", [LIVE, CODE, WAIVED, combined()])
def test_a_snapshot_comes_back_as_it_was(tmp_path, taken):
    assert read_snapshot(written(tmp_path, taken)) == taken


def test_the_same_snapshot_gives_the_same_bytes():
    one, other = io.BytesIO(), io.BytesIO()
    write_snapshot(LIVE, one)
    write_snapshot(LIVE, other)
    assert one.getvalue() == other.getvalue()


@given(cut=st.integers(min_value=0, max_value=400))
def test_a_truncated_snapshot_is_refused(tmp_path_factory, cut):
    path = written(tmp_path_factory.mktemp("cut"), LIVE)
    content = path.read_bytes()
    path.write_bytes(content[: min(cut, len(content) - 1)])
    with pytest.raises(SnapshotError):
        read_snapshot(path)


def test_a_snapshot_without_its_last_record_is_cut_short(tmp_path):
    path = written(tmp_path, LIVE)
    with pytest.raises(SnapshotError, match="cut short"):
        read_snapshot(rewritten(path, lines(path)[:-1]))


def test_a_changed_snapshot_is_refused(tmp_path):
    path = written(tmp_path, LIVE)
    changed = [line.replace(b'"team":"a"', b'"team":"b"') for line in lines(path)]
    with pytest.raises(SnapshotError, match="was changed"):
        read_snapshot(rewritten(path, changed))


def test_a_newer_schema_is_refused_with_what_to_do(tmp_path):
    path = written(tmp_path, LIVE)
    header = orjson.loads(lines(path)[0])
    header["tipstaff"]["schema"] = SCHEMA_VERSION + 1
    with pytest.raises(SnapshotError, match="newer than this") as caught:
        read_snapshot(rewritten(path, [orjson.dumps(header) + b"\n", *lines(path)[1:]]))
    assert "update" in caught.value.hint


@pytest.mark.parametrize(
    "content", [b"", b"not zstd", zstd.compress(b"[]\n"), zstd.compress(b"{}\n"), zstd.compress(b"\xff\n")]
)
def test_what_is_no_snapshot_is_refused(tmp_path, content):
    path = tmp_path / "x"
    path.write_bytes(content)
    with pytest.raises(SnapshotError):
        read_snapshot(path)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(SnapshotError, match="there is no snapshot"):
        read_snapshot(tmp_path / "nothing")


@pytest.mark.parametrize(
    ("document", "kept"),
    [
        (
            {"Environment": {"DB_PASSWORD": "hunter2", "SM_NUM_GPUS": "4"}},
            {"Environment": {"DB_PASSWORD": REDACTED, "SM_NUM_GPUS": "4"}},
        ),
        (
            {"Environment": {"MAX_TOKENS": "512", "HF_TOKEN": "abc"}},
            {"Environment": {"MAX_TOKENS": "512", "HF_TOKEN": REDACTED}},
        ),
        ({"HyperParameters": {"api_key": "x"}}, {"HyperParameters": {"api_key": REDACTED}}),
        ({"FailureReason": "key AKIAIOSFODNN7EXAMPLE"}, {"FailureReason": f"key {REDACTED}"}),
        ({"Url": "https://user:pw@host/x"}, {"Url": f"https://{REDACTED}@host/x"}),
        (
            {"KmsKeyId": "arn:aws:kms:us-east-1:111122223333:key/1"},
            {"KmsKeyId": "arn:aws:kms:us-east-1:111122223333:key/1"},
        ),
        ({"Environment": {"tokenizer": "bert"}}, {"Environment": {"tokenizer": "bert"}}),
    ],
)
def test_secrets_are_taken_out_and_nothing_else(document, kept):
    assert redact(document) == kept


def test_no_secret_reaches_a_snapshot_file(tmp_path):
    secret = "hunter2-very-secret"
    job = live(TRAINING_JOB, "j", {"Environment": {"PASSWORD": secret}}, tags={"db-password": secret})
    path = written(tmp_path, snapshot(without_secrets(job)))
    assert secret.encode() not in zstd.decompress(path.read_bytes())
