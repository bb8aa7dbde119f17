"""Read calls of boto3's clients: their arguments are the API's own requests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scanner import resource_types as types
from scanner.frontends.calls import OPERATIONS, Call
from scanner.frontends.python_code.values import NOTHING, Item
from scanner.resource_types import CODE_TYPES
from scanner.shapes import fields_by_type

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scanner.frontends.python_code.addresses import Addresses
    from scanner.frontends.python_code.trees import Trees
    from scanner.frontends.python_code.values import Made


def _method(operation: str) -> str:
    """Write an operation's name so that it is the same in both ways of writing it."""
    return operation.replace("_", "").lower()


_BY_METHOD: Final = {_method(operation): operation for operation in OPERATIONS}
_NAMES_A_CLIENT: Final = ("client()", "create_client()")
_PACKAGES: Final = ("boto3.", "botocore.", "aioboto3.", "sagemaker.")

METHODS: Final = frozenset(
    "_".join(part.lower() for part in words)
    for words in (
        ("Create", "Training", "Job"),
        ("Create", "Hyper", "Parameter", "Tuning", "Job"),
        ("Create", "Processing", "Job"),
        ("Create", "Transform", "Job"),
        ("Create", "Model"),
        ("Create", "Endpoint", "Config"),
        ("Create", "Endpoint"),
        ("Create", "Inference", "Component"),
        ("Create", "Notebook", "Instance"),
        ("Create", "Domain"),
        ("Create", "Cluster"),
        ("Register", "Scalable", "Target"),
        ("Put", "Scaling", "Policy"),
        ("Put", "Scheduled", "Action"),
        ("Deploy",),
    )
)
"""Methods that are told by their arguments where it is not known what they are methods of."""


def boto3_calls(calls: Sequence[Made], trees: Trees, addresses: Addresses) -> Iterator[Call]:
    """Yield the calls of AWS operations that make resources."""
    for made in calls:
        operation = _BY_METHOD.get(_method(made.name))
        if operation and _is_client(made, operation) and not made.args:
            entries = {name: trees.node(item) for name, item in made.keywords.items()}
            name_key = CODE_TYPES[OPERATIONS[operation]].name_key
            place = addresses.place(made, named=made.keywords.get(name_key, NOTHING))
            yield Call(operation, trees.object(entries, place.header, made.rest), place)


def _is_client(made: Made, operation: str) -> bool:
    """Tell by where the client is from which service it is of; by the arguments where that is not known."""
    service = CODE_TYPES[OPERATIONS[operation]].service
    if made.path.startswith(_PACKAGES):
        holder = made.path.removesuffix("()").rpartition(".")[0]
        if holder.endswith(".sagemaker_client"):
            return service == "sagemaker"
        if made.owner and holder == made.owner.path and holder.endswith(_NAMES_A_CLIENT):
            name = _service(made.owner)
            return name.value == service if isinstance(name.value, str) else _asks(made, operation)
        return False
    return not made.path.startswith("aws_cdk.") and _asks(made, operation)


def _service(client: Made) -> Item:
    return client.args[0] if client.args else client.keywords.get("service_name", NOTHING)


def _asks(made: Made, operation: str) -> bool:
    """Tell whether the arguments are those of the operation: nobody else writes them like that."""
    kind = OPERATIONS[operation]
    fields = fields_by_type()[kind]
    known = set(fields) if isinstance(fields, dict) else set()
    named = CODE_TYPES[kind].name_key in made.keywords or kind == types.SCALABLE_TARGET
    return bool(made.keywords) and named and len(made.keywords.keys() & known) * 2 > len(made.keywords)
