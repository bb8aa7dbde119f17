"""Read a text as HCL writes it, in quotes, as a heredoc or as a template file, and keep its places."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from scanner.frontends.files import WHOLE
from scanner.frontends.terraform.hcl_positions import Problem, parse_source, source_of
from scanner.frontends.terraform.syntax import Expression, Literal, Template
from scanner.frontends.terraform.syntax_reader import read_body
from scanner.frontends.terraform.templates import unescape
from scanner.frontends.text.inner import Grammar, InnerText, Piece
from scanner.frontends.text.positions import Text, TextError
from scanner.records import record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scanner.model import Span

_QUOTED: Final = Grammar(
    re.compile(""),
    "",
    re.compile(
        r"(?P<escape>\\(?:u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[^uU])|\$\$\{|%%\{)|[^\\$%]++|[$%]",
    ),
    unescape,
)
_HEREDOC: Final = Grammar(
    re.compile(""), "", re.compile(r"(?P<escape>\$\$\{|%%\{)|(?P<fold>\s++)|[^\s$%]++|[$%]"), lambda escape: escape[1:]
)
_OPENINGS: Final = ("${", "%{")
_MARK: Final = "TIPSTAFF_TEMPLATE"
_WRAPPER: Final = f"_ = <<{_MARK}\n"


@record(frozen=True, slots=True)
class Insertion:
    """A stretch of a text that an expression is inserted in."""

    start: int
    end: int
    expression: Expression


@record(frozen=True, slots=True)
class WrittenText:
    """A text with places in the file that it is written in, and what is inserted in it."""

    text: Text
    insertions: tuple[Insertion, ...] = ()


def written_text(outer: Text, expression: Literal | Template) -> WrittenText:
    """Give what a string or a heredoc says, in the text of its file."""
    start, end = _offsets(outer, expression.span)
    parts = _parts_of(expression)
    if any(not isinstance(part, str) and part.span == expression.span for part in parts):  # Terraform's JSON syntax
        return _composed(outer, [_unplaced(part, start, end) for part in parts])
    return _composed(outer, list(_parts(outer, parts, start, end)))


def template_text(outer: Text) -> WrittenText:
    """Give what a template file says. Raises TextError."""
    if _MARK in outer.content:
        raise TextError("the template cannot be parsed", WHOLE)
    wrapped = Text(f"{_WRAPPER}{outer.content}\n{_MARK}\n")
    source = source_of(wrapped.content.encode(), "")
    if isinstance(source, Problem):
        raise TextError("the template is nested too deep", WHOLE)
    root, _ = parse_source(source)
    expression = read_body(source, root).attributes.get("_")
    if not isinstance(expression, Literal | Template):
        raise TextError("the template cannot be parsed", WHOLE)
    start, end = _offsets(wrapped, expression.span)
    parts = _parts(wrapped, _parts_of(expression), start, end)
    return _composed(outer, [_moved(part, len(outer.content)) for part in parts])


def _unplaced(part: str | Expression, start: int, end: int) -> Piece | Insertion:
    return Piece(part, start, end) if isinstance(part, str) else Insertion(start, end, part)


def _moved(part: Piece | Insertion, longest: int) -> Piece | Insertion:
    """Say where a part of a wrapped template stands in its own file."""
    start, end = (min(max(at - len(_WRAPPER), 0), longest) for at in (part.start, part.end))
    return Piece(part.text, start, end) if isinstance(part, Piece) else Insertion(start, end, part.expression)


def _parts_of(expression: Literal | Template) -> tuple[str | Expression, ...]:
    return expression.parts if isinstance(expression, Template) else (str(expression.value),)


def _composed(outer: Text, parts: list[Piece | Insertion]) -> WrittenText:
    """Put the parts together; what is inserted stands in the text as it is written."""
    pieces: list[Piece] = []
    insertions: list[Insertion] = []
    at = 0
    for part in parts:
        text = part.text if isinstance(part, Piece) else outer.content[part.start : part.end]
        if not isinstance(part, Piece):
            insertions.append(Insertion(at, at + len(text), part.expression))
        pieces.append(Piece(text, part.start, part.end))
        at += len(text)
    return WrittenText(InnerText(outer, pieces), tuple(insertions))


def _parts(outer: Text, parts: tuple[str | Expression, ...], start: int, end: int) -> Iterator[Piece | Insertion]:
    """Say where each part stands; the whole is between `start` and `end`."""
    grammar, at, last = _inside(outer.content, start, end)
    places = {index: _inserted(outer, part.span, end) for index, part in enumerate(parts) if not isinstance(part, str)}
    for index, part in enumerate(parts):
        if isinstance(part, str):
            until = places[index + 1][0] if index + 1 in places else last
            raw = outer.content[at:until]
            yield from (grammar.pieces(raw, part, at) if grammar else None) or [Piece(part, at, until)]
        else:
            yield Insertion(*places[index], part)
            until = places[index][1]
        at = until


def _inside(content: str, start: int, end: int) -> tuple[Grammar | None, int, int]:
    """Tell how a text is written, and where it begins and ends inside its marks."""
    if content.startswith('"', start):
        return _QUOTED, start + 1, end - 1
    if content.startswith("<<", start):
        return _HEREDOC, content.index("\n", start) + 1, content.rindex("\n", start, end) + 1
    return None, start, end


def _inserted(outer: Text, span: Span, last: int) -> tuple[int, int]:
    """Widen the place of an expression to the marks around it."""
    start, end = _offsets(outer, span)
    if outer.content.startswith(_OPENINGS, start):
        return start, end
    opened, closed = outer.content.rfind("${", 0, start), outer.content.find("}", end, last)
    return (opened, closed + 1) if opened >= 0 and closed >= 0 else (start, end)


def _offsets(text: Text, span: Span) -> tuple[int, int]:
    return text.offset(span.start_line, span.start_column), text.offset(span.end_line, span.end_column)
