"""`tipstaff baseline`: keep the findings that are known in a file, so that the gate looks at new ones."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from reports.visible import make_visible
from scanner.baseline import Entry, Fate, entries_of, match, pruned, updated
from scanner.baseline_file import dump_baseline, read_baseline
from scanner.cli import options
from scanner.cli.code import find_checkov, pairs, read_paths
from scanner.cli.gate import looked_at
from scanner.cli.guard import Command, say
from scanner.cli.outputs import check_writable, whole_file
from scanner.cli.session import Session
from scanner.cli.standard_streams import write_line
from scanner.errors import ExitCode, OutputError
from scanner.model import BaselineState, ScanResult

_group = typer.Typer(help="Keep known findings in a file, so that the gate looks at new ones.", no_args_is_help=True)

_SNAPSHOT = ".zst"

_Paths = Annotated[
    list[Path], typer.Argument(metavar="PATH...", help="Directories and files to judge, or one snapshot of an account.")
]
_File = Annotated[
    Path, typer.Option("-o", "--output", metavar="FILE", help="The baseline, e.g. tipstaff-baseline.json.")
]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(_group, name="baseline")


@_group.command(cls=Command)
def write(
    ctx: typer.Context,
    paths: _Paths,
    output: _File,
    var_files: options.VarFiles = None,
    parameter: options.Parameters = None,
    policies: options.PolicyNames = None,
    exclude_policies: options.ExcludedNames = None,
    policy_dirs: options.PolicyDirs = None,
    inline_waivers: options.InlineWaivers = None,
    engine: options.EngineOption = None,
    opa_url: options.OpaUrl = None,
    with_tool: options.WithTool = None,
    checkov_command: options.CheckovCommand = None,
    config: options.Config = None,
    *,
    force: Annotated[bool, typer.Option("--force", help="Write over a file that is there.")] = False,
    quiet: options.Quiet = False,
    verbose: options.Verbose = False,
) -> None:
    """Write all that fails now to a new baseline."""
    session = _open(ctx, parameter)
    if output.exists() and not force:
        raise OutputError(f"{output} is there already", "`tipstaff baseline update` changes it, --force starts it anew")
    check_writable(output)
    result = _judge(session, paths, checkov_command)
    entries = entries_of(result)
    _write(output, entries)
    _end(session, result, f"{output}: {len(entries):,} known {_findings(entries)}")


@_group.command(cls=Command)
def update(
    ctx: typer.Context,
    paths: _Paths,
    output: _File,
    var_files: options.VarFiles = None,
    parameter: options.Parameters = None,
    policies: options.PolicyNames = None,
    exclude_policies: options.ExcludedNames = None,
    policy_dirs: options.PolicyDirs = None,
    inline_waivers: options.InlineWaivers = None,
    engine: options.EngineOption = None,
    opa_url: options.OpaUrl = None,
    with_tool: options.WithTool = None,
    checkov_command: options.CheckovCommand = None,
    config: options.Config = None,
    *,
    prune_only: Annotated[bool, typer.Option("--prune-only", help="Drop what is fixed, and add nothing.")] = False,
    quiet: options.Quiet = False,
    verbose: options.Verbose = False,
) -> None:
    """Add what is new to a baseline, and drop what is fixed; what this run cannot judge stays."""
    session = _open(ctx, parameter)
    before = read_baseline(output)
    check_writable(output)
    result = _judge(session, paths, checkov_command)
    matching = match(before, result, looked_at(paths))
    after = pruned(matching) if prune_only else updated(matching)
    _write(output, after)
    unjudged = list(matching.fates.values()).count(Fate.UNJUDGED)
    same = unjudged + list(matching.states.values()).count(BaselineState.KNOWN)
    added, dropped = len(after) - same, len(before) - same
    kept = f"; {unjudged:,} could not be judged and stay" if unjudged else ""
    _end(
        session,
        result,
        f"{output}: {len(after):,} known {_findings(after)}, {added:,} added, {dropped:,} dropped{kept}",
    )


@_group.command(cls=Command)
def show(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The baseline.")],
    *,
    verbose: options.Verbose = False,
) -> None:
    """Print what is in a baseline, one finding a line."""
    entries = read_baseline(file)
    width = max((len(entry.policy) for entry in entries), default=0)
    for entry in entries:
        where = f"{entry.file or entry.scope}  {entry.address}  {entry.path}"
        write_line(make_visible(f"{entry.severity.label:8}  {entry.policy:{width}}  {where}"))
    say(f"{len(entries):,} known {_findings(entries)}")


def _open(ctx: typer.Context, parameter: list[str] | None) -> Session:
    return Session.open(ctx, parameters=pairs(parameter) if parameter else None)


def _judge(session: Session, paths: list[Path], checkov_command: Path | None) -> ScanResult:
    match paths:
        case [snapshot] if snapshot.name.endswith(_SNAPSHOT):
            return session.judge(session.read(snapshot))
        case _:
            checkov = find_checkov(session.settings, checkov_command, paths, {})
            return session.judge(read_paths(session, paths, {}), checkov)


def _write(file: Path, entries: Sequence[Entry]) -> None:
    with whole_file(file) as stream:
        stream.write(dump_baseline(entries))


def _end(session: Session, result: ScanResult, summary: str) -> None:
    if not session.quiet:
        say(summary)
    if result.incomplete:
        say("tipstaff: not everything could be judged; `tipstaff check` says what")
        raise typer.Exit(ExitCode.INCOMPLETE)


def _findings(entries: Sequence[Entry]) -> str:
    return "finding" if len(entries) == 1 else "findings"
