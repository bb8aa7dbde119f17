"""Read code: the table of front ends, each of which turns one kind of file into resources and gaps."""

from __future__ import annotations

import os
from dataclasses import replace
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Final

from scanner.errors import CodeError
from scanner.frontends import documents, notebook, python_code, terraform
from scanner.frontends.calls import scaled_elsewhere
from scanner.frontends.files import look_around, not_followed, size_of
from scanner.frontends.guarded import read_guarded
from scanner.frontends.reading import CodeOptions, Reading, together, unreadable
from scanner.records import record

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from scanner.frontends.files import Glance, Root, Seen


@record(frozen=True, slots=True)
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

_MANY: Final = 50
_LARGE: Final = 1024 * 1024

FORMATS: Final = (
    "Terraform, CloudFormation, Step Functions, SageMaker Pipelines, Kubernetes manifests, requests of the AWS CLI,"
    " HyperPod recipes, Python, Jupyter notebooks"
)


def read_code(paths: Sequence[Path], options: CodeOptions) -> Reading:
    """Read all code in or at the paths; what is about something else than SageMaker is passed over.

    Raises CodeError for a path that is not there, and for a file of a kind that no front end reads.
    """
    _refuse_strangers([path for path in paths if os.path.lexists(path) and not path.is_dir()] + list(options.given))
    glances = {suffix: end.glance for end in FRONT_ENDS for suffix in end.suffixes}
    around = look_around(paths, glances, options.given)
    reading = Reading(gaps=tuple(unreadable(root, not_followed(root)) for root in around.directories))
    for end in FRONT_ENDS:
        found = [
            item for suffix in end.suffixes for item in around.files[suffix] if item.root.path not in reading.files
        ]
        reading = together([reading, _read_all(end, sorted(found, key=lambda item: item.root.name), options)])
    return replace(reading, gaps=(*reading.gaps, *scaled_elsewhere(reading.resources)))


def _read_all(end: FrontEnd, seen: Sequence[Seen], options: CodeOptions) -> Reading:
    """Read roots, then what was taken for a part of one and turned out to be in none."""
    reading = Reading()
    left = list(seen)
    while left and (roots := end.roots(left)):
        reading = together([reading, *_read_each(partial(end.read, options=options), roots, options.file_timeout)])
        before, left = left, [item for item in left if item.glance.of_interest and item.root.path not in reading.files]
        if len(left) == len(before):  # the same files would give the same roots again
            break
    return reading


def _read_each(read: Callable[[Root], Reading], roots: Sequence[Root], seconds: float) -> list[Reading]:
    """Read roots one after the other, or where that may take long or never end, in processes of their own."""
    if len(roots) >= _MANY or any(size_of(root) >= _LARGE for root in roots):
        from scanner.frontends.workers import read_in_workers  # noqa: PLC0415 - few trees are large

        return read_in_workers(read, roots, seconds)
    return [read_guarded(read, root, seconds) for root in roots]


def _refuse_strangers(files: Sequence[Path]) -> None:
    suffixes = tuple(suffix for end in FRONT_ENDS for suffix in end.suffixes)
    strangers = [path for path in files if not path.name.endswith(suffixes)]
    if strangers:
        names = ", ".join(map(str, strangers))
        raise CodeError(f"{names} is of a kind that is not read", f"give directories, or files of {FORMATS}")
