"""Read one file of Terraform, in either syntax: its blocks, what of it cannot be read, and what its comments waive."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scanner.frontends.comments import MARK, waivers_in
from scanner.frontends.files import WHOLE
from scanner.frontends.terraform.hcl_positions import Problem, comments_of, parse_source, read_source
from scanner.frontends.terraform.json_syntax import read_json_blocks
from scanner.frontends.terraform.syntax_reader import read_body
from scanner.frontends.text.json_positions import parse_json
from scanner.frontends.text.positions import TextError, decode_text
from scanner.model import GapReason
from scanner.records import record

if TYPE_CHECKING:
    from scanner.frontends.files import Root
    from scanner.frontends.terraform.hcl_positions import Source
    from scanner.frontends.terraform.syntax import Block
    from scanner.model import InlineWaiver


@record(frozen=True, slots=True)
class CodeFile:
    """What one file says."""

    blocks: tuple[Block, ...] = ()
    problems: tuple[Problem, ...] = ()
    waivers: tuple[InlineWaiver, ...] = ()


def read_code_file(root: Root) -> CodeFile:
    """Read a file as far as it can be read."""
    if f"_{root.path.name.partition('.')[0]}".endswith("_override"):
        message = f"{root.name} is an override file, which is not followed"
        return CodeFile(problems=(Problem(message, WHOLE, GapReason.UNSUPPORTED),))
    source = read_source(root)
    if isinstance(source, Problem):
        return CodeFile(problems=(source,))
    return _json(source) if root.path.suffix == ".json" else _hcl(source)


def _json(source: Source) -> CodeFile:
    try:
        return CodeFile(read_json_blocks(source, parse_json(decode_text(source.data))))
    except TextError as error:
        place = f"{source.file}:{error.span.start_line}:{error.span.start_column}"
        message = f"{place}: the JSON cannot be parsed here: {error.message}"
        return CodeFile(problems=(Problem(message, error.span),))


def _hcl(source: Source) -> CodeFile:
    root, problems = parse_source(source)
    lines = source.data.decode().split("\n") if MARK in source.data else []
    waivers = tuple(waivers_in(source.file, lines, comments_of(source, root))) if lines else ()
    return CodeFile(read_body(source, root).blocks, problems, waivers)
