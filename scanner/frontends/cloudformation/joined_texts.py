"""Put a text together that a template writes with `Fn::Sub` and `Fn::Join`, and keep the places of its parts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from scanner.frontends.cloudformation.expressions import expression, substitutions
from scanner.frontends.nodes import Node, Unknown, Value, made, unsupported
from scanner.frontends.text.inner import InnerText, Piece, value_pieces
from scanner.frontends.text.placeholders import PLACEHOLDER, Hole
from scanner.records import record

if TYPE_CHECKING:
    import re

    from scanner.frontends.cloudformation.evaluator import Evaluator
    from scanner.frontends.text.positions import Text
    from scanner.model import Span

_DEEPEST: Final = 20


@record(frozen=True, slots=True)
class JoinedText:
    """A text with places in the template, and what is filled in its holes."""

    text: Text
    holes: tuple[Hole, ...]


def joined_text(
    scope: Evaluator, outer: Text, node: Node, value_of: Callable[[str], Value]
) -> JoinedText | Unknown | None:
    """Give the text that an expression makes, or why it is not known; None for an object.

    `value_of` says what the placeholders stand for that are left in the text for others to fill in.
    """
    if not _is_text(node):
        match scope.resolve(node):
            case Unknown() as missing:
                return missing
            case Mapping():
                return None
            case str():
                pass
            case _:
                return unsupported("the definition is neither a text nor an object", "definition")
    start = outer.offset(node.span.start_line, node.span.start_column)
    joiner = _Joiner(scope, outer, value_of, [Piece("", start, start)])
    joiner.add(node)
    return JoinedText(InnerText(outer, joiner.pieces), tuple(joiner.holes))


def _is_text(node: Node) -> bool:
    return isinstance(node.value, str) or _call(node)[0] in ("Fn::Sub", "Fn::Join")


def _call(node: Node) -> tuple[str, Node | None]:
    if isinstance(node.value, Mapping) and len(node.value) == 1:
        ((name, argument),) = node.value.items()
        return name, argument
    return "", None


@dataclass(slots=True)
class _Joiner:
    scope: Evaluator
    outer: Text
    value_of: Callable[[str], Value]
    pieces: list[Piece]
    holes: list[Hole] = field(default_factory=list)
    length: int = 0

    def add(self, node: Node, depth: int = 0) -> None:
        """Add the text that an expression makes."""
        match node.value, _call(node):
            case str() as text, _:
                self._text(text, node.span, PLACEHOLDER.finditer(text), lambda found: self.value_of(found[1]))
            case _, ("Fn::Sub", Node(str() as text, span)):
                self._substituted(text, span, made({}))
            case _, ("Fn::Sub", Node((Node(str() as text, span), variables))):
                self._substituted(text, span, variables)
            case _, ("Fn::Join", Node((Node(str() as separator), Node(tuple() as items)))) if depth < _DEEPEST:
                for at, item in enumerate(items):
                    if at:
                        self._piece(Piece(separator, *(self.pieces[-1].end,) * 2))
                    self.add(item, depth + 1)
            case _:
                self._value(self.scope.resolve(node), node.span)

    def _substituted(self, text: str, span: Span, variables: Node) -> None:
        def value(found: re.Match[str]) -> Value:
            if found[1]:
                return self.value_of(found[2])
            return self.scope.resolve(expression("Fn::Sub", made(found[0]), variables))

        self._text(text, span, substitutions(text), value)

    def _text(
        self, text: str, span: Span, matches: Iterable[re.Match[str]], value: Callable[[re.Match[str]], Value]
    ) -> None:
        self.holes += [Hole(self.length + found.start(), self.length + found.end(), value(found)) for found in matches]
        for piece in value_pieces(self.outer, text, span):
            self._piece(piece)

    def _value(self, value: Value, span: Span) -> None:
        start = self.outer.offset(span.start_line, span.start_column)
        end = self.outer.offset(span.end_line, span.end_column)
        if isinstance(value, str):
            self._piece(Piece(value, start, end))
            return
        self.holes.append(Hole(self.length, self.length + 1, value))
        self._piece(Piece("?", start, end))

    def _piece(self, piece: Piece) -> None:
        self.pieces.append(piece)
        self.length += len(piece.text)
