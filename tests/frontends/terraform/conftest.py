"""Read Terraform texts as if they stood in the working directory."""

from __future__ import annotations

import pathlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from scanner.frontends import read_code
from scanner.frontends.reading import CodeOptions, Reading

if TYPE_CHECKING:
    from collections.abc import Callable

    from scanner.model import Gap, Resource, Span
    from scanner.paths import Path


@dataclass(frozen=True, slots=True)
class Read:
    """A reading, with what tests ask of it."""

    reading: Reading

    @property
    def gaps(self) -> tuple[Gap, ...]:
        return self.reading.gaps

    @property
    def resources(self) -> tuple[Resource, ...]:
        return self.reading.resources

    @property
    def addresses(self) -> list[str]:
        return sorted(resource.origin.address for resource in self.resources if resource.origin)

    def one(self, address: str) -> Resource:
        (found,) = (item for item in self.resources if item.origin and item.origin.address == address)
        return found

    def gap(self, *path: str | int, resource: str = "") -> Gap:
        (found,) = (gap for gap in self.gaps if gap.path == path and gap.resource.endswith(resource))
        return found

    def text(self, address: str, path: Path) -> str:
        """Give the text that a position points at."""
        origin = self.one(address).origin
        assert origin is not None
        return cut(pathlib.Path(origin.file), origin.spans[path])


def cut(file: pathlib.Path, span: Span) -> str:
    lines = file.read_bytes().decode().removeprefix("\ufeff").split("\n")[span.start_line - 1 : span.end_line]
    lines[-1] = lines[-1][: span.end_column - 1]
    lines[0] = lines[0][span.start_column - 1 :]
    return "\n".join(lines)


@pytest.fixture
def read(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Read]:
    """Write files and read them; a plain text is `main.tf`."""
    monkeypatch.chdir(tmp_path)

    def read_files(files: str | bytes | dict[str, str | bytes], *paths: str, var_files: tuple[str, ...] = ()) -> Read:
        for name, text in (files if isinstance(files, dict) else {"main.tf": files}).items():
            target = tmp_path / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(text if isinstance(text, bytes) else text.encode())
        wanted = [pathlib.Path(path) for path in paths or (".",)]
        return Read(read_code(wanted, CodeOptions(var_files=var_files)))

    return read_files
