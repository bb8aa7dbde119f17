"""`tipstaff check`: the code of a pull request."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Final

import typer

from scanner.cli import options
from scanner.cli.guard import Command
from scanner.cli.session import Session
from scanner.errors import ConfigError
from scanner.frontends.files import absolute_path
from scanner.frontends.reading import CodeOptions
from scanner.frontends.text.positions import LARGEST_FILE
from scanner.scan import index, read_repository

_STDIN: Final = Path("-")


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(cls=Command)(check)


def check(
    ctx: typer.Context,
    paths: Annotated[
        list[Path], typer.Argument(metavar="PATH...", help="Directories and files to judge; - for standard input.")
    ],
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
    workspace: Annotated[
        str | None, typer.Option(envvar="TF_WORKSPACE", metavar="NAME", help="What terraform.workspace is.")
    ] = None,
    stdin_filename: Annotated[
        Path | None, typer.Option(metavar="FILE", help="The name of what comes from standard input.")
    ] = None,
    file_timeout: Annotated[
        float | None,
        typer.Option(metavar="SECONDS", min=0, help="How long reading one file may take. [default: 30]"),
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
    """Judge the code of a pull request; nothing in it is run and nothing is fetched."""
    session = Session.open(ctx, output, parameters=_pairs(parameter) if parameter else None)
    settings = session.settings
    paths, given = _with_stdin(paths, stdin_filename)
    code = CodeOptions(
        var_files=tuple(settings.var_files),
        parameters=settings.parameters,
        given=given,
        workspace=settings.workspace,
        file_timeout=settings.file_timeout,
    )
    session.finish(index(read_repository(paths, code), session.policies))


def _with_stdin(paths: list[Path], name: Path | None) -> tuple[list[Path], dict[Path, bytes]]:
    """Put the name that the user gives in place of `-`, with what came from standard input as its content."""
    if _STDIN not in paths:
        if name is not None:
            raise ConfigError("--stdin-filename has no meaning without -", "give - as a PATH")
        return paths, {}
    if name is None:
        raise ConfigError("what comes from standard input has no name", "say --stdin-filename infrastructure/main.tf")
    others = [path for path in paths if path != _STDIN]
    return others, {absolute_path(name): sys.stdin.buffer.read(LARGEST_FILE + 1)}


def _pairs(texts: list[str]) -> dict[str, str]:
    pairs = {}
    for text in texts:
        name, equals, value = text.partition("=")
        if not equals or not name:
            raise ConfigError(f"--parameter {text!r} has no value", "write --parameter NAME=VALUE")
        pairs[name] = value
    return pairs
