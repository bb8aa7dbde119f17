"""`tipstaff check`: the code of a pull request."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from scanner.cli import options
from scanner.cli.guard import Command
from scanner.cli.session import Session
from scanner.errors import ConfigError
from scanner.frontends.reading import CodeOptions
from scanner.scan import index, read_repository


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(cls=Command)(check)


def check(
    ctx: typer.Context,
    paths: Annotated[list[Path], typer.Argument(metavar="PATH...", help="Directories and files to judge.")],
    var_files: Annotated[
        list[str] | None,
        typer.Option(
            "--var-file", metavar="FILE", help="Terraform variables, after those found by themselves. Repeatable."
        ),
    ] = None,
    parameter: Annotated[
        list[str] | None,
        typer.Option("--parameter", metavar="NAME=VALUE", help="A CloudFormation parameter. Repeatable."),
    ] = None,
    output: options.Outputs = None,
    policies: options.PolicyNames = None,
    exclude_policies: options.ExcludedNames = None,
    policy_dirs: options.PolicyDirs = None,
    fail_on: options.FailOn = None,
    strict: options.Strict = None,
    engine: options.EngineOption = None,
    opa_url: options.OpaUrl = None,
    config: options.Config = None,
    *,
    quiet: options.Quiet = False,
    verbose: options.Verbose = False,
) -> None:
    """Judge Terraform and CloudFormation code; nothing in it is run and nothing is fetched."""
    session = Session.open(ctx, output, parameters=_pairs(parameter) if parameter else None)
    code = CodeOptions(tuple(session.settings.var_files), session.settings.parameters)
    session.finish(index(read_repository(paths, code), session.policies))


def _pairs(texts: list[str]) -> dict[str, str]:
    pairs = {}
    for text in texts:
        name, equals, value = text.partition("=")
        if not equals or not name:
            raise ConfigError(f"--parameter {text!r} has no value", "write --parameter NAME=VALUE")
        pairs[name] = value
    return pairs
