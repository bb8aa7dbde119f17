"""A file that a program wrote is no place to change anything: reports name the line of the program."""

from __future__ import annotations

import base64
import gzip
import json
import re

import pytest

from reports import to_html, to_json, to_sarif, to_table
from scanner.model import Location, Source, Span
from tests.reports.samples import make_finding, make_result

PLACE = Location("cdk.out/Shop.template.json", Span(12, 3, 12, 9))


@pytest.fixture
def result():
    finding = make_finding(1, location=PLACE, declared=Location("bin/app.ts", Span(9, 5, 9, 5)))
    return make_result([finding], source=Source.CODE)


def test_the_table_names_both_places(result):
    shown = " ".join(to_table.render(result).split())
    assert "cdk.out/Shop.template.json:12:3, declared at bin/app.ts:9" in shown


def test_json_has_both_places(result):
    (finding,) = json.loads(to_json.render(result))["findings"]
    assert (finding["location"]["file"], finding["declared"]["file"]) == ("cdk.out/Shop.template.json", "bin/app.ts")
    assert finding["declared"]["start_line"] == 9


def test_sarif_points_at_the_template_and_relates_the_program(result):
    (found,) = json.loads(to_sarif.render(result))["runs"][0]["results"]
    (related,) = found["relatedLocations"]
    assert found["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "cdk.out/Shop.template.json"
    assert related["physicalLocation"]["artifactLocation"]["uri"] == "bin/app.ts"
    assert related["physicalLocation"]["region"] == {"startLine": 9, "startColumn": 5}


def test_the_page_shows_it_with_the_facts(result):
    data = re.search(r"H4sI[A-Za-z0-9+/=]+", to_html.render(result))
    assert data
    (row,) = json.loads(gzip.decompress(base64.b64decode(data[0])))["findings"]
    assert ["declared at", "bin/app.ts:9"] in [list(fact) for fact in row[8]]
