"""Run the steps of a composite action as a runner of GitHub does, as far as ours ask for it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[2]
ACTION = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
EXPRESSION = re.compile(r"\$\{\{ *([\w.-]+) *\}\}")
CONDITION = re.compile(r"([\w.-]+) == '([^']*)'")


@dataclass
class Run:
    """One run of the action: its inputs, the event, and what its steps said."""

    directory: Path
    inputs: dict[str, str]
    context: dict[str, str]
    environment: dict[str, str]
    printed: str = ""
    code: int = 0
    ran: list[str] = field(default_factory=list)

    def value(self, name: str) -> str:
        """Give what an expression such as `inputs.paths` stands for."""
        if name.startswith("inputs."):
            key = name.removeprefix("inputs.")
            return self.inputs.get(key, self.filled(str(ACTION["inputs"][key]["default"])))
        return self.context.get(name, "")

    def filled(self, text: str) -> str:
        return EXPRESSION.sub(lambda found: self.value(found[1]), text)

    def holds(self, condition: str) -> bool:
        """Tell whether an `if` holds: comparisons with `==`, joined by `&&`."""
        parts = [CONDITION.fullmatch(part.strip()) for part in condition.split("&&")]
        assert all(parts), condition
        return all(self.value(part[1]) == part[2] for part in parts)

    def steps(self) -> None:
        """Run the steps one after the other; the first that fails is the last."""
        for step in ACTION["runs"]["steps"]:
            name = step.get("name", step.get("uses", ""))
            if not self.holds(step.get("if", "inputs.fail-on == '" + self.value("inputs.fail-on") + "'")):
                continue
            self.ran.append(name)
            if "uses" in step:
                continue  # other people's actions: only whether they are called matters here
            output = self.directory / "output"
            output.write_text("")
            environment = {key: self.filled(str(value)) for key, value in step.get("env", {}).items()}
            done = subprocess.run(
                ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", self.filled(step["run"])],
                cwd=self.directory,
                env=self.environment | environment | {"GITHUB_OUTPUT": str(output)},
                capture_output=True,
                text=True,
                check=False,
                timeout=120,
            )
            self.printed += done.stdout + done.stderr
            for line in output.read_text("utf-8").splitlines():
                key, _, value = line.partition("=")
                self.context[f"steps.{step['id']}.outputs.{key}"] = value
            if done.returncode:
                self.code = done.returncode
                return

    def output(self, name: str) -> str:
        """Give an output of the action."""
        return self.filled(ACTION["outputs"][name]["value"])

    @property
    def summary(self) -> str:
        return (self.directory / "summary").read_text("utf-8")


def run_action(directory: Path, event: str = "push", api: str = "", python: str = "true", **inputs: str) -> Run:
    """Run the action in a directory that stands for a checkout; its environment is this one, already installed.

    A `python` that is one makes an environment, but gets nothing to install.
    """
    temporary = directory / "temporary"
    programs = temporary / "tipstaff" / "venv" / "bin"
    installed = programs / "python"
    if python == "true" and not installed.exists():
        programs.mkdir(parents=True)
        installed.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
        installed.chmod(0o755)
    context = {
        "github.action_path": str(ROOT),
        "github.token": "t0ken",
        "github.event_name": event,
        "github.event.pull_request.number": "7" if event == "pull_request" else "",
        "steps.python.outputs.python-path": python,
    }
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(directory),
        "PIP_NO_INDEX": "1",
        "RUNNER_TEMP": str(temporary),
        "GITHUB_REPOSITORY": "northwind/ml",
        "GITHUB_API_URL": api,
        "GITHUB_STEP_SUMMARY": str(directory / "summary"),
    }
    run = Run(directory, {key.replace("_", "-"): value for key, value in inputs.items()}, context, environment)
    run.steps()
    return run
