"""Look at the cache without changing it: where it is, how large, and whether it can be used."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Final

from scanner.collectors.cache import cache_file
from scanner.records import record

if TYPE_CHECKING:
    from pathlib import Path

_BUSY: Final = "database is locked"


@record(frozen=True, slots=True)
class CacheHealth:
    """The cache's file and its size in bytes; `problem` is what keeps a scan from using it, and `damaged` its end."""

    file: Path
    size: int = 0
    problem: str = ""
    damaged: bool = False


def cache_health(directory: Path) -> CacheHealth:
    """Look at the cache in a directory; one that is not there yet is sound where it can be made."""
    file = cache_file(directory)
    try:
        if not file.exists():
            return CacheHealth(file, problem=_unwritable(directory))
        size = sum(part.stat().st_size for part in directory.glob(f"{file.name}*"))
    except OSError as error:
        return CacheHealth(file, problem=_reason(error))
    try:
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=rw", uri=True, timeout=1)) as connection:
            said = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("ROLLBACK")
    except sqlite3.OperationalError as error:
        return CacheHealth(file, size, "" if str(error) == _BUSY else str(error))
    except sqlite3.DatabaseError as error:
        return CacheHealth(file, size, str(error), damaged=True)
    return CacheHealth(file, size, "" if said == "ok" else said, damaged=said != "ok")


def _unwritable(directory: Path) -> str:
    """Say why a directory cannot be made or written to, or nothing."""
    there = next(parent for parent in (directory, *directory.absolute().parents) if parent.exists())
    if not there.is_dir():
        return f"{there} is not a directory"
    return "" if os.access(there, os.W_OK | os.X_OK) else f"{there} is not writable"


def _reason(error: OSError) -> str:
    return f"{error.filename}: {error.strerror}"
