"""The command tree."""

from __future__ import annotations

from typing import Annotated

import typer

from scanner import __version__
from scanner.cli import account, baseline, code, demo, doctor, permissions, policies, snapshots

app = typer.Typer(
    name="tipstaff",
    help="Judge SageMaker, live in an account and in the code of a pull request, by one set of policies.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _print_version(wanted: bool) -> None:  # noqa: FBT001  # typer passes the flag so
    if wanted:
        typer.echo(f"tipstaff {__version__}")
        raise typer.Exit


@app.callback()
def tipstaff(
    *,
    version: Annotated[
        bool,
        typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and exit."),
    ] = False,
) -> None:
    """Judge SageMaker, live in an account and in the code of a pull request, by one set of policies."""


for _module in (account, code, snapshots, demo, permissions, doctor):
    _module.register(app)
app.add_typer(baseline.app, name="baseline")
app.add_typer(policies.app, name="policies")
