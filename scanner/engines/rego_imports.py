"""Write the imports of a Rego module out in full.

regorus evaluates a whole package when a rule is reached through an import (`images.name`), and only the rule when it
is written out (`data.tipstaff.lib.images.name`): half the time, and no error of a rule that nobody asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scanner.engines.rego_syntax import parse_module, references

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from scanner.engines.rego_syntax import Reference
    from scanner.paths import Document


def write_out_imports(file: str, text: str) -> str:
    """Replace what imports abbreviate; lines stay lines. Raises PolicyError where the module does not parse."""
    tree = parse_module(file, text)
    names = imported_names(tree, text)
    found = [reference for reference in references(tree["rules"]) if reference.root in names]
    # A name that stands alone is the whole package, or a variable of the same name: then it is left as it is.
    alone = {reference.root for reference in found if not reference.keys}
    written = text.encode()
    for reference in sorted(_distinct(found), key=lambda reference: reference.start, reverse=True):
        if reference.root not in alone:
            written = written[: reference.start] + names[reference.root].encode() + written[reference.end :]
    return written.decode()


def imported_names(tree: Document, text: str) -> Mapping[str, str]:
    """Give what each import of `data` is called in a module: `{"images": "data.tipstaff.lib.images"}`."""
    raw = text.encode()
    names = {}
    imports = tree["imports"]
    for imported in imports if isinstance(imports, list) else ():
        match imported:
            case {"refr": {"RefDot": {"span": {"start": int(start), "end": int(end)}}}}:
                path = raw[start:end].decode()
                alias = imported.get("as")
                name = raw[alias["start"] : alias["end"]].decode() if alias else path.rpartition(".")[2]
                if path.startswith("data."):
                    names[name] = path
            case _:
                continue
    return names


def _distinct(found: list[Reference]) -> Iterator[Reference]:
    yield from {reference.start: reference for reference in found}.values()
