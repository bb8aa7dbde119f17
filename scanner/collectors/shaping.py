"""Change the JSON of AWS answers into documents: times are written, and members that are null go."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from botocore.parsers import ResponseParserError

from scanner.collectors.timestamps import write_timestamp

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    Change = Callable[[Any], Any]


def apply(change: Change, value: Any) -> Any:
    """Change a value. Raises ResponseParserError where it does not have its shape."""
    try:
        return change(value)
    except (AttributeError, TypeError, ValueError) as error:
        raise ResponseParserError(f"an answer does not have its shape: {error}") from error


def compile_change(shape: Any, *, nulls: bool) -> Change:
    """Make a function that changes a body of a shape in place: times are written, and null members go where `nulls`.

    It raises AttributeError, TypeError or ValueError for a body that does not have the shape as far as it walks.
    """
    return _Compiler(shape, nulls=nulls).change(shape.name)


class _Compiler:
    """Compiles the shapes under one; only those that lead to something that changes get a function."""

    def __init__(self, root: Any, *, nulls: bool) -> None:
        self._nulls = nulls
        self._shapes = {root.name: root}
        self._parts: dict[str, Mapping[str, str]] = {}
        todo = [root]
        while todo:
            shape = todo.pop()
            parts = _parts(shape)
            self._parts[shape.name] = {key: part.name for key, part in parts.items()}
            new = {part.name: part for part in parts.values() if part.name not in self._shapes}
            self._shapes |= new
            todo += new.values()
        self._changing = {root.name} | _leading_to(self._parts, filter(self._changes_itself, self._shapes))
        self._made: dict[str, Change] = {}

    def change(self, name: str) -> Change:
        if name not in self._made:
            match self._shapes[name].type_name:
                case "structure":
                    self._make_structure(name)
                case "list":
                    self._made[name] = _list(self._part(name))
                case "map":
                    self._made[name] = _map(self._part(name))
                case _:
                    self._made[name] = write_timestamp
        return self._made[name]

    def _part(self, name: str) -> Change:
        """Give what is done to each element of a list or value of a map: a null there says something, and stays."""
        change = self.change(self._parts[name][""])
        return _unless_null(change) if self._nulls else change

    def _changes_itself(self, name: str) -> bool:
        shape = self._shapes[name]
        return shape.type_name == "timestamp" or (
            self._nulls and shape.type_name == "structure" and not shape.is_document_type
        )

    def _make_structure(self, name: str) -> None:
        """Make the function before those of its members, one of which may be of the same shape again."""
        members: list[tuple[str, Change]] = []
        self._made[name] = _without_nulls(_structure(members)) if self._nulls else _structure(members)
        members += [(key, self.change(part)) for key, part in self._parts[name].items() if part in self._changing]


def _parts(shape: Any) -> Mapping[str, Any]:
    match shape.type_name:
        case "structure":
            parts: Mapping[str, Any] = shape.members
            return parts
        case "list":
            return {"": shape.member}
        case "map":
            return {"": shape.value}
        case _:
            return {}


def _leading_to(parts: Mapping[str, Mapping[str, str]], ends: Iterable[str]) -> set[str]:
    """Give these shapes and all that they are parts of."""
    wholes: dict[str, list[str]] = {}
    for whole, names in parts.items():
        for name in names.values():
            wholes.setdefault(name, []).append(whole)
    todo = list(ends)
    found = set(todo)
    while todo:
        new = {whole for whole in wholes.get(todo.pop(), ()) if whole not in found}
        found |= new
        todo += new
    return found


def _structure(members: list[tuple[str, Change]]) -> Change:
    def change(value: Any) -> Any:
        if type(value) is not dict:
            raise TypeError(f"{value!r:.80} is not an object")
        for key, change_member in members:
            if key in value:
                value[key] = change_member(value[key])
        return value

    return change


def _without_nulls(change_structure: Change) -> Change:
    def change(value: Any) -> Any:
        for key in [key for key, member in value.items() if member is None]:
            del value[key]
        return change_structure(value)

    return change


def _unless_null(change_part: Change) -> Change:
    def change(value: Any) -> Any:
        return None if value is None else change_part(value)

    return change


def _list(change_element: Change) -> Change:
    def change(value: Any) -> Any:
        return list(map(change_element, value))

    return change


def _map(change_value: Change) -> Change:
    def change(value: Any) -> Any:
        return dict(zip(value, map(change_value, value.values()), strict=True))

    return change
