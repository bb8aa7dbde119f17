"""`tipstaff demo`: judge the example account that ships with tipstaff."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

import typer

from scanner.cli import options
from scanner.cli.guard import Command, say
from scanner.cli.session import Session


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(cls=Command)(demo)


def demo(
    ctx: typer.Context,
    output: options.Outputs = None,
    policies: options.PolicyNames = None,
    *,
    quiet: options.Quiet = False,
    verbose: options.Verbose = False,
) -> None:
    """Judge an example account: no AWS account, no network. Findings do not fail it."""
    session = Session.open(ctx, output, fail_on="none")
    with resources.as_file(resources.files("scanner") / "demo" / "account.jsonl.zst") as path:
        facts = session.read(Path(path))
    if not quiet:
        say("The example account of Northwind Retail, from a snapshot that ships with tipstaff")
    session.finish(facts)
