"""Tell what the runs of a recurring job have in common in their names, and cut the rest out of texts."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from scanner.patterns import spotter

# The look-behinds stand behind the first character, so that `re` skips to one that may begin a match.
_MOMENT = re.compile(
    r"2(?<!\d2)0\d\d[-_/.]?[01]\d[-_/.]?[0-3]\d"
    r"(?:[-_/T .]?[0-2]\d[-_:.]?[0-5]\d(?:[-_:.]?[0-5]\d(?:[-_.]?\d{3,6})?)?Z?)?(?!\d)"
    r"|1(?<!\d1)[5-9]\d{8}(?:\d{3})?(?!\d)",
)
_UUID = re.compile(r"[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}|(?<![0-9a-fA-F])[0-9a-f]{32}(?![0-9a-fA-F])")
# How each match of these begins.
_may_hold_moment = spotter(r"20\d\d[-_/.]?[01]\d[-_/.]?[0-3]\d|1[5-9]\d{8}")
_may_hold_uuid = spotter(r"[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-|[0-9a-f]{32}")
_SHORTEST_UUID: Final = 32
_TOKEN = re.compile(r"[^-_.]+")
_LONG_TOKEN = re.compile(r"[^-_.]{4,}")
_RANDOM = re.compile(r"(?=.*\d)(?=.*[A-Za-z])[A-Za-z0-9]{8,}\Z|(?=.*\d)[0-9a-f]{6,}\Z")
_COUNTER = re.compile(r"\d+\Z|[a-z]?\d{3,}\Z")
_CUT: Final = "*"


def name_stem(name: str) -> str:
    """Cut timestamps, unique ids and counters: `nightly-2026-11-20-03-00-00-123` is a run of `nightly`."""
    return split_name(name)[0]


def split_name(name: str) -> tuple[str, list[str]]:
    """Give the stem of a name, and the tokens of the name, of four characters or more, that are not in the stem."""
    stem = _stem(cut_moments(name, _CUT))
    rest = name.removeprefix(stem)
    return stem, [token for token in _LONG_TOKEN.findall(rest) if token not in stem]


@lru_cache(maxsize=4096)
def _stem(name: str) -> str:
    """Give the stem of a name whose moments are cut."""
    stem = name
    tokens = _tokens(stem)
    while len(tokens) > 1 and (_CUT in tokens[-1] or _is_unique(tokens[-1])):
        end = stem.rindex(tokens.pop())
        stem = stem[:end].rstrip("-_.")
    if any(map(_is_random, tokens)):
        stem = _TOKEN.sub(lambda token: _CUT if _is_random(token[0]) else token[0], stem)
    return stem


def _tokens(name: str) -> list[str]:
    return [token for token in name.replace("_", "-").replace(".", "-").split("-") if token]


def cut_moments(text: str, cut: str) -> str:
    """Put `cut` in the place of every unique id and every point in time."""
    if len(text) < _SHORTEST_UUID:
        return _MOMENT.sub(cut, text)
    if not text.isascii() or _may_hold_uuid(text):
        text = _UUID.sub(cut, text)
    if not text.isascii() or _may_hold_moment(text):
        text = _MOMENT.sub(cut, text)
    return text


@lru_cache(maxsize=4096)
def _is_random(token: str) -> bool:
    return _RANDOM.match(token) is not None


@lru_cache(maxsize=4096)
def _is_unique(token: str) -> bool:
    return _COUNTER.match(token) is not None or _is_random(token)
