"""Keep a snapshot in a file and read it again: compressed JSON lines, sealed by a digest of their own."""

from __future__ import annotations

import hashlib
import sys
from dataclasses import asdict, replace
from typing import IO, TYPE_CHECKING, Any, Final

import orjson

from scanner.errors import SnapshotError
from scanner.model import Cases, Gap, GapReason, InlineWaiver, Location, Origin, Resource, Snapshot, Source, Span
from scanner.paths import format_path, parse_path
from scanner.records import record
from scanner.redaction import is_clean, redact
from scanner.run_groups import RunGroup

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path as FilePath

    from scanner.paths import Json

SCHEMA_VERSION: Final = 1
_PLACES: Final = ("declared", "holder")
_LEVEL: Final = 3
MAXIMUM_LINE: Final = 64 * 2**20
"""Bytes in one line; a resource is far smaller, so a longer line is damage or an attack."""


def without_secrets(resource: Resource) -> Resource:
    """Give the same resource as it may be kept and shown."""
    try:
        text = orjson.dumps((resource.document, resource.tags))
    except orjson.JSONEncodeError:  # a number or a text that JSON cannot hold; who writes the snapshot will say so
        return _redacted(resource)
    return resource if is_clean(resource.document, resource.tags, text) else _redacted(resource)


def _redacted(resource: Resource) -> Resource:
    document = redact(resource.document)
    tags = redact(dict(resource.tags), free_map=True)
    if not isinstance(document, dict) or not isinstance(tags, dict):
        raise TypeError(resource.type)
    return replace(resource, document=document, tags={key: str(value) for key, value in tags.items()})


class SnapshotWriter:
    """Writes a snapshot as its resources and gaps come; nothing is held.

    A gap on one resource has to come before the resource. The caller sees to it that the file appears whole or not at
    all: one that is not closed has no end, and is not read.
    """

    def __init__(self, file: IO[bytes], source: Source, taken: str, tool_version: str) -> None:
        self._stream = zstd.ZstdFile(file, "wb", level=_LEVEL)
        self._digest = hashlib.sha256()
        header: Json = {"schema": SCHEMA_VERSION, "version": tool_version}
        self._write({"tipstaff": header, "source": source.value, "taken": taken})

    def add(self, item: Resource | Gap | RunGroup | InlineWaiver) -> None:
        """Write one more. Runs have to come one by one."""
        match item:
            case Resource():
                self._write({"resource": resource_record(item)})
            case Gap():
                self._write({"gap": {**asdict(item), "path": format_path(item.path)}})
            case InlineWaiver():
                self._write({"waiver": asdict(item)})
            case RunGroup():
                raise TypeError(item.newest.type)

    def close(self, roots: Iterable[str], types: Iterable[str] | None) -> None:
        """Seal the file."""
        self._write({"roots": sorted(roots), "types": sorted(types) if types is not None else None})
        self._stream.write(orjson.dumps({"end": self._digest.hexdigest()}) + b"\n")
        self._stream.close()

    def _write(self, record: Mapping[str, Json]) -> None:
        line = orjson.dumps(record, option=orjson.OPT_APPEND_NEWLINE)
        self._digest.update(line)
        self._stream.write(line)


def write_snapshot(snapshot: Snapshot, file: IO[bytes]) -> None:
    """Write a snapshot that is in memory."""
    writer = SnapshotWriter(file, snapshot.source, snapshot.taken, snapshot.tool_version)
    for gap in snapshot.gaps:
        writer.add(gap)
    for waiver in snapshot.waivers:
        writer.add(waiver)
    for resource in snapshot.resources:
        writer.add(resource)
    writer.close(snapshot.roots, snapshot.types)


@record(frozen=True, slots=True)
class About:
    """What a snapshot says of itself."""

    source: Source
    taken: str
    tool_version: str
    roots: tuple[str, ...]
    types: frozenset[str] | None


def read_snapshot(path: FilePath) -> Snapshot:
    """Read a snapshot into memory. Raises SnapshotError."""
    resources: list[Resource] = []
    gaps: list[Gap] = []
    waivers: list[InlineWaiver] = []

    def add(item: Resource | Gap | InlineWaiver) -> None:
        match item:
            case Resource():
                resources.append(item)
            case Gap():
                gaps.append(item)
            case InlineWaiver():
                waivers.append(item)

    about = stream_snapshot(path, add)
    found = (tuple(resources), tuple(gaps), about.types, tuple(waivers))
    return Snapshot(about.source, about.taken, about.tool_version, about.roots, *found)


def stream_snapshot(path: FilePath, add: Callable[[Resource | Gap | InlineWaiver], None]) -> About:
    """Read a snapshot, one resource, gap and waiver after the other.

    Raises SnapshotError for a file that is not one, not whole, changed, or too new.
    """
    try:
        with path.open("rb") as file, zstd.ZstdFile(file, "rb") as stream:
            return _read(_verified(path, stream), add)
    except FileNotFoundError as error:
        raise SnapshotError(f"there is no snapshot {path}", "`tipstaff collect -o FILE` writes one") from error
    except (zstd.ZstdError, EOFError) as error:
        raise SnapshotError(f"{path} is damaged or not a snapshot: {error}", _COLLECT_AGAIN) from error
    except OSError as error:
        raise SnapshotError(f"{path} cannot be read: {error.strerror}", "check the path and its permissions") from error
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise SnapshotError(f"{path} is damaged: {type(error).__name__} in a record", _COLLECT_AGAIN) from error


_COLLECT_AGAIN = "collect it again with `tipstaff collect`"


def resource_record(resource: Resource) -> Mapping[str, Json]:
    """Give a resource as JSON."""
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
        spans: Json = {format_path(path): _numbers(span) for path, span in origin.spans.items()}
        written: dict[str, Json] = {
            "root": origin.root,
            "address": origin.address,
            "file": origin.file,
            "span": _numbers(origin.span),
            "spans": spans,
            "extent": _numbers(origin.extent) if origin.extent else None,
            "defaults": {format_path(path): clause for path, clause in origin.defaults.items()},
        }
        if origin.through:
            written["through"] = [asdict(text) for text in origin.through]
        if cases := origin.cases:
            written["cases"] = [[dict(one) for one in sorted(some)] for some in (cases.these, cases.among)]
        written |= {key: asdict(place) for key in _PLACES if (place := getattr(origin, key))}
        record["origin"] = written
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


def _read(records: Iterator[dict[str, Any]], add: Callable[[Resource | Gap | InlineWaiver], None]) -> About:
    header = next(records)
    roots: tuple[str, ...] = ()
    types: frozenset[str] | None = None
    for one in records:
        match one:
            case {"resource": resource}:
                add(resource_from(resource))
            case {"gap": gap}:
                add(_gap(gap))
            case {"waiver": waiver}:
                add(_waiver(waiver))
            case {"roots": names, "types": asked}:
                roots, types = tuple(names), frozenset(asked) if asked is not None else None
    return About(Source(header["source"]), str(header["taken"]), str(header["tipstaff"]["version"]), roots, types)


def resource_from(record: Any) -> Resource:
    """Read a resource back. Raises KeyError, TypeError or ValueError for anything else."""
    origin = record.get("origin")
    return Resource(**{**record, "origin": _origin(origin) if origin else None})


def _origin(record: Any) -> Origin:
    spans = {parse_path(path): Span(*numbers) for path, numbers in record["spans"].items()}
    cases = [frozenset(tuple(one.items()) for one in some) for some in record.get("cases", ())]
    return Origin(
        **{
            **record,
            "span": Span(*record["span"]),
            "spans": spans,
            "defaults": {parse_path(path): clause for path, clause in record.get("defaults", {}).items()},
            "extent": Span(*record["extent"]) if record.get("extent") else None,
            "through": tuple(map(_location, record.get("through", ()))),
            "cases": Cases(*cases) if cases else None,
            **{key: _location(record[key]) for key in _PLACES if record.get(key)},
        }
    )


def _gap(record: Any) -> Gap:
    place = _location(record["location"]) if record["location"] else None
    return Gap(
        **{**record, "reason": GapReason(record["reason"]), "path": parse_path(record["path"]), "location": place}
    )


def _waiver(record: Any) -> InlineWaiver:
    span = Span(**record["span"]) if record["span"] else None
    changed = {"location": _location(record["location"]), "policies": tuple(record["policies"]), "span": span}
    return InlineWaiver(**{**record, **changed})


def _location(record: Any) -> Location:
    return Location(record["file"], Span(**record["span"]))
