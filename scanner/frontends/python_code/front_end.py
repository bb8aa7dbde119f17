"""Read Python: a file, as the resources that its calls make and what they leave open."""

from __future__ import annotations

from collections import defaultdict
from functools import partial
from typing import TYPE_CHECKING, Final

from scanner.frontends.calls import read_call
from scanner.frontends.comments import MARK, waivers_in
from scanner.frontends.files import read_bytes
from scanner.frontends.python_code import imports
from scanner.frontends.python_code.addresses import Addresses
from scanner.frontends.python_code.boto3_calls import METHODS, boto3_calls
from scanner.frontends.python_code.cdk.constructs import cdk_meaning, construct_calls
from scanner.frontends.python_code.cdk.tasks import task_calls
from scanner.frontends.python_code.dialect import PYTHON
from scanner.frontends.python_code.interpreter import follow
from scanner.frontends.python_code.machine import FOLLOWED
from scanner.frontends.python_code.sdk.builders import builder_calls
from scanner.frontends.python_code.sdk.configuration import configured_for
from scanner.frontends.python_code.sdk.core import core_calls
from scanner.frontends.python_code.sdk.hosting import hosting_calls
from scanner.frontends.python_code.sdk.jobs import job_calls
from scanner.frontends.python_code.sdk.meanings import sdk_meaning
from scanner.frontends.python_code.sdk.reader import Sdk
from scanner.frontends.python_code.sdk.v3 import trainer_calls
from scanner.frontends.python_code.source import Source, parse_source
from scanner.frontends.python_code.trees import Trees
from scanner.frontends.reading import Reading, reading_of, unparsed, unreadable
from scanner.frontends.text.positions import TextError, decode_text
from scanner.frontends.text.python_comments import python_comments

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scanner.frontends.calls import Call
    from scanner.frontends.files import Root, Seen
    from scanner.frontends.nodes import Node
    from scanner.frontends.python_code.machine import Machine
    from scanner.frontends.reading import CodeOptions
    from scanner.model import Gap, InlineWaiver, Resource, Span

TELLING: Final = FOLLOWED | METHODS
"""The words without which a function makes nothing, unless it is of what the module's names stand for."""


def roots(seen: Sequence[Seen]) -> tuple[Root, ...]:
    """Read each file by itself."""
    return tuple(item.root for item in seen)


def read(root: Root, options: CodeOptions) -> Reading:  # noqa: ARG001 - all front ends have the same
    """Read one file."""
    try:
        data = read_bytes(root)
    except TextError as error:
        return reading_of(root.name, [unreadable(root, error)], [root.path])
    try:
        source = parse_source(decode_text(data).content, TELLING)
    except TextError as error:
        return reading_of(root.name, [unparsed(root, error)] if imports(data) else [], [root.path])
    return reading_of(root.name, read_source(root, source, data), [root.path])


def read_source(root: Root, source: Source, data: bytes) -> Iterator[Resource | Gap | InlineWaiver]:
    """Yield what code makes, and what its comments waive; `data` is the file that it stands in."""
    if MARK in data:
        yield from waivers_in(root.name, source.lines, python_comments("\n".join(source.lines)), source.place)
    machine, fault = follow(source, METHODS)
    if fault:
        yield unparsed(root, fault)
    seen: defaultdict[tuple[str, Span], list[Node]] = defaultdict(list)
    for call in _calls(root, machine):
        here = seen[call.operation, call.place.header]
        if call.request not in here:
            here.append(call.request)
            yield from read_call(call, PYTHON)


def _calls(root: Root, machine: Machine) -> Iterator[Call]:
    addresses = Addresses(root.name, machine.source)
    trees = Trees(machine.source, (sdk_meaning, partial(cdk_meaning, addresses)))
    yield from boto3_calls(machine.made, trees, addresses)
    yield from construct_calls(machine.made, trees, addresses)
    yield from task_calls(machine.made, trees, addresses)
    sdk = Sdk(machine.made, trees, addresses, configured_for(root))
    yield from job_calls(sdk)
    yield from hosting_calls(sdk)
    yield from trainer_calls(sdk)
    yield from builder_calls(sdk)
    yield from core_calls(sdk)
