"""Follow a file's values from top to bottom, without running it, then the functions that nothing in it calls."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scanner.frontends.files import WHOLE
from scanner.frontends.python_code.expressions import EXPRESSIONS
from scanner.frontends.python_code.machine import Machine, Tables, TooMuchWork
from scanner.frontends.python_code.statements import STATEMENTS
from scanner.frontends.python_code.uncalled import run_uncalled
from scanner.frontends.text.positions import TextError

if TYPE_CHECKING:
    from scanner.frontends.python_code.source import Source

_TABLES: Final = Tables(EXPRESSIONS, STATEMENTS)


def follow(source: Source, methods: frozenset[str]) -> tuple[Machine, TextError | None]:
    """Give what was followed, and why that is not all.

    What was left out of the source is followed too where a name turns out to stand for what tells.
    """
    machine = Machine(source, _TABLES, methods)
    try:
        _run(machine)
        while wider := machine.source.wider(machine.telling):
            machine = Machine(wider, _TABLES, methods)
            _run(machine)
    except TooMuchWork:
        return machine, TextError("following it takes too long and was given up", WHOLE)
    except TextError as error:  # of what was left out
        return machine, error
    return machine, TextError("it is nested too deeply to be followed to the end", WHOLE) if machine.cut else None


def _run(machine: Machine) -> None:
    machine.execute(machine.source.tree.body, machine.module)
    run_uncalled(machine)
    for made in machine.made:
        made.site = machine.site(made)
        made.within = tuple(branch for branch in made.within if branch not in machine.store.only)
