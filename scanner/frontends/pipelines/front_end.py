"""Read one definition of a pipeline that is a file of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scanner.frontends.dialect import SENTENCES, Dialect
from scanner.frontends.files import WHOLE
from scanner.frontends.nodes import entries, text_of
from scanner.frontends.pipelines.definition import read_definition
from scanner.frontends.reading import Reading, reading_of
from scanner.frontends.text.placeholders import PLACEHOLDER, fill_texts, placeholder
from scanner.frontends.text.positions import TextError
from scanner.frontends.writer import Place
from scanner.model import GapReason

if TYPE_CHECKING:
    from scanner.frontends.parsing import Document
    from scanner.frontends.reading import CodeOptions

_VERSION: Final = "2020-12-01"
_SENTENCES: Final = {
    **SENTENCES,
    GapReason.VARIABLE: "{what} depends on {needs}, which has no value here: give it with --parameter NAME=VALUE",
    GapReason.DEPLOY: "{what} depends on {needs}, which only a deployment or a run decides",
    GapReason.NOT_IN_CODE: "{what} depends on {needs}, which the pipeline does not declare",
}


def read(document: Document, options: CodeOptions) -> Reading:
    """Read one pipeline, a root of its own. Raises TextError."""
    if text_of(entries(document.node)["Version"].value) != _VERSION:
        return Reading()
    if not document.alone:
        raise TextError("there is more than one YAML document", document.node.span)
    definition = fill_texts(document.node, PLACEHOLDER, placeholder)
    dialect = Dialect("pipelines", first_line=document.text.first_line, sentences=_SENTENCES)
    place = Place(document.file, document.file, "", WHOLE)
    items = read_definition(definition, dialect, place, options.parameters)
    return reading_of(document.file, items, [document.root.path])
