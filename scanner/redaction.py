"""Take secrets out of what is kept: values under telling names, and values that look like credentials."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from scanner.paths import Json

REDACTED: Final = "[redacted]"

_TELLING_NAME = re.compile(
    r"passw(?:or)?d|secret|token(?!iz|s\b|_?(?:count|len|type))|api_?key|access_?key|private_?key|credential|\bauth\b|_auth\b|connection_?string|"
    r"\bpwd\b",
    re.IGNORECASE,
)
_CREDENTIAL = re.compile(
    r"\b(?:AKIA|ASIA)[A-Z0-9]{16}\b"
    r"|-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|\Z)"
    r"|\b(?:ghp|gho|ghs|ghu|github_pat|glpat|hf|xox[abpr]|sk)[_-][A-Za-z0-9_-]{16,}"
    r"|\beyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]*"
    r"|(?<=://)[^/\s:@]+:[^/\s@]+(?=@)"
    r"|(?<=X-Amz-Signature=)[0-9a-f]+|(?<=X-Amz-Security-Token=)[^&\s]+",
)
_FREE_MAPS = frozenset({"Environment", "HyperParameters", "StaticHyperParameters"})


def redact(document: Json, *, free_map: bool = False) -> Json:
    """Give the same document without secrets; `free_map` marks objects whose keys users choose."""
    match document:
        case dict():
            return {
                key: REDACTED
                if free_map and isinstance(value, str) and value and _TELLING_NAME.search(key)
                else redact(value, free_map=key in _FREE_MAPS)
                for key, value in document.items()
            }
        case list() | tuple():
            return [redact(item, free_map=free_map) for item in document]
        case str():
            return _CREDENTIAL.sub(REDACTED, document)
        case _:
            return document
