"""One SQLite file for all accounts, which is used where it is sound and set aside where it is not."""

from __future__ import annotations

import sqlite3
import threading
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Final, NoReturn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

_FORMAT: Final = 2
_BUSY_SECONDS: Final = 30.0
_NOT_ITS_FAULT: Final = frozenset(
    {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY}
)
"""What may be wrong while what is kept is sound."""
_SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS documents (
    place TEXT, type TEXT, id TEXT, created TEXT, body BLOB, PRIMARY KEY (place, type, id)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS notes (
    place TEXT, type TEXT, name TEXT, body BLOB, PRIMARY KEY (place, type, name)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS pages (
    number INTEGER PRIMARY KEY AUTOINCREMENT, place TEXT, type TEXT, walk TEXT, body BLOB
);
CREATE INDEX IF NOT EXISTS pages_of_a_walk ON pages (place, type, walk);
"""


class CacheDamaged(Exception):  # noqa: N818  # it never leaves the collectors
    """What was kept cannot be trusted; the cache is empty from now on."""


def cache_file(directory: Path) -> Path:
    """Give the file in a directory that things are kept in."""
    return directory / f"cache-{_FORMAT}.sqlite3"


class Cache:
    """What earlier scans kept. Without a directory, or where it cannot be used, it keeps nothing.

    Several threads and several scans may use one at once. `warn` takes a sentence for the user, once.
    """

    def __init__(self, directory: Path | None, warn: Callable[[str], None]) -> None:
        self._file = cache_file(directory) if directory else None
        self._warn = warn
        self._warned = False
        self._lock = threading.RLock()
        self._connection: sqlite3.Connection | None = None
        if self._file:
            with suppress(CacheDamaged):  # it was said, and nothing has been read yet
                self._connect(self._file)

    @property
    def keeps(self) -> bool:
        """Whether anything is kept at all."""
        return self._connection is not None

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            if self._connection:
                self._connection.close()
            self._connection = None

    def rows(self, query: str, values: Sequence[object]) -> list[tuple[object, ...]]:
        """Read rows; none where the cache cannot be used. Raises CacheDamaged."""
        with self._using() as connection:
            return connection.execute(query, values).fetchall() if connection else []

    def write(self, statements: Sequence[tuple[str, Sequence[object]]]) -> None:
        """Write all of it, or nothing. Raises CacheDamaged."""
        with self._using() as connection:
            if connection:
                with connection:
                    connection.execute("BEGIN IMMEDIATE")
                    for statement, values in statements:
                        connection.execute(statement, values)

    def set_aside(self, why: str) -> NoReturn:
        """Put a damaged file out of the way, keep it for whoever wants to know, and begin anew. Raises CacheDamaged."""
        with self._lock:
            self.close()
            if self._file:
                away = self._file.with_suffix(f".damaged-{time.time_ns()}")
                for ending in ("", "-wal", "-shm"):
                    part = self._file.with_name(self._file.name + ending)
                    if part.exists():
                        part.replace(away.with_name(away.name + ending))
                self._warn(f"the cache {self._file} is damaged ({why}): it is put aside as {away.name}, and begun anew")
                self._connect(self._file)
        raise CacheDamaged(why)

    @contextmanager
    def _using(self) -> Iterator[sqlite3.Connection | None]:
        with self._lock:
            try:
                yield self._connection
            except sqlite3.Error as error:
                if getattr(error, "sqlite_errorcode", 0) & 0xFF in _NOT_ITS_FAULT:
                    self._give_up(str(error))
                else:
                    self.set_aside(str(error))

    def _connect(self, file: Path) -> None:
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.touch(mode=0o600)
            connection = sqlite3.connect(file, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False)
        except (OSError, sqlite3.Error) as error:
            self._give_up(str(error))
            return
        self._connection = connection
        with self._using():
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA synchronous=NORMAL")
            connection.executescript(_SCHEMA)

    def _give_up(self, why: str) -> None:
        """Go on without a cache: it is busy, read-only, or on a full disk."""
        self.close()
        if not self._warned:
            self._warned = True
            self._warn(f"the cache {self._file} cannot be used ({why}); this scan goes on without it")
