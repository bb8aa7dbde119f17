"""Load botocore's models of the services quickly, and only as much of them as the collectors call."""

from __future__ import annotations

import gzip
import os
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import msgspec
import orjson
from botocore.loaders import JSONFileLoader, Loader

from scanner.collectors.parsing import AnswerParsers

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

_WHOLE: Final = frozenset({"s3", "sts"})
"""Services whose operations botocore itself calls: to find a bucket's region, to assume a role."""

_MODEL: Final = "service-2"
_SLICED: Final = ("operations", "shapes")
"""The members of a model that are large, and of which little is read."""
_PARTS: Final = ("member", "key", "value")
_EXCEPTION: Final = b'"exception"'
_slices: Final = msgspec.json.Decoder(dict[str, msgspec.Raw])


@lru_cache(maxsize=4)
def service_models(operations: frozenset[str], data_path: str | None = None) -> ServiceModels:
    """Give the models that all sessions of this process share; see ServiceModels."""
    return ServiceModels(operations, data_path)


class ServiceModels(Loader):  # type: ignore[misc]  # botocore has no types
    """The component `data_loader` of a session.

    `operations` are those that are called, as `SERVICE:Operation`; of a service that has none in it, all are kept.
    `data_path` lists directories with models of the user's own, as AWS_DATA_PATH does.
    """

    def __init__(self, operations: frozenset[str], data_path: str | None = None) -> None:
        own = (Path(os.path.expandvars(path)).expanduser() for path in (data_path or "").split(os.pathsep) if path)
        super().__init__(extra_search_paths=[str(path) for path in own])
        self._operations: dict[str, set[str]] = {}
        for service, _, name in (operation.partition(":") for operation in operations):
            self._operations.setdefault(service, set()).add(name)
        self._reduced = {service for service in self._operations.keys() - _WHOLE if not self._has_extras(service)}
        self.file_loader = _Files(self._reduced)
        self._parsers: dict[str, AnswerParsers] = {}

    def _has_extras(self, service: str) -> bool:
        """Tell whether botocore merges more into the model of a service, as it may into objects only."""
        return any(any(Path(path, service).glob(f"*/{_MODEL}.sdk-extras*")) for path in self.search_paths)

    def parsers(self, service: str) -> AnswerParsers:
        """Give the parsers of a service's answers."""
        return self._parsers.setdefault(service, AnswerParsers())

    def list_available_services(self, type_name: str) -> list[str]:  # noqa: ARG002  # botocore's signature
        """Name the services that have any model: to look which have this one is to visit 800 directories."""
        entries = (entry for path in self.search_paths if Path(path).is_dir() for entry in os.scandir(path))
        return sorted({entry.name for entry in entries if entry.is_dir()})

    def load_service_model(self, service_name: str, type_name: str, api_version: str | None = None) -> dict[str, Any]:
        """Load a model as botocore does, but no more of it than is called."""
        model: dict[str, Any] = super().load_service_model(service_name, type_name, api_version)
        if type_name == _MODEL and service_name in self._reduced:
            _reduce(model, self._operations[service_name])
        return model


class _Files(JSONFileLoader):  # type: ignore[misc]  # botocore has no types
    """Reads files; the operations and shapes in the models of `sliced` services are left as JSON."""

    def __init__(self, sliced: Collection[str]) -> None:
        self._sliced = sliced

    def load_file(self, file_path: str) -> Any:
        """Give the content of a file, or None when there is none."""
        plain, packed = Path(f"{file_path}.json"), Path(f"{file_path}.json.gz")
        if plain.is_file():
            content = plain.read_bytes()
        elif packed.is_file():
            content = gzip.decompress(packed.read_bytes())
        else:
            return None
        *_, service, _, name = Path(file_path).parts
        if name != _MODEL or service not in self._sliced:
            return orjson.loads(content)
        parts = _slices.decode(content)
        return {key: _slices.decode(part) if key in _SLICED else _read(part) for key, part in parts.items()}


def _reduce(model: dict[str, Any], operations: set[str]) -> None:
    """Read the operations that are called and the shapes that they have; in place, so that nothing holds the rest."""
    if any(isinstance(part, msgspec.Raw) for part in (*model["operations"].values(), *model["shapes"].values())):
        model["operations"] = {name: _read(part) for name, part in model["operations"].items() if name in operations}
        maybe = [(name, shape) for name, shape in model["shapes"].items() if _EXCEPTION in bytes(shape)]
        errors = [name for name, shape in maybe if _read(shape).get("exception")]
        named = [ref["shape"] for ref in _references(model["operations"].values())]
        model["shapes"] = _reached(model["shapes"], [*errors, *named])


def _read(part: msgspec.Raw) -> Any:
    return orjson.loads(bytes(part))


def _reached(shapes: Mapping[str, msgspec.Raw], names: Iterable[str]) -> dict[str, Mapping[str, Any]]:
    found: dict[str, Mapping[str, Any]] = {}
    todo = list(names)
    while todo:
        name = todo.pop()
        if name not in found:
            shape = found[name] = _read(shapes[name])
            parts = (*shape.get("members", {}).values(), *(shape.get(part) for part in _PARTS))
            todo += [part["shape"] for part in parts if part]
    return found


def _references(operations: Iterable[Mapping[str, Any]]) -> Iterable[Mapping[str, str]]:
    for operation in operations:
        yield from operation.get("errors", ())
        yield from (operation[part] for part in ("input", "output") if part in operation)
