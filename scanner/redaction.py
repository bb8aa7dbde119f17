"""Take secrets out of what is kept: values under telling names, and values that look like credentials."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from scanner.patterns import spotter

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scanner.paths import Document, Json

REDACTED: Final = "[redacted]"

_TELLING_NAME = re.compile(
    r"passw(?:or)?d|secret|token(?!iz|s\b|_?(?:count|len|type))|api_?key|access_?key|private_?key|credential|\bauth\b|_auth\b|connection_?string|"
    r"\bpwd\b",
    re.IGNORECASE,
)
# A word starts: in JSON also behind an escape that ends in a letter or a digit. ASCII's idea of a word is the smaller
# one, so what starts a word for `re` starts one here.
_START = r"(?:(?-u:\b)|\\[bfnrt]|\\u00[0-9a-f]{2})"
_CREDENTIALS = (
    # what is cut, and what spots it: each match of the first, in a text or in the JSON of it, holds one of the second
    (r"\b(?:AKIA|ASIA)[A-Z0-9]{16}\b", r"(?:AKIA|ASIA)[A-Z0-9]{16}"),
    (
        r"-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|\Z)",
        r"-----BEGIN [A-Z ]*PRIVATE KEY-----",
    ),
    (
        r"\b(?:ghp|gho|ghs|ghu|github_pat|glpat|hf|xox[abpr]|sk)[_-][A-Za-z0-9_-]{16,}",
        _START + r"(?:ghp|gho|ghs|ghu|github_pat|glpat|hf|xox[abpr]|sk)[_-][A-Za-z0-9_-]{16}",
    ),
    (
        r"\beyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]*",
        _START + r"eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}\.",
    ),
    (r"(?<=://)[^/\s:@]+:[^/\s@]+(?=@)", r"://[^/ :@]+:[^/ @]+@"),
    (r"(?<=X-Amz-Signature=)[0-9a-f]+", r"X-Amz-Signature="),
    (r"(?<=X-Amz-Security-Token=)[^&\s]+", r"X-Amz-Security-Token="),
)
_CREDENTIAL = re.compile("|".join(cut for cut, _ in _CREDENTIALS))
FREE_MAPS = frozenset({"Environment", "HyperParameters", "StaticHyperParameters"})
_spots = "|".join(spot for _, spot in _CREDENTIALS)
_may_hold_credential = spotter(_spots)


def redact(document: Json, *, free_map: bool = False) -> Json:
    """Give the same document without secrets; `free_map` marks objects whose keys users choose."""
    match document:
        case dict():
            return {
                key: REDACTED
                if free_map and isinstance(value, str) and value and _is_telling(key)
                else redact(value, free_map=key in FREE_MAPS)
                for key, value in document.items()
            }
        case list() | tuple():
            return [redact(item, free_map=free_map) for item in document]
        case str() if not document.isascii() or _may_hold_credential(document):
            return _CREDENTIAL.sub(REDACTED, document)
        case _:
            return document


def is_clean(document: Document, tags: Mapping[str, str], text: bytes) -> bool:
    """Tell from the JSON of a document and its tags, in no time, that `redact` would leave both as they are.

    `text` is any JSON that holds both, with escapes and colons as orjson writes them. False means that there may be a
    secret.
    """
    held = clean_maps(document, tags)
    return held is not None and holds_only(text, held)


def clean_maps(document: Document, tags: Mapping[str, str]) -> int | None:
    """Count the free maps of a document; None if a key in one, or of a tag, tells of a secret."""
    maps = [keys for name in FREE_MAPS if isinstance(keys := document.get(name), dict)]
    return None if any(_has_telling_key(tuple(keys)) for keys in (tags, *maps)) else len(maps)


def holds_only(text: bytes, free_maps: int) -> bool:
    """Tell whether the JSON of a document has no credentials, and no more than so many free maps."""
    if _may_hold_credential(text):
        return False
    # Some other name with such an end, one further down, or a list is a case for the whole walk.
    return text.count(b'Environment":') + text.count(b'HyperParameters":') == free_maps


@lru_cache(maxsize=4096)
def _is_telling(key: str) -> bool:
    return _TELLING_NAME.search(key) is not None


@lru_cache(maxsize=1024)
def _has_telling_key(keys: tuple[str, ...]) -> bool:
    return any(map(_is_telling, keys))
