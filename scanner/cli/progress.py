"""Tell on stderr how far a collection is, and at its end what was covered and what was not."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, Final

from scanner.cli.guard import say
from scanner.collectors import State

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.live import Live
    from rich.table import Table

    from scanner.collectors import Tally

_EVERY: Final = 10.0
"""Seconds between lines where there is no terminal."""
_HEADINGS: Final = ("family", "region", "resources", "calls", "gaps", "what would close them")


class Lines:
    """Plain lines from time to time, for logs."""

    def __init__(self) -> None:
        self.tallies: Sequence[Tally] = ()
        self._told = time.monotonic()

    def say(self, message: str) -> None:
        """Print one line."""
        say(message)

    def show(self, tallies: Sequence[Tally]) -> None:
        """Print a line for each family that is being collected, when it is time."""
        self.tallies = tallies
        now = time.monotonic()
        if now - self._told < _EVERY:
            return
        self._told = now
        for tally in list(tallies):
            if tally.state is State.RUNNING:
                say(f"{tally.region}: {tally.family}: {', '.join(_figures(tally, now))}")

    def close(self) -> None:
        """Nothing is left to clear away."""


class Terminal:
    """A table that is drawn again in place, one line a family and region."""

    def __init__(self) -> None:
        from rich.console import Console  # noqa: PLC0415  # takes long to import, and only a screen needs it
        from rich.live import Live  # noqa: PLC0415  # likewise

        self.tallies: Sequence[Tally] = ()
        self._live: Live = Live(console=Console(stderr=True), transient=True, auto_refresh=False)
        self._live.start()

    def say(self, message: str) -> None:
        """Print one line above the table."""
        self._live.console.print(message, markup=False, highlight=False)

    def show(self, tallies: Sequence[Tally]) -> None:
        """Draw the table."""
        self.tallies = tallies
        self._live.update(_table(list(tallies), self._live.console.height), refresh=True)

    def close(self) -> None:
        """Clear the table away."""
        self._live.stop()


class Quiet:
    """Nothing at all, but what was covered is still known."""

    def __init__(self) -> None:
        self.tallies: Sequence[Tally] = ()

    def say(self, message: str) -> None:
        """Drop it."""

    def show(self, tallies: Sequence[Tally]) -> None:
        """Drop it."""
        self.tallies = tallies

    def close(self) -> None:
        """Nothing is left to clear away."""


def open_progress(*, quiet: bool) -> Lines | Terminal | Quiet:
    """Choose how to tell: not at all, in place on a terminal, or in lines."""
    if quiet:
        return Quiet()
    return Terminal() if sys.stderr.isatty() else Lines()


def coverage(tallies: Sequence[Tally]) -> str:
    """Lay out what was collected, family by family; families with nothing in them are only counted."""
    empty = [tally for tally in tallies if not tally.found and not tally.gaps]
    rows = [_row(tally) for tally in tallies if tally.found or tally.gaps]
    rows.sort(key=lambda row: (row[1], row[0]))
    widths = [max(len(row[column]) for row in (_HEADINGS, *rows)) for column in range(len(_HEADINGS))]
    lines = [_aligned(row, widths) for row in (_HEADINGS, *rows)]
    if empty:
        lines.append(f"and {len(empty)} with nothing in them, in {_calls(empty)}")
    return "\n".join(lines)


def _row(tally: Tally) -> tuple[str, ...]:
    needs = dict.fromkeys(gap.needs for gap in tally.gaps)
    figures = (f"{tally.found:,}", f"{tally.calls:,}", f"{len(tally.gaps):,}")
    return (tally.family, tally.region, *figures, ", ".join(needs))


def _aligned(row: Sequence[str], widths: Sequence[int]) -> str:
    family, region, *figures, needs = row
    numbers = (figure.rjust(width) for figure, width in zip(figures, widths[2:5], strict=True))
    return "  ".join((family.ljust(widths[0]), region.ljust(widths[1]), *numbers, needs)).rstrip()


def _figures(tally: Tally, now: float) -> list[str]:
    figures = [f"{tally.found:,} of {tally.expected:,}" if tally.expected else f"{tally.found:,}"]
    figures.append(_calls([tally]))
    if tally.throttled:
        figures.append(f"{tally.throttled:,} throttled")
    if tally.state is State.RUNNING and (left := _left(tally, now)):
        figures.append(f"about {left} left")
    return figures


def _calls(tallies: Iterable[Tally]) -> str:
    calls = sum(tally.calls for tally in tallies)
    return "1 call" if calls == 1 else f"{calls:,} calls"


def _left(tally: Tally, now: float) -> str:
    """Say how long a family still takes at its pace, once that can be told."""
    if tally.found >= tally.expected or not tally.found:
        return ""
    seconds = (now - tally.began) / tally.found * (tally.expected - tally.found)
    return f"{seconds:.0f} s" if seconds < 100 else f"{seconds / 60:.0f} min"  # noqa: PLR2004  # then minutes read better


def _table(tallies: Sequence[Tally], height: int) -> Table:
    from rich.table import Table  # noqa: PLC0415  # likewise

    now = time.monotonic()
    running = [tally for tally in tallies if tally.state is State.RUNNING]
    done = [tally for tally in tallies if tally.state is State.DONE]
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    table.add_row(f"{len(done)} of {len(tallies)} done", _calls(tallies))
    for tally in [*running, *done][: max(1, height - 3)]:
        table.add_row(tally.region, tally.family, *_figures(tally, now))
    return table
