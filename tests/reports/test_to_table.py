"""The report for a terminal."""

import io
import re
from dataclasses import replace

from rich.cells import cell_len
from rich.console import Console

from reports.to_table import lay_out, render
from scanner.model import Waiver, WaiverFault, WaiverProblem
from tests.reports.samples import make_finding, make_many, make_result, make_subject

LIVE = """\
NET001  Models run without internet access                                                  1 failed
  CRITICAL  eu-west-1  fraud-v7
            the containers of fraud-v7 can reach the internet

EPT001  Endpoints survive the loss of a zone                                                1 failed
  HIGH      eu-west-1  recs/AllTraffic
            the variant runs on 1 instance of ml.m5.xlarge, so the loss of its zone stops it

TRN001  Training jobs that can run on spot capacity do                                      1 failed
  MEDIUM    eu-west-1  churn-nightly
            412 runs in 90 days paid the on-demand price, 2.1 h each (about $1,235 a month)

1 finding waived
  EPT001    eu-west-1  recs/AllTraffic
            load test only (by ml-platform, until 2026-12-31)

1 verdict unknown; what would decide it
     1  the permission sagemaker:DescribeEndpointConfig would decide it

Not assessed
     1  AWS denied sagemaker:DescribeEndpointConfig in eu-west-1

3 failed (1 critical, 1 high, 1 medium), 1 unknown, 1 waived, 1 exempt, 1 passed. About $1,235 a
month could be saved (list prices of 2026-11-01). 3 policies judged 1,203 resources in
111122223333/eu-west-1. The scan is incomplete: 1 thing could not be assessed: no all-clear.
"""

CODE = """\
EPT001  Endpoints survive the loss of a zone                                                1 failed
  HIGH      infra/ünits & co/main.tf:12:30  aws_sagemaker_endpoint_configuration.recs/AllTraffic
            the variant runs on 1 instance of ml.m5.xlarge, so the loss of its zone stops it

1 verdict unknown; what would decide it
     1  var.instance_type would decide it

1 failed (1 high), 1 unknown, 0 waived, 0 exempt, 0 passed. 3 policies judged 1 resource in
infra/ünits & co. All of it could be read, but 1 verdict is unknown.
"""


def test_a_live_result_reads_like_this(live):
    assert render(live) == LIVE


def test_a_result_of_code_names_file_line_and_column(code):
    assert render(code) == CODE


GATED = """\
EPT001  Endpoints survive the loss of a zone                                                1 failed
  HIGH      infra/main.tf:12:30  recs/AllTraffic
            the variant runs on 1 instance of ml.m5.xlarge, so the loss of its zone stops it

TRN001  Training jobs that can run on spot capacity do                                      1 failed
  MEDIUM    infra/main.tf:12:30  recs/AllTraffic  known
            the variant runs on 1 instance of ml.m5.xlarge, so the loss of its zone stops it

1 finding waived
  NET001    infra/main.tf:12:30  recs/AllTraffic
            no quota (inline at infra/main.tf:11:3, until 2027-01-31)

2 waivers without effect
  infra/main.tf:11:3: the waiver of EPT001 expired on 2026-01-01
  z.tf:9:1: the waiver of EPT001 is not needed

2 failed (1 high, 1 medium), 0 unknown, 1 waived, 0 exempt, 0 passed. 3 policies judged 1 resource
in infra. All of it was assessed. 2 waivers in the code were not looked at (--no-inline-waivers).
Against the baseline base.json: 1 new, 1 known, 3 fixed; 1 entry could not be judged by this scan.
Only what the changes since origin/main (0123456789) touch is shown: 12 other findings are left out,
4 of them failed.
"""


def test_waivers_a_baseline_and_a_diff_read_like_this(gated):
    assert render(gated) == GATED


def test_a_hostile_waiver_cannot_write_to_the_terminal(gated):
    evil = "evil\x1b[31m\u202e"
    waived = replace(gated.findings[2], waiver=Waiver(evil, evil, evil))
    text = render(replace(gated, findings=(waived,), waiver_problems=(WaiverProblem(WaiverFault.UNUSED, evil),)))
    assert "\x1b" not in text
    assert text.count("evil\\x1b[31m\\u202e") == 4


def test_nothing_wrong_is_one_paragraph():
    assert render(make_result([])) == (
        "0 failed, 0 unknown, 0 waived, 0 exempt, 0 passed. 3 policies judged 1,203 resources in\n"
        "111122223333/eu-west-1. All of it was assessed.\n"
    )


UNREAD = """\
Not read
     1  module.job comes from acme/job/aws and is not fetched
     1  job.yaml is a template and is not read

0 failed, 0 unknown, 0 waived, 0 exempt, 1 passed. 3 policies judged 1,203 resources in the working
directory. 2 things were not read; all else was assessed.
"""


def test_what_was_not_read_is_no_all_clear(unread):
    assert render(unread) == UNREAD


def test_several_accounts_are_named_with_their_regions():
    findings = [make_finding(1, subject=make_subject(account="444455556666", region="us-east-1"))]
    text = render(make_result(findings, roots=("111122223333/eu-west-1", "444455556666/us-east-1")))
    assert "444455556666/us-east-1  recs/AllTraffic" in text
    assert "in 2 regions." in text.replace("\n", " ")


def test_a_hostile_name_cannot_write_to_the_terminal(hostile):
    text = render(hostile)
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text)
    assert "bell\\x07 escape\\x1b[31m null\\x00" in text
    assert "[bold red]loud[/] :smile:" in text


def test_thousands_of_findings_stay_readable():
    text = render(make_result(make_many(2700)))
    assert max(cell_len(line) for line in text.splitlines()) <= 100
    assert text.count("\n") < 200
    assert "… and 655 more: all are in -o html=FILE and -o json=FILE" in text
    assert "2,025 failed (675 critical, 675 high, 675 medium)" in text


def test_a_terminal_gets_colour_unless_it_asks_for_none(live):
    def shown(**environment):
        console = Console(file=io.StringIO(), force_terminal=True, width=100, _environ={"TERM": "xterm", **environment})
        with console.capture() as captured:
            console.print(lay_out(live))
        return captured.get()

    assert "\x1b[1;31m" in shown()
    assert "\x1b[1;31m" not in shown(NO_COLOR="1")
    assert "\x1b[3" not in render(live)
