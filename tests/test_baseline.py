"""Which findings a baseline knows, which are new, and which of its entries are fixed."""

from dataclasses import replace
from time import perf_counter

import pytest

from scanner.baseline import Fate, compare, entries_of, match, pruned, updated
from scanner.model import BaselineState, Gap, GapReason, Source, Status
from tests.patience import PATIENCE
from tests.reports.samples import SPOT, ZONES, make_arn, make_finding, make_result, make_subject

HERE = (".",)


def finding(address="aws_x.a", file="infra/main.tf", root="infra", **changes):
    subject = make_subject(id=f"{file}:{address}", scope=root, file=file, account="", region="")
    return make_finding(1, **({"subject": subject} | changes))


def scan(*findings, **changes):
    return make_result(findings, **({"source": Source.CODE, "roots": ("infra",)} | changes))


def states(before, after, looked_at=HERE):
    compared = compare(after, "base.json", entries_of(before), looked_at)
    return [one.baseline for one in compared.findings]


def fates(before, after, looked_at=HERE):
    return list(match(entries_of(before), after, looked_at).fates.values())


NEW, KNOWN = BaselineState.NEW, BaselineState.KNOWN


def test_a_finding_is_known_again_whatever_its_line_message_or_severity():
    moved = replace(finding(), message="otherwise", fingerprint="f" * 64)
    assert states(scan(finding()), scan(moved)) == [KNOWN]


@pytest.mark.parametrize(
    "other",
    [
        finding("aws_x.b"),
        finding(policy=SPOT),
        finding(path=("resource", "Else")),
        finding(subject=replace(finding().subject, type="AWS::SageMaker::Model")),
    ],
)
def test_another_finding_is_new_also_where_a_known_one_is_gone(other):
    assert states(scan(finding()), scan(other)) == [NEW]


def test_one_entry_knows_one_finding():
    twice = scan(finding(), finding())
    assert states(scan(finding()), twice) == [KNOWN, NEW]
    assert states(twice, twice) == [KNOWN, KNOWN]
    assert len(entries_of(twice)) == 2


@pytest.mark.parametrize(
    "moved",
    [
        finding(file="infra/endpoints.tf"),
        finding(file="infra/new/main.tf", root="infra/new"),
        finding(file="new/other.tf", root="new"),
    ],
)
def test_a_finding_is_known_again_in_a_renamed_file(moved):
    assert states(scan(finding()), scan(moved)) == [KNOWN]
    assert fates(scan(finding()), scan(moved)) == [Fate.KNOWN]


def test_a_copy_in_another_file_is_new_while_the_first_is_there():
    copy = finding(file="infra/copy.tf", root="copy")
    assert states(scan(finding()), scan(finding(), copy)) == [KNOWN, NEW]


def test_a_copy_is_new_when_the_first_was_put_in_order():
    copy, sound = finding(file="infra/copy.tf", root="copy"), finding(status=Status.PASSED, path=())
    assert states(scan(finding()), scan(copy, sound)) == [NEW, None]
    assert fates(scan(finding()), scan(copy, sound)) == [Fate.FIXED]


def test_a_copy_is_new_when_the_first_is_waived():
    copy, waived = finding(file="infra/copy.tf", root="copy"), finding(status=Status.WAIVED)
    assert states(scan(finding()), scan(copy, waived)) == [NEW, None]
    assert fates(scan(finding()), scan(copy, waived)) == [Fate.KNOWN]


def test_a_renamed_file_stands_for_one_of_two_copies():
    copies = scan(finding(file="a/x.tf", root="a"), finding(file="b/main.tf", root="b"))
    assert states(scan(finding()), copies) == [NEW, KNOWN]


def test_files_that_move_keep_to_their_roots_and_names():
    before = scan(finding(file="a/main.tf", root="a"), finding(file="b/main.tf", root="b"))
    after = scan(finding(file="b/other.tf", root="b"), finding(file="c/main.tf", root="c"))
    matching = match(entries_of(before), after, HERE)
    assert set(matching.states.values()) == {KNOWN}
    assert list(matching.fates.values()) == [Fate.KNOWN, Fate.KNOWN]


def test_what_lies_outside_of_the_paths_is_neither_known_nor_fixed():
    copy = finding(file="prod/main.tf", root="prod")
    before = scan(finding(file="dev/main.tf", root="dev"))
    assert states(before, scan(copy), ["prod"]) == [NEW]
    assert fates(before, scan(copy), ["prod"]) == [Fate.UNJUDGED]
    assert fates(before, scan(copy), ["prod", "dev"]) == [Fate.KNOWN]
    assert fates(before, scan(), ["de"]) == [Fate.UNJUDGED]


@pytest.mark.parametrize(
    ("after", "fate"),
    [
        (scan(), Fate.FIXED),
        (scan(finding(status=Status.PASSED, path=())), Fate.FIXED),
        (scan(finding(status=Status.EXEMPT)), Fate.FIXED),
        (scan(finding(status=Status.UNKNOWN, path=())), Fate.UNJUDGED),
        (scan(finding(status=Status.WAIVED)), Fate.KNOWN),
        (scan(policies=(SPOT,)), Fate.UNJUDGED),
        (scan(gaps=(Gap(GapReason.UNREADABLE, "bad", "main.tf"),)), Fate.UNJUDGED),
        (scan(finding(status=Status.PASSED), gaps=(Gap(GapReason.UNREADABLE, "bad", "x.tf"),)), Fate.FIXED),
    ],
)
def test_an_entry_is_fixed_only_where_that_is_certain(after, fate):
    assert fates(scan(finding()), after) == [fate]


def live(*findings, **changes):
    return make_result(findings, **changes)


def test_a_live_finding_is_known_by_its_arn():
    before = live(make_finding(1, subject=make_subject(scope="111122223333/eu-west-1")))
    other = make_finding(1, subject=make_subject(scope="111122223333/eu-west-1", id=make_arn("endpoint/else")))
    assert states(before, before, ()) == [KNOWN]
    assert states(before, live(other), ()) == [NEW]
    assert fates(before, live(other), ()) == [Fate.FIXED]
    assert fates(before, live(roots=("111122223333/us-east-1",)), ()) == [Fate.UNJUDGED]


def test_the_numbers_of_a_comparison_add_up():
    before = scan(finding("a"), finding("b"), finding("c"))
    after = scan(finding("a"), finding("d"), finding("e"), finding("b", status=Status.UNKNOWN))
    compared = compare(after, "base.json", entries_of(before), HERE).comparison
    assert (compared.known, compared.new, compared.fixed, compared.unjudged) == (1, 2, 1, 1)


BEFORE = scan(finding("a"), finding("b"), finding("c"))
AFTER = scan(finding("a", file="infra/renamed.tf"), finding("d"), finding("b", status=Status.UNKNOWN))


def names(entries):
    return [(entry.address, entry.file) for entry in entries]


def test_an_update_adds_what_is_new_and_drops_what_is_fixed():
    assert names(updated(match(entries_of(BEFORE), AFTER, HERE))) == [
        ("b", "infra/main.tf"),
        ("d", "infra/main.tf"),
        ("a", "infra/renamed.tf"),
    ]


def test_pruning_adds_nothing():
    assert names(pruned(match(entries_of(BEFORE), AFTER, HERE))) == [("b", "infra/main.tf"), ("a", "infra/renamed.tf")]


def test_an_update_of_what_did_not_change_changes_nothing():
    entries = entries_of(BEFORE)
    assert updated(match(entries, BEFORE, HERE)) == pruned(match(entries, BEFORE, HERE)) == entries


def test_waived_findings_are_not_written():
    assert entries_of(scan(finding(status=Status.WAIVED))) == ()


def test_only_failed_findings_have_a_state():
    result = scan(*(finding(status=status) for status in Status))
    assert states(scan(finding()), result) == [KNOWN, None, None, None, None]


def test_thousands_of_files_that_move_at_once_are_matched_in_time():
    count = 20_000
    before = scan(*(finding("a", f"old/{number}.yaml", f"old/{number}.yaml") for number in range(count)))
    after = scan(*(finding("a", f"new/{number}.yaml", f"new/{number}.yaml") for number in range(count)))
    started = perf_counter()
    assert set(states(before, after)) == {KNOWN}
    assert perf_counter() - started < PATIENCE


def test_the_policy_of_a_finding_is_part_of_what_it_is():
    assert states(scan(finding(policy=ZONES)), scan(finding(policy=ZONES), finding(policy=SPOT))) == [KNOWN, NEW]
