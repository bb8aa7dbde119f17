"""Show what tipstaff does: scan the example account over HTTP, check the example code, say where the reports are."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import time
from pathlib import Path

from tests.aws.example_account import REGIONS, seed_example_account
from tests.aws.server import FakeAws

ROOT = Path(__file__).parents[2]
OUTPUT = "demo-output"
FORMATS = ("sarif", "html", "json")
EXPECTED = {0, 1, 4}
"""Nothing found, findings, and something that could not be assessed; anything else is a fault."""


def main() -> int:
    """Run both commands and give 0 when both did their work."""
    (ROOT / OUTPUT).mkdir(exist_ok=True)
    files = [ROOT / OUTPUT / f"{name}.{kind}" for name in ("account", "code") for kind in FORMATS]
    for file in files:
        file.unlink(missing_ok=True)
    with FakeAws.start() as aws:
        seed_example_account(aws)
        regions = [word for region in REGIONS for word in ("--region", region)]
        account = _run("account", ["scan", "--no-cache", *regions], aws.environment())
        calls = len(aws.calls)
    code = _run("code", ["check", "examples/infrastructure"], {})
    _say(f"\nThe scan made {calls} calls to AWS. Written:")
    for file in filter(Path.exists, files):
        _say(f"  {file.relative_to(ROOT)}  {file.stat().st_size / 1024:.0f} KiB")
    return 0 if {account, code} <= EXPECTED else 1


def _run(name: str, command: list[str], environment: dict[str, str]) -> int:
    reports = [word for kind in FORMATS for word in ("-o", f"{kind}={OUTPUT}/{name}.{kind}")]
    words = [*command, *reports, "-o", "table"]
    _say(f"\n$ tipstaff {' '.join(words)}")
    started = time.monotonic()
    tipstaff = Path(sysconfig.get_path("scripts")) / "tipstaff"
    ended = subprocess.run([tipstaff, *words], cwd=ROOT, env=_without_aws() | environment, check=False)
    _say(f"(exit code {ended.returncode}, {time.monotonic() - started:.1f} s)")
    return ended.returncode


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _without_aws() -> dict[str, str]:
    """Leave out what could point the scan at a real account."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "TIPSTAFF_"))}


if __name__ == "__main__":
    sys.exit(main())
