"""The example account is what its files say, whatever day it is."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from scanner.run_names import name_stem
from tests.aws.example_account import REGIONS, SCAN_DAY, read_truth, seed_example_account

if TYPE_CHECKING:
    from tests.aws.server import FakeAws

LATER = datetime(2027, 2, 28, 23, 59, tzinfo=UTC)


def _names(aws: FakeAws) -> set[str]:
    """Give the names by which the truth table knows the subjects that are there."""
    names = set()
    for region in REGIONS:
        place = aws.account(region=region)
        names |= {name_stem(entry.document["TrainingJobName"]) for entry in place.all("TrainingJob")}
        for entry in place.all("Endpoint"):
            for key in ("ProductionVariants", "ShadowProductionVariants"):
                variants = entry.document.get(key, [])
                names |= {f"{entry.document['EndpointName']}/{variant['VariantName']}" for variant in variants}
    return names


def test_the_truth_table_names_only_what_is_there(aws: FakeAws):
    seed_example_account(aws, SCAN_DAY)
    listed = {name for verdicts in read_truth().values() for names in verdicts.values() for name in names}
    assert listed - _names(aws) == set()


def test_every_policy_has_a_fault_and_two_traps():
    for code, verdicts in read_truth().items():
        assert len(verdicts["must_fail"]) >= 1, code
        assert len(verdicts["must_not_fail"]) >= 2, code
        assert set(verdicts.get("must_be_info", ())) <= set(verdicts["must_fail"]), code
        assert not set(verdicts["must_fail"]) & set(verdicts["must_not_fail"]), code
        assert not set(verdicts.get("must_be_unknown", ())) & {*verdicts["must_fail"], *verdicts["must_not_fail"]}, code


@pytest.mark.parametrize("today", [SCAN_DAY, LATER], ids=["scan-day", "later"])
def test_dates_move_with_the_day(aws: FakeAws, today: datetime):
    seed_example_account(aws, today)
    place = aws.account()
    newest = max(
        entry.document["CreationTime"]
        for entry in place.all("TrainingJob")
        if entry.document["TrainingJobName"].startswith("nightly-forecast-")
    )
    assert datetime.fromtimestamp(newest, UTC) == today.replace(hour=3, minute=0)
    assert any(f"nightly-forecast-{today:%Y-%m-%d}" in entry.arn for entry in place.all("TrainingJob"))
    until = place.tags[place.arn("Endpoint", "document-ocr")]["tipstaff:gpu-justification"].rpartition("@")[2]
    assert (datetime.fromisoformat(until).replace(tzinfo=UTC) - today).days in {130, 131}


def test_the_same_day_gives_the_same_account(aws: FakeAws):
    seed_example_account(aws, SCAN_DAY)
    first = [entry.document for entry in aws.account().all("TrainingJob")]
    aws.reset()
    seed_example_account(aws, SCAN_DAY)
    assert [entry.document for entry in aws.account().all("TrainingJob")] == first


def test_every_run_would_be_a_valid_answer(aws: FakeAws):
    from tests.aws.documents import check  # noqa: PLC0415  # only this test checks again
    from tests.aws.kinds import kinds  # noqa: PLC0415

    seed_example_account(aws, SCAN_DAY)
    for region in REGIONS:
        for entry in aws.account(region=region).all("TrainingJob"):
            check("TrainingJob", kinds()["TrainingJob"].shape, entry.document)
