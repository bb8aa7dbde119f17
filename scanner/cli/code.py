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
from scanner.scan import read_repository


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(cls=Command)(check)


def check(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH...", help="Directories and files to judge.")],
    var_file: Annotated[
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
    """Judge Terraform and CloudFormation code; nothing in it is run and nothing is fetched."""
    flags = {
        "var_files": var_file,
        "parameters": _pairs(parameter) if parameter else None,
        "policies": policy,
        "exclude_policies": exclude_policy,
        "policy_dirs": policy_dir,
        "fail_on": fail_on,
        "strict": strict,
        "engine": engine,
        "opa_url": opa_url,
    }
    session = Session.open(flags, output, config, quiet=quiet)
    code = CodeOptions(tuple(session.settings.var_files), session.settings.parameters)
    session.finish(read_repository(paths, code))


def _pairs(texts: list[str]) -> dict[str, str]:
    pairs = {}
    for text in texts:
        name, equals, value = text.partition("=")
        if not equals or not name:
            raise ConfigError(f"--parameter {text!r} has no value", "write --parameter NAME=VALUE")
        pairs[name] = value
    return pairs
