"""Read code: the table of front ends, each of which turns one kind of file into resources and gaps."""

from __future__ import annotations

from dataclasses import dataclass, replace
from importlib import import_module
from typing import TYPE_CHECKING, Final

from scanner.errors import CodeError
from scanner.frontends import documents, notebook, python_code, terraform
from scanner.frontends.calls import scaled_elsewhere
from scanner.frontends.files import look_around
from scanner.frontends.reading import CodeOptions, Reading, together

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from scanner.frontends.files import Glance, Root, Seen


@dataclass(frozen=True, slots=True)
class FrontEnd:
    """One kind of file: how names of it end, what tells its bytes from others, and the module that reads it.

    The module loads only when there is something to read. It has `roots(seen)`, which says what is read at once, and
    `read(root, options)`.
    """

    suffixes: tuple[str, ...]
    glance: Callable[[bytes], Glance | None]
    module: str

    def roots(self, seen: Sequence[Seen]) -> Sequence[Root]:
        """Say what is to be read, and what only as a part of it."""
        roots: Sequence[Root] = import_module(self.module).roots(seen)
        return roots

    def read(self, root: Root, options: CodeOptions) -> Reading:
        """Read one root."""
        reading: Reading = import_module(self.module).read(root, options)
        return reading


FRONT_ENDS: Final = (
    FrontEnd((".tf", ".tf.json"), terraform.glance, "scanner.frontends.terraform.front_end"),
    FrontEnd((".yaml", ".yml", ".json", ".template"), documents.glance, "scanner.frontends.documents.front_end"),
    FrontEnd((".py",), python_code.glance, "scanner.frontends.python_code.front_end"),
    FrontEnd((".ipynb",), notebook.glance, "scanner.frontends.notebook.front_end"),
)

FORMATS: Final = "Terraform, CloudFormation, Python, Jupyter notebooks"


def read_code(paths: Sequence[Path], options: CodeOptions) -> Reading:
    """Read all code in or at the paths; what is about something else than SageMaker is passed over.

    Raises CodeError for a path that is not there, and for a file of a kind that no front end reads.
    """
    _refuse_strangers(paths)
    glances = {suffix: end.glance for end in FRONT_ENDS for suffix in end.suffixes}
    seen = look_around(paths, glances, options.given)
    readings = []
    for end in FRONT_ENDS:
        found = [item for suffix in end.suffixes for item in seen[suffix]]
        if found:
            readings.append(_read_all(end, sorted(found, key=lambda item: item.root.name), options))
    reading = together(readings)
    return replace(reading, gaps=(*reading.gaps, *scaled_elsewhere(reading.resources)))


def _read_all(end: FrontEnd, seen: Sequence[Seen], options: CodeOptions) -> Reading:
    """Read roots, then what was taken for a part of one and turned out to be in none."""
    reading = Reading()
    left = list(seen)
    while left and (roots := end.roots(left)):
        reading = together([reading, *(end.read(root, options) for root in roots)])
        left = [item for item in left if item.glance.of_interest and item.root.path not in reading.files]
    return reading


def _refuse_strangers(paths: Sequence[Path]) -> None:
    suffixes = tuple(suffix for end in FRONT_ENDS for suffix in end.suffixes)
    strangers = [path for path in paths if path.is_file() and not path.name.endswith(suffixes)]
    if strangers:
        names = ", ".join(map(str, strangers))
        raise CodeError(f"{names} is of a kind that is not read", f"give directories, or files of {FORMATS}")
