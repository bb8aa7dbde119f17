"""Keep a snapshot in a file and read it again: compressed JSON lines, sealed by a digest of their own."""

from __future__ import annotations

import hashlib
import sys
from dataclasses import asdict
from typing import IO, TYPE_CHECKING, Any, Final

import orjson

from scanner.errors import SnapshotError
from scanner.model import Gap, GapReason, Location, Origin, Resource, Snapshot, Source, Span
from scanner.paths import format_path, parse_path
from scanner.redaction import redact

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path as FilePath

    from scanner.paths import Json

SCHEMA_VERSION: Final = 1
MAXIMUM_LINE: Final = 64 * 2**20
"""Bytes in one line; a resource is far smaller, so a longer line is damage or an attack."""


def without_secrets(resource: Resource) -> Resource:
    """Give the same resource as it may be kept and shown."""
    document = redact(resource.document)
    tags = redact(dict(resource.tags), free_map=True)
    if not isinstance(document, dict) or not isinstance(tags, dict):
        raise TypeError(resource.type)
    return Resource(
        type=resource.type,
        id=resource.id,
        name=resource.name,
        document=document,
        account=resource.account,
        region=resource.region,
        tags={key: str(value) for key, value in tags.items()},
        learned=resource.learned,
        origin=resource.origin,
    )


def write_snapshot(snapshot: Snapshot, file: IO[bytes]) -> None:
    """Write a snapshot; the caller sees to it that the file appears whole or not at all."""
    digest = hashlib.sha256()
    with zstd.ZstdFile(file, "wb") as stream:
        for record in _records(snapshot):
            line = orjson.dumps(record, option=orjson.OPT_SORT_KEYS) + b"\n"
            digest.update(line)
            stream.write(line)
        stream.write(orjson.dumps({"end": digest.hexdigest()}) + b"\n")


def read_snapshot(path: FilePath) -> Snapshot:
    """Read a snapshot back. Raises SnapshotError for a file that is not one, not whole, changed, or too new."""
    try:
        with path.open("rb") as file, zstd.ZstdFile(file, "rb") as stream:
            records = list(_verified(path, stream))
    except FileNotFoundError as error:
        raise SnapshotError(f"there is no snapshot {path}", "`tipstaff collect -o FILE` writes one") from error
    except (zstd.ZstdError, EOFError) as error:
        raise SnapshotError(f"{path} is damaged or not a snapshot: {error}", _COLLECT_AGAIN) from error
    except OSError as error:
        raise SnapshotError(f"{path} cannot be read: {error.strerror}", "check the path and its permissions") from error
    try:
        return _snapshot(records)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise SnapshotError(f"{path} is damaged: {type(error).__name__} in a record", _COLLECT_AGAIN) from error


_COLLECT_AGAIN = "collect it again with `tipstaff collect`"


def _records(snapshot: Snapshot) -> Iterator[Mapping[str, Json]]:
    yield {
        "tipstaff": {"schema": SCHEMA_VERSION, "version": snapshot.tool_version},
        "source": snapshot.source.value,
        "taken": snapshot.taken,
        "roots": list(snapshot.roots),
    }
    for resource in snapshot.resources:
        yield {"resource": _resource_record(resource)}
    for gap in snapshot.gaps:
        record = asdict(gap)
        yield {"gap": {**record, "path": format_path(gap.path)}}


def _resource_record(resource: Resource) -> Mapping[str, Json]:
    record: dict[str, Json] = {
        "type": resource.type,
        "id": resource.id,
        "name": resource.name,
        "account": resource.account,
        "region": resource.region,
        "tags": dict(resource.tags),
        "learned": resource.learned,
        "document": resource.document,
    }
    if (origin := resource.origin) is not None:
        spans = {format_path(path): _numbers(span) for path, span in origin.spans.items()}
        record["origin"] = {
            "root": origin.root,
            "address": origin.address,
            "file": origin.file,
            "span": _numbers(origin.span),
            "spans": spans,
        }
    return record


def _numbers(span: Span) -> list[Json]:
    return [span.start_line, span.start_column, span.end_line, span.end_column]


def _verified(path: FilePath, stream: zstd.ZstdFile) -> Iterator[dict[str, Json]]:
    digest = hashlib.sha256()
    count = 0
    while line := stream.readline(MAXIMUM_LINE):
        record = _parse_line(path, line)
        if count == 0:
            _check_version(path, record)
        if "end" in record:
            if record["end"] != digest.hexdigest():
                raise SnapshotError(f"{path} was changed after it was written", _COLLECT_AGAIN)
            return
        digest.update(line)
        count += 1
        yield record
    raise SnapshotError(f"{path} is cut short", _COLLECT_AGAIN)


def _parse_line(path: FilePath, line: bytes) -> dict[str, Json]:
    try:
        record = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        raise SnapshotError(f"{path} is damaged or not a snapshot", _COLLECT_AGAIN) from error
    if not isinstance(record, dict):
        raise SnapshotError(f"{path} is not a snapshot", _COLLECT_AGAIN)
    return record


def _check_version(path: FilePath, header: Mapping[str, Json]) -> None:
    about = header.get("tipstaff")
    schema = about.get("schema") if isinstance(about, dict) else None
    if not isinstance(schema, int):
        raise SnapshotError(f"{path} is not a tipstaff snapshot", _COLLECT_AGAIN)
    if schema > SCHEMA_VERSION:
        raise SnapshotError(
            f"{path} has snapshot schema {schema}, newer than this tipstaff's {SCHEMA_VERSION}",
            "evaluate it with the tipstaff that wrote it, or update this one",
        )


def _snapshot(records: list[dict[str, Any]]) -> Snapshot:
    header = records[0]
    return Snapshot(
        source=Source(header["source"]),
        taken=str(header["taken"]),
        tool_version=str(header["tipstaff"]["version"]),
        roots=tuple(header["roots"]),
        resources=tuple(_resource(record["resource"]) for record in records if "resource" in record),
        gaps=tuple(_gap(record["gap"]) for record in records if "gap" in record),
    )


def _resource(record: Any) -> Resource:
    origin = record.get("origin")
    return Resource(**{**record, "origin": _origin(origin) if origin else None})


def _origin(record: Any) -> Origin:
    spans = {parse_path(path): Span(*numbers) for path, numbers in record["spans"].items()}
    return Origin(**{**record, "span": Span(*record["span"]), "spans": spans})


def _gap(record: Any) -> Gap:
    location = record["location"]
    place = Location(location["file"], Span(**location["span"])) if location else None
    return Gap(
        **{**record, "reason": GapReason(record["reason"]), "path": parse_path(record["path"]), "location": place}
    )
