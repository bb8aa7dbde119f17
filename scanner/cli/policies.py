"""`tipstaff policies`: list, show, lint, test and export policies."""

from __future__ import annotations

from io import StringIO
from pathlib import Path
from typing import Annotated, Literal

import typer

from scanner.catalog import Catalog, load_catalog
from scanner.cli import options
from scanner.cli.guard import Command, say
from scanner.cli.outputs import whole_file
from scanner.cli.standard_streams import write_line
from scanner.errors import ExitCode
from scanner.scan import lint_policies, run_policy_tests

_group = typer.Typer(help="List, show, lint, test and export policies.", no_args_is_help=True)

_Dirs = options.PolicyDirs


def _catalog(policy_dir: list[Path] | None) -> Catalog:
    return load_catalog(policy_dir or [])


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(_group, name="policies")


@_group.command("list", cls=Command)
def list_policies(policy_dir: _Dirs = None, *, verbose: options.Verbose = False) -> None:  # read by guard.Command
    """List all policies."""
    from rich.console import Console  # noqa: PLC0415  # takes long to import, and only this command needs it
    from rich.table import Table  # noqa: PLC0415  # likewise

    table = Table("code", "policy", "severity", "about", "what should be true", box=None, pad_edge=False)
    for policy in _catalog(policy_dir).policies:
        subjects = ", ".join(subject.rsplit("::", 1)[-1] for subject in policy.subjects)
        table.add_row(policy.code, policy.id, policy.severity.label, subjects, policy.title)
    screen, page = Console(), StringIO()
    wide = screen.width if screen.is_terminal else 160
    Console(file=page, width=wide, force_terminal=screen.is_terminal).print(table)
    write_line(page.getvalue())


@_group.command(cls=Command)
def show(
    name: Annotated[str, typer.Argument(metavar="ID", help="A policy's id, short code or alias.")],
    policy_dir: _Dirs = None,
    *,
    verbose: options.Verbose = False,  # read by guard.Command
) -> None:
    """Explain one policy: what it asks for, when it does not apply, how to fix it, what it reads."""
    policy = _catalog(policy_dir).find(name)
    write_line(f"{policy.code}  {policy.id}  ({policy.severity.label}, {policy.category})\n\n{policy.title}\n\n")
    write_line(f"{policy.description}\n\nHow to fix it\n{policy.remediation}\n\n")
    write_line(f"Subjects    {', '.join(policy.subjects)}")
    write_line(f"Reads       {', '.join('.'.join(read.path) + '?' * read.presence for read in policy.reads)}")
    for parameter, value in policy.params.items():
        write_line(f"Parameter   {parameter} = {value}")
    for framework, controls in policy.controls.items():
        write_line(f"Controls    {framework}: {', '.join(controls)}")
    for link in policy.links:
        write_line(f"See         {link}")
    write_line(f"File        {policy.file}")


@_group.command("lint", cls=Command)
def lint(policy_dir: _Dirs = None, *, verbose: options.Verbose = False) -> None:  # read by guard.Command
    """Check every policy's metadata, its fields, its syntax and that all engines understand it alike."""
    catalog = _catalog(policy_dir)
    problems = lint_policies(catalog)
    for problem in problems:
        write_line(f"{problem.file}:{problem.line}:{problem.column}: {problem.message}")
    say(f"{len(catalog.policies)} policies, {len(problems)} problems")
    if problems:
        raise typer.Exit(ExitCode.FINDINGS)


@_group.command("test", cls=Command)
def run_tests(policy_dir: _Dirs = None, *, verbose: options.Verbose = False) -> None:
    """Run every policy's own tests (`…_test.rego`) on the embedded engine."""
    outcomes = run_policy_tests(_catalog(policy_dir))
    failed = [outcome for outcome in outcomes if not outcome.passed]
    for outcome in outcomes if verbose else failed:
        word = "passed" if outcome.passed else "FAILED"
        write_line(f"{word}  {outcome.file}  {outcome.name}  {outcome.error}".rstrip())
    say(f"{len(outcomes) - len(failed)} passed, {len(failed)} failed")
    if failed:
        raise typer.Exit(ExitCode.FINDINGS)


@_group.command(cls=Command)
def export(
    directory: Annotated[Path, typer.Argument(metavar="DIR", help="Where to write; what was exported there goes.")],
    format_: Annotated[Literal["checkov"], typer.Option("--format", help="For which tool.")],
    names: Annotated[
        list[str] | None, typer.Option("--policy", metavar="ID", help="Only this policy or area. Repeatable.")
    ] = None,
    pages: Annotated[str, typer.Option(metavar="URL", help="Where the policies' pages are, for links to them.")] = "",
    policy_dir: _Dirs = None,
    *,
    verbose: options.Verbose = False,  # read by guard.Command
) -> None:
    """Write policies as external checks of Checkov, which ask tipstaff: see docs/checkov.md."""
    from scanner.checkov.export import export, refuse_foreign  # noqa: PLC0415 - loads only when it is asked for

    policies = _catalog(policy_dir).select(names or ())
    refuse_foreign(directory)
    directory.mkdir(parents=True, exist_ok=True)
    for name, text in export(policies, pages).items():
        with whole_file(directory / name) as file:
            file.write(text.encode())
    say(f"{directory}: {len(policies)} policies; run checkov with --external-checks-dir {directory}")
