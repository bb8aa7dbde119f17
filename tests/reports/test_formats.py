"""The table of formats."""

import subprocess
import sys
from dataclasses import replace

import pytest

from reports import FORMATS, render
from reports.digest import REASON_REMEDIES, REASON_TITLES
from scanner.errors import OutputError
from scanner.model import GapReason


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_every_format_writes_the_same_text_for_the_same_result(name, live):
    assert render(name, live) == render(name, live)


@pytest.mark.parametrize("name", sorted(FORMATS))
@pytest.mark.parametrize("count", [0, 1])
def test_every_format_writes_a_result_without_findings(name, count, live):
    assert render(name, replace(live, findings=live.findings[:count], gaps=()))


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_every_format_can_be_encoded_whatever_the_names_are(name, hostile):
    assert render(name, hostile).encode()


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_the_order_of_the_findings_given_does_not_matter(name, live):
    turned = replace(live, findings=live.findings[::-1], gaps=live.gaps[::-1], policies=live.policies[::-1])
    assert render(name, turned) == render(name, live)


def test_every_reason_of_a_gap_has_a_title_and_a_remedy():
    assert set(REASON_TITLES) == set(REASON_REMEDIES) == set(GapReason)


def test_an_unknown_format_names_the_known_ones(live):
    with pytest.raises(OutputError) as caught:
        render("htm", live)
    assert caught.value.message == "there is no report format 'htm'"
    assert (
        caught.value.hint
        == "did you mean html? the formats are annotations, comment, html, json, markdown, sarif, table"
    )


def test_importing_the_reports_imports_no_format():
    code = (
        "import sys, reports; print([m for m in sys.modules if m.startswith(('rich', 'jinja2', 'sarif', 'reports.'))])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
