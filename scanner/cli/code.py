"""`tipstaff check`: the code of a pull request."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from scanner.cli import options
from scanner.cli.gate import Gate
from scanner.cli.guard import Command
from scanner.cli.session import Session
from scanner.cli.standard_streams import read_stdin
from scanner.errors import ConfigError
from scanner.frontends.files import absolute_path
from scanner.frontends.reading import CodeOptions
from scanner.frontends.text.positions import LARGEST_FILE
from scanner.processes import without_cycles
from scanner.scan import index, read_repository

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scanner.beside import Checkov
    from scanner.config import Settings
    from scanner.facts import Facts

_STDIN: Final = Path("-")


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(cls=Command)(check)


def check(
    ctx: typer.Context,
    paths: Annotated[
        list[Path], typer.Argument(metavar="PATH...", help="Directories and files to judge; - for standard input.")
    ],
    stdin_filename: Annotated[
        Path | None, typer.Option(metavar="FILE", help="The name of what comes from standard input.")
    ] = None,
    var_files: options.VarFiles = None,
    parameter: options.Parameters = None,
    workspace: options.Workspace = None,
    file_timeout: options.FileTimeout = None,
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
    with_tool: options.WithTool = None,
    checkov_command: options.CheckovCommand = None,
    config: options.Config = None,
    *,
    quiet: options.Quiet = False,
    verbose: options.Verbose = False,
) -> None:
    """Judge the code of a pull request; nothing in it is run and nothing is fetched."""
    session = Session.open(ctx, output, parameters=pairs(parameter) if parameter else None)
    paths, given = _with_stdin(paths, stdin_filename)
    gate = Gate.open(session.settings, paths, changed_since, given)
    checkov = find_checkov(session.settings, checkov_command, paths, given)
    facts = read_paths(session, paths, given)
    with without_cycles():
        session.finish(facts, gate, checkov)


def read_paths(session: Session, paths: list[Path], given: Mapping[Path, bytes]) -> Facts:
    """Read code for the policies of a session to judge; `given` are contents that stand for those of files."""
    settings = session.settings
    code = CodeOptions(
        var_files=tuple(settings.var_files),
        parameters=settings.parameters,
        given=given,
        workspace=settings.workspace,
        file_timeout=settings.file_timeout,
    )
    return index(read_repository(paths, code), session.policies)


def find_checkov(
    settings: Settings, command: Path | None, paths: list[Path], given: Mapping[Path, bytes]
) -> Checkov | None:
    """Find Checkov where it is to be asked. Raises ToolError, and ConfigError for what it cannot look at."""
    if settings.with_tool != "checkov":
        return None
    if given:
        raise ConfigError("Checkov reads no standard input", "leave out - or --with checkov")
    from scanner.beside import Checkov  # noqa: PLC0415 - loads only when Checkov is asked

    return replace(
        Checkov.find(command, paths),
        var_files=tuple(settings.var_files),
        seconds=settings.checkov_timeout,
        accept_skips=settings.inline_waivers,
    )


def pairs(texts: list[str]) -> dict[str, str]:
    """Read `NAME=VALUE` texts. Raises ConfigError."""
    found = {}
    for text in texts:
        name, equals, value = text.partition("=")
        if not equals or not name:
            raise ConfigError(f"--parameter {text!r} has no value", "write --parameter NAME=VALUE")
        found[name] = value
    return found


def _with_stdin(paths: list[Path], name: Path | None) -> tuple[list[Path], dict[Path, bytes]]:
    """Put the name that the user gives in place of `-`, with what came from standard input as its content."""
    if _STDIN not in paths:
        if name is not None:
            raise ConfigError("--stdin-filename has no meaning without -", "give - as a PATH")
        return paths, {}
    if name is None:
        raise ConfigError("what comes from standard input has no name", "say --stdin-filename infrastructure/main.tf")
    others = [path for path in paths if path != _STDIN]
    return others, {absolute_path(name): read_stdin(LARGEST_FILE + 1)}
