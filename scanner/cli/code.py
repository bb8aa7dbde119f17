"""`tipstaff check`: the code of a pull request."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from scanner.cli import options
from scanner.cli.gate import Gate
from scanner.cli.guard import Command
from scanner.cli.session import Session
from scanner.errors import ConfigError
from scanner.facts import Facts
from scanner.frontends.reading import CodeOptions
from scanner.scan import index, read_repository


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(cls=Command)(check)


def check(
    ctx: typer.Context,
    paths: Annotated[list[Path], typer.Argument(metavar="PATH...", help="Directories and files to judge.")],
    var_files: options.VarFiles = None,
    parameter: options.Parameters = None,
    output: options.Outputs = None,
    policies: options.PolicyNames = None,
    exclude_policies: options.ExcludedNames = None,
    policy_dirs: options.PolicyDirs = None,
    fail_on: options.FailOn = None,
    strict: options.Strict = None,
    baseline: options.Baseline = None,
    fail_on_new: options.FailOnNew = None,
    changed_since: options.ChangedSince = None,
    inline_waivers: options.InlineWaivers = None,
    engine: options.EngineOption = None,
    opa_url: options.OpaUrl = None,
    config: options.Config = None,
    *,
    quiet: options.Quiet = False,
    verbose: options.Verbose = False,
) -> None:
    """Judge Terraform and CloudFormation code; nothing in it is run and nothing is fetched."""
    session = Session.open(ctx, output, parameters=pairs(parameter) if parameter else None)
    gate = Gate.open(session.settings, paths, changed_since)
    session.finish(read_paths(session, paths), gate)


def read_paths(session: Session, paths: list[Path]) -> Facts:
    """Read code for the policies of a session to judge."""
    code = CodeOptions(tuple(session.settings.var_files), session.settings.parameters)
    return index(read_repository(paths, code), session.policies)


def pairs(texts: list[str]) -> dict[str, str]:
    """Read `NAME=VALUE` texts. Raises ConfigError."""
    found = {}
    for text in texts:
        name, equals, value = text.partition("=")
        if not equals or not name:
            raise ConfigError(f"--parameter {text!r} has no value", "write --parameter NAME=VALUE")
        found[name] = value
    return found
