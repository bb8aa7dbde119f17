"""Read a notebook as one program: its code cells in the order of the file, with one set of names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from scanner.frontends.files import WHOLE, read_bytes
from scanner.frontends.notebook.code import code_of
from scanner.frontends.notebook.document import find_cells
from scanner.frontends.python_code.front_end import read_source
from scanner.frontends.reading import Reading, reading_of, unparsed, unreadable
from scanner.frontends.text.positions import TextError, decode_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scanner.frontends.files import Root, Seen
    from scanner.frontends.notebook.document import Notebook
    from scanner.frontends.reading import CodeOptions
    from scanner.model import Gap, InlineWaiver, Resource

_TELLING: Final = re.compile(r"sagemaker|boto3|instance_type|InstanceType|\.(?:fit|deploy|create_\w+)\(")
_LANGUAGES: Final = ("python", "ipython", "pyspark", "")
_DISGUISES: Final = {
    b"PK": "an archive",
    b"\x1f\x8b": "an archive",
    b"BZh": "an archive",
    b"7z": "an archive",
    b"version https://git-lfs": "a pointer to Git LFS, which has the notebook itself",
}


def roots(seen: Sequence[Seen]) -> tuple[Root, ...]:
    """Read each notebook by itself."""
    return tuple(item.root for item in seen)


def read(root: Root, options: CodeOptions) -> Reading:  # noqa: ARG001 - all front ends have the same
    """Read one notebook."""
    try:
        data = read_bytes(root)
    except TextError as error:
        return reading_of(root.name, [unreadable(root, error)], [root.path])
    try:
        notebook = _notebook(data)
    except TextError as error:
        return reading_of(root.name, [unparsed(root, error)], [root.path])
    found = _read(root, notebook, data) if notebook.language in _LANGUAGES else ()
    return reading_of(root.name, found, [root.path])


def _notebook(data: bytes) -> Notebook:
    """Parse a notebook. Raises TextError, which says what it is instead."""
    if disguise := next((name for start, name in _DISGUISES.items() if data.startswith(start)), ""):
        raise TextError(f"it is {disguise}, and not a notebook", WHOLE)
    return find_cells(decode_text(data))


def _read(root: Root, notebook: Notebook, data: bytes) -> Iterator[Resource | Gap | InlineWaiver]:
    source, failed = code_of(notebook)
    for cell, error in failed:
        if _TELLING.search(cell.text):
            yield unparsed(root, error)
    yield from read_source(root, source, data)
