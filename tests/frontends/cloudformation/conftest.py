"""Read CloudFormation templates as if they stood in the working directory."""

from __future__ import annotations

import pathlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from scanner.frontends import read_code
from scanner.frontends.reading import CodeOptions, Reading
from tests.frontends.test_yaml_positions import cut

if TYPE_CHECKING:
    from collections.abc import Callable

    from scanner.model import Gap, Resource
    from scanner.paths import Document, Path


@dataclass(frozen=True, slots=True)
class Read:
    """A reading, with what tests ask of it."""

    reading: Reading

    @property
    def gaps(self) -> tuple[Gap, ...]:
        return self.reading.gaps

    @property
    def addresses(self) -> list[str]:
        return sorted(resource.origin.address for resource in self.reading.resources if resource.origin)

    def one(self, address: str) -> Resource:
        (found,) = (item for item in self.reading.resources if item.origin and item.origin.address == address)
        return found

    def document(self, address: str) -> Document:
        return self.one(address).document

    def gap(self, *path: str | int, resource: str = "") -> Gap:
        (found,) = (gap for gap in self.gaps if gap.path == path and gap.resource.endswith(resource))
        return found

    def text(self, address: str, *path: str | int) -> str:
        """Give the text that a position points at."""
        origin = self.one(address).origin
        assert origin is not None
        return cut(pathlib.Path(origin.file).read_bytes().decode(), origin.spans[path])

    def texts(self, address: str) -> dict[Path, str]:
        return {path: self.text(address, *path) for path in self.one(address).origin.spans}


@pytest.fixture
def read(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Read]:
    """Write files and read them; a plain text is `template.yaml`."""
    monkeypatch.chdir(tmp_path)

    def read_files(files: str | bytes | dict[str, str | bytes], *paths: str, **parameters: str) -> Read:
        for name, text in (files if isinstance(files, dict) else {"template.yaml": files}).items():
            target = tmp_path / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(text if isinstance(text, bytes) else text.encode())
        wanted = [pathlib.Path(path) for path in paths or (".",)]
        return Read(read_code(wanted, CodeOptions(parameters=parameters)))

    return read_files


@pytest.fixture
def evaluate(read: Callable[..., Read]) -> Callable[..., tuple[object, list[Gap]]]:
    """Evaluate one expression as a model's role, with further sections of the template."""

    def evaluate_expression(expression: str, sections: str = "", **parameters: str) -> tuple[object, list[Gap]]:
        got = read(
            f"{sections}\nResources:\n"
            "  Other: {Type: AWS::S3::Bucket}\n"
            "  Config: {Type: AWS::SageMaker::EndpointConfig}\n"
            "  Named: {Type: AWS::SageMaker::EndpointConfig, Properties: {EndpointConfigName: named}}\n"
            "  Net: {Type: AWS::EC2::Subnet, Properties: {AvailabilityZone: eu-west-1a}}\n"
            f"  M:\n    Type: AWS::SageMaker::Model\n    Properties:\n      ExecutionRoleArn: {expression}\n",
            **parameters,
        )
        gaps = [gap for gap in got.gaps if gap.path == ("ExecutionRoleArn",)]
        return got.document("M").get("ExecutionRoleArn"), gaps

    return evaluate_expression
