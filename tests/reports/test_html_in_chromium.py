"""The page in a real browser: it works, it keeps to itself, and hostile names stay text."""

import re

import pytest

from reports.to_html import render
from tests.reports.chromium import Page, running
from tests.reports.samples import HOSTILE, make_fingerprint, make_many, make_result

ROWS = "[...document.querySelectorAll('#body .row')].map((row) => row.innerText)"
SHOWN = "document.getElementById('shown').textContent"
DETAILS = "document.getElementById('details').innerText"


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    with running(tmp_path_factory.mktemp("chromium")) as port:
        yield port


@pytest.fixture
def page(browser):
    page = Page(browser)
    yield page
    complaints = [
        *page.seen("Runtime.exceptionThrown"),
        *page.seen("Runtime.consoleAPICalled"),
        *page.seen("Log.entryAdded"),  # violations of the Content-Security-Policy come here too
        *page.seen("Page.javascriptDialogOpening"),
    ]
    asked = [event["request"]["url"] for event in page.seen("Network.requestWillBeSent")]
    page.close()
    assert complaints == []
    assert [url for url in asked if not url.startswith(("file:///", "data:"))] == []
    assert len([url for url in asked if url.startswith("file:///")]) <= 1


@pytest.fixture
def write(tmp_path):
    def write(result):
        file = tmp_path / "report.html"
        file.write_text(render(result), "utf-8")
        return file

    return write


def type_into(page, text):
    page.run("document.getElementById('search').focus(); document.getElementById('search').select()")
    page.call("Input.insertText", text=text)
    page.frame()


def choose(page, name, value):
    page.run(
        f"{{const it = document.getElementById('{name}'); it.value = '{value}'; it.dispatchEvent(new Event('change'))}}"
    )
    page.frame()


def test_search_finds_words_in_any_order_and_in_tags(page, write):
    page.open(write(make_result(make_many(1000))))
    assert page.run(SHOWN) == "750 of 1,000 findings"
    type_into(page, "job-00042 SPOT")
    assert page.run(SHOWN) == "0 of 1,000 findings"
    assert "No finding matches" in page.run("document.getElementById('body').innerText")
    type_into(page, "job-00043 spot")
    assert page.run(SHOWN) == "1 of 1,000 findings"
    assert "job-00043" in page.run(ROWS)[0]
    type_into(page, "team-7")
    assert page.run(SHOWN) == "44 of 1,000 findings"


def test_filters_narrow_the_list_together(page, write):
    page.open(write(make_result(make_many(1000))))
    choose(page, "filter-severity", "critical")
    assert page.run(SHOWN) == "250 of 1,000 findings"
    choose(page, "filter-region", "us-east-1")
    assert page.run(SHOWN) == "166 of 1,000 findings"
    assert all("us-east-1" in row and "NET001" in row for row in page.run(ROWS))
    page.run("document.querySelector('[data-status=passed]').click()")
    assert page.run(SHOWN) == "0 of 1,000 findings"
    page.run("document.getElementById('reset').click()")
    assert page.run(SHOWN) == "750 of 1,000 findings"


def test_sorting_and_grouping_rearrange_the_list(page, write):
    page.open(write(make_result(make_many(1000))))
    page.run("document.querySelectorAll('#head button')[2].click()")
    assert "job-00001" in page.run(ROWS)[0]
    page.run("document.querySelectorAll('#head button')[2].click()")
    assert "job-00999" in page.run(ROWS)[0]
    assert (
        page.run("document.querySelectorAll('#head [role=columnheader]')[2].getAttribute('aria-sort')") == "descending"
    )
    choose(page, "group", "region")
    assert re.sub(r"\s+", " ", page.run(ROWS)[0]) == "us-east-1 500"


def test_the_details_of_a_finding_open_by_click_and_by_key(page, write, live):
    page.open(write(live))
    page.run("document.querySelectorAll('#body .row')[2].click()")
    text = page.run(DETAILS)
    for part in (
        "TRN001 · Training jobs that can run on spot capacity do",
        "412 runs in 90 days paid the on-demand price, 2.1 h each",
        "$1,235 a month",
        "Set EnableManagedSpotTraining and MaxWaitTimeInSeconds.",
        "resource.EnableManagedSpotTraining",
        "arn:aws:sagemaker:eu-west-1:111122223333:training-job/churn-nightly-20261119",
        "measured",
    ):
        assert part in text
    page.press("Escape")
    assert page.run("document.getElementById('details').hidden")
    page.press("Home")
    page.press("ArrowDown")
    page.press("Enter")
    assert "EPT001" in page.run(DETAILS)
    assert page.run("document.querySelector('[aria-selected=true]').getAttribute('aria-rowindex')") == "3"


def test_a_deep_link_opens_its_finding_whatever_its_status(page, write, live):
    page.open(write(live), f"#f={make_fingerprint(5)}")
    text = page.run(DETAILS)
    assert "ml-platform" in text
    assert "load test only" in text
    assert page.run("document.querySelector('[aria-selected=true]').innerText").startswith("Waived")


def test_the_list_of_what_to_fix_first_leads_to_the_findings(page, write, live):
    page.open(write(live))
    page.run("document.querySelector('.fixes a').click()")
    assert page.run(SHOWN) == "1 of 7 findings"
    assert "fraud-v7" in page.run(ROWS)[0]


def test_coverage_and_policies_have_pages_of_their_own(page, write, live):
    page.open(write(live), "#coverage")
    visible = "['findings', 'coverage', 'waivers', 'policies'].filter((name) => !document.getElementById(name).hidden)"
    assert page.run(visible) == ["coverage"]
    assert "sagemaker:DescribeEndpointConfig" in page.run("document.getElementById('coverage').innerText")
    page.run("location.hash = '#policy-network-isolation'")
    page.wait("document.getElementById('policy-network-isolation').open")
    assert page.run(visible) == ["policies"]
    page.run("location.hash = '#waivers'")
    page.wait("!document.getElementById('waivers').hidden")
    assert page.run(visible) == ["waivers"]
    assert "load test only" in page.run("document.getElementById('waivers').innerText")


def test_known_findings_can_be_filtered_out(page, write, gated):
    page.open(write(gated))
    assert page.run(SHOWN) == "2 of 3 findings"
    choose(page, "filter-baseline", "new")
    assert page.run(SHOWN) == "1 of 3 findings"
    assert re.sub(r"\s+", " ", page.run(ROWS)[0]).startswith("High new EPT001")


def test_hostile_names_stay_text(page, write, hostile):
    page.open(write(hostile))
    page.run("document.querySelector('[data-status=\"\"]').click()")
    for index in range(len(HOSTILE)):
        page.run(f"document.querySelectorAll('#body .row')[{index}].click()")
        page.frame()
    assert HOSTILE["element"] in "".join(page.run(ROWS))
    assert HOSTILE["script"] in "".join(page.run(ROWS))
    assert page.run("document.querySelectorAll('img, iframe, object, base').length") == 0
    assert page.run("document.querySelectorAll('script').length") == 2
    addresses = page.run("[...document.querySelectorAll('a')].map((link) => link.getAttribute('href'))")
    assert all(address.startswith(("#", "https://docs.example/")) for address in addresses)


def test_without_javascript_the_summary_and_the_findings_are_there(page, write, live):
    page.open(write(live), javascript=False)
    root = page.call("DOM.getDocument", depth=0)["root"]["nodeId"]

    def box(selector):
        node = page.call("DOM.querySelector", nodeId=root, selector=selector)["nodeId"]
        return page.call("DOM.getBoxModel", nodeId=node)["model"]

    for selector in (
        "h1",
        ".numbers",
        ".verdicts svg",
        ".fixes",
        "#static table",
        "#coverage table",
        "#policies details",
    ):
        assert box(selector)["height"] > 0, selector
    app = page.call("DOM.querySelector", nodeId=root, selector="#app")["nodeId"]
    assert "hidden" in page.call("DOM.getAttributes", nodeId=app)["attributes"]


def test_fifty_thousand_findings_open_and_only_what_is_seen_is_drawn(page, write):
    page.open(write(make_result(make_many(50_000))))
    assert page.run(SHOWN) == "37,500 of 50,000 findings"
    assert page.run("performance.now()") < 10_000
    page.run("document.getElementById('grid').focus()")
    page.press("End")
    page.frame()
    assert page.run("document.querySelectorAll('#body .row').length") < 100
    assert "job-" in page.run(ROWS)[-1]
    type_into(page, "job-49999")
    assert page.run(SHOWN) == "1 of 50,000 findings"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_stands_out_from_its_ground(scheme, page, write, live):
    page.call("Emulation.setEmulatedMedia", media="", features=[{"name": "prefers-color-scheme", "value": scheme}])
    page.open(write(live))
    page.run("document.querySelector('[data-status=\"\"]').click()")
    page.run("document.querySelectorAll('#body .row')[2].click()")
    page.run(
        "for (const part of document.querySelectorAll('.part, details')) { part.hidden = false; part.open = true }"
    )
    assert page.run(CONTRASTS) == []


CONTRASTS = """
(() => {
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const read = (colour) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const light = (rgb) => rgb.slice(0, 3)
    .map((value) => value / 255)
    .map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4))
    .reduce((sum, value, index) => sum + value * [0.2126, 0.7152, 0.0722][index], 0);
  const ground = (node) => {
    for (let at = node; at; at = at.parentElement) {
      const colour = read(getComputedStyle(at).backgroundColor);
      if (colour[3] === 255) return colour;
    }
    return [255, 255, 255, 255];
  };
  const poor = [];
  for (const node of document.querySelectorAll('body *')) {
    const said = [...node.childNodes].some((child) => child.nodeType === 3 && child.data.trim());
    if (!said || !node.checkVisibility() || node.closest('svg, script, option, .unseen, .skip')) continue;
    const [a, b] = [light(read(getComputedStyle(node).color)), light(ground(node))].sort((x, y) => y - x);
    const ratio = (a + 0.05) / (b + 0.05);
    if (ratio < 4.5) poor.push([node.className, node.textContent.trim().slice(0, 30), ratio.toFixed(2)]);
  }
  return poor;
})()
"""
