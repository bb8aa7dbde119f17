"""Which waivers hold, what they cover, and what is said of the others."""

from dataclasses import replace
from time import perf_counter

import pytest

from scanner.evaluate import waive
from scanner.model import InlineWaiver, Location, Span, Status, WaiverFault, WaiverKind
from scanner.waivers import settle
from tests.patience import PATIENCE
from tests.reports.samples import SPOT, ZONES, make_finding

NAMES = {"EPT001": ZONES.id, ZONES.id: ZONES.id, "old-name": ZONES.id, "TRN001": SPOT.id, SPOT.id: SPOT.id}
TODAY = "2026-11-27"
PLACE = Span(12, 30, 12, 31)
LINE = Span(12, 1, 13, 1)


def inline(*policies, reason="load test", until="", span=LINE, file="main.tf", line=11, **more):
    return InlineWaiver(Location(file, Span(line, 3, line, 30)), policies or ("EPT001",), reason, until, span, **more)


def finding(policy=ZONES, status=Status.FAILED, *, file="main.tf", span=PLACE, texts=()):
    return make_finding(1, policy, status, location=Location(file, span), texts=texts)


def waived(waiver, one):
    (after,) = waive([one], settle([waiver], NAMES, TODAY))
    return after


def problems(*waivers, findings=(), ran=(ZONES.id, SPOT.id)):
    settled = settle(waivers, NAMES, TODAY)
    return [(one.fault, one.message) for one in (*settled.problems, *settled.unused(findings, ran))]


@pytest.mark.parametrize("name", ["EPT001", ZONES.id, "old-name"])
def test_a_waiver_accepts_a_finding_by_id_code_or_alias(name):
    waiver = waived(inline(name, until="2027-01-31"), finding()).waiver
    assert (waiver.owner, waiver.reason, waiver.expires, waiver.kind) == (
        "",
        "load test",
        "2027-01-31",
        WaiverKind.INLINE,
    )
    assert str(waiver.location) == "main.tf:11:3"


def test_a_waiver_changes_the_status_and_nothing_else():
    before = finding()
    after = waived(inline(), before)
    assert after.status is Status.WAIVED
    assert replace(after, status=before.status, waiver=None) == before


@pytest.mark.parametrize("status", [status for status in Status if status is not Status.FAILED])
def test_only_what_failed_is_waived(status):
    assert waived(inline(), finding(status=status)) == finding(status=status)


@pytest.mark.parametrize(
    "other",
    [
        finding(SPOT),
        finding(file="other.tf"),
        finding(span=Span(11, 30, 12, 31)),
        finding(span=Span(13, 1, 13, 2)),
        replace(finding(), location=None),
    ],
)
def test_a_waiver_covers_its_policy_in_its_file_on_its_line(other):
    assert waived(inline(), other) == other


def test_a_finding_that_only_begins_on_the_line_is_covered():
    assert waived(inline(), finding(span=Span(12, 1, 20, 2))).status is Status.WAIVED


def test_a_comment_does_not_cover_a_resource_that_begins_on_its_line():
    text = Location("main.tf", Span(12, 1, 40, 2))
    assert waived(inline(), finding(span=Span(30, 1, 30, 9), texts=(text,))).status is Status.FAILED


RESOURCE = inline(span=Span(10, 3, 40, 9), resource="Ranker", file="a.yaml")


@pytest.mark.parametrize(
    ("one", "status"),
    [
        (finding(file="a.yaml", span=Span(10, 3, 10, 9)), Status.WAIVED),
        (finding(file="a.yaml", span=Span(39, 3, 39, 9)), Status.WAIVED),
        (finding(file="a.yaml", span=Span(10, 2, 10, 3)), Status.FAILED),
        (finding(file="a.yaml", span=Span(50, 3, 50, 9)), Status.FAILED),
        (finding(file="a.yaml", span=Span(50, 3, 50, 9), texts=(Location("a.yaml", RESOURCE.span),)), Status.WAIVED),
        (finding(file="a.yaml", span=Span(50, 3, 50, 9), texts=(Location("b.yaml", RESOURCE.span),)), Status.FAILED),
    ],
)
def test_metadata_covers_what_is_found_in_its_resource_or_said_of_it(one, status):
    assert waived(RESOURCE, one).status is status


def test_resources_on_one_line_are_told_apart_by_column():
    one, other = Span(1, 10, 1, 50), Span(1, 51, 1, 90)
    waivers = [inline(span=one, resource="A"), inline("TRN001", span=other, resource="B")]
    settled = settle(waivers, NAMES, TODAY)
    findings = [finding(policy, span=Span(1, at, 1, at + 1)) for at in (20, 60) for policy in (ZONES, SPOT)]
    statuses = [after.status for after in waive(findings, settled)]
    assert statuses == [Status.WAIVED, Status.FAILED, Status.FAILED, Status.WAIVED]


def test_the_day_that_a_waiver_names_is_its_last():
    assert waived(inline(until=TODAY), finding()).status is Status.WAIVED
    assert waived(inline(until="2026-11-26"), finding()).status is Status.FAILED
    assert problems(inline(until="2026-11-26")) == [(WaiverFault.EXPIRED, "the waiver of EPT001 expired on 2026-11-26")]


@pytest.mark.parametrize("until", ["2026-13-01", "20270131", "2027-1-31", "31.01.2027", "2027"])
def test_a_wrong_date_waives_nothing(until):
    assert waived(inline(until=until), finding()).status is Status.FAILED
    [(fault, message)] = problems(inline(until=until))
    assert fault is WaiverFault.UNREADABLE
    assert "ends on no date like 2027-01-31" in message


@pytest.mark.parametrize("reason", ["", "-", "…", "?!"])
def test_without_a_reason_nothing_is_waived(reason):
    assert waived(inline(reason=reason), finding()).status is Status.FAILED
    assert problems(inline(reason=reason)) == [
        (WaiverFault.NO_REASON, "the waiver of EPT001 gives no reason, so nothing is waived")
    ]


def test_a_policy_that_does_not_exist_is_named_with_one_that_does():
    assert problems(inline("EPT01", "EPT001"), findings=[finding()]) == [
        (WaiverFault.UNKNOWN_POLICY, "there is no policy EPT01, so nothing is waived; did you mean EPT001?")
    ]
    assert waived(inline("EPT01", "EPT001"), finding()).status is Status.WAIVED


@pytest.mark.parametrize("everything", ["*", "all"])
def test_nothing_waives_everything(everything):
    assert problems(inline(everything))[0][0] is WaiverFault.UNKNOWN_POLICY


def test_a_fault_in_the_form_is_told():
    assert problems(inline(fault="it cannot be read")) == [
        (WaiverFault.UNREADABLE, "nothing is waived: it cannot be read")
    ]


UNUSED = [(WaiverFault.UNUSED, f"the waiver of {ZONES.id} is not needed: it covers nothing that failed")]


def test_a_waiver_that_covers_nothing_is_told_policy_by_policy():
    assert problems(inline("EPT001", "TRN001"), findings=[finding(SPOT)]) == UNUSED
    assert problems(inline(), findings=[finding(status=Status.PASSED)]) == UNUSED
    assert problems(inline(), findings=[finding(status=Status.EXEMPT)]) == UNUSED


def test_a_waiver_of_a_policy_that_did_not_run_is_not_called_unused():
    assert problems(inline(), ran=(SPOT.id,)) == []


def test_a_waiver_in_a_resource_of_which_a_verdict_is_unknown_may_be_needed_yet():
    texts = (Location("main.tf", Span(1, 1, 5, 2)), Location("main.tf", Span(5, 1, 20, 2)))
    unknown = finding(status=Status.UNKNOWN, span=Span(1, 1, 1, 9), texts=texts)
    assert problems(inline(), findings=[unknown]) == []
    assert problems(inline(span=Span(21, 1, 22, 1)), findings=[unknown]) == UNUSED
    assert problems(inline(), findings=[replace(unknown, policy=SPOT.id)]) == UNUSED


def test_a_waiver_with_no_code_after_it_is_told():
    assert problems(inline(span=None)) == [
        (WaiverFault.UNUSED, "the waiver of EPT001 covers nothing: no code comes after it")
    ]


def test_two_waivers_of_one_finding_are_both_used():
    assert problems(inline(line=10), inline(line=11), findings=[finding()]) == []


def test_many_waivers_and_findings_are_matched_in_time():
    count = 20_000
    waivers = [inline(span=Span(line, 1, line + 1, 1), line=line) for line in range(1, count)]
    findings = [
        finding(span=Span(line, 5, line, 6), texts=(Location("main.tf", Span(1, 1, count, 2)),))
        for line in range(1, count)
    ]
    started = perf_counter()
    settled = settle(waivers, NAMES, TODAY)
    assert all(one.status is Status.WAIVED for one in waive(findings, settled))
    assert list(settled.unused(findings, [ZONES.id])) == []
    assert perf_counter() - started < PATIENCE
