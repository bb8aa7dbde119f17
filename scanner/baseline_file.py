"""Keep a baseline in a file that people can review: JSON, one finding a line, sorted."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from scanner.baseline import Entry
from scanner.errors import BaselineError
from scanner.model import Severity

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

SCHEMA_VERSION: Final = 1
_LARGEST: Final = 64 * 2**20
_TEXTS: Final = ("policy", "type", "scope", "file", "address", "path", "fingerprint")
_KEYS: Final = (*_TEXTS[:-1], "ordinal", "severity", "fingerprint")
_WRITE: Final = "`tipstaff baseline write -o FILE PATH...` writes one"
_AGAIN: Final = "resolve its conflicts, take it from your repository's history, or write it again"


def dump_baseline(entries: Iterable[Entry]) -> bytes:
    """Write entries as the text of a file, in ASCII: nothing in a name can hide from who reviews it."""
    lines = ",\n".join(f"    {json.dumps(_record(entry))}" for entry in sorted(entries))
    findings = f"[\n{lines}\n  ]" if lines else "[]"
    return f'{{\n  "schema_version": {SCHEMA_VERSION},\n  "findings": {findings}\n}}\n'.encode()


def read_baseline(path: Path) -> tuple[Entry, ...]:
    """Read a file. Raises BaselineError for one that is not there, damaged, or of a newer version."""
    try:
        if path.stat().st_size > _LARGEST:
            raise BaselineError(f"the baseline {path} is larger than {_LARGEST // 2**20} MiB", _WRITE)
        document = json.loads(path.read_bytes())
    except FileNotFoundError as error:
        raise BaselineError(f"there is no baseline {path}", _WRITE) from error
    except OSError as error:
        raise BaselineError(f"the baseline {path} cannot be read: {error.strerror}", "check its permissions") from error
    except json.JSONDecodeError as error:
        raise BaselineError(f"{path}:{error.lineno}: the baseline is not JSON: {error.msg}", _AGAIN) from error
    except (UnicodeDecodeError, RecursionError, ValueError) as error:
        raise BaselineError(f"the baseline {path} is not JSON", _AGAIN) from error
    return _read(path, document)


def _read(path: Path, document: object) -> tuple[Entry, ...]:
    version = document.get("schema_version") if isinstance(document, dict) else None
    if not isinstance(document, dict) or not isinstance(version, int) or isinstance(version, bool):
        raise BaselineError(f"{path} is not a baseline of tipstaff", _WRITE)
    if version > SCHEMA_VERSION:
        raise BaselineError(
            f"{path} has baseline schema {version}, newer than this tipstaff's {SCHEMA_VERSION}", "update tipstaff"
        )
    records = document.get("findings")
    if document.keys() != {"schema_version", "findings"} or not isinstance(records, list):
        raise BaselineError(f"{path}: a baseline has `schema_version` and `findings` and nothing else", _AGAIN)
    entries = [_entry(path, number, record) for number, record in enumerate(records, 1)]
    known: set[tuple[str | int, ...]] = set()
    for number, entry in enumerate(entries, 1):
        if entry.key in known:
            raise BaselineError(f"{path}: finding {number} is there twice", _AGAIN)
        known.add(entry.key)
    return tuple(entries)


def _record(entry: Entry) -> dict[str, str | int]:
    return {key: entry.severity.label if key == "severity" else getattr(entry, key) for key in _KEYS}


def _entry(path: Path, number: int, record: object) -> Entry:
    sound = isinstance(record, dict) and record.keys() == set(_KEYS)
    if not isinstance(record, dict) or not sound or not all(isinstance(record[key], str) for key in _TEXTS):
        raise BaselineError(f"{path}: finding {number} has not exactly the keys {', '.join(_KEYS)}", _AGAIN)
    ordinal, severity = record["ordinal"], str(record["severity"])
    if type(ordinal) is not int or ordinal < 0 or severity.upper() not in Severity.__members__:
        raise BaselineError(f"{path}: finding {number} has a wrong ordinal or severity", _AGAIN)
    return Entry(**{**record, "severity": Severity.parse(severity)})
