"""The command line: parse, call, print, exit code; one module a command group."""

from __future__ import annotations


def main() -> None:
    """Run the `tipstaff` command."""
    from scanner.cli.app import app  # noqa: PLC0415  # importing scanner.cli does nothing

    app()
