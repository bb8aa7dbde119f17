"""`tipstaff evaluate`: a saved snapshot, with no network at all."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from scanner.cli import options
from scanner.cli.guard import Command
from scanner.cli.session import Session
from scanner.snapshot import read_snapshot


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(cls=Command)(evaluate)


def evaluate(
    snapshot: Annotated[Path, typer.Argument(metavar="SNAPSHOT", help="What `tipstaff collect` wrote.")],
    output: options.Outputs = None,
    policy: options.PolicyNames = None,
    exclude_policy: options.ExcludedNames = None,
    policy_dir: options.PolicyDirs = None,
    fail_on: options.FailOn = None,
    strict: options.Strict = None,
    engine: options.EngineOption = None,
    opa_url: options.OpaUrl = None,
    config: options.Config = None,
    *,
    quiet: options.Quiet = False,
    verbose: options.Verbose = False,  # noqa: ARG001  # read by guard.Command
) -> None:
    """Judge a saved snapshot: the same findings as the scan it was taken by."""
    flags = {
        "policies": policy,
        "exclude_policies": exclude_policy,
        "policy_dirs": policy_dir,
        "fail_on": fail_on,
        "strict": strict,
        "engine": engine,
        "opa_url": opa_url,
    }
    session = Session.open(flags, output, config, quiet=quiet)
    session.finish(read_snapshot(snapshot))
