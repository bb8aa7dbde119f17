"""`tipstaff evaluate`: a saved snapshot, with no network at all."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from scanner.cli import options
from scanner.cli.gate import Gate
from scanner.cli.guard import Command
from scanner.cli.session import Session


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(cls=Command)(evaluate)


def evaluate(
    ctx: typer.Context,
    snapshot: Annotated[Path, typer.Argument(metavar="SNAPSHOT", help="What `tipstaff collect` wrote.")],
    output: options.Outputs = None,
    policies: options.PolicyNames = None,
    exclude_policies: options.ExcludedNames = None,
    policy_dirs: options.PolicyDirs = None,
    fail_on: options.FailOn = None,
    strict: options.Strict = None,
    baseline: options.Baseline = None,
    fail_on_new: options.FailOnNew = None,
    engine: options.EngineOption = None,
    opa_url: options.OpaUrl = None,
    config: options.Config = None,
    *,
    quiet: options.Quiet = False,
    verbose: options.Verbose = False,
) -> None:
    """Judge a saved snapshot: the same findings as the scan it was taken by."""
    session = Session.open(ctx, output)
    gate = Gate.open(session.settings)
    session.finish(session.read(snapshot), gate)
