"""Load botocore's models of the services quickly, and only as much of them as the collectors call."""

from __future__ import annotations

import gzip
import os
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import orjson
from botocore.loaders import JSONFileLoader, Loader

from scanner.collectors.parsing import AnswerParsers

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_WHOLE: Final = frozenset({"s3", "sts"})
"""Services whose operations botocore itself calls: to find a bucket's region, to assume a role."""

_PARTS: Final = ("member", "key", "value")


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
        super().__init__(extra_search_paths=[str(path) for path in own], file_loader=_Files())
        self._operations: dict[str, set[str]] = {}
        for service, _, name in (operation.partition(":") for operation in operations):
            self._operations.setdefault(service, set()).add(name)
        self._parsers: dict[str, AnswerParsers] = {}

    def parsers(self, service: str) -> AnswerParsers:
        """Give the parsers of a service's answers."""
        return self._parsers.setdefault(service, AnswerParsers())

    def list_available_services(self, type_name: str) -> list[str]:  # noqa: ARG002  # botocore's signature
        """Name the services that have any model: to look which have this one is to visit 800 directories."""
        entries = (entry for path in self.search_paths if Path(path).is_dir() for entry in os.scandir(path))
        return sorted({entry.name for entry in entries if entry.is_dir()})

    def load_service_model(self, service_name: str, type_name: str, api_version: str | None = None) -> dict[str, Any]:
        """Load a model as botocore does, then take out of it what is not called."""
        model: dict[str, Any] = super().load_service_model(service_name, type_name, api_version)
        if type_name == "service-2" and service_name in self._operations.keys() - _WHOLE:
            _reduce(model, self._operations[service_name])
        return model


class _Files(JSONFileLoader):  # type: ignore[misc]  # botocore has no types
    def load_file(self, file_path: str) -> Any:
        """Give the content of a file, or None when there is none."""
        plain, packed = Path(f"{file_path}.json"), Path(f"{file_path}.json.gz")
        if plain.is_file():
            return orjson.loads(plain.read_bytes())
        return orjson.loads(gzip.decompress(packed.read_bytes())) if packed.is_file() else None


def _reduce(model: dict[str, Any], operations: set[str]) -> None:
    """Take out the other operations, and the shapes that only they have; in place, so that nothing holds the rest."""
    kept = {name: operation for name, operation in model["operations"].items() if name in operations}
    if len(kept) < len(model["operations"]):
        model["operations"] = kept
        errors = [name for name, shape in model["shapes"].items() if shape.get("exception")]
        model["shapes"] = _reached(model["shapes"], [*errors, *(ref["shape"] for ref in _references(kept.values()))])


def _reached(shapes: Mapping[str, Mapping[str, Any]], names: Iterable[str]) -> dict[str, Mapping[str, Any]]:
    found: dict[str, Mapping[str, Any]] = {}
    todo = list(names)
    while todo:
        name = todo.pop()
        if name not in found:
            found[name] = shapes[name]
            parts = (*shapes[name].get("members", {}).values(), *(shapes[name].get(part) for part in _PARTS))
            todo += [part["shape"] for part in parts if part]
    return found


def _references(operations: Iterable[Mapping[str, Any]]) -> Iterable[Mapping[str, str]]:
    for operation in operations:
        yield from operation.get("errors", ())
        yield from (operation[part] for part in ("input", "output") if part in operation)
