"""What runs in pipelines: the script of the scheduled scan, and the commands of the examples."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.cli.conftest import TIPSTAFF

ROOT = Path(__file__).parents[2]
EXAMPLES = sorted(path for path in (ROOT / "examples/ci").iterdir() if path.suffix != ".md")
COMMAND = re.compile(r"\b(?:tipstaff|tipstaff\") (check|collect|evaluate)\b([^\n'|]*)")
FLAG = re.compile(r"(?<=\s)(--[a-z-]+|-[a-z])\b")


@pytest.fixture
def ran(live, account):  # noqa: ARG001 - the account is what is scanned
    def run(**environment):
        programs = live.directory / "bin"
        programs.mkdir(exist_ok=True)
        (programs / "python").write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
        (programs / "python").chmod(0o755)
        defaults = {"REGIONS": "us-east-1\n", "FAIL_ON": "none", "ARGUMENTS": ""}
        told = {name: str(live.directory / name) for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")}
        done = subprocess.run(
            [ROOT / ".github/action/scan.sh"],
            cwd=ROOT,
            env=live.environment
            | {"PATH": f"{programs}{os.pathsep}{live.environment['PATH']}", "RUNNER_TEMP": str(live.directory)}
            | told
            | defaults
            | environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        outputs = (live.directory / "GITHUB_OUTPUT").read_text() if Path(told["GITHUB_OUTPUT"]).exists() else ""
        return done, outputs, live.directory / "tipstaff"

    return run


def test_the_script_of_the_scan_keeps_the_snapshot_and_every_report(ran):
    done, outputs, directory = ran()
    assert done.returncode == 0, done.stderr
    assert outputs == f"directory={directory}\ncomplete=true\n"
    names = {"account.jsonl.zst", "tipstaff.json", "tipstaff.sarif", "tipstaff.html", "summary.md"}
    assert {path.name for path in directory.iterdir()} == names
    assert "### tipstaff: " in (directory.parent / "GITHUB_STEP_SUMMARY").read_text()


def test_the_script_fails_on_findings_when_it_is_asked_to(ran):
    done, outputs, _ = ran(FAIL_ON="high", ARGUMENTS="--policy\nEPT001\n")
    assert (done.returncode, "complete=true" in outputs) == (1, True)


@pytest.mark.parametrize("bar", ["high", "none"])
def test_a_scan_that_is_incomplete_is_not_called_complete(ran, account, bar):
    account.faults.deny("sagemaker:ListModels")
    done, outputs, directory = ran(FAIL_ON=bar)
    assert (done.returncode, outputs) == ({"high": 1, "none": 4}[bar], f"directory={directory}\n")


def test_the_script_tells_of_credentials_that_do_not_work(ran):
    done, outputs, _ = ran(AWS_ACCESS_KEY_ID="", AWS_SECRET_ACCESS_KEY="")
    assert (done.returncode, outputs) == (5, "")


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_the_commands_of_the_examples_have_flags_that_there_are(path):
    text = path.read_text("utf-8")
    if path.suffix in {".yml", ".yaml"}:
        assert yaml.safe_load(text)
    for found in COMMAND.finditer(text.replace("\n      -o", " -o")):
        shown = subprocess.run([TIPSTAFF, found[1], "--help"], capture_output=True, text=True, check=True).stdout
        for flag in FLAG.findall(f" {found[2]}"):
            assert re.search(rf"{flag}\b", shown), (path.name, found[1], flag)


def test_the_hook_takes_files_as_pre_commit_gives_them(tipstaff):
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    names = ["main.tf", "values.yaml", "notebook.ipynb", "x.py", "data.json"]
    assert all(re.search(hook["files"], name) for name in names)
    for name in names[:2]:
        tipstaff.write(name, "# nothing\n")
    assert tipstaff(*hook["entry"].split()[1:], "main.tf", "values.yaml").code == 0
