"""The reports for pipelines: a summary, annotations and a comment, each within what GitHub takes."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from reports import render, to_comment, to_markdown
from reports.markdown_text import plain
from scanner.model import BaselineState, Comparison, Location, Severity, Span, Status
from tests.reports.samples import HOSTILE, SPOT, make_finding, make_many, make_result, make_subject

COMMAND = re.compile(r"::(error|warning|notice) ([^:]*)::(.*)")
MARKUP = re.compile(r"[<>`*_\[\]#~!\\|]|@|://|www\.")


def commands(result):
    found = [COMMAND.fullmatch(line) for line in render("annotations", result).splitlines()]
    assert all(found)
    return [(found[1], dict(part.split("=", 1) for part in found[2].split(",")), found[3]) for found in found]


def test_a_finding_is_annotated_at_its_lines():
    place = Location("infra/main, a:b.tf", Span(3, 5, 3, 12))
    total, (level, properties, message) = commands(make_result([make_finding(1, location=place)]))
    assert total == ("error", {"title": "tipstaff"}, "1 failed (1 high)")
    assert (level, properties["title"], properties["file"]) == ("error", "EPT001 (high)", "infra/main%2C a%3Ab.tf")
    assert [properties[key] for key in ("line", "endLine", "col", "endColumn")] == ["3", "3", "5", "12"]
    assert message.startswith("recs/AllTraffic: the variant runs on 1 instance")


def test_annotations_are_capped_and_the_total_says_so():
    errors = [make_finding(at) for at in range(30)]
    warnings = [make_finding(at + 50, SPOT) for at in range(30)]
    total, *shown = commands(make_result([*errors, *warnings]))
    assert total[2] == "60 failed (30 high, 30 medium); 18 of 60 are shown here"
    assert [level for level, *_ in shown] == ["error"] * 9 + ["warning"] * 9


@pytest.mark.parametrize(
    ("findings", "level"),
    [([], "notice"), ([make_finding(1, SPOT)], "warning"), ([make_finding(1, status=Status.WAIVED)], "notice")],
)
def test_the_total_is_as_severe_as_what_failed(findings, level):
    assert commands(make_result(findings))[0][0] == level


def test_an_incomplete_scan_is_no_all_clear(live):
    assert "no all-clear" in render("annotations", live)
    assert "**Not assessed**" in render("markdown", live)
    assert "**Not assessed**" in render("comment", live)


def test_what_was_not_read_is_said(unread):
    assert commands(unread)[0] == ("notice", {"title": "tipstaff"}, "0 failed; 2 things were not read")
    assert render("comment", unread).endswith("\n2 things were not read: the full report says what.\n")
    summary = render("markdown", unread)
    assert "<summary>Not read: 2</summary>\n\n- module.job comes from acme/job/aws and is not fetched (1)\n" in summary


def test_known_findings_are_neither_annotated_nor_commented():
    findings = [make_finding(1, baseline=BaselineState.KNOWN), make_finding(2, baseline=BaselineState.NEW)]
    result = make_result(findings, comparison=Comparison("b.json", 1, 1, 0, 0))
    assert len(commands(result)) == 2
    assert "### tipstaff: 1 new finding\n" in render("comment", result)
    summary = render("markdown", result)
    assert "2 failed (2 high), 1 of them new" in summary
    assert "Known findings: 1" in summary


def test_a_comment_without_anything_new_says_so():
    text = render("comment", make_result([make_finding(1, status=Status.PASSED)]))
    assert text == f"{to_comment.MARKER}\n### tipstaff: no new findings\n"


@pytest.mark.parametrize("count", [1000, 20_000])
def test_the_texts_fit_whatever_is_found(count):
    result = make_result([replace(item, status=Status.FAILED) for item in make_many(count)])
    assert len(render("markdown", result).encode()) <= to_markdown.LIMIT
    assert len(render("comment", result)) <= to_comment.LIMIT
    assert " more: all are in" in render("comment", result)


@pytest.mark.parametrize("name", HOSTILE.values(), ids=HOSTILE)
def test_names_are_no_markup(name):
    assert not MARKUP.search(re.sub(r"&#\d+;", "", plain(name)))
    finding = make_finding(1, subject=make_subject(name), message=f"{name} @team #1 www.evil.example")
    for line in render("comment", make_result([finding])).splitlines()[4:]:
        assert line.count(" | ") == 3


def test_what_a_name_says_is_no_command():
    finding = make_finding(1, subject=make_subject("x\n::stop-commands::y"), severity=Severity.LOW)
    assert len(commands(make_result([finding]))) == 2


def test_waivers_and_unknowns_are_folded_away(live):
    text = render("markdown", live)
    assert "<summary>Waived findings: 1</summary>" in text
    assert "load test only" in text
    assert "<summary>Verdicts unknown: " in text
