"""Judge the code, write the reports, and tell GitHub what came of it; the gate closes in a later step."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

REPORTS = {
    "json": "tipstaff.json",
    "sarif": "tipstaff.sarif",
    "html": "tipstaff.html",
    "markdown": "summary.md",
    "comment": "comment.md",
}
JUDGED = (0, 1, 4)
"""Exit codes that come with reports: nothing at the bar, findings at the bar, incomplete."""


def main() -> int:
    """Run the check; only a check that did not run at all fails this step."""
    directory = Path(os.environ["RUNNER_TEMP"], "tipstaff")
    directory.mkdir(parents=True, exist_ok=True)
    files = {name: directory / file for name, file in REPORTS.items()}
    command = [sys.executable, "-P", "-m", "scanner.cli"]  # -P: no module is taken from the code under review
    done = subprocess.run([*command, *arguments(files)], check=False)  # noqa: S603 - no shell
    if done.returncode not in JUDGED:
        return done.returncode
    report = json.loads(files["json"].read_text("utf-8"))
    failed = [finding for finding in report["findings"] if finding["status"] == "failed"]
    outputs = {name: str(path) for name, path in files.items()} | {
        "exit-code": done.returncode,
        "whole": str(is_whole(report)).lower(),
        "failed": len(failed),
        "new": sum(finding.get("baseline") != "known" for finding in failed),
        "unknown": sum(finding["status"] == "unknown" for finding in report["findings"]),
    }
    append("GITHUB_OUTPUT", "".join(f"{name}={value}\n" for name, value in outputs.items()))
    if is_on("SUMMARY"):
        append("GITHUB_STEP_SUMMARY", files["markdown"].read_text("utf-8"))
    return 0


def is_whole(report: dict) -> bool:
    """Tell whether the report is about all of the code: the upload of a part would close the alerts of the rest."""
    return not report["summary"]["incomplete"] and report["narrowing"] is None


def arguments(files: dict[str, Path]) -> list[str]:
    """Put the inputs of the action into arguments; they came through the environment, so none is read by a shell."""
    given = ["check"]
    for name, path in files.items():
        given += ["-o", f"{name}={path}"]
    if is_on("ANNOTATIONS"):
        given += ["-o", "annotations"]
    for flag, name in (("--fail-on", "FAIL_ON"), ("--baseline", "BASELINE"), ("--changed-since", "CHANGED_SINCE")):
        if value := os.environ.get(name):
            given += [f"{flag}={value}"]
    if is_on("FAIL_ON_NEW"):
        given += ["--fail-on-new"]
    if not is_on("INLINE_WAIVERS"):
        given += ["--no-inline-waivers"]
    return [*given, *lines("ARGUMENTS"), "--", *lines("PATHS")]


def lines(name: str) -> list[str]:
    """Give the lines of a variable that say something."""
    return [line.strip() for line in os.environ.get(name, "").splitlines() if line.strip()]


def is_on(name: str) -> bool:
    """Tell whether a switch is on."""
    return os.environ.get(name, "").strip().lower() == "true"


def append(name: str, text: str) -> None:
    """Add to one of the files by which a step tells GitHub something."""
    if file := os.environ.get(name):
        with Path(file).open("a", encoding="utf-8") as stream:
            stream.write(text)


if __name__ == "__main__":
    sys.exit(main())
