"""Read one state machine that is a file of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scanner.frontends.dialect import SENTENCES, Dialect
from scanner.frontends.files import WHOLE
from scanner.frontends.reading import Reading, reading_of
from scanner.frontends.stepfunctions.definition import read_definition
from scanner.frontends.text.placeholders import PLACEHOLDER, fill_texts, placeholder
from scanner.frontends.text.positions import TextError
from scanner.frontends.writer import Place
from scanner.model import GapReason

if TYPE_CHECKING:
    from scanner.frontends.parsing import Document
    from scanner.frontends.reading import CodeOptions


_SENTENCES: Final = {
    **SENTENCES,
    GapReason.DEPLOY: "{what} depends on {needs}, which only a deployment or a run decides",
}


def read(document: Document, options: CodeOptions) -> Reading:  # noqa: ARG001 - every format's reader takes them
    """Read one state machine, a root of its own. Raises TextError."""
    if not document.alone:
        raise TextError("there is more than one YAML document", document.node.span)
    definition = fill_texts(document.node, PLACEHOLDER, placeholder)
    dialect = Dialect("stepfunctions", first_line=document.text.first_line, sentences=_SENTENCES)
    place = Place(document.file, document.file, "", WHOLE)
    return reading_of(document.file, read_definition(definition, dialect, place), [document.root.path])
