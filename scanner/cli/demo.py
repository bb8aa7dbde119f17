"""`tipstaff demo`: judge the example account that ships with tipstaff."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

import typer

from scanner.cli import options
from scanner.cli.guard import Command, say
from scanner.cli.session import Session
from scanner.snapshot import read_snapshot


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(cls=Command)(demo)


def demo(
    output: options.Outputs = None,
    policy: options.PolicyNames = None,
    *,
    quiet: options.Quiet = False,
    verbose: options.Verbose = False,  # noqa: ARG001  # read by guard.Command
) -> None:
    """Judge an example account: no AWS account, no network. Findings do not fail it."""
    flags = {"policies": policy, "fail_on": "none"}
    session = Session.open(flags, output, None, quiet=quiet)
    with resources.as_file(resources.files("scanner") / "demo" / "account.jsonl.zst") as path:
        snapshot = read_snapshot(Path(path))
    if not quiet:
        say("The example account of Northwind Retail, from a snapshot that ships with tipstaff")
    session.finish(snapshot)
