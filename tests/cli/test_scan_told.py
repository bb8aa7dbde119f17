"""What a scan tells on the way and at its end: in lines, in place on a terminal, or not at all; and odd names whole."""

import base64
import gzip
import os
import pty
import re
import select
import string
import subprocess

import orjson
import pytest

from tests.cli.conftest import TIPSTAFF
from tests.cli.live import REGION, endpoint, endpoint_config, scan

TAGS = {
    "name": "".join(chr(code) for code in range(32, 127)),
    "Übergröße": "日本語 ١٢٣ <b>&amp;</b> \u2028 \u202e",
    "+-=._:/@": "</script><script>alert(1)</script>",
}
NAME = (string.ascii_letters + "-" + string.digits)[:63]


@pytest.mark.usefixtures("account")
def test_lines_have_no_control_characters_and_end_with_what_was_covered(live, aws):
    aws.faults.deny("ec2:DescribeSubnets")
    ran = scan(live)
    assert re.search(r"[\x00-\x09\x0b-\x1f\x7f]", ran.err) is None
    heading, *rows = ran.err.splitlines()
    assert heading.split() == ["family", "region", "resources", "calls", "gaps", "what", "would", "close", "them"]
    (subnets,) = [row for row in rows if row.startswith("subnets")]
    assert subnets.split() == ["subnets", "us-east-1", "0", "1", "1", "ec2:DescribeSubnets"]
    (jobs,) = [row for row in rows if row.startswith("training jobs")]
    assert jobs.split()[2:5] == ["us-east-1", "2", "2"]


@pytest.mark.usefixtures("account")
def test_quiet_tells_nothing(live):
    assert scan(live, "--quiet").err == ""


def read_terminal(arguments, live):
    """Run the command with stderr on a terminal of its own; give what was written to it."""
    own, theirs = pty.openpty()
    environment = {key: value for key, value in live.environment.items() if key != "NO_COLOR"}
    process = subprocess.Popen(
        [TIPSTAFF, *arguments],
        cwd=live.directory,
        env=environment | {"TERM": "xterm-256color", "COLUMNS": "100", "LINES": "30"},
        stdout=subprocess.DEVNULL,
        stderr=theirs,
    )
    os.close(theirs)
    written = b""
    while select.select([own], [], [], 60)[0]:
        try:
            written += os.read(own, 65536)
        except OSError:  # the other side is closed
            break
    os.close(own)
    process.wait(timeout=20)
    return process.returncode, written.decode()


@pytest.mark.usefixtures("account")
def test_on_a_terminal_a_table_is_drawn_in_place_and_cleared_away(live, aws):
    aws.faults.delay("sagemaker:*", 0.4)
    code, written = read_terminal(["scan", *REGION, "-o", "json", "--no-cache"], live)
    assert code == 1
    table, _, end = written.rpartition("\x1b[2K")
    assert re.search(r"\d+ of \d+ done", table)
    assert "training jobs" in table
    assert "\x1b[1A" in table
    assert "\x1b" not in end.replace("\x1b[?25h", "").replace("\x1b[1A", "")
    assert "what would close them" in end
    assert "done" not in end


@pytest.fixture
def named(live, aws):
    """A scan of an endpoint whose name and tags use all that AWS allows, as JSON, HTML and SARIF."""
    place = aws.account()
    place.seed("EndpointConfig", endpoint_config(NAME))
    place.seed("Endpoint", endpoint(NAME, NAME), tags=TAGS | {"Environment": "production"})
    ran = scan(live, "-o", "html=report.html", "-o", "sarif=report.sarif", "--policy", "EPT001")
    assert ran.code == 1, ran.err
    return ran


def test_names_in_every_character_come_through_whole(live, named):
    (finding,) = named.result["findings"]
    assert finding["subject"]["name"] == f"{NAME}/main"
    assert {key: finding["subject"]["tags"][key] for key in TAGS} == TAGS
    page = (live.directory / "report.html").read_text("utf-8")
    assert NAME in page
    assert "<script>alert(1)" not in page
    assert "<b>&amp;</b>" not in page
    assert "\u202e" not in page
    packed = re.search(r'id="data">([^<]+)<', page)[1]
    data = gzip.decompress(base64.b64decode(packed)).decode()
    assert orjson.dumps(TAGS["+-=._:/@"]).decode() in data
    assert "\u202e" not in data
    sarif = orjson.loads((live.directory / "report.sarif").read_bytes())
    assert NAME in str(sarif["runs"][0]["results"])
