"""The command line: parse, call, print, exit code; one module a command group."""

from __future__ import annotations

import os
import sys

from scanner import __version__


def main() -> None:
    """Run the `tipstaff` command."""
    if sys.argv[1:] == ["--version"]:  # asked often, by editors and in CI: answered before the commands load
        sys.stdout.write(f"tipstaff {__version__}\n")
        return
    os.environ["PYTHONSAFEPATH"] = "1"  # our workers start in the code under review: no module is taken from it
    from scanner.cli.garbage import collect_seldom, leave  # noqa: PLC0415  # scanner.cli imports nothing
    from scanner.cli.standard_streams import escape_what_cannot_be_written  # noqa: PLC0415  # likewise

    escape_what_cannot_be_written()
    collect_seldom()
    from scanner.cli.app import command_tree  # noqa: PLC0415  # likewise

    try:
        command_tree(*sys.argv[1:2])()
    except SystemExit as end:
        if isinstance(end.code, int):
            leave(end.code)
        raise
