"""Turn errors into a sentence, a hint and an exit code; the one place that catches them."""

from __future__ import annotations

import sys
import traceback
from typing import Any, NoReturn

import typer
from typer.core import TyperCommand

from scanner.errors import ExitCode, ScannerError


class Command(TyperCommand):
    """A command whose errors reach the user as sentences."""

    def invoke(self, ctx: Any) -> object:  # the type of the context is private to typer
        """Run the command. Exits as `docs/exit-codes.md` says."""
        try:
            return super().invoke(ctx)
        except ScannerError as error:
            say(f"tipstaff: {error.message}")
            if error.hint:
                say(f"  {error.hint}")
            raise typer.Exit(error.exit_code) from None
        except KeyboardInterrupt:
            say("tipstaff: interrupted")
            raise typer.Exit(ExitCode.INTERRUPTED) from None
        except (typer.Exit, typer.Abort, typer.BadParameter):
            raise
        except Exception as error:  # noqa: BLE001  # a bug of ours: no traceback unless asked for, and never silence
            _confess(error, verbose=bool(ctx.params.get("verbose")))


def say(text: str) -> None:
    """Print a line on stderr."""
    typer.echo(text, err=True)


def _confess(error: Exception, *, verbose: bool) -> NoReturn:
    say(f"tipstaff: internal error: {type(error).__name__}: {error}")
    if verbose:
        traceback.print_exception(error, file=sys.stderr)
    else:
        say("  this is a bug in tipstaff; run again with -v and report what it prints")
    raise typer.Exit(ExitCode.INTERNAL) from None
