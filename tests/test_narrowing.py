"""What of a scan changes touch."""

from dataclasses import replace

import pytest

from scanner.environment import EnvironmentRules
from scanner.git_changes import Base, Changes, Hunk
from scanner.model import Location, Span, Status
from scanner.narrowing import files_of, narrow
from scanner.resource_types import ENDPOINT, ENDPOINT_CONFIG, MODEL
from scanner.scan import index
from scanner.subjects import build_subjects
from tests.builders import code, policy, snapshot
from tests.reports.samples import make_finding, make_result

PLACE = Location("main.tf", Span(12, 3, 13, 9))
TEXT = Location("main.tf", Span(10, 1, 20, 2))


def narrowed(findings, tmp_path, **hunks):
    changes = Changes(Base("main", "0" * 40, tmp_path), {f"{name}.tf": found for name, found in hunks.items()})
    return narrow(make_result(findings), changes)


def is_kept(tmp_path, hunk, *, texts=()):
    return bool(narrowed([make_finding(1, location=PLACE, texts=texts)], tmp_path, main=[hunk]).findings)


@pytest.mark.parametrize(
    ("hunk", "kept"),
    [
        (Hunk(11, 1), False),
        (Hunk(10, 2), False),
        (Hunk(10, 3), True),
        (Hunk(12, 1), True),
        (Hunk(13, 1), True),
        (Hunk(14, 1), False),
        (Hunk(1, 99), True),
        (Hunk(10, 0), False),
        (Hunk(11, 0), True),
        (Hunk(12, 0), True),
        (Hunk(13, 0), True),
        (Hunk(14, 0), False),
    ],
)
def test_a_finding_is_touched_where_lines_changed_or_were_deleted_right_there(tmp_path, hunk, kept):
    assert is_kept(tmp_path, hunk) is kept


@pytest.mark.parametrize(
    ("hunk", "kept"),
    [
        (Hunk(9, 1), False),
        (Hunk(9, 0), False),
        (Hunk(10, 1), True),
        (Hunk(10, 0), True),
        (Hunk(19, 0), True),
        (Hunk(20, 0), True),
        (Hunk(20, 1), True),
        (Hunk(21, 1), False),
    ],
)
def test_a_finding_is_touched_where_its_resource_is(tmp_path, hunk, kept):
    assert is_kept(tmp_path, hunk, texts=(TEXT,)) is kept


def test_a_change_in_another_file_touches_only_what_rests_on_it(tmp_path):
    other = Location("other.tf", Span(1, 1, 9, 2))
    findings = [make_finding(1, location=PLACE), make_finding(2, location=PLACE, texts=(other,))]
    assert narrowed(findings, tmp_path, other=[Hunk(1, 1)]).findings == (findings[1],)


def test_a_change_in_what_makes_a_resource_be_there_touches_its_findings(tmp_path):
    call = Location("calls.tf", Span(1, 1, 9, 2))
    findings = [make_finding(1, location=PLACE), make_finding(2, location=PLACE, through=(call,))]
    assert narrowed(findings, tmp_path, calls=[Hunk(9, 1)]).findings == (findings[1],)
    assert narrowed(findings, tmp_path, calls=[Hunk(10, 1)]).findings == ()
    assert set(files_of(make_result(findings))) == {"main.tf", "calls.tf"}


def test_all_of_a_new_file_is_touched(tmp_path):
    finding = make_finding(1, location=PLACE)
    assert narrowed([finding], tmp_path, main=None).findings == (finding,)


def test_a_finding_without_a_place_stays(tmp_path):
    finding = make_finding(1)
    assert narrowed([finding], tmp_path).findings == (finding,)


def test_what_is_left_out_is_counted(tmp_path):
    statuses = [Status.FAILED, Status.FAILED, Status.UNKNOWN, Status.PASSED]
    findings = [make_finding(number, status=one, location=PLACE) for number, one in enumerate(statuses)]
    narrowing = narrowed(findings, tmp_path).narrowing
    assert (narrowing.since, narrowing.left_out, narrowing.failed) == ("main", 4, 2)


def test_the_files_are_those_of_places_and_of_resources():
    finding = make_finding(1, location=PLACE, texts=(TEXT, Location("other.tf", TEXT.span)))
    assert set(files_of(make_result([finding, make_finding(2)]))) == {"main.tf", "other.tf"}


def test_a_statement_rests_on_all_of_its_subject_and_on_what_it_points_into():
    resources = (
        code(ENDPOINT, "e", {"EndpointName": "e", "EndpointConfigName": "c"}, line=1),
        code(
            ENDPOINT_CONFIG,
            "c",
            {"EndpointConfigName": "c", "ProductionVariants": [{"VariantName": "v", "ModelName": "m"}]},
            line=10,
        ),
        code(MODEL, "m", {"ModelName": "m"}, line=20),
    )
    policies = [policy("tipstaff::EndpointVariant", ["resource"])]
    (subject,) = build_subjects(index(snapshot(*resources), policies), policies, EnvironmentRules())
    lines = [
        [text.span.start_line for text in subject.ground(path).texts] for path in (("resource", "InstanceType"), ())
    ]
    assert lines == [[10, 1], [10, 1]]
    pointing = subject.ground(("related", "models", 0, "VpcConfig")).texts
    assert [text.span.start_line for text in pointing] == [10, 1, 20]


def test_a_statement_rests_on_what_names_the_file_of_its_subject():
    model = code(MODEL, "m", {"ModelName": "m"}, line=20)
    held = replace(model, origin=replace(model.origin, holder=TEXT))
    policies = [policy(MODEL, ["resource"])]
    (subject,) = build_subjects(index(snapshot(held), policies), policies, EnvironmentRules())
    assert [(text.file, text.span.start_line) for text in subject.ground(()).texts] == [
        (model.origin.file, 20),
        ("main.tf", 10),
    ]
