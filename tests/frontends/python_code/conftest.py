"""Read Python texts as if they stood in the working directory."""

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
    from scanner.paths import Json, Path


@dataclass(frozen=True, slots=True)
class Read:
    """A reading of one file, with what tests ask of it."""

    reading: Reading
    file: pathlib.Path

    @property
    def gaps(self) -> tuple[Gap, ...]:
        return self.reading.gaps

    @property
    def resources(self) -> tuple[Resource, ...]:
        return self.reading.resources

    @property
    def addresses(self) -> list[str]:
        return [resource.origin.address for resource in self.resources if resource.origin]

    def one(self, kind: str = "TrainingJob") -> Resource:
        (found,) = self.all(kind)
        return found

    def all(self, kind: str) -> list[Resource]:
        return [item for item in self.resources if item.type.endswith(f"::{kind}")]

    def document(self, kind: str = "TrainingJob") -> dict[str, Json]:
        return dict(self.one(kind).document)

    def needs(self, *path: str | int) -> list[str]:
        """Say what would decide the value at a path."""
        return [gap.needs for gap in self.gaps if gap.path == path]

    def text(self, path: Path, kind: str = "TrainingJob") -> str:
        """Give the text that a position points at."""
        origin = self.one(kind).origin
        assert origin is not None
        return cut(self.file, origin.spans[path])

    def header(self, kind: str = "TrainingJob") -> str:
        origin = self.one(kind).origin
        assert origin is not None
        return cut(self.file, origin.span)


def cut(file: pathlib.Path, span: Span) -> str:
    lines = file.read_bytes().decode().removeprefix("\ufeff").split("\n")[span.start_line - 1 : span.end_line]
    lines[-1] = lines[-1][: span.end_column - 1]
    lines[0] = lines[0][span.start_column - 1 :]
    return "\n".join(lines)


@pytest.fixture
def read(tmp_path, monkeypatch) -> Callable[..., Read]:
    monkeypatch.chdir(tmp_path)

    def read_text(text: str | bytes, name: str = "train.py") -> Read:
        file = pathlib.Path(name)
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        return Read(read_code([file], CodeOptions()), file)

    return read_text


@pytest.fixture
def job(read) -> Callable[..., Read]:
    """Read code that starts one training job of boto3 with `ResourceConfig={"InstanceType": VALUE}`."""

    def read_job(value: str, before: str = "", inside: str = "") -> Read:
        call = f'sm.create_training_job(TrainingJobName="a", ResourceConfig={{"InstanceType": {value}}}{inside})'
        return read(f'import boto3\nsm = boto3.client("sagemaker")\n{before}\n{call}\n')

    return read_job
