"""Read what Search says of the runs of a job: of each as much as tells it apart, and whole those that are shown."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final
from weakref import WeakKeyDictionary

import msgspec
import orjson
from botocore.parsers import ResponseParserError

from scanner.collectors.calls import answers_checked
from scanner.collectors.contract import TAGS
from scanner.collectors.listing import SEARCH
from scanner.collectors.shaping import apply
from scanner.collectors.timestamps import write_timestamp
from scanner.paths import lookup
from scanner.redaction import FREE_MAPS, clean_maps, holds_only
from scanner.resource_types import TYPES
from scanner.run_facts import INTERRUPTED, STEPS, counted, facts_of
from scanner.run_names import split_name
from scanner.run_templates import Templates
from scanner.snapshot import without_secrets

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from scanner.collectors.listing import Listing, Search
    from scanner.collectors.region import Region
    from scanner.collectors.unread import Unread
    from scanner.model import Resource
    from scanner.paths import Json
    from scanner.run_facts import RunFacts
    from scanner.run_templates import Template

_CREATED: Final = "CreationTime"
_MODIFIED: Final = "LastModifiedTime"
_POOL: Final = "WarmPoolStatus"
_INTERRUPTED: Final = f'"{INTERRUPTED}"'.encode()
_NULL: Final = b"null"


class Record(msgspec.Struct):
    """A run as Search gave it, without secrets: its place `among` so many results, and what is read of every run.

    It is an `UnreadRun` of `runs.py`.
    """

    results: Unread
    place: int
    among: int
    id: str
    stem: str
    unique: Sequence[str]
    template: Template
    facts: RunFacts
    modified: str
    settled: bool
    records: Records
    _whole: Resource | None = None

    @property
    def created(self) -> str:
        """When it was created, or nothing."""
        return self.facts.created

    @property
    def body(self) -> bytes:
        """Its JSON."""
        return self.results.elements[self.place]

    def whole(self) -> Resource:
        """Read the rest, once. Raises CallError where that is not what AWS answers."""
        if self._whole is None:
            self._whole = self.records.read(self)
        return self._whole


class Records:
    """The records of a type in a region; `reads` are the paths in its documents that tell runs apart."""

    def __init__(self, region: Region, listing: Listing, search: Search, reads: Collection[tuple[str, ...]]) -> None:
        self._region = region
        self._listing = listing
        self._path = search.record
        self._name = TYPES[listing.kind].name_key
        self._reads_all = () in reads
        self._templates = Templates()
        self._free_maps: WeakKeyDictionary[Template, int | None] = WeakKeyDictionary()
        counts = list(counted(listing.kind))
        looked_at = {self._name, listing.arn, listing.status, _CREATED, _MODIFIED, _POOL, *(path[0] for path in counts)}
        compared = {TAGS, *FREE_MAPS, *(path[0] for path in reads if path)}
        objects = {path[0] for path in counts if path[1:]} - compared
        self._plain = sorted(looked_at - compared - objects)
        columns = [*self._plain, *sorted(compared), *sorted(objects)]
        self._compared = slice(len(self._plain), len(columns) - len(objects))
        self._json = [(key, place) for place, key in enumerate(columns) if key in looked_at and key not in self._plain]
        self._rows = msgspec.json.Decoder(list[_rows(columns, len(self._plain), search.record) | None])  # type: ignore[misc]  # a type made here

    def of(self, results: Unread) -> list[Record]:
        """Give the records of some results. Raises CallError where one is not what AWS answers."""
        records = self._records(results)
        if self._are_clean(records, results.array):
            return records
        return [item if self._are_clean([item], item.body) else self._redacted(item) for item in records]

    def read(self, record: Record) -> Resource:
        """Read a record whole. Raises CallError where it is not what AWS answers."""
        with answers_checked(SEARCH):
            document = lookup(record.results.read(record.place), self._path)
            if not isinstance(document, dict):
                raise ResponseParserError(f"a result is no {self._listing.kind}")
        return self._region.resource(self._listing.kind, record.id, document, SEARCH)

    def _records(self, results: Unread) -> list[Record]:
        """Read what is asked of every run; nothing of a result that is of another type."""
        with answers_checked(SEARCH):
            try:
                rows = self._rows.decode(results.array)
                for _ in self._path:
                    rows = [row and row.inner for row in rows]
                return [self._record(results, place, len(rows), row) for place, row in enumerate(rows) if row]
            except (msgspec.MsgspecError, ValueError) as error:
                raise ResponseParserError(f"a run does not have its shape: {error}") from error

    def _record(self, results: Unread, place: int, among: int, row: msgspec.Struct) -> Record:
        values = msgspec.structs.astuple(row)
        fields = self._fields(values)
        name = str(fields.get(self._name, ""))
        stem, unique = split_name(name)
        compared = results.elements[place] if self._reads_all else b",".join(values[self._compared])
        return Record(
            results,
            place,
            among,
            self._listing.identify(self._region, fields),
            stem,
            unique,
            self._templates.of(compared, name, unique),
            facts_of(fields, self._listing.kind),
            fields.get(_MODIFIED, ""),
            self._listing.settled(fields),
            self,
        )

    def _fields(self, values: Sequence[Any]) -> dict[str, Any]:
        """Give the fields that are looked at in every run."""
        pairs = zip(self._plain, values, strict=False)
        fields = {key: value for key, value in pairs if value is not None}
        for key, place in self._json:
            json = bytes(values[place])
            if json != _NULL and (key != STEPS or _INTERRUPTED in json):
                fields[key] = _read(json)
        for key in (_CREATED, _MODIFIED):
            if key in fields:
                fields[key] = apply(write_timestamp, fields[key])
        return fields

    def _are_clean(self, records: Iterable[Record], json: bytes) -> bool:
        """Tell of some records, and of the JSON of all of them, that nothing in them has to be redacted."""
        free_maps = 0
        for record in records:
            try:
                held = self._free_maps[record.template]
            except KeyError:
                job = record.whole()
                held = self._free_maps[record.template] = clean_maps(job.document, job.tags)
            if held is None:
                return False
            free_maps += held
        return holds_only(json, free_maps)

    def _redacted(self, record: Record) -> Record:
        """Write a record anew without its secrets."""
        job = without_secrets(record.whole())
        whole: Json = {**job.document, TAGS: [{"Key": key, "Value": value} for key, value in job.tags.items()]}
        for key in reversed(self._path):
            whole = {key: whole}
        return self._records(record.results.like(orjson.dumps([whole])))[0]


def written(records: Sequence[Record]) -> bytes:
    """Give the JSON of an array of records; that of one page is what AWS sent."""
    if not records:
        return b""
    results = records[0].results
    if len(records) == records[0].among and all(record.results is results for record in records):
        return results.array
    return b"[%b]" % b",".join([record.body for record in records])


def _rows(columns: Sequence[str], plain: int, record: Sequence[str]) -> Any:
    """Give the type of an element: of what lies at `record` in it, some columns as values and the others as JSON."""
    values = [(key, Any, None) for key in columns[:plain]]
    fields = values + [(key, msgspec.Raw, msgspec.Raw(_NULL)) for key in columns[plain:]]
    row: Any = msgspec.defstruct("Run", fields)
    for key in reversed(record):
        row = msgspec.defstruct("Element", [("inner", row | None, None)], rename={"inner": key})
    return row


@lru_cache(maxsize=1024)
def _read(json: bytes) -> Any:
    """Read what many runs have the same of; nobody writes to it."""
    return orjson.loads(json)
