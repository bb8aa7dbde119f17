"""The page as text: what a browser is told before any script runs."""

import base64
import gzip
import hashlib
import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from importlib import resources

import pytest

from reports.to_html import render
from scanner.model import BaselineState
from tests.reports.samples import HOSTILE, make_finding, make_fingerprint, make_many, make_policy, make_result

VOID = {"meta", "link", "input", "br", "rect", "path", "circle"}


class Reading(HTMLParser):
    """Collects tags, ids, addresses and text."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.attributes, self.words, self.open = [], [], [], []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += [(tag, name, value) for name, value in attrs]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += [(tag, name, value) for name, value in attrs]

    def handle_endtag(self, tag):
        if tag not in VOID:
            assert self.open.pop() == tag

    def handle_data(self, data):
        if not self.open or self.open[-1] not in {"script", "style"}:
            self.words.append(data)

    @property
    def text(self):
        return re.sub(r"\s+", " ", "".join(self.words))


def unpack(text):
    [packed] = re.findall(r'<script type="application/octet-stream" id="data">([A-Za-z0-9+/=]*)</script>', text)
    return json.loads(gzip.decompress(base64.b64decode(packed)))


def test_the_first_byte_is_the_doctype(live):
    assert render(live).startswith("<!DOCTYPE html>")


@pytest.mark.parametrize("fixture", ["live", "code", "hostile", "gated"])
def test_every_element_is_closed_and_every_id_is_there_once(fixture, request):
    page = Reading(render(request.getfixturevalue(fixture)))
    ids = [value for _, name, value in page.attributes if name == "id"]
    assert page.open == []
    assert len(ids) == len(set(ids))


def test_the_policy_names_exactly_the_script_and_the_style_of_the_page(live):
    text = render(live)
    [policy] = re.findall(r'<meta http-equiv="Content-Security-Policy" content="([^"]+)">', text)
    [style] = re.findall(r"<style>(.*?)</style>", text, re.DOTALL)
    [script] = re.findall(r"<script>(.*?)</script>", text, re.DOTALL)

    def sha256(part):
        return base64.b64encode(hashlib.sha256(part.encode()).digest()).decode()

    assert policy == (
        f"default-src 'none'; script-src 'sha256-{sha256(script)}'; style-src 'sha256-{sha256(style)}'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


@pytest.mark.parametrize("fixture", ["live", "hostile"])
def test_nothing_on_the_page_runs_styles_or_loads_beside_the_policy(fixture, request):
    page = Reading(render(request.getfixturevalue(fixture)))
    for tag, name, value in page.attributes:
        assert not name.startswith("on"), (tag, name, value)
        assert name not in {"style", "src", "srcset", "action", "formaction"}, (tag, name, value)
        if name == "href":
            assert value.startswith(("#", "https://", "data:image/svg+xml,")), value
    assert not {"img", "iframe", "object", "embed", "base", "form"} & set(page.tags)
    assert page.tags.count("script") == 2


def test_hostile_names_stay_text_wherever_they_stand(hostile):
    text = render(hostile)
    page = Reading(text)
    assert "javascript:" not in text
    assert HOSTILE["element"] in page.text
    assert HOSTILE["script"] in page.text
    assert HOSTILE["quotes"] in page.text
    assert "bell\\x07 escape\\x1b[31m null\\x00" in page.text
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", text)


def test_the_summary_needs_no_script(live):
    text = Reading(render(live)).text
    assert "3 findings to fix" in text
    assert "3 policies judged 1,203 resources of your SageMaker account." in text
    assert "1 thing could not be assessed, so this report is no all-clear." in text
    assert "1 critical 1 high 1 medium" in text
    assert "$1,235 a month" in text
    assert "What to fix first" in text
    assert "sagemaker:DescribeEndpointConfig" in text
    assert "Allow these actions in the IAM policy of the role that scans" in text
    assert "7.2 s" in text


def test_code_is_called_code_and_its_files_are_named(code):
    text = Reading(render(code)).text
    assert "3 policies judged 1 resource of your infrastructure code." in text
    assert "infra/ünits & co/main.tf:12:30" in text
    assert "Give the variable a default or a value" in text


@pytest.mark.parametrize(
    ("changes", "headline"),
    [
        ({"findings": (), "gaps": ()}, "Nothing to fix"),
        ({"findings": ()}, "Nothing failed, but the scan is incomplete"),
    ],
)
def test_an_all_clear_is_only_said_when_it_is_one(changes, headline, live):
    assert f" {headline} " in Reading(render(replace(live, **changes))).text


def test_what_was_not_read_is_no_all_clear(unread):
    text = Reading(render(unread)).text
    assert " Nothing failed, but not everything is known " in text
    assert " 2 things were not read. See what, and what would change that " in text
    assert "job.yaml is a template and is not read" in text


def test_the_script_gets_every_finding_in_order(live):
    data = unpack(render(live))
    statuses = [row[0] for row in data["findings"]]
    assert statuses == ["failed", "failed", "failed", "unknown", "waived", "exempt", "passed"]
    assert [policy[1] for policy in data["policies"]] == ["EPT001", "NET001", "TRN001"]
    assert data["findings"][2][8:] == [
        [],
        [1234.56, "294 h a month of ml.p3.2xlarge at $4.2/h", "2026-11-01"],
        None,
        "measured",
        make_fingerprint(3)[:16],
        "",
    ]
    assert data["findings"][1][8] == [["instances", "1"], ["share", "0.5"], ["zones", "eu-west-1a"]]


def test_a_finding_of_a_policy_that_is_not_described_is_shown():
    finding = make_finding(1, make_policy("OLD001", "inference-gone"))
    data = unpack(render(make_result([finding])))
    assert data["policies"][data["findings"][0][2]][0] == "inference-gone"


def test_only_the_two_hundred_severest_stand_in_the_page_itself():
    text = render(make_result(make_many(3_000)))
    assert text.count('<tr id="f=') == 200
    assert "The 200 severest of 2,250 failed findings" in text


def test_fifty_thousand_findings_stay_under_five_megabytes():
    assert len(render(make_result(make_many(50_000)))) < 5_000_000


def test_the_script_is_short_and_writes_no_html():
    script = resources.files("reports").joinpath("templates/report.js").read_text("utf-8")
    assert len(script.splitlines()) <= 300
    assert not re.search(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval|Function\(|fetch|XMLHttp", script
    )


def test_waivers_have_a_part_of_their_own_that_needs_no_script(gated):
    text = Reading(render(gated)).text
    assert "no quota (inline at infra/main.tf:11:3, until 2027-01-31)" in text
    assert "2 waivers without effect" in text
    assert "the waiver of EPT001 expired on 2026-01-01" in text
    assert "Against the baseline base.json: 1 new, 1 known, 3 fixed" in text
    assert "12 other findings are left out, 4 of them failed" in text


def test_what_a_baseline_knows_is_not_first_to_be_fixed(gated):
    text = Reading(render(gated)).text
    assert "1 new finding to fix" in text
    assert re.search(r"What to fix first .* 1 new ", text)
    assert "2 failed" not in text.partition("What to fix first")[2].partition("Findings")[0]


@pytest.mark.parametrize(
    ("gaps", "headline"), [((), "Nothing new to fix"), (None, "Nothing new failed, but the scan is incomplete")]
)
def test_where_all_that_fails_is_known_nothing_new_is_to_be_fixed(live, gated, gaps, headline):
    known = tuple(replace(finding, baseline=BaselineState.KNOWN) for finding in gated.findings[:2])
    result = replace(gated, findings=known, gaps=live.gaps if gaps is None else gaps)
    text = Reading(render(result)).text
    assert f" {headline} " in text
    assert "What to fix first" not in text


def test_the_script_knows_what_is_new_and_where_a_waiver_is_written(gated):
    rows = unpack(render(gated))["findings"]
    assert [row[13] for row in rows] == ["new", "known", ""]
    assert rows[2][10] == ["", "no quota", "2027-01-31", "infra/main.tf:11:3"]
