"""Keep resources in the cache and find them again; what is read is held against a digest before it is believed."""

from __future__ import annotations

import hashlib
import sys
from typing import TYPE_CHECKING, Any, Final

import msgspec
import orjson

from scanner.collectors.cache import CacheDamaged
from scanner.records import record
from scanner.snapshot import resource_from, resource_record

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from scanner.collectors.cache import Cache
    from scanner.model import Resource
    from scanner.paths import Json

_QUESTION: Final = 500
_DIGEST: Final = 16
_LEVEL: Final = 1
_WALK: Final = "walk"
"""The note of how far a history is kept."""


class _Page(msgspec.Struct, array_like=True):
    late: bool
    jobs: msgspec.Raw


_pages: Final = msgspec.json.Decoder(_Page)


@record(frozen=True, slots=True)
class Shelf:
    """The part of a cache that is about one type in one region of one account.

    Resources have to be redacted before they come here.
    """

    cache: Cache
    place: str
    type: str

    def documents(self, ids: Sequence[str]) -> Mapping[str, Resource]:
        """Give those of some resources that are kept, by id."""
        found: dict[str, Resource] = {}
        try:
            for start in range(0, len(ids), _QUESTION):
                some = ids[start : start + _QUESTION]
                query = (
                    f"SELECT id, body FROM documents WHERE place=? AND type=? AND id IN ({','.join('?' * len(some))})"  # noqa: S608  # nothing but marks
                )
                for identity, body in self.cache.rows(query, (self.place, self.type, *some)):
                    found[str(identity)] = resource_from(self._open_json(str(identity), body))
        except CacheDamaged:
            return {}
        return found

    def all_documents(self) -> Iterator[Resource]:
        """Give all resources that are kept, newest first. Raises CacheDamaged, also on the way."""
        query = "SELECT id FROM documents WHERE place=? AND type=? ORDER BY created DESC, id"
        ids = [str(identity) for (identity,) in self.cache.rows(query, (self.place, self.type))]
        for start in range(0, len(ids), _QUESTION):
            some = ids[start : start + _QUESTION]
            found = self.documents(some)
            if len(found) < len(some):
                raise CacheDamaged(self.type)
            yield from (found[identity] for identity in some)

    def keep(self, resources: Iterable[Resource]) -> None:
        """Keep resources that cannot change any more."""
        if not self.cache.keeps:
            return
        statement = "INSERT OR REPLACE INTO documents VALUES (?,?,?,?,?)"
        self._write(
            (
                statement,
                (self.place, self.type, item.id, _created(item), self._seal_json(item.id, resource_record(item))),
            )
            for item in resources
        )

    def note(self, name: str) -> Any:
        """Give what was noted under a name, or None."""
        query = "SELECT body FROM notes WHERE place=? AND type=? AND name=?"
        try:
            rows = self.cache.rows(query, (self.place, self.type, name))
            return self._open_json(name, rows[0][0]) if rows else None
        except CacheDamaged:
            return None

    def write_note(self, name: str, value: Json) -> None:
        """Note something under a name."""
        self._write([self._note(name, value)])

    def walk(self) -> tuple[Any, bytes | None, list[int]]:
        """Give what is noted of the walk, its mark for `keep_walk`, and the numbers of its pages, the last first.

        All as it is at one moment, whatever other scans do.
        """
        query = (
            "SELECT body, NULL, NULL FROM notes WHERE place=?1 AND type=?2 AND name=?3 UNION ALL "
            "SELECT NULL, number, walk FROM pages WHERE place=?1 AND type=?2"
        )
        try:
            rows = self.cache.rows(query, (self.place, self.type, _WALK))
            mark = next((body for body, _, _ in rows if isinstance(body, bytes)), None)
            note = self._open_json(_WALK, mark) if mark else None
        except CacheDamaged:
            return None, None, []
        name = note.get("name") if isinstance(note, dict) else None
        numbers = (number for _, number, walk in rows if isinstance(number, int) and walk == name)
        return note, mark, sorted(numbers, reverse=True)

    def pages(self, walk: str, numbers: Iterable[int]) -> Iterator[tuple[bool, bytes]]:
        """Give pages of a walk, and of each whether it is a late one. Raises CacheDamaged, also on the way."""
        for number in numbers:
            rows = self.cache.rows("SELECT body FROM pages WHERE number=? AND walk=?", (number, walk))
            if not rows:
                raise CacheDamaged(f"another scan has dropped a page of {self.type}")
            page = _pages.decode(self._open(walk, rows[0][0]))
            yield page.late, bytes(page.jobs)

    def keep_walk(
        self, walk: Mapping[str, Json], mark: bytes | None, jobs: bytes = b"", *, late: bool = False
    ) -> bytes:
        """Note how far a walk is, and in the same breath add a page of jobs to it; give the new mark.

        Where another scan has changed what `mark` was given for, nothing is written, so that pages never repeat jobs.
        """
        if not self.cache.keeps:
            return b""
        name, new = str(walk["name"]), self._seal_json(_WALK, walk)
        unchanged = "WHERE (SELECT body FROM notes WHERE place=?1 AND type=?2 AND name=?3) IS ?4"
        about = (self.place, self.type, _WALK, mark)
        statements: list[tuple[str, Sequence[object]]] = []
        if jobs:
            page = self._seal(name, msgspec.json.encode(_Page(late, msgspec.Raw(jobs))))
            statement = f"INSERT INTO pages (place, type, walk, body) SELECT ?1, ?2, ?5, ?6 {unchanged}"
            statements.append((statement, (*about, name, page)))
        statements.append((f"INSERT OR REPLACE INTO notes SELECT ?1, ?2, ?3, ?5 {unchanged}", (*about, new)))
        self._write(statements)
        return new

    def drop_other_walks(self, name: str, mark: bytes) -> None:
        """Forget every walk but one, where that is still the one that is noted."""
        statement = (
            "DELETE FROM pages WHERE place=?1 AND type=?2 AND walk<>?5 AND "
            "(SELECT body FROM notes WHERE place=?1 AND type=?2 AND name=?3) IS ?4"
        )
        self._write([(statement, (self.place, self.type, _WALK, mark, name))])

    def forget_walk(self) -> None:
        """Note that no walk is kept."""
        self.write_note(_WALK, None)

    def _note(self, name: str, value: Json) -> tuple[str, Sequence[object]]:
        row = (self.place, self.type, name, self._seal_json(name, value))
        return "INSERT OR REPLACE INTO notes VALUES (?,?,?,?)", row

    def _write(self, statements: Iterable[tuple[str, Sequence[object]]]) -> None:
        try:
            self.cache.write(list(statements))
        except CacheDamaged:
            return  # said by the cache; what would have been kept is asked again next time

    def _seal_json(self, name: str, value: Json) -> bytes:
        return self._seal(name, orjson.dumps(value))

    def _open_json(self, name: str, sealed: object) -> Any:
        return orjson.loads(self._open(name, sealed))

    def _seal(self, name: str, content: bytes) -> bytes:
        body: bytes = zstd.compress(content, _LEVEL)
        return self._digest(name, body) + body

    def _open(self, name: str, sealed: object) -> bytes:
        """Raise CacheDamaged for what is not as it was written, or was written for something else."""
        if not isinstance(sealed, bytes) or self._digest(name, sealed[_DIGEST:]) != sealed[:_DIGEST]:
            self.cache.set_aside(f"a row of {self.type}")
        content: bytes = zstd.decompress(sealed[_DIGEST:])
        return content

    def _digest(self, name: str, body: bytes) -> bytes:
        where = f"{self.place}\0{self.type}\0{name}\0"
        return hashlib.sha256(where.encode() + body).digest()[:_DIGEST]


def _created(resource: Resource) -> str:
    return str(resource.document.get("CreationTime", ""))
