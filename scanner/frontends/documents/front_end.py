"""Read one YAML or JSON file: recognise the format of each document in it, and hand it to what reads that format."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from importlib import import_module
from typing import TYPE_CHECKING

from scanner.frontends.comments import MARK, waivers_in
from scanner.frontends.documents.formats import FORMATS, Content
from scanner.frontends.documents.templates import TEMPLATED, is_in_chart, unrendered
from scanner.frontends.files import absolute_path, read_bytes
from scanner.frontends.nodes import entries
from scanner.frontends.parsing import parse_documents
from scanner.frontends.reading import Reading, reading_of, together, unparsed, unreadable
from scanner.frontends.text.positions import TextError, decode_text
from scanner.frontends.text.yaml_comments import yaml_comments

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from scanner.frontends.documents.formats import Format
    from scanner.frontends.files import Root, Seen
    from scanner.frontends.parsing import Document
    from scanner.frontends.reading import CodeOptions
    from scanner.model import Gap, InlineWaiver


def roots(seen: Sequence[Seen]) -> tuple[Root, ...]:
    """Leave out the files that others include; those that include each other in a ring are read one by one."""
    linked = {path for item in seen for path in _links(item)}
    chosen = tuple(item.root for item in seen if item.root.path not in linked)
    return chosen or tuple(item.root for item in seen)


def _links(item: Seen) -> set[Path]:
    paths = {absolute_path(item.root.path.parent / link) for link in item.glance.links}
    return paths - {item.root.path}


def read(root: Root, options: CodeOptions) -> Reading:
    """Read one file; nothing is found in one that is of none of the formats."""
    own = Reading(files=frozenset({root.path}))
    try:
        data = read_bytes(root)
    except TextError as error:
        return reading_of(root.name, [unreadable(root, error)], [root.path])
    content = Content(data)
    claimed = next((known for known in FORMATS if known.claims(content)), None)
    if claimed and claimed.renderer and is_in_chart(root, data):
        return reading_of(claimed.root(root), [unrendered(claimed, root)], [root.path])
    readings = [replace(own, waivers=tuple(_waivers(root, data)))]
    try:
        readings.extend(_read_document(item, options) for item in parse_documents(root, data))
    except TextError as error:
        if claimed:
            readings.append(reading_of(claimed.root(root), [_fault(claimed, root, data, error)], [root.path]))
    return together(readings)


def _fault(claimed: Format, root: Root, data: bytes, error: TextError) -> Gap:
    if claimed.renderer and TEMPLATED in data:
        return unrendered(claimed, root)
    return replace(unparsed(root, error, f"the {claimed.name}"), scope=claimed.root(root))


def _waivers(root: Root, data: bytes) -> Iterator[InlineWaiver]:
    """Find what comments waive; what is wrong with the text is said where its documents are read."""
    with suppress(TextError):
        if MARK in data:
            text = decode_text(data)
            yield from waivers_in(root.name, text.content.split("\n"), yaml_comments(text))


def _read_document(document: Document, options: CodeOptions) -> Reading:
    known = next((known for known in FORMATS if known.recognises(entries(document.node))), None)
    if known is None:
        return Reading()
    reading: Reading = import_module(known.module).read(document, options)
    return reading
