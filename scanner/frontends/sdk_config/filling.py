"""Fill in what a request leaves out with the defaults of a configuration file, as the SageMaker Python SDK does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from scanner.frontends.nodes import Node, NoValue, entries, items, placed, string

if TYPE_CHECKING:
    from scanner.model import Span

_TAGS: Final = "Tags"
_ONLY_WHERE_ASKED: Final = frozenset({"PrimaryContainer", "DataCaptureConfig", "AsyncInferenceConfig"})
"""Objects that configurations add to, but never make."""


def filled(request: Node, defaults: Node, span: Span) -> Node:
    """Add to an object what it leaves out, in the place `span`: configuration is in another file.

    What cannot be known to be left out is not filled in. Lists of objects are filled element by element, and tags are
    added by their keys.
    """
    match request.value, defaults.value:
        case Mapping() as written, Mapping() as known:
            missing = [key for key in known if key not in _ONLY_WHERE_ASKED or _there(written.get(key))]
            added = {key: _value(key, written.get(key), known[key], span) for key in missing}
            return replace(request, value={**written, **{key: node for key, node in added.items() if node}})
        case (Node(), *_) as ours, (Node(), *_) as theirs:
            pairs = zip(ours, theirs, strict=False)
            both = tuple(filled(one, other, span) for one, other in pairs)
            return replace(request, value=(*both, *ours[len(both) :]))
        case _:
            return request


def _there(node: Node | None) -> bool:
    return node is not None and not node.default and node.value is not None and not isinstance(node.value, NoValue)


def _value(key: str, written: Node | None, known: Node, span: Span) -> Node | None:
    if written is not None and _there(written):
        return _tags(written, known, span) if key == _TAGS else filled(written, known, span)
    of_objects = key != _TAGS and any(isinstance(item.value, Mapping) for item in items(known))
    return None if of_objects else placed(known, span)


def _tags(written: Node, known: Node, span: Span) -> Node:
    if not isinstance(written.value, tuple):
        return written
    keys = {string(entries(tag).get("Key")) for tag in written.value}
    more = [placed(tag, span) for tag in items(known) if string(entries(tag).get("Key")) not in keys]
    return replace(written, value=(*written.value, *more))
