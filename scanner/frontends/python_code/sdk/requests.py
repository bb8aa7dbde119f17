"""Put a call's arguments where the API's request has them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from scanner.frontends.nodes import ELSEWHERE, Node, Open, Unknown
from scanner.frontends.python_code.sdk.arguments import Arguments, arguments_of, made_of
from scanner.frontends.python_code.sdk.classes import class_of
from scanner.frontends.python_code.sdk.core import SHAPES
from scanner.frontends.python_code.sdk.sheets import INNER_DEFAULTS
from scanner.frontends.python_code.values import Item, Table
from scanner.model import GapReason

if TYPE_CHECKING:
    from scanner.frontends.nodes import Scalar
    from scanner.frontends.python_code.sdk.sheets import Sheet
    from scanner.frontends.python_code.trees import Trees
    from scanner.model import Span


@dataclass(slots=True)
class Request:
    """A request as it grows: nodes by dotted paths. Objects that are made up stand where the call does."""

    span: Span
    nodes: dict[str, Node] = field(default_factory=dict)
    rest: Unknown | None = None

    def put(self, path: str, node: Node) -> None:
        """Put a value, unless there is one; no value is none."""
        if node.value is not None and path not in self.nodes:
            self.nodes[path] = node

    def node(self) -> Node:
        """Make the whole tree."""
        tree: dict[str, Node] = {}
        groups: dict[str, Request] = {}
        for path, node in self.nodes.items():
            head, _, tail = path.partition(".")
            if tail:
                groups.setdefault(head, Request(self.span)).nodes[tail] = node
            else:
                tree[head] = node
        for head, group in groups.items():
            if head not in tree:
                tree[head] = group.node()
        return Node(Open(tree, self.rest) if self.rest else tree, self.span)


def fill(request: Request, sheet: Sheet, arguments: Arguments, trees: Trees, version: int = 2) -> Request:
    """Put what is given into a request, and what the SDK takes in place of what is not."""
    request.rest = request.rest or arguments.rest
    for name, path in sheet.fields.items():
        if "." in name:
            holder, _, inner = name.rpartition(".")
            _fill_inner(request, path, arguments.item(holder), inner, trees)
        elif arguments.has(name):
            request.put(path, trees.node(arguments.named[name]))
    if not request.rest:
        for name, value in sheet.defaults.items():
            request.put(sheet.fields[name], default(name, value, version))
    return request


def _fill_inner(request: Request, path: str, item: Item, name: str, trees: Trees) -> None:
    """Put one field of an object of the SDK's; what object it is may not be known."""
    made = made_of(item)
    known = class_of(made.path) if made else None
    if made and (known or made.path.startswith(SHAPES)):
        arguments = arguments_of(made, known.args if known else ())
        if arguments.has(name):
            request.put(path, trees.node(arguments.named[name]))
        elif known and (value := INNER_DEFAULTS.get(known.name, {}).get(name)) is not None:
            request.put(path, default(name, value, known.version))
    elif isinstance(item.value, Table):
        if name in item.value.known:
            request.put(path, trees.node(item.value.known[name]))
    elif item.value is not None:
        request.put(path.partition(".")[0], trees.node(item))


def default(name: str, value: Scalar, version: int) -> Node:
    """Make a value that the SDK takes."""
    shown = f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else value
    clause = f"{name} is not given: the SageMaker Python SDK v{version} takes {shown}"
    return Node(value, ELSEWHERE, default=clause)


def run_name(request: Request, arguments: Arguments, trees: Trees) -> None:
    """Name a job by the name that its runs begin with."""
    base = trees.node(arguments.item("base_job_name"))
    if isinstance(base.value, str):
        name = Unknown(f"{base.value}-${{time}}", GapReason.DEPLOY, ("the time of the run",))
        request.put("TrainingJobName", replace(base, value=name))
