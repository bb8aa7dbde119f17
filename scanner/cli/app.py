"""The command tree."""

from __future__ import annotations

from importlib import import_module
from typing import Annotated, Final

import typer

from scanner import __version__

HOMES: Final = {
    "scan": "account",
    "collect": "account",
    "check": "code",
    "evaluate": "snapshots",
    "demo": "demo",
    "permissions": "permissions",
    "doctor": "doctor",
    "baseline": "baseline",
    "policies": "policies",
}
"""The module of each command and group of commands, in the order of the help; it has `register(app)`."""


def command_tree(asked: str = "") -> typer.Typer:
    """Make the tree; of it no more than the branch that is asked for, where there is one: the others take time."""
    app = typer.Typer(
        name="tipstaff",
        help="Judge SageMaker, live in an account and in the code of a pull request, by one set of policies.",
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(tipstaff)
    for module in [HOMES[asked]] if asked in HOMES else dict.fromkeys(HOMES.values()):
        import_module(f"scanner.cli.{module}").register(app)
    return app


def _print_version(wanted: bool) -> None:  # noqa: FBT001  # typer passes the flag so
    if wanted:
        typer.echo(f"tipstaff {__version__}")
        raise typer.Exit


def tipstaff(
    *,
    version: Annotated[
        bool,
        typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and exit."),
    ] = False,
) -> None:
    """Judge SageMaker, live in an account and in the code of a pull request, by one set of policies."""
